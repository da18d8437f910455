/** What the parts of the page's state need of the lab that holds them: each picks its own of these. */
import type { Experiment } from '../../scenario/experiment.ts';
import type { LaneId, View } from './address/linked.ts';
import type { PageId } from './pages.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { ImportNote } from '../../storage/records.ts';
import type { Workload } from '../../workload/workload.ts';
import type { PolicyChoice } from '../../../workers/protocol.ts';

/** What an assignment keeps from being turned or seen while it is under way. */
export interface Rules {
  /** A sentence. */
  readonly why: string;
  /** Settings that stay, with their values. */
  readonly held: Partial<Experiment>;
  /** Settings and views that are not shown. */
  readonly hidden: readonly string[];
}

/** `Lab` says of each what it is. */
export interface LabState {
  experiment: Experiment;
  traces: readonly Workload[];
  pipelines: readonly Pipeline[];
  notes: Readonly<Record<string, readonly ImportNote[]>>;
  alert: string;
  notice: string;
  page: PageId;
  policy: string;
  term: string | undefined;
  lesson: string | undefined;
  assignment: string | undefined;
  rules: Rules | undefined;
  lent: readonly Pipeline[];
  readonly pipeline: Pipeline;
  readonly workload: Workload;
  readonly scenario: Scenario;
  readonly a: string;
  readonly b: string;
  readonly left: Readonly<Record<LaneId, string>>;
  readonly waiting: boolean;
  readonly opening: View;
  readonly still: boolean;
  show(page: PageId): void;
  set(change: Partial<Experiment>, what?: string): void;
  use(keys: readonly string[]): void;
  beginImport(): void;
  running(key: string): string;
  nameOf(key: string): string;
  choice(id: string): PolicyChoice;
}
