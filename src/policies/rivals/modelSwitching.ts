import { fixedReplicas, lightestVariants, rateOf, replicaUnits, optionSeconds } from './stageOptions.ts';
import { deadlineShares } from './shares.ts';
import { LOOK_EVERY } from '../ipaExact.ts';
import { policyNames } from '../ids.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { isFeasible, toConfiguration, type Tables } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

/** By how much another choice must be better before it is taken. */
const HYSTERESIS = 0.05;

const info: PolicyInfo = {
  id: 'model-switching',
  name: policyNames['model-switching'],
  summary: 'The variants with the most effective accuracy: accuracy times the share of answers in time.',
  knobs: { variant: true, replicas: false, batch: false },
  memory: 'none; 5 % of hysteresis against the variants in place',
  simplifications:
    'Replicas are as many copies of the pipeline as the device holds with the dearest variants; batch 1. The share in time comes from the M/M/c wait in closed form, not from simulation over a grid of loads: none at or beyond saturation. In a chain each stage has its share of the deadline, the shares in time multiply and accuracies are averaged. Where nothing is in time, the lightest variants serve.',
  source: 'Zhang et al., Model-Switching, HotCloud 2020.',
  about: [
    'Model-Switching changes only the models, to those that give the most right answers in time.',
    'For the measured load it estimates from queueing theory which share of answers each model delivers before the deadline, and maximises accuracy times that share, with some hysteresis.',
    'It needs the profiles at batch 1, the deadline and the load just measured, and no forecast.',
    'It does well where resources are given and the load swings around what the heavy models can carry, because it degrades accuracy gently in place of missing deadlines.',
    'It fails where the lightest models on its fixed replicas are too slow, since it can neither add replicas nor batch, and it holds its replicas at any load.',
  ],
};

/** Probability that a request of an M/M/c queue waits: Erlang's C of `servers` and `offered` load in erlangs, below saturation. */
export function erlangC(servers: number, offered: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (offered * blocked) / (c + offered * blocked);
  const busy = offered / servers;
  return blocked / (1 - busy * (1 - blocked));
}

/** Share of requests answered within `deadline` seconds by `replicas` of `rate` req/s and `seconds` of service each. */
export function shareInTime(
  load: number,
  replicas: number,
  rate: number,
  seconds: number,
  deadline: number,
): number {
  const spare = replicas * rate - load;
  if (spare <= 0 || seconds > deadline) return 0;
  return 1 - erlangC(replicas, load / rate) * Math.exp(-spare * (deadline - seconds));
}

/** Chooses the variants for `load`; `current` stays unless another choice is 5 % better. */
export function chooseVariants(
  tables: Tables,
  replicas: number,
  deadlines: readonly number[],
  load: number,
  current: Configuration,
  watch: Watch = unwatched,
): Configuration {
  const N = tables.stages;
  const accuracy = (n: number, z: number): number => tables.accuracy[tables.variantOffset[n]! + z]!;
  const inTime = Array.from({ length: N }, (_, n) =>
    Array.from({ length: tables.variants[n]! }, (_unused, z) =>
      shareInTime(load, replicas, rateOf(tables, n, z, 0), optionSeconds(tables, n, z, 0), deadlines[n]!),
    ),
  );
  // Bounds for the stages from n on: the most accuracy they can add, the largest share they can keep, the fewest cores.
  const gain = new Float64Array(N + 1);
  const keep = new Float64Array(N + 1).fill(1);
  for (let n = N - 1; n >= 0; n--) {
    gain[n] = gain[n + 1]! + Math.max(...inTime[n]!.map((_, z) => accuracy(n, z)));
    keep[n] = keep[n + 1]! * Math.max(...inTime[n]!);
  }
  const chosen: number[] = [];
  let best: readonly number[] | undefined;
  let bestValue = 0;
  let nodes = 0;
  const visit = (n: number, sum: number, share: number, units: number): void => {
    if (++nodes % LOOK_EVERY === 0) watch.look();
    if ((sum + gain[n]!) * share * keep[n]! <= bestValue) return;
    if (n === N) {
      bestValue = sum * share;
      best = [...chosen];
      return;
    }
    const reserve = replicas * tables.reserve[n]!;
    inTime[n]!.forEach((p, z) => {
      const held = units + replicas * replicaUnits(tables, n, z);
      if (held + reserve > tables.capacity) return;
      chosen[n] = z;
      visit(n + 1, sum + accuracy(n, z), share * p, held);
    });
  };
  visit(0, 0, 1, 0);
  const configured = (variants: readonly number[]): Configuration =>
    variants.map((variant) => ({ variant, replicas, batch: 1 }));
  if (!best) return configured(lightestVariants(tables));
  const kept = configured(current.map(({ variant }) => variant));
  const keptValue =
    kept.reduce((sum, { variant }, n) => sum + accuracy(n, variant), 0) *
    kept.reduce((share, { variant }, n) => share * inTime[n]![variant]!, 1);
  return keptValue > 0 && bestValue <= (1 + HYSTERESIS) * keptValue && isFeasible(tables, kept)
    ? kept
    : configured(best);
}

export const modelSwitching: PolicyFactory = {
  info,
  create: ({ tables, slaSeconds, watch }) => {
    const replicas = fixedReplicas(tables);
    const deadlines = deadlineShares(tables, slaSeconds);
    return Promise.resolve({
      info,
      decide: ({ load, action }) =>
        chooseVariants(tables, replicas, deadlines, load, toConfiguration(tables, action), watch),
    });
  },
};
