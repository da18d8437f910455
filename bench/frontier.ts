import { less, more, type BenchRow } from './row.ts';
import { millisecondsOf } from './time.ts';
import { evaluate } from '../src/model/objective.ts';
import { defaultWeights } from '../src/model/pipeline.ts';
import { Random } from '../src/model/random.ts';
import { syntheticPipeline } from '../src/model/synthetic.ts';
import { compile, type Tables } from '../src/model/tables.ts';
import { buildFrontier, rewardOf } from '../src/policies/optimum/frontier.ts';
import { listOptions } from '../src/policies/optimum/frontierOptions.ts';
import { inParts } from '../src/testing/enumerate.ts';

/** [stages, variants, replicas], all with 7 batch sizes and 512 cores: the largest pipelines that there are come last. */
const LARGE = [
  [6, 12, 64],
  [10, 10, 64],
  [12, 32, 64],
] as const;

/** The frontier of large pipelines beside what no frontier can do without; of a small one beside merging its stages without pruning. */
export async function benchFrontier(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [await besideMerging()];
  const free = { ...defaultWeights, costWeight: 0 };
  for (const [stages, variants, maxReplicas] of LARGE) {
    const whole = syntheticPipeline(stages, variants, 1);
    const limits = { maxReplicas, maxBatch: 64, maxCores: 512 };
    const size = `${String(stages)} stages x ${String(variants)} variants x ${String(maxReplicas)} replicas x 7 batches, 512 cores`;
    rows.push(await besideListing(size, compile(whole, limits)));
    const parts = inParts(whole, 1, Random.stream(1, 'parts'));
    rows.push(await besideListing(`${size} in thousandths`, compile(parts, limits)));
    rows.push(await besideListing(`${size}, free`, compile(whole, limits), free));
    rows.push(await besideListing(`${size} in thousandths, free`, compile(parts, limits), free));
  }
  return rows;
}

async function besideListing(size: string, tables: Tables, weights = defaultWeights): Promise<BenchRow> {
  const listMs = await millisecondsOf(() => listOptions(tables, weights));
  const frontierMs = await millisecondsOf(() => buildFrontier(tables, weights), 1, 3);
  const { throughputs } = listOptions(tables, weights);
  const points = buildFrontier(tables, weights).size;
  const counted = `${String(points)} points of ${String(throughputs.length)} throughputs`;
  return more(
    `frontier, ${size} (${counted})`,
    frontierMs,
    'ms',
    'listing its options by throughput, ms',
    listMs,
  );
}

async function besideMerging(): Promise<BenchRow> {
  const tables = compile(syntheticPipeline(3, 4, 1), { maxReplicas: 4, maxBatch: 8, maxCores: 24 });
  const frontier = buildFrontier(tables, defaultWeights);
  const merged = merge(tables);
  for (let load = 0; load < 40; load += 0.5) {
    const best = Math.max(
      ...merged.map(({ score, throughput }) => rewardOf(defaultWeights, score, throughput, load)),
    );
    const own = evaluate(tables, defaultWeights, frontier.best(load), load).reward;
    if (Math.abs(best - own) > 1e-9)
      throw new Error(`merging finds ${String(best)}, the frontier ${String(own)}`);
  }
  const mergeMs = await millisecondsOf(() => merge(tables), 1, 3);
  const frontierMs = await millisecondsOf(() => buildFrontier(tables, defaultWeights), 5);
  return less(
    `frontier, 3 stages x 4 variants x 4 replicas x 4 batches (${String(frontier.size)} points)`,
    frontierMs,
    'ms',
    'merging the stages without pruning, ms',
    mergeMs,
  );
}

interface Merged {
  readonly units: number;
  readonly throughput: number;
  readonly batch: number;
  readonly score: number;
}

/** Stage after stage, of the same cores, throughput and largest batch the best score; the batch's price comes last. */
function merge(tables: Tables): readonly Merged[] {
  const { count, stage, units, score, point, throughputs, batchIndex } = listOptions(tables, defaultWeights);
  let all: readonly Merged[] = [{ units: 0, throughput: Infinity, batch: 1, score: 0 }];
  for (let n = 0; n < tables.stages; n++) {
    const next = new Map<string, Merged>();
    for (const before of all)
      for (let a = 0; a < count; a++) {
        if (stage[a] !== n || before.units + units[a]! > tables.capacity) continue;
        const one: Merged = {
          units: before.units + units[a]!,
          throughput: Math.min(before.throughput, throughputs[point[a]!]!),
          batch: Math.max(before.batch, tables.batches[batchIndex[a]!]!),
          score: before.score + score[a]!,
        };
        const key = `${String(one.units)} ${String(one.throughput)} ${String(one.batch)}`;
        if (one.score > (next.get(key)?.score ?? -Infinity)) next.set(key, one);
      }
    all = [...next.values()];
  }
  return all.map((one) => ({ ...one, score: one.score - defaultWeights.batchWeight * one.batch }));
}
