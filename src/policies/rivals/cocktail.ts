import { rateOf, replicaUnits, replicasFor, optionSeconds } from './stageOptions.ts';
import { deadlineShares } from './shares.ts';
import { fit } from '../fit.ts';
import { policyNames } from '../ids.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Configuration, StageConfig } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';

/** Accuracy that a stage must reach, as a share of its best variant's. */
const TARGET_SHARE = 0.9;
/** Between two selections of variants. */
const SELECTION_SECONDS = 30;

const info: PolicyInfo = {
  id: 'cocktail',
  name: policyNames.cocktail,
  summary: 'The cheapest variants that reach the target accuracy in time, with replicas for the forecast.',
  knobs: { variant: true, replicas: true, batch: false },
  memory: 'the variants and when they were selected',
  simplifications: `A stage holds one variant, so there is no ensemble, no vote and no popularity by which to share replicas. Target accuracy ${String(100 * TARGET_SHARE)} % of the stage's best; the SLA is shared out by the stages' mean latency at batch 1; batch 1; a new selection every ${String(SELECTION_SECONDS)} s, replicas at every decision. Where no variant meets accuracy, latency and F_max, the most accurate that carries the load; where none does, the fastest. Spot instances and their prices are left out. What exceeds W_max is taken back from the largest surplus.`,
  source: 'Gunasekaran et al., Cocktail, NSDI 2022; the lite version of this lab.',
  about: [
    'It takes for each stage the cheapest variant that reaches 90 % of the best accuracy there within the share of the latency objective of that stage.',
    'Every 30 s it selects the variants again, and at every decision it orders as many replicas as the forecast load needs.',
    'It needs the accuracy and latency of every variant and a forecast of the load.',
    'It does well where a light variant is nearly as accurate as the heavy one, because it never pays for the difference.',
    'It fails where accuracy is dear: the target is fixed, so it neither gives accuracy up in a burst nor buys more of it when cores are idle.',
  ],
};

/** The variant of stage n for `load` within `seconds`. */
function select(tables: Tables, n: number, load: number, seconds: number): number {
  const first = tables.variantOffset[n]!;
  const at = Array.from({ length: tables.variants[n]! }, (_, z) => {
    const replicas = replicasFor(load, rateOf(tables, n, z, 0));
    return {
      z,
      accuracy: tables.accuracy[first + z]!,
      seconds: optionSeconds(tables, n, z, 0),
      units: replicas * replicaUnits(tables, n, z),
      fits: replicas <= tables.limits.maxReplicas,
    };
  });
  const target = TARGET_SHARE * Math.max(...at.map((v) => v.accuracy));
  const carrying = at.filter((v) => v.fits);
  const meeting = carrying.filter((v) => v.accuracy >= target && v.seconds <= seconds);
  const order = [...meeting].sort((a, b) => a.units - b.units || b.accuracy - a.accuracy);
  const best = order[0] ?? [...carrying].sort((a, b) => b.accuracy - a.accuracy || a.units - b.units)[0];
  return (best ?? at.reduce((a, b) => (b.seconds < a.seconds ? b : a))).z;
}

export const cocktail: PolicyFactory = {
  info,
  create: ({ tables, slaSeconds }) => {
    const seconds = deadlineShares(tables, slaSeconds);
    let variants: readonly number[] = [];
    let selectedAt = -Infinity;
    return Promise.resolve({
      info,
      decide: ({ time, predicted }): Configuration => {
        if (time - selectedAt >= SELECTION_SECONDS) {
          variants = seconds.map((share, n) => select(tables, n, predicted, share));
          selectedAt = time;
        }
        const wanted = variants.map((variant, n): StageConfig => ({
          variant,
          replicas: replicasFor(predicted, rateOf(tables, n, variant, 0)),
          batch: 1,
        }));
        return fit(tables, wanted, predicted);
      },
    });
  },
};
