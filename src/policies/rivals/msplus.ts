import { rateOf, replicaUnits, replicasFor } from './stageOptions.ts';
import { CORE_WEIGHT, LOADING_WEIGHT, stabilised, type PlanStage, type Service } from './stabilised.ts';
import { policyNames } from '../ids.ts';
import type { PolicyInfo } from '../policy.ts';
import type { StageConfig } from '../../model/pipeline.ts';

const info: PolicyInfo = {
  id: 'msplus',
  name: policyNames.msplus,
  summary:
    'At each stage the variant of the best accuracy less a price for cores and loading, sized to the forecast.',
  knobs: { variant: true, replicas: true, batch: false },
  memory: 'the load last planned for, the decisions since, and what is in place',
  simplifications:
    'Made for one service: each stage is planned on its own, with a share of W_max balanced by what the lightest variants need and a share of the latency objective by mean latency. Batch 1, the source’s weights (0.05 for cores, 0.001 for loading), 10 % above the forecast, four decisions before it plans for less. Capacity is the profile’s, without the source’s discount. A stage that cannot carry the load gets its lightest variant on all its cores.',
  source:
    'Baseline of Salmani et al., InfAdapter, EuroMLSys 2023, arXiv 2304.10892; reconfig_msp in its code.',
  about: [
    'MS+ switches each stage to the best single model for the forecast and gives it just the replicas it needs.',
    'It scores every variant by accuracy, less a small price for its share of the cores and a smaller one for loading, and plans for less only after four decisions without a rise.',
    'It needs the profiles at batch 1, the forecast, and a share of the cores and of the latency objective for each stage.',
    'It does well where single requests suffice and the load drifts slowly, because accuracy follows the load while replicas fit it.',
    'It fails where only batching carries the load, because it serves single requests, and where one stage needs the cores of another’s share.',
  ],
};

/** The best variant of one stage; ties to the first. */
export function planMsplus(service: Service): PlanStage {
  const { tables, n, units, variants } = service;
  const first = tables.variantOffset[n]!;
  const slowestStart = Math.max(...tables.startup.subarray(first, tables.variantOffset[n + 1]), 1e-9);
  let current: StageConfig | undefined;
  return (load) => {
    let best: StageConfig | undefined;
    let bestScore = -Infinity;
    for (const variant of variants) {
      const replicas = replicasFor(load, rateOf(tables, n, variant, 0));
      const held = replicas * replicaUnits(tables, n, variant);
      if (replicas > tables.limits.maxReplicas || held > units) continue;
      const inPlace = current?.variant === variant && current.replicas === replicas;
      const loading = inPlace ? 0 : tables.startup[first + variant]! / slowestStart;
      const score =
        tables.accuracy[first + variant]! - (CORE_WEIGHT * held) / units - LOADING_WEIGHT * loading;
      if (score > bestScore) {
        best = { variant, replicas, batch: 1 };
        bestScore = score;
      }
    }
    current = best;
    return best;
  };
}

export const msplus = stabilised(info, planMsplus);
