/** Checks that the weights make comparisons mean something (model.md, "Coefficient linter"). */
import { frontierOf } from './optimum/frontierOf.ts';
import { greedyConfiguration } from './greedy.ts';
import { lateWeighs } from './lintLate.ts';
import type { LongRun } from '../environment/longRun.ts';
import { evaluate } from '../model/objective.ts';
import type { Configuration, Weights } from '../model/pipeline.ts';
import { shownStage } from '../model/presets/shownNames.ts';
import { coresOf, type Tables } from '../model/tables.ts';

/** Share of the loads from which something is so everywhere. */
const MOST = 0.9;
/** Share of the loads from which something is so mostly. */
const HALF = 0.5;
/** How many times dearer a weight is made to see whether any would change a choice. */
const MUCH = 10;

export interface Finding {
  readonly id: 'spare' | 'bottleneck' | 'variants' | 'differs' | 'batch' | 'late';
  readonly ok: boolean;
  /** What was checked and found, with the numbers that show it. */
  readonly sentence: string;
}

type Best = (load: number) => Configuration;

/**
 * Checks of `weights` on a pipeline whose load ranges over [low, high] req/s: six at most. Left out is what no weight can
 * change: what a replica more is worth where there is one at most, the batch's price where requests go one by one, and
 * what the optimum chooses where every stage has one variant.
 */
export function lintWeights(
  tables: Tables,
  weights: Weights,
  longRun: LongRun,
  low: number,
  high: number,
): readonly Finding[] {
  const optimumAt = (changes: Partial<Weights>): Best => {
    const frontier = frontierOf(tables, { ...weights, ...changes }, longRun);
    return (load) => frontier.best(load);
  };
  const optimum = optimumAt({});
  const loads = Array.from({ length: 21 }, (_, i) => low + ((high - low) * i) / 20);
  return [
    ...(tables.limits.maxReplicas > 1
      ? [spareNeverPays(tables, weights), bottleneckPays(tables, weights)]
      : []),
    ...(tables.variants.some((count) => count > 1)
      ? [
          variantsChange(tables, weights, optimum, loads, optimumAt),
          optimumDiffers(tables, weights, optimum, loads, optimumAt),
        ]
      : []),
    ...batchAllowed(tables, weights, high),
    {
      id: 'late',
      ...lateWeighs({
        lateWeight: weights.lateWeight,
        loads,
        optimumAt: (lateWeight) => (lateWeight === weights.lateWeight ? optimum : optimumAt({ lateWeight })),
        inTimeOf: longRun.share,
        exact: longRun.kind === 'instant',
        most: Math.max(1, MUCH * weights.lateWeight),
        limits: limitsOf(tables),
      }),
    },
  ];
}

/** Said of what a weight gains or loses by itself, where late requests have a price that may come on top. */
const aside = ({ lateWeight }: Weights): string => (lateWeight > 0 ? ', late requests left out' : '');

/** Every (stage, variant, batch): its rate per replica and its cost in reward. */
function eachOption(
  tables: Tables,
  weights: Weights,
  visit: (stage: number, variant: number, rate: number, cost: number, batch: number) => void,
): void {
  const K = tables.batches.length;
  for (let n = 0; n < tables.stages; n++) {
    for (let z = 0; z < tables.variants[n]!; z++) {
      const cost = weights.costWeight * tables.cores[tables.variantOffset[n]! + z]!;
      for (let k = 0; k < K; k++)
        visit(n, z, tables.rate[tables.offset[n]! + z * K + k]!, cost, tables.batches[k]!);
    }
  }
}

/** The limits in words, as the reason of what no weight can change. */
function limitsOf({ limits: { maxReplicas, maxBatch, maxCores } }: Tables): string {
  const replicas = maxReplicas === 1 ? 'one replica' : `${String(maxReplicas)} replicas`;
  return `at most ${replicas} a stage, batches of at most ${String(maxBatch)} and ${String(maxCores)} cores`;
}

const nameOf = (tables: Tables, n: number, z: number): string => tables.pipeline.stages[n]!.variants[z]!.name;

function spareNeverPays(tables: Tables, weights: Weights): Finding {
  let best = -Infinity;
  let where = '';
  eachOption(tables, weights, (n, z, rate, cost) => {
    const gain = (weights.throughputWeight - weights.spareWeight) * rate - cost;
    if (gain > best) {
      best = gain;
      where = nameOf(tables, n, z);
    }
  });
  const ok = best < 0;
  return {
    id: 'spare',
    ok,
    sentence: ok
      ? `Idle capacity never pays${aside(weights)}: the least bad spare replica, of ${where}, loses ${(-best).toFixed(2)} a decision.`
      : `Idle capacity pays: a spare replica of ${where} gains ${best.toFixed(2)} a decision, so every policy that fills the device looks good. Raise the spare or the core weight.`,
  };
}

function bottleneckPays(tables: Tables, weights: Weights): Finding {
  const best = new Float64Array(tables.stages).fill(-Infinity);
  eachOption(tables, weights, (n, _z, rate, cost) => {
    best[n] = Math.max(best[n]!, (weights.throughputWeight + weights.unmetWeight) * rate - cost);
  });
  const worst = best.indexOf(Math.min(...best));
  const ok = best[worst]! > 0;
  const stage = shownStage(tables.pipeline.stages[worst]!.name);
  return {
    id: 'bottleneck',
    ok,
    sentence: ok
      ? `Meeting demand pays: at a short bottleneck a replica gains at least ${best[worst]!.toFixed(2)} a decision (${stage}).`
      : `Meeting demand does not pay at the stage ${stage}${aside(weights)}: a replica at a short bottleneck loses ${(-best[worst]!).toFixed(2)} a decision. Raise the unmet weight or lower the core weight.`,
  };
}

