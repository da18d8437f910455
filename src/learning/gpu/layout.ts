/** How what a training collects lies in the device's memory: arrays of 32-bit words, one storage buffer each. */
import type { Device } from './device.ts';
import { SCHEDULE_WORDS } from './members.ts';

/** Bits of a decision's flags. */
export const BY_EXPERT = 1;
/** The expert was asked: its order stands in the second half of `actions`. */
export const ASKED = 2;
/** The episode was truncated after this decision. */
export const ENDED = 4;

export interface RolloutLayout {
  /** Episodes side by side. */
  readonly lanes: number;
  /** Decisions of each in an update; no more than an episode has, so that a lane ends at most once in it. */
  readonly horizon: number;
  /** Features of an observation. */
  readonly inputs: number;
  /** Heads of an action. */
  readonly heads: number;
  /** Decisions in all: row = t * lanes + lane. */
  readonly rows: number;
  /** Rows of `observations` and of `values`: those of the decisions; then one a lane as it stands after them; then one a lane as it stood when its episode was truncated, of meaning only where one was. */
  readonly states: number;
  /**
   * Words of each buffer. `observations`: f32 [states x inputs]. `actions`: u32 [2 x (horizon + 1) x lanes x heads], taken
   * ones and then taught ones; those of slot `horizon` are orders that an expert gives next. `flags`: u32 [(horizon + 1) x lanes].
   * `told`: f32, by the offsets below.
   */
  readonly words: Readonly<Record<'observations' | 'actions' | 'flags' | 'told', number>>;
  /** First word of the taught actions in `actions`. */
  readonly taught: number;
  /** First words in `told`: log-probabilities [rows], values [states], rewards [rows], advantages [rows], returns [rows]. */
  readonly told: Readonly<
    Record<'logProbabilities' | 'values' | 'rewards' | 'advantages' | 'returns', number>
  >;
}

/** What world and policy hand to each other: storage buffers as above, those of each member one after another, and the schedules (members.ts). */
export interface RolloutBuffers {
  readonly observations: GPUBuffer;
  readonly actions: GPUBuffer;
  readonly flags: GPUBuffer;
  readonly told: GPUBuffer;
  readonly schedule: GPUBuffer;
}

/** Those of so many members, all 0. */
export function rolloutBuffers(device: Device, { words }: RolloutLayout, members = 1): RolloutBuffers {
  return {
    observations: device.storage(members * words.observations),
    actions: device.storage(members * words.actions),
    flags: device.storage(members * words.flags),
    told: device.storage(members * words.told),
    schedule: device.storage(members * SCHEDULE_WORDS),
  };
}

export function rolloutLayout(lanes: number, horizon: number, inputs: number, heads: number): RolloutLayout {
  const rows = lanes * horizon;
  const states = rows + 2 * lanes;
  const decided = (horizon + 1) * lanes;
  return {
    ...{ lanes, horizon, inputs, heads, rows, states },
    words: {
      observations: states * inputs,
      actions: 2 * decided * heads,
      flags: decided,
      told: 4 * rows + states,
    },
    taught: decided * heads,
    told: {
      logProbabilities: 0,
      values: rows,
      rewards: rows + states,
      advantages: 2 * rows + states,
      returns: 3 * rows + states,
    },
  };
}
