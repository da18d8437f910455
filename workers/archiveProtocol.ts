/** What crosses the boundary of `workers/archive.ts`. Types only: no runtime code. */
import type { Scenario } from '../src/scenario/scenario.ts';
import type { AgentRecord } from '../src/learning/network/trainedAgent.ts';
import type { Result } from '../src/model/result.ts';
import type { Archive, Merged } from '../src/storage/archive.ts';
import type { DamagedPart } from '../src/storage/store.ts';
import type { RunRecord } from '../src/storage/records.ts';

/** What a .zip turned out to be. */
export type TakenIn =
  | {
      readonly kind: 'archive';
      readonly merged: Merged;
      /** Records that were damaged or are not taken any more, a sentence each. */
      readonly leftOut: readonly string[];
    }
  | {
      readonly kind: 'bundle';
      readonly scenario: Scenario;
      readonly agent: AgentRecord;
      /** The run that the agent comes from, in the store now; undefined where the bundle holds none. */
      readonly run: RunRecord | undefined;
      /** Why the run could not be kept, a sentence; empty where it was or where there is none. */
      readonly unkept: string;
    };

/** `workers/archive.ts`. */
export interface ArchiveApi {
  exportAll(): Promise<Archive>;
  /** What of the runs' checkpoints and curves cannot be read. */
  damagedParts(): Promise<readonly DamagedPart[]>;
  /**
   * Takes over an archive of everything, or a policy's bundle, told apart by content: all of it that is sound, in one
   * write, or nothing, and then the sentence says what is wrong with it.
   */
  takeIn(file: Blob, fileName: string): Promise<Result<TakenIn>>;
}