function variantsChange(
  tables: Tables,
  weights: Weights,
  optimum: Best,
  loads: readonly number[],
  optimumAt: (changes: Partial<Weights>) => Best,
): Finding {
  const modelsOf = (best: Best): readonly string[] =>
    loads.map((load) =>
      best(load)
        .map((s) => s.variant)
        .join(),
    );
  const choices = new Set(modelsOf(optimum));
  const ok = choices.size > 1;
  const span = `${loads[0]!.toFixed(0)} to ${loads.at(-1)!.toFixed(0)} req/s`;
  // Neither free cores nor dear accuracy would choose others: then the limits do.
  const bound =
    !ok &&
    [{ costWeight: 0 }, { accuracyWeight: MUCH * weights.accuracyWeight }].every((changes) =>
      modelsOf(optimumAt(changes)).every((models) => choices.has(models)),
    );
  return {
    id: 'variants',
    ok,
    sentence: ok
      ? `The best models change with the load: ${String(choices.size)} combinations between ${loads[0]!.toFixed(0)} and ${loads.at(-1)!.toFixed(0)} req/s.`
      : bound
        ? `The best models are the same at every load from ${span}, whatever the weights: ${limitsOf(tables)} leave no others.`
        : `The best models are the same at every load from ${span}, so switching models cannot matter. Change the accuracy or the core weight.`,
  };
}

function optimumDiffers(
  tables: Tables,
  weights: Weights,
  optimum: Best,
  loads: readonly number[],
  optimumAt: (changes: Partial<Weights>) => Best,
): Finding {
  const share = (other: (load: number) => boolean): number => loads.filter(other).length / loads.length;
  const fewest: Best = (load) => greedyConfiguration(tables, load);
  const noMore = (best: Best): number =>
    share((load) => coresOf(tables, best(load)) <= coresOf(tables, fewest(load)));
  const fills = (best: Best): number =>
    share((load) => evaluate(tables, weights, best(load), load).cost >= tables.limits.maxCores);
  const [greedy, full] = [noMore(optimum), fills(optimum)];
  const ok = greedy < MOST && full < MOST;
  // Where cores that cost nothing would mostly not be taken either, it is not their price that leaves nothing to decide.
  const free = !ok && greedy >= MOST ? noMore(optimumAt({ costWeight: 0 })) : 0;
  const small = !ok && full >= MOST && fills(fewest) >= MOST;
  const cent = (x: number): string => `${(100 * x).toFixed(0)} %`;
  return {
    id: 'differs',
    ok,
    sentence: ok
      ? `There is something to decide: the optimum spends more than Greedy at ${cent(1 - greedy)} of the loads and fills the device at ${cent(full)}.`
      : small
        ? `The optimum fills the device at ${cent(full)} of the loads, and so does who spends the fewest cores: ${String(tables.limits.maxCores)} cores are too few for this load, whatever they weigh.`
        : free >= HALF
          ? `The optimum spends no more than Greedy at ${cent(greedy)} of the loads, and at ${cent(free)} would not if cores cost nothing: ${limitsOf(tables)} leave little to spend on.`
          : greedy >= MOST
            ? `The optimum spends no more than Greedy at ${cent(greedy)} of the loads: cores weigh so much that nothing else counts.`
            : `The optimum fills the device at ${cent(full)} of the loads: cores weigh so little that nothing else counts.`,
  };
}

function batchAllowed(tables: Tables, weights: Weights, high: number): readonly Finding[] {
  // The smallest largest-batch with which every stage can carry the peak within F_max at all.
  const { maxReplicas } = tables.limits;
  const needed = tables.batches.find((cap) => {
    const best = new Float64Array(tables.stages);
    eachOption(tables, weights, (n, _z, rate, _cost, batch) => {
      if (batch <= cap) best[n] = Math.max(best[n]!, maxReplicas * rate);
    });
    return best.every((throughput) => throughput >= high);
  });
  const single = tables.batches.length === 1;
  if (single && needed !== undefined) return [];
  const penalty = weights.batchWeight * ((needed ?? 1) - 1);
  const gain = weights.throughputWeight + weights.unmetWeight;
  const ok = penalty < gain;
  const within = `${String(maxReplicas)} ${maxReplicas === 1 ? 'replica' : 'replicas'} a stage`;
  const sentence =
    needed === undefined
      ? `${single ? 'Nothing one by one' : 'No batch'} carries ${high.toFixed(0)} req/s within ${within}: at the peak demand stays unmet whatever is chosen.`
      : ok
        ? `The batch penalty leaves the peak alone: batches of ${String(needed)} carry ${high.toFixed(0)} req/s and cost ${penalty.toFixed(2)}, one request per second is worth ${gain.toFixed(2)}.`
        : `The batch penalty forbids the peak${aside(weights)}: batches of ${String(needed)} are needed for ${high.toFixed(0)} req/s and cost ${penalty.toFixed(2)}, more than the ${gain.toFixed(2)} that a request per second is worth. Lower the batch weight.`;
  return [{ id: 'batch', ok, sentence }];
}
