/** What the price of late requests does to the optimum, over a range of loads (part of the linter, `lint.ts`). */
import type { Configuration } from '../model/pipeline.ts';

/** A share of requests late that counts: one in a hundred, and of an optimum that does not carry its load one in ten. */
const SOME = 0.01;
const MANY = 0.1;
/** Share of the loads from which something is so everywhere. */
const MOST = 0.9;

export interface LateQuestion {
  /** Points for each per cent late. */
  readonly lateWeight: number;
  /** req/s, ascending. */
  readonly loads: readonly number[];
  /** What the optimum orders at a load, under another price of late requests than that asked about. */
  readonly optimumAt: (lateWeight: number) => (load: number) => Configuration;
  /** Share in time, 0..1. */
  readonly inTimeOf: (configuration: Configuration, load: number) => number;
  /** The share is what the equations say; else an estimate of what queues. */
  readonly exact: boolean;
  /** The largest price that is tried to see whether any would change a choice. */
  readonly most: number;
  /** The limits in words, as the reason of what no price can change. */
  readonly limits: string;
}

export interface LateAnswer {
  readonly ok: boolean;
  readonly sentence: string;
}

/**
 * Without a price, as in the paper: at how many of the loads the optimum leaves more than one in ten late, which is wrong
 * only where it is so everywhere and a price is what it takes. With one: whether it changes what the optimum orders at all, and how many
 * are late then. Nothing is wrong where nobody is late anyway, or where the limits leave no other choice.
 */
export function lateWeighs({ lateWeight, loads, ...asked }: LateQuestion): LateAnswer {
  const { optimumAt, inTimeOf, exact, most, limits } = asked;
  const orders = (weight: number): readonly Configuration[] => loads.map(optimumAt(weight));
  const later = (ordered: readonly Configuration[], than: number): number =>
    ordered.filter((one, i) => 1 - inTimeOf(one, loads[i]!) > than).length / loads.length;
  const cent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const by = exact ? 'by the equations' : 'by an estimate of the long run';
  const free = orders(0);
  if (lateWeight === 0) {
    const many = later(free, MANY);
    const found = `the optimum leaves more than one request in ten late at ${cent(many)} of the loads, ${by}`;
    if (many < MOST) return { ok: true, sentence: `Late requests have no price: ${found}.` };
    return later(orders(most), MANY) < MOST
      ? { ok: false, sentence: `Late requests have no price: ${found}. Give them one.` }
      : { ok: true, sentence: `Whatever late requests cost, ${found}: ${limits} leave no better.` };
  }
  const priced = orders(lateWeight);
  const changed =
    priced.filter((one, i) => JSON.stringify(one) !== JSON.stringify(free[i])).length / loads.length;
  const some = later(priced, SOME);
  const left = `more than one request in a hundred is late at ${cent(some)} of the loads, ${by}`;
  if (changed > 0)
    return {
      ok: true,
      sentence: `The price of late requests changes what the optimum orders at ${cent(changed)} of the loads: ${left}, and without the price at ${cent(later(free, SOME))}.`,
    };
  if (some === 0)
    return {
      ok: true,
      sentence: `The price of late requests changes no order of the optimum: it leaves at most one in a hundred late, ${by}.`,
    };
  return later(orders(most), SOME) < some
    ? {
        ok: false,
        sentence: `The price of late requests changes no order of the optimum, and ${left}. Raise it.`,
      }
    : {
        ok: true,
        sentence: `Whatever late requests cost, the optimum orders the same, and ${left}: ${limits} leave no better.`,
      };
}
