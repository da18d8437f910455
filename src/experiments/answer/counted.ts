/** What plays of single requests come to: means over seeds with their intervals. */
import { bootstrapInterval, mean, resamples, type Interval } from '../statistics.ts';
import { Random } from '../../model/random.ts';
import { shareInTime } from '../../scenario/measures.ts';
import type { EpisodeSummary } from '../../scenario/scenario.ts';

/** A mean over plays, and its 95 % interval (bootstrap over the plays); one play has none. */
export interface Over {
  readonly mean: number;
  readonly interval: Interval | undefined;
}

export interface Counted {
  readonly plays: number;
  /** Requests that arrived, in all plays. */
  readonly requests: number;
  /** Share in time, 0..1, of the requests answered or dropped. */
  readonly share: Over;
  /** Requests in time a second. */
  readonly goodput: Over;
  /** Seconds: mean and p99 of the requests served. */
  readonly latency: Over;
  readonly p99: Over;
  /** Cores held in the mean, J (4) and V (1) a decision. */
  readonly cores: Over;
  readonly objective: Over;
  readonly accuracy: Over;
}

function over(values: readonly number[]): Over {
  if (values.length < 2) return { mean: values[0] ?? NaN, interval: undefined };
  // One stream for all: the same plays are drawn for every figure.
  const picks = resamples(values.length, Random.stream(values.length, 'plays'));
  return { mean: mean(values), interval: bootstrapInterval(values, mean, picks) };
}

/** Of plays in which single requests were followed. */
export function countedOf(plays: readonly EpisodeSummary[]): Counted {
  const of = (figure: (summary: EpisodeSummary) => number): Over => over(plays.map(figure));
  return {
    plays: plays.length,
    requests: plays.reduce((sum, { arrived }) => sum + arrived, 0),
    share: of((play) => shareInTime(play)!),
    goodput: of(({ requests }) => requests!.goodput),
    latency: of(({ requests }) => requests!.mean),
    p99: of(({ requests }) => requests!.p99),
    cores: of(({ cost }) => cost),
    objective: of(({ objective }) => objective),
    accuracy: of(({ accuracy }) => accuracy),
  };
}
