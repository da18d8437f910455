import { FIXED_CHOICE } from './fixedChoice.ts';
import { mostReplicas } from './hpaSettings.ts';
import { KpaController, kpaDefaults, SecondWindow } from './kpaAlgorithm.ts';
import { optionSeconds } from './stageOptions.ts';
import { type Each, replicaPolicy, replicasOnly, SHARED_CORES } from './replicaPolicy.ts';
import { arrivals, requestsInStage } from './signals.ts';
import { policyNames } from '../ids.ts';
import type { PolicyInfo } from '../policy.ts';
import { AUTO, type Values } from '../settings/types.ts';
import { batchIndex } from '../../model/tables.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** `requests-per-second-target-default` of config-autoscaler. */
const RPS_TARGET = 200;
/** `autoscaling.TargetMin`. */
const LEAST_TARGET = 0.01;

/** What every replica is to have, for a sentence. */
function aim({ metric, target, utilisation }: Values): string {
  const share = String(Number((100 * Number(utilisation)).toPrecision(6)));
  const unit = metric === 'rate' ? 'requests per second' : 'requests at a time';
  const whole = target !== AUTO ? String(target) : metric === 'rate' ? String(RPS_TARGET) : 'a full batch of';
  return `${share} % of ${whole} ${unit}`;
}

const reads = ({ metric }: Values): string =>
  metric === 'rate' ? 'requests per second that reach the stage' : 'number of requests in the stage';

const panicSeconds = ({ window, panicWindow }: Values): string =>
  String(Number((Number(window) * Number(panicWindow)).toPrecision(6)));

function remembered({ metric, window, downDelay }: Values): string {
  const kept = Number(window) + DECISION_SECONDS;
  const orders = Number(downDelay) === 0 ? '' : `, and orders of ${String(downDelay)} s`;
  return `${metric === 'rate' ? 'requests per second' : 'concurrency'} of the last ${String(kept)} s and the panic${orders}`;
}

function describe(values: Values, each: Each): PolicyInfo {
  const { min } = values;
  const wanted = each(aim);
  const read = each(reads);
  const window = each((one) => String(one['window']));
  const delay = each(({ downDelay }) =>
    Number(downDelay) === 0
      ? 'Scaling down is not delayed, as is the default'
      : `Scaling down is delayed by ${String(downDelay)} s`,
  );
  const zero = min === 0 ? ' A minimum of 0 counts as 1, as the lab has no empty stage.' : '';
  return {
    id: 'kpa',
    name: policyNames.kpa,
    summary: `Knative's autoscaler: replicas by ${each((one) => (one['metric'] === 'rate' ? 'requests per second' : 'concurrent requests'))}, with a panic mode for bursts.`,
    knobs: replicasOnly,
    memory: `${each(remembered)}, per stage`,
    simplifications: `${FIXED_CHOICE} ${SHARED_CORES} The metric is the ${read}, the target ${wanted} per replica, at least one replica; means are cut off after six digits, as Knative's are.${zero} It ticks every 2 s; every second of a decision interval reads what is seen at its end, and of the five ticks the last one's order stands. ${delay}.`,
    source:
      'Knative documentation, Additional autoscaling configuration for Knative Pod Autoscaler; autoscaler.go and bucketing.go of knative/serving 1.x.',
    about: [
      `It keeps ${wanted} on every replica and leaves variants and batches as they were deployed.`,
      `It averages its metric over ${window} s and over ${each(panicSeconds)} s; where the short average asks for ${each((one) => String(one['panicThreshold']))} times the ready replicas it panics, follows the larger of the two and does not shrink for ${window} s.`,
      `It needs the ${read} and nothing else.`,
      'It does well on sudden bursts, since panic mode jumps straight to the replicas that the metric asks for.',
      'It fails where replicas start slowly, because the queue of the waiting minutes asks for far too many, and a shared device then takes cores from stages that need them.',
    ],
  };
}

export const kpa = replicaPolicy('kpa', describe, ({ tables }, { variant, batch }, n, values) => {
  const service = optionSeconds(tables, n, variant, batchIndex(batch));
  const { tickSeconds } = kpaDefaults;
  const { metric, target } = values;
  const stableSeconds = Number(values['window']);
  const panicSeconds = stableSeconds * Number(values['panicWindow']);
  const whole = target !== AUTO ? Number(target) : metric === 'rate' ? RPS_TARGET : batch;
  const spec = {
    target: Math.max(LEAST_TARGET, Number(values['utilisation']) * whole),
    stableSeconds,
    panicThreshold: Number(values['panicThreshold']),
    maxScaleUpRate: Number(values['upRate']),
    maxScaleDownRate: Number(values['downRate']),
    scaleDownDelaySeconds: Number(values['downDelay']),
    minScale: Math.max(1, Number(values['min'])),
    maxScale: mostReplicas(values, tables.limits.maxReplicas),
  };
  const samples = new SecondWindow(stableSeconds + DECISION_SECONDS);
  let controller: KpaController | undefined;
  return ({ observation, replicas }) => {
    const { time } = observation;
    const { ready } = observation.stages[n]!;
    const start = time - DECISION_SECONDS;
    controller ??= new KpaController(spec, start, ready);
    const value = metric === 'rate' ? arrivals(observation, n) : requestsInStage(observation, n, service);
    for (let second = start + 1; second <= time; second++) samples.record(second, value);
    let ordered = replicas;
    for (let tick = start + tickSeconds; tick <= time; tick += tickSeconds) {
      const stable = samples.mean(tick, stableSeconds);
      ordered = controller.tick(tick, ready, stable, samples.mean(tick, panicSeconds)) ?? ordered;
    }
    return ordered;
  };
});
