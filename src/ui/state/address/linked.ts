/** What a link can say: the experiment, and where the visitor stands in the page and in the run. */
import { defaultCompared, type Compared } from '../comparing/compared.ts';
import type { Experiment } from '../../../scenario/experiment.ts';
import { nothingFilled, type Filled } from '../exporting/filled.ts';
import type { PageId } from '../pages.ts';
import { LSTM } from '../training/lstm.ts';
import { AGENT } from '../../theme/policies.ts';
import type { Budget } from '../../../learning/training/agentTraining.ts';

export type LaneId = 'a' | 'b';

/** Where the visitor stands: on which page, and where in the run. */
export interface View {
  readonly page: PageId;
  /** Second of the trace, or undefined for the page's own choice. */
  readonly time: number | undefined;
  readonly speed: number;
  readonly playing: boolean;
  /** Lane whose decision is being explained. */
  readonly why: LaneId | undefined;
  /** The one that the Policies view explains. */
  readonly policy: string;
  /** The one that the Glossary is opened at, by the key of its place there. */
  readonly term: string | undefined;
  /** Lesson and step that are played (`learn/place.ts`). */
  readonly lesson: string | undefined;
  /** The assignment under way: packed as it came, or the id of one that is kept here. */
  readonly assignment: string | undefined;
  /** What the Compare view is asked for. */
  readonly compared: Compared;
  /** The kept run that the trained agent comes from; undefined without one. */
  readonly agent: string | undefined;
  /** Of the next training; undefined: as this browser keeps it. */
  readonly budget: Budget | undefined;
  /** Forecaster that the Predict view draws against the load. */
  readonly drawn: string;
  /** What the Loads view is shaping, where that is not the header's load: its text. */
  readonly draft: string | undefined;
  /** For a cluster. */
  readonly filled: Filled;
  /** What a frame in another page shows (`embeds.ts`); the lab itself has none. */
  readonly embed?: string | undefined;
}

export interface Linked {
  readonly experiment: Experiment;
  readonly view: View;
}

export const SPEEDS: readonly number[] = [0.5, 1, 2, 4, 8, 16, 30, 60];
export const defaultView: View = {
  page: 'lab',
  time: undefined,
  speed: 4,
  playing: true,
  why: undefined,
  policy: AGENT,
  term: undefined,
  lesson: undefined,
  assignment: undefined,
  compared: defaultCompared,
  agent: undefined,
  budget: undefined,
  drawn: LSTM,
  draft: undefined,
  filled: nothingFilled,
};
export const MAX_SEED = 999_999;

/** Of the form that imported loads have. */
export function isTraceId(id: string): boolean {
  return /^import:[0-9a-f]{8}$/.test(id);
}

/** Names of what stands, as the page shows them; the link alone does not know what the visitor imported or trained. */
export interface Names {
  /** Of the policy that runs in a lane where `key` is asked for. */
  readonly lane: (key: string) => string;
  readonly pipeline: (id: string) => string | undefined;
  readonly load: (id: string) => string | undefined;
}
