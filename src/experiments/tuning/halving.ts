/**
 * Successive halving with two aims, fewer cores and more goodput: many settings on a cheap stretch, the better ones on
 * more, the best on all of it (Jamieson and Talwalkar 2016; ranked by fronts as in Schmucker et al. 2021). Later rungs add
 * children of the best, which makes the end of it a local search. Pure: what a setting is worth comes from `evaluate`.
 */
import { paretoFront } from '../comparison/pareto.ts';

/** How thoroughly a setting is judged. */
export interface Fidelity {
  readonly load: 'short' | 'whole';
  /** Number of seeds, the first of the list that all settings share. */
  readonly seeds: number;
}

export interface Rung {
  readonly fidelity: Fidelity;
  /** How many of those judged so far go on to this rung. */
  readonly keep: number;
  /** How many children of those join them. */
  readonly born: number;
}

/** The two aims. */
export interface Worth {
  /** Mean cores; fewer is better. */
  readonly cost: number;
  /** Requests answered within the latency objective, a second; more is better. */
  readonly goodput: number;
}

export interface Contest<S extends Worth> {
  /** Distinct keys; the first is the present setting. */
  readonly start: readonly string[];
  /** Never dropped; among `start`. */
  readonly kept: readonly string[];
  /** The first one judges `start`; its `keep` and `born` are not read. */
  readonly rungs: readonly Rung[];
  /** At most `count` new keys near `parents`, the best first; none that `known` holds. */
  readonly breed: (
    parents: readonly string[],
    count: number,
    known: ReadonlySet<string>,
  ) => readonly string[];
  /** An error, returned, where judging it takes too long: it leaves the contest. */
  readonly evaluate: (key: string, fidelity: Fidelity) => Promise<S | Error>;
}

/** Where the contest stands after a rung. */
export interface RungStanding<S extends Worth> {
  readonly rung: number;
  /** Every setting judged so far as it was judged last, in the order of their first judgement. */
  readonly judged: ReadonlyMap<string, RungJudgement<S>>;
  /** Why those who left did; one that left in a later rung is among the judged too. */
  readonly late: ReadonlyMap<string, Error>;
}

export interface RungJudgement<S extends Worth> {
  readonly rung: number;
  readonly fidelity: Fidelity;
  readonly score: S;
}

/** Runs the rungs one by one; ends early where the caller does. Rejects with what `evaluate` rejects with, and where the present setting has to leave. */
export async function* halving<S extends Worth>(contest: Contest<S>): AsyncGenerator<RungStanding<S>, void> {
  const { start, kept, rungs, breed, evaluate } = contest;
  const judged = new Map<string, RungJudgement<S>>();
  const late = new Map<string, Error>();
  let field: readonly string[] = start;
  for (const [rung, { fidelity, keep, born }] of rungs.entries()) {
    if (rung > 0) {
      const entrants = field.map((key) => ({ key, ...judged.get(key)!.score }));
      const ranked = byRank(entrants, judged.get(start[0]!)!.score).map(({ key }) => key);
      const chosen = ranked.filter((key) => !kept.includes(key)).slice(0, keep);
      const children = breed(
        ranked.slice(0, Math.max(keep, 1)),
        born,
        new Set([...judged.keys(), ...late.keys()]),
      );
      field = [...kept.filter((key) => !late.has(key)), ...chosen, ...children];
    }
    // First the present setting, against which all else is measured: where that takes too long, nothing else need.
    const present = await evaluate(start[0]!, fidelity);
    if (present instanceof Error) throw present;
    const scores = await Promise.all(
      field.map(async (key) => (key === start[0] ? present : evaluate(key, fidelity))),
    );
    field.forEach((key, i) => {
      const score = scores[i]!;
      if (score instanceof Error) late.set(key, score);
      else judged.set(key, { rung, fidelity, score });
    });
    field = field.filter((key) => !late.has(key));
    yield { rung, judged: new Map(judged), late: new Map(late) };
  }
}

/** Settings with less than this share of the most goodput come last, however cheap: who gives up so much wants another load. */
const LEAST_SHARE = 0.9;

/**
 * The best first: those that nothing beats in both aims, then those that only they beat, and so on; within one such front
 * those that no other stands near come first, its ends foremost. Settings that answer less than nine tenths of the most, and
 * less than the present one, come last.
 */
export function byRank<T extends Worth>(entrants: readonly T[], present: Worth): readonly T[] {
  const most = Math.max(...entrants.map(({ goodput }) => goodput));
  const floor = Math.min(LEAST_SHARE * most, present.goodput);
  return [
    ...peeled(entrants.filter(({ goodput }) => goodput >= floor)),
    ...peeled(entrants.filter(({ goodput }) => goodput < floor)),
  ];
}

function peeled<T extends Worth>(entrants: readonly T[]): readonly T[] {
  const ranked: T[] = [];
  let rest = entrants;
  while (rest.length > 0) {
    const front = new Set(paretoFront(rest, ({ goodput }) => goodput));
    ranked.push(...bySpace([...front]));
    rest = rest.filter((one) => !front.has(one));
  }
  return ranked;
}

/** A front, cheapest first, reordered: its ends, then those with the most room between their neighbours. */
function bySpace<T extends Worth>(front: readonly T[]): readonly T[] {
  const first = front[0]!;
  const last = front.at(-1)!;
  const span = (aim: keyof Worth): number => Math.max(last[aim] - first[aim], Number.MIN_VALUE);
  const room = new Map(
    front.map((one, i) => {
      const before = front[i - 1];
      const after = front[i + 1];
      if (!before || !after) return [one, Infinity];
      return [
        one,
        (after.cost - before.cost) / span('cost') + (after.goodput - before.goodput) / span('goodput'),
      ];
    }),
  );
  return [...front].sort((a, b) => {
    const [p, q] = [room.get(a)!, room.get(b)!];
    return p === q ? 0 : q - p;
  });
}
