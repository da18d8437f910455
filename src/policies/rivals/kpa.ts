import { FIXED_CHOICE } from './fixedChoice.ts';
import { KpaController, kpaDefaults, SecondWindow } from './kpaAlgorithm.ts';
import { secondsOf } from './options.ts';
import { replicaPolicy, replicasOnly, SHARED_CORES } from './replicaPolicy.ts';
import { requestsInStage } from './signals.ts';
import type { PolicyInfo } from '../policy.ts';
import { batchIndex } from '../../model/tables.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

const info: PolicyInfo = {
  id: 'kpa',
  name: 'KPA',
  summary: "Knative's autoscaler: replicas by concurrent requests, with a panic mode for bursts.",
  knobs: replicasOnly,
  memory: 'concurrency of the last 70 s and the panic, per stage',
  simplifications: `${FIXED_CHOICE} ${SHARED_CORES} The metric is the number of requests in the stage, the target 70 % of a full batch per replica, at least one replica. It ticks every 2 s; every second of a decision interval reads what is seen at its end, and of the five ticks the last one's order stands. No delay of scaling down, as is the default.`,
  source:
    'Knative documentation, Additional autoscaling configuration for Knative Pod Autoscaler; autoscaler.go of knative/serving.',
  about: [
    'It keeps 70 % of a full batch in flight on every replica and leaves variants and batches as they were deployed.',
    'It averages the requests in a stage over 60 s and over 6 s; where the short average asks for twice the ready replicas it panics, follows the larger of the two and does not shrink for a minute.',
    'It needs the number of requests in each stage and nothing else.',
    'It does well on sudden bursts, since panic mode jumps straight to the replicas that the queue asks for.',
    'It fails where replicas start slowly, because the queue of the waiting minutes asks for far too many, and a shared device then takes cores from stages that need them.',
  ],
};

export const kpa = replicaPolicy(info, ({ tables }, { variant, batch }, n) => {
  const service = secondsOf(tables, n, variant, batchIndex(batch));
  const { tickSeconds, stableSeconds, panicSeconds } = kpaDefaults;
  const spec = {
    ...kpaDefaults,
    target: kpaDefaults.targetShare * batch,
    minScale: 1,
    maxScale: tables.limits.maxReplicas,
  };
  const metric = new SecondWindow(stableSeconds + DECISION_SECONDS);
  let controller: KpaController | undefined;
  return ({ observation, replicas }) => {
    const { time } = observation;
    const { ready } = observation.stages[n]!;
    const start = time - DECISION_SECONDS;
    controller ??= new KpaController(spec, start, ready);
    const requests = requestsInStage(observation, n, service);
    for (let second = start + 1; second <= time; second++) metric.record(second, requests);
    let ordered = replicas;
    for (let tick = start + tickSeconds; tick <= time; tick += tickSeconds) {
      const stable = metric.mean(tick, stableSeconds);
      ordered = controller.tick(tick, ready, stable, metric.mean(tick, panicSeconds)) ?? ordered;
    }
    return ordered;
  };
});
