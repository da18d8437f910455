/** What can serve in a stage, as columns for `Most`: without what another serves better, whatever the load is. */
import type { Atoms, Columns } from './most.ts';
import type { Serving } from './servings.ts';

/** What is known of a serving's score whatever the load is. */
export interface Standing {
  /** It is never more than this. */
  readonly base: number;
  /**
   * What the load takes from it: 0 where nothing, so that the score is the base. Of two that are compared the one with less
   * never loses more; NaN where that cannot be said.
   */
  readonly drag: number;
}

export interface StageColumns extends Columns {
  readonly servings: readonly Serving[];
  /** The best scores, those of no load. */
  readonly base: Float64Array;
  /** Those whose score depends on the load. */
  readonly moved: Int32Array;
}

interface Candidate extends Standing {
  readonly serving: Serving;
  readonly atom: number;
  readonly cores: number;
}

/**
 * Columns of each stage, and the capacities that a bottleneck can have; `step`: units of cores that are taken for one, of
 * which there are `budget`.
 */
export function columnsOf(
  lists: readonly (readonly Serving[])[],
  standing: (serving: Serving, n: number) => Standing,
  step: number,
  budget: number,
): { readonly stages: readonly StageColumns[]; readonly atoms: Atoms } {
  const { atoms, indexOf } = atomsOf(lists.flat());
  const stages = lists.map((list, n) => {
    const candidates = list.map((serving): Candidate => {
      const cores = Math.floor(serving.units / step);
      return { serving, atom: indexOf(serving), cores, ...standing(serving, n) };
    });
    return stageOf(
      candidates.filter(({ cores }) => cores <= budget),
      atoms.low.length,
    );
  });
  return { stages, atoms };
}

function stageOf(candidates: readonly Candidate[], atoms: number): StageColumns {
  const byAtom: Candidate[][] = Array.from({ length: atoms }, () => []);
  for (const candidate of candidates) byAtom[candidate.atom]!.push(candidate);
  const kept = byAtom.map(best);
  const begins = new Int32Array(atoms + 1);
  kept.forEach((here, atom) => {
    begins[atom + 1] = begins[atom]! + here.length;
  });
  const all = kept.flat();
  const index = new Map(all.map((candidate, i) => [candidate, i]));
  const base = Float64Array.from(all, (one) => one.base);
  return {
    servings: all.map(({ serving }) => serving),
    base,
    score: base.slice(),
    moved: Int32Array.from(all.keys()).filter((i) => all[i]!.drag !== 0),
    high: Float64Array.from(all, ({ serving }) => serving.high),
    cores: Int32Array.from(all, ({ cores }) => cores),
    batch: Int32Array.from(all, ({ serving }) => serving.batch),
    begins,
    any: Int32Array.from(best(all), (candidate) => index.get(candidate)!),
  };
}

/** Those that no other beats in all there is; largest capacity first. */
function best(candidates: readonly Candidate[]): readonly Candidate[] {
  const drag = (one: Candidate): number => (Number.isNaN(one.drag) ? Infinity : one.drag);
  // Whoever beats another comes before it.
  const sorted = [...candidates].sort(
    (a, b) =>
      b.serving.high - a.serving.high ||
      a.cores - b.cores ||
      a.serving.batch - b.serving.batch ||
      b.base - a.base ||
      (drag(a) < drag(b) ? -1 : drag(a) > drag(b) ? 1 : 0),
  );
  const kept: Candidate[] = [];
  for (const one of sorted) if (!kept.some((other) => beats(other, one))) kept.push(one);
  return kept;
}

/** `a` has no less capacity: it came before. */
function beats(a: Candidate, b: Candidate): boolean {
  return (
    a.cores <= b.cores &&
    a.serving.batch <= b.serving.batch &&
    a.base >= b.base &&
    (a.drag === 0 || a.drag <= b.drag)
  );
}

function atomsOf(servings: readonly Serving[]): {
  readonly atoms: Atoms;
  readonly indexOf: (serving: Serving) => number;
} {
  const key = ({ low, high }: Serving): string => `${String(low)} ${String(high)}`;
  const ranges = new Map(servings.map((serving) => [key(serving), serving]));
  const sorted = [...ranges.values()].sort((a, b) => a.low - b.low || a.high - b.high);
  const index = new Map(sorted.map((serving, i) => [key(serving), i]));
  return {
    atoms: {
      low: Float64Array.from(sorted, ({ low }) => low),
      high: Float64Array.from(sorted, ({ high }) => high),
    },
    indexOf: (serving) => index.get(key(serving))!,
  };
}
