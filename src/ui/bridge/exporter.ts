import { Bridge } from './bridge.ts';
import type { Scenario } from '../../experiments/scenario.ts';
import type { ExportFile } from '../../export/file.ts';
import type { AgentRecord } from '../../learning/agent.ts';
import type { ExportApi } from '../../../workers/exportProtocol.ts';

function spawn(): Worker {
  return new Worker(new URL('../../../workers/export.ts', import.meta.url), {
    type: 'module',
    name: 'export',
  });
}

/** `workers/export.ts`. */
export class Exporter {
  readonly #bridge = new Bridge<ExportApi>('export', spawn, 'open this view anew');

  /** Rejects with a sentence where the agent does not fit, or if the worker dies. */
  policyFiles(agent: AgentRecord, scenario: Scenario): Promise<readonly ExportFile[]> {
    return this.#bridge.call((remote) => remote.policyFiles(agent, scenario));
  }
}
