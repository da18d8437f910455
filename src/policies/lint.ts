/** Checks that the weights make comparisons mean something (model.md, "Coefficient linter"). */
import { frontierOf } from './optimum/frontier.ts';
import { greedyConfiguration } from './greedy.ts';
import { evaluate } from '../model/objective.ts';
import type { Configuration, Weights } from '../model/pipeline.ts';
import { coresOf, type Tables } from '../model/tables.ts';

export interface Finding {
  readonly id: 'spare' | 'bottleneck' | 'variants' | 'differs' | 'batch';
  readonly ok: boolean;
  /** What was checked and found, with the numbers that show it. */
  readonly sentence: string;
}

/**
 * Checks of `weights` on a pipeline whose load ranges over [low, high] req/s: five, or three where every stage has one
 * variant, for what the optimum then spends is what the load needs, and no weight changes that.
 */
export function lintWeights(tables: Tables, weights: Weights, low: number, high: number): readonly Finding[] {
  const frontier = frontierOf(tables, weights);
  const optimum = (load: number): Configuration => frontier.best(load);
  const loads = Array.from({ length: 21 }, (_, i) => low + ((high - low) * i) / 20);
  return [
    spareNeverPays(tables, weights),
    bottleneckPays(tables, weights),
    ...(tables.variants.some((count) => count > 1)
      ? [variantsChange(optimum, loads), optimumDiffers(tables, weights, optimum, loads)]
      : []),
    batchAllowed(tables, weights, high),
  ];
}

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
      ? `Idle capacity never pays: the least bad spare replica, of ${where}, loses ${(-best).toFixed(2)} a step.`
      : `Idle capacity pays: a spare replica of ${where} gains ${best.toFixed(2)} a step, so every policy that fills the device looks good. Raise the spare or the core weight.`,
  };
}

function bottleneckPays(tables: Tables, weights: Weights): Finding {
  const best = new Float64Array(tables.stages).fill(-Infinity);
  eachOption(tables, weights, (n, _z, rate, cost) => {
    best[n] = Math.max(best[n]!, (weights.throughputWeight + weights.unmetWeight) * rate - cost);
  });
  const worst = best.indexOf(Math.min(...best));
  const ok = best[worst]! > 0;
  const stage = tables.pipeline.stages[worst]!.name;
  return {
    id: 'bottleneck',
    ok,
    sentence: ok
      ? `Meeting demand pays: at a short bottleneck a replica gains at least ${best[worst]!.toFixed(2)} a step (stage ${stage}).`
      : `Meeting demand does not pay at stage ${stage}: a replica at a short bottleneck loses ${(-best[worst]!).toFixed(2)} a step. Raise the unmet weight or lower the core weight.`,
  };
}

function variantsChange(optimum: (load: number) => Configuration, loads: readonly number[]): Finding {
  const choices = new Set(
    loads.map((load) =>
      optimum(load)
        .map((s) => s.variant)
        .join(),
    ),
  );
  const ok = choices.size > 1;
  return {
    id: 'variants',
    ok,
    sentence: ok
      ? `The best models change with the load: ${String(choices.size)} combinations between ${loads[0]!.toFixed(0)} and ${loads.at(-1)!.toFixed(0)} req/s.`
      : `The best models are the same at every load from ${loads[0]!.toFixed(0)} to ${loads.at(-1)!.toFixed(0)} req/s, so switching models cannot matter. Change the accuracy or the core weight.`,
  };
}

function optimumDiffers(
  tables: Tables,
  weights: Weights,
  optimum: (load: number) => Configuration,
  loads: readonly number[],
): Finding {
  const share = (other: (load: number) => boolean): number => loads.filter(other).length / loads.length;
  const greedy = share(
    (load) => coresOf(tables, optimum(load)) <= coresOf(tables, greedyConfiguration(tables, load)),
  );
  const full = share((load) => evaluate(tables, weights, optimum(load), load).cost >= tables.limits.maxCores);
  const ok = greedy < 0.9 && full < 0.9;
  const cent = (x: number): string => `${(100 * x).toFixed(0)} %`;
  return {
    id: 'differs',
    ok,
    sentence: ok
      ? `There is something to decide: the optimum spends more than Greedy at ${cent(1 - greedy)} of the loads and fills the device at ${cent(full)}.`
      : greedy >= 0.9
        ? `The optimum spends no more than Greedy at ${cent(greedy)} of the loads: cores weigh so much that nothing else counts.`
        : `The optimum fills the device at ${cent(full)} of the loads: cores weigh so little that nothing else counts.`,
  };
}

function batchAllowed(tables: Tables, weights: Weights, high: number): Finding {
  // The smallest largest-batch with which every stage can carry the peak within F_max at all.
  const { maxReplicas } = tables.limits;
  const needed = tables.batches.find((cap) => {
    const best = new Float64Array(tables.stages);
    eachOption(tables, weights, (n, _z, rate, _cost, batch) => {
      if (batch <= cap) best[n] = Math.max(best[n]!, maxReplicas * rate);
    });
    return best.every((throughput) => throughput >= high);
  });
  const penalty = weights.batchWeight * ((needed ?? 1) - 1);
  const gain = weights.throughputWeight + weights.unmetWeight;
  const ok = penalty < gain;
  return {
    id: 'batch',
    ok,
    sentence:
      needed === undefined
        ? `No batch carries ${high.toFixed(0)} req/s within ${String(maxReplicas)} replicas a stage: at the peak demand stays unmet whatever is chosen.`
        : ok
          ? `The batch penalty leaves the peak alone: batches of ${String(needed)} carry ${high.toFixed(0)} req/s and cost ${penalty.toFixed(2)}, one request per second is worth ${gain.toFixed(2)}.`
          : `The batch penalty forbids the peak: batches of ${String(needed)} are needed for ${high.toFixed(0)} req/s and cost ${penalty.toFixed(2)}, more than the ${gain.toFixed(2)} that a request per second is worth. Lower the batch weight.`,
  };
}
