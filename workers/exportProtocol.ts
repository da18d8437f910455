/** What crosses the boundary of `workers/export.ts`. Types only: no runtime code. */
import type { ExportFile } from '../src/export/file.ts';
import type { EpisodeSummary, Scenario } from '../src/scenario/scenario.ts';
import type { AgentRecord } from '../src/learning/network/trainedAgent.ts';
import type { Configuration } from '../src/model/pipeline.ts';

export interface PolicyExport {
  readonly files: readonly ExportFile[];
  /** Why the training itself is not in them, a sentence; empty where it is. */
  readonly without: string;
}

/** `workers/export.ts`. */
export interface ExportApi {
  /**
   * The files of an agent, with the kept run `run` that it comes from; rejects with a sentence where it is not for the
   * scenario's pipeline or limits.
   */
  policyFiles(
    agent: AgentRecord,
    scenario: Scenario,
    baseline: Configuration,
    run: string | undefined,
  ): Promise<PolicyExport>;
  /** What the configuration comes to that stands still under `load` req/s. */
  playStill(scenario: Scenario, configuration: Configuration, load: number): Promise<EpisodeSummary>;
}
