import { fillWait, lightestVariants, rateOf, replicaUnits, optionSeconds } from './stageOptions.ts';
import type { Observation } from '../../environment/environment.ts';
import { policyNames } from '../ids.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Configuration } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';

const info: PolicyInfo = {
  id: 'grandslam',
  name: policyNames.grandslam,
  summary: 'The largest batch at each stage that still fits its slack, on replicas fixed once.',
  knobs: { variant: false, replicas: false, batch: true },
  memory: 'none; the replicas are fixed at the start',
  simplifications:
    'With one class of requests its earliest-deadline order is first come, first served, so only the batch is left to choose. The variants are the lightest; replicas go to the slowest stage until the device or F_max is full, because the source takes its cluster as given. Where no batch fits a stage’s slack, it takes the one with the least delay.',
  source: 'Kannan et al., GrandSLAm, EuroSys 2019, doi 10.1145/3302424.3303958.',
  about: [
    'GrandSLAm gets the most throughput out of a fixed set of replicas by batching as far as the latency objective allows.',
    'Each stage receives a share of the objective in proportion to its latency, takes the largest batch that fits with its waiting, and hands unused time on to the next.',
    'It needs the profile of the models in place, the measured load and the requests that wait.',
    'It does well on a shared cluster of fixed size, where nothing may be started or stopped and the load often exceeds what single requests would allow.',
    'It fails where cores cost something, because it holds the whole device at any load, and it can neither grow at a peak nor offer a better model in a valley.',
  ],
};

/** The lightest variants, batch 1; a replica more for the slowest stage until it or the device has no room. */
export function filledDevice(tables: Tables): Configuration {
  const { maxReplicas } = tables.limits;
  const variants = lightestVariants(tables);
  const replicas = variants.map(() => 1);
  const units = variants.map((z, n) => replicaUnits(tables, n, z));
  const rate = variants.map((z, n) => rateOf(tables, n, z, 0));
  let held = units.reduce((sum, own) => sum + own, 0);
  for (;;) {
    const slowest = replicas
      .map((_, n) => n)
      .reduce((a, b) => (replicas[b]! * rate[b]! < replicas[a]! * rate[a]! ? b : a));
    held += units[slowest]!;
    if (replicas[slowest] === maxReplicas || held > tables.capacity) break;
    replicas[slowest] = replicas[slowest]! + 1;
  }
  return variants.map((variant, n) => ({ variant, replicas: replicas[n]!, batch: 1 }));
}

/** `deployed` with the batch of each stage that its slack allows. */
export function batchesInSlack(
  tables: Tables,
  deployed: Configuration,
  slaSeconds: number,
  { load, stages }: Pick<Observation, 'load' | 'stages'>,
): Configuration {
  const single = deployed.map(({ variant }, n) => optionSeconds(tables, n, variant, 0));
  const total = single.reduce((sum, seconds) => sum + seconds, 0);
  /** Time that the stages so far left over; below zero where they overran. */
  let forwarded = 0;
  return deployed.map((stage, n) => {
    const budget = (slaSeconds * single[n]!) / total + forwarded;
    const delays = tables.batches.map(
      (batch, k) =>
        optionSeconds(tables, n, stage.variant, k) +
        fillWait(batch, load) +
        stages[n]!.backlog / (stage.replicas * rateOf(tables, n, stage.variant, k)),
    );
    const largest = delays.findLastIndex((delay) => delay <= budget);
    const k = largest >= 0 ? largest : delays.indexOf(Math.min(...delays));
    forwarded = budget - delays[k]!;
    return { ...stage, batch: tables.batches[k]! };
  });
}

export const grandslam: PolicyFactory = {
  info,
  create: ({ tables, slaSeconds }) => {
    const deployed = filledDevice(tables);
    return Promise.resolve({
      info,
      decide: (observation) => batchesInSlack(tables, deployed, slaSeconds, observation),
    });
  },
};
