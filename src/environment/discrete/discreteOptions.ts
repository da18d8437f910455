import type { ArrivalPattern } from './arrivals.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

/** What only the discrete-event environment knows, beside `EnvironmentOptions`. */
export interface DiscreteOptions {
  /** Of the arrivals, and of the service times where those are drawn. */
  readonly seed: number;
  readonly arrivals: ArrivalPattern;
  /** `profile`: the measured seconds of as many requests as the batch holds; `exponential`: drawn with that mean. */
  readonly service: 'profile' | 'exponential';
  /** Equal nodes that W_max is spread over: a replica must fit into one of them. */
  readonly nodes: number;
  /** Looked at each simulated second. */
  readonly watch: Watch;
}

export const defaultDiscreteOptions: DiscreteOptions = {
  seed: 7,
  arrivals: 'poisson',
  service: 'profile',
  nodes: 1,
  watch: unwatched,
};
