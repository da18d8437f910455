/** The search: settings of one or more policies on a pipeline and a load. */
import { Bench, Ledger, type Score, type TuneRun, type TuneTask } from './evaluate.ts';
import { halving, type RungStanding } from './halving.ts';
import type { Free } from './free.ts';
import type { Tuned } from './ladders.ts';
import { idOf } from './names.ts';
import { FINAL_SEEDS, lengthsOf, rungsOf, workOf, type TunePlan } from './plan.ts';
import { bestOf, differenceOf, equallyJudged, frontOf, type Tried, type TuningResult } from './result.ts';
import { Space } from './space.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Patience } from '../../model/patience.ts';
import { Random } from '../../model/random.ts';

/** Plain, structured-cloneable data. */
export interface TuneRequest {
  /** Pipeline, load, limits, seed and all else; its environment and forecaster are not read. */
  readonly scenario: Scenario;
  /** The present setting, a key: judged first, and what all else is measured against. */
  readonly present: string;
  readonly policies: readonly Tuned[];
  /** Further settings that are tried in any case, keys. */
  readonly also: readonly string[];
  readonly free: readonly Free[];
}

export interface TuneTools {
  /** Runs one episode. */
  readonly run: (task: TuneTask) => Promise<TuneRun>;
  /** Told 0..1, whenever an episode ends. */
  readonly onProgress?: (share: number) => void;
}

export function seedsOf({ scenario }: TuneRequest): readonly number[] {
  return Array.from({ length: FINAL_SEEDS }, (_, i) => scenario.seed + i);
}

/** The episodes of a request, on what its plan judges. */
export function benchOf({ scenario }: TuneRequest, plan: TunePlan, patience?: Patience): Bench {
  return new Bench(scenario, lengthsOf(scenario.workload, plan), patience);
}

/**
 * What stands after each rung; the last is complete. A setting one of whose runs takes too long leaves the search and is
 * named; rejects with what else `run` rejects with, and where it is the present one.
 */
export async function* tune(
  request: TuneRequest,
  plan: TunePlan,
  { run, onProgress }: TuneTools,
): AsyncGenerator<TuningResult, void> {
  const { policies, scenario, present } = request;
  const seeds = seedsOf(request);
  const most = workOf(plan.candidates).reduce((sum, work) => sum + work, 0) * policies.length;
  let done = 0;
  const ledger = new Ledger(seeds, async (task) => {
    const found = await run(task);
    done += task.load === 'short' ? 1 / 3 : 1;
    onProgress?.(Math.min(1, done / most));
    return found;
  });
  const rungs = rungsOf(plan.candidates);
  let tried: readonly Tried[] = [];
  const late = new Map<string, string>();
  for (const [i, id] of policies.entries()) {
    const space = new Space(id, present, scenario.pipeline, scenario.limits, request.free);
    const random = Random.stream(scenario.seed, 'tuning', id);
    const contest = contestOf(request, space, plan.candidates, random);
    const before = tried;
    for await (const standing of halving({ ...contest, rungs, evaluate: ledger.score })) {
      tried = merged(before, standing);
      for (const [key, why] of standing.late) late.set(key, why.message);
      const complete = i === policies.length - 1 && standing.rung === rungs.length - 1;
      yield { ...(await found(tried, request, ledger)), ...lateOf(late), plan, seeds, complete };
    }
  }
}

function lateOf(late: ReadonlyMap<string, string>): Pick<TuningResult, 'late'> {
  return late.size > 0 ? { late: [...late].map(([key, why]) => ({ key, why })) } : {};
}

async function found(
  tried: readonly Tried[],
  { present, policies }: TuneRequest,
  ledger: Ledger,
): Promise<Omit<TuningResult, 'plan' | 'seeds' | 'complete' | 'late'>> {
  const now = tried.find(({ key }) => key === present)!;
  const peers = equallyJudged(tried, now);
  const best = bestOf(peers, now);
  const runs = (key: string): Promise<readonly TuneRun[]> => ledger.runs(key, now.load, now.seeds);
  return {
    tried,
    present,
    best: best.key,
    front: frontOf(peers),
    bestOf:
      policies.length < 2
        ? []
        : policies.flatMap((id) => {
            const own = peers.filter(({ key }) => idOf(key) === id);
            const its = bestOf(own, now).key;
            return idOf(its) === id ? [its] : [];
          }),
    difference: best === now ? undefined : differenceOf(await runs(best.key), await runs(present)),
  };
}

function contestOf(
  { present, also }: TuneRequest,
  space: Space,
  candidates: number,
  random: Random,
): Pick<Parameters<typeof halving<Score>>[0], 'start' | 'kept' | 'breed'> {
  const kept = [...new Set([present, space.within(space.id)])];
  const start = new Set([
    ...kept,
    ...also.filter((key) => idOf(key) === space.id).map((key) => space.within(key)),
    ...space.handPicked(),
  ]);
  for (let draws = 0; start.size < candidates && draws < 4 * candidates; draws++)
    start.add(space.draw(random));
  return {
    start: [...start],
    kept,
    breed: (parents, count, known) => {
      const all = new Set(known);
      const own = parents.filter((key) => idOf(key) === space.id);
      const children: string[] = [];
      for (let i = 0; i < count && own.length > 0; i++) {
        const child = space.child(parentOf(own, random), parentOf(own, random), random, all);
        if (child === undefined) continue;
        all.add(child);
        children.push(child);
      }
      return children;
    },
  };
}

/** The better ones more often: the square of an even draw. */
function parentOf(ranked: readonly string[], random: Random): string {
  return ranked[Math.floor(random.uniform() ** 2 * ranked.length)]!;
}

/** What was found of earlier policies, and of the one under way; the present setting is judged with each. */
function merged(before: readonly Tried[], { judged }: RungStanding<Score>): readonly Tried[] {
  const own = [...judged].map(([key, { rung, fidelity, score }]): Tried => ({
    key,
    rung,
    load: fidelity.load,
    ...score,
  }));
  const earlier = new Map(before.map((one) => [one.key, one]));
  // Judged to the end beside an earlier policy, it stays so.
  const longest = own.map((one) => earlier.get(one.key) ?? one);
  return [...before.filter(({ key }) => !judged.has(key)), ...longest];
}
