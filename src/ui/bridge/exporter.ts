import { Bridge } from './bridge.ts';
import type { EpisodeSummary } from '../../scenario/scenario.ts';
import type { ExportApi, PolicyExport } from '../../../workers/exportProtocol.ts';

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
  policyFiles(...given: Parameters<ExportApi['policyFiles']>): Promise<PolicyExport> {
    return this.#bridge.call((remote) => remote.policyFiles(...given));
  }

  /** Rejects with a sentence where it takes too long, or if the worker dies. */
  playStill(...given: Parameters<ExportApi['playStill']>): Promise<EpisodeSummary> {
    return this.#bridge.call((remote) => remote.playStill(...given));
  }
}
