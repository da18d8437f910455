/** "What should I run?": the question. */
import { USUAL_IN_TIME } from '../../scenario/chosen.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { percentileOf } from './peak.ts';
import { figure, type Range } from '../../model/range.ts';
import { maxRate } from '../../workload/workload.ts';

/**
 * - `cores`: the fewest cores that answer the share asked for within the latency objective;
 * - `j`: the greatest reward (7);
 * - `accuracy`: the greatest accuracy within the cores of the device that answers that share.
 */
export const OBJECTIVES = ['cores', 'j', 'accuracy'] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** The load that is planned for: the busiest second, or that which 99.9 % of the seconds do not exceed. */
export const PEAKS = ['maximum', 'p99.9'] as const;
export type Peak = (typeof PEAKS)[number];

/** Plain data: it crosses worker boundaries as it is. */
export interface Question {
  /** Pipeline, load, limits, weights, latency objective and all else; its environment does not count. */
  readonly scenario: Scenario;
  readonly objective: Objective;
  /** At least so many of a hundred requests within the latency objective. */
  readonly inTime: number;
  readonly peak: Peak;
  /** Plays of single requests, each with arrivals of its own. */
  readonly seeds: number;
  /** Keys of the policies that the same load is played under. */
  readonly policies: readonly string[];
}

/** What is asked where nothing else is said. */
export const USUAL = {
  objective: 'cores',
  inTime: USUAL_IN_TIME,
  peak: 'maximum',
  seeds: 5,
  policies: ['hpa', 'planner'],
} as const satisfies Omit<Question, 'scenario'>;

/** Of a hundred requests that come by chance. */
export const ASKED_IN_TIME: Range = { min: 1, max: 99.99, unit: 'per cent' };

/** Why a share above that is not searched, though it is one: a sentence that begins with `what`; undefined of any other. */
export function tooMuchAsked(what: string, percent: number): string | undefined {
  const { max } = ASKED_IN_TIME;
  if (!(percent > max && percent <= 100)) return undefined;
  return `${what} is at most ${figure(max)} per cent: of requests that come by chance (Poisson arrivals) too many may always come at once, so no finite number of replicas promises ${figure(percent)} %; the nearest that is searched is ${figure(max)} %.`;
}

/** The load that is planned for, req/s; 0 for a load that is 0 throughout. */
export function peakOf({ scenario, peak }: Pick<Question, 'scenario' | 'peak'>): number {
  const { rates } = scenario.workload;
  return peak === 'maximum' ? maxRate(rates, 0, rates.length) : percentileOf(rates, 0.999);
}
