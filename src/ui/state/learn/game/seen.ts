/** What an autoscaler sees at a moment of a run, and nothing of what comes after it. Pure. */
import type { Episode, Scenario } from '../../../../scenario/scenario.ts';
import { measureById } from '../../../../scenario/measures.ts';
import { DECISION_SECONDS, HISTORY_SECONDS, HORIZON_SECONDS } from '../../../../workload/workload.ts';

/** One stage now. */
export interface StageSeen {
  readonly ready: number;
  readonly starting: number;
  /** Replicas of a variant that is being replaced. */
  readonly leaving: number;
  readonly waiting: number;
  /** Seconds in the stage. */
  readonly latency: number;
  /** req/s. */
  readonly capacity: number;
}

/** Second by second up to now: nothing in it is of later. */
export interface SoFar {
  /** Seconds of the trace, the history first. */
  readonly t: Float64Array;
  readonly load: Float64Array;
  /** Of the narrowest stage, req/s; NaN within the history. */
  readonly capacity: Float64Array;
  /** Of all stages together, s; NaN within the history. */
  readonly latency: Float64Array;
  /** At each decision taken or due, and the last once more where its horizon ends. */
  readonly forecast: { readonly t: Float64Array; readonly rate: Float64Array };
}

export interface Seen {
  /** Second of the trace. */
  readonly now: number;
  /** Highest second of the last ten, and what is expected as highest of the next 20, req/s. */
  readonly load: number;
  readonly predicted: number;
  /** Before the first second has passed nothing is known of the stages. */
  readonly stages: readonly StageSeen[] | undefined;
  readonly cores: number | undefined;
  /** Over the decisions that are over; undefined before the first is. */
  readonly objective: number | undefined;
  readonly inTime: number | undefined;
}

const whole = (seconds: number): number => Math.floor(seconds + 1e-6);

/** Decisions that are over after so many seconds. */
export const decisionsOver = (seconds: number): number => Math.floor(whole(seconds) / DECISION_SECONDS);

const over = (id: 'objective' | 'inTime', episode: Episode, to: number): number | undefined =>
  measureById(id).over?.(episode.series, 0, to);

/** J over what is over. */
export const objectiveSoFar = (episode: Episode, seconds: number): number | undefined =>
  over('objective', episode, decisionsOver(seconds));

/** `seconds` have been played; the run may hold more. */
export function seenAt({ workload }: Scenario, episode: Episode, seconds: number): Seen {
  const passed = whole(seconds);
  const now = HISTORY_SECONDS + passed;
  const k = decisionsOver(seconds);
  const { series, ticks } = episode;
  let load = 0;
  for (let t = now - DECISION_SECONDS; t < now; t++) load = Math.max(load, workload.rates[t] ?? 0);
  const second = passed - 1;
  const stages =
    ticks && second >= 0
      ? Array.from({ length: ticks.stages }, (_, n): StageSeen => {
          const i = second * ticks.stages + n;
          return {
            ready: ticks.ready[i]!,
            starting: ticks.starting[i]!,
            leaving: ticks.old[i]!,
            waiting: ticks.backlog[i]!,
            latency: ticks.latency[i]!,
            capacity: ticks.capacity[i]!,
          };
        })
      : undefined;
  return {
    now,
    load,
    predicted: series.predicted[Math.min(k, series.predicted.length - 1)] ?? NaN,
    stages,
    cores: second >= 0 ? ticks?.cores[second] : undefined,
    objective: over('objective', episode, k),
    inTime: over('inTime', episode, k),
  };
}

/** The same for charts. */
export function soFar({ workload }: Scenario, { series, ticks }: Episode, seconds: number): SoFar {
  const passed = whole(seconds);
  const count = HISTORY_SECONDS + passed;
  const stages = ticks?.stages ?? 0;
  const ofSecond = (values: Float32Array | undefined, at: number, join: (a: number, b: number) => number) => {
    let joined = values?.[at * stages] ?? NaN;
    for (let n = 1; n < stages; n++) joined = join(joined, values![at * stages + n]!);
    return joined;
  };
  const each = (values: Float32Array | undefined, join: (a: number, b: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, t) =>
      t < HISTORY_SECONDS ? NaN : ofSecond(values, t - HISTORY_SECONDS, join),
    );
  // The forecast of the decision that is due is known before it is taken.
  const known = Math.min(decisionsOver(seconds) + 1, series.predicted.length);
  const end = HISTORY_SECONDS + DECISION_SECONDS * (known - 1) + HORIZON_SECONDS;
  const last = series.predicted[known - 1];
  return {
    t: Float64Array.from({ length: count }, (_, t) => t),
    load: workload.rates.slice(0, count),
    capacity: each(ticks?.capacity, Math.min),
    latency: each(ticks?.latency, (a, b) => a + b),
    forecast: {
      t: Float64Array.from([...series.t.subarray(0, known), ...(known > 0 ? [end] : [])]),
      rate: Float64Array.from([
        ...series.predicted.subarray(0, known),
        ...(last === undefined || known === 0 ? [] : [last]),
      ]),
    },
  };
}
