/** What crosses the boundary of `workers/export.ts`. Types only: no runtime code. */
import type { ExportFile } from '../src/export/file.ts';
import type { Scenario } from '../src/experiments/scenario.ts';
import type { AgentRecord } from '../src/learning/agent.ts';

/** `workers/export.ts`. */
export interface ExportApi {
  /** The files of an agent; rejects with a sentence where it is not for the scenario's pipeline or limits. */
  policyFiles(agent: AgentRecord, scenario: Scenario): Promise<readonly ExportFile[]>;
}
