/** What the settings of HPA and KEDA make of the controller and of the metric it reads. */
import type { HpaSpec, ScalingRules } from './hpaAlgorithm.ts';
import { replicasForAverageValue, replicasForPodMetric, replicasForUtilisation } from './hpaReplicas.ts';
import { rateOf, optionSeconds } from './stageOptions.ts';
import type { StageReading } from './replicaPolicy.ts';
import { arrivals, requestsInStage, utilisation } from './signals.ts';
import { BEHAVIOUR, UP_RULES } from '../settings/field.ts';
import { fieldsOf } from '../settings/fields.ts';
import { parseRules } from '../settings/rules.ts';
import { AUTO, type Values } from '../settings/types.ts';
import type { StageConfig } from '../../model/pipeline.ts';
import { batchIndex, type Tables } from '../../model/tables.ts';

/** `rules` of a setting that was parsed before. */
function rulesOf(text: string): ScalingRules['policies'] {
  const rules = parseRules(text);
  if (!rules.ok) throw new Error(`rules must be ${rules.message}, not "${text}"`);
  return rules.value;
}

/** Whether the object has no `behavior` at all: rules up are left to the API server, and nothing else is set. */
export function withoutBehavior(values: Values): boolean {
  const fields = fieldsOf('hpa');
  return (
    values['up'] === AUTO &&
    BEHAVIOUR.every((key) => values[key] === fields.find((field) => field.key === key)?.default)
  );
}

export function hpaSpecOf(values: Values, maxReplicas: number): HpaSpec {
  const side = (rules: string, select: string, stabilisation: string): ScalingRules => ({
    stabilizationSeconds: Number(values[stabilisation]),
    select: values[select] as ScalingRules['select'],
    policies: rulesOf(rules),
  });
  const up = values['up'] === AUTO ? UP_RULES : String(values['up']);
  return {
    minReplicas: Math.max(1, Number(values['min'])),
    maxReplicas: mostReplicas(values, maxReplicas),
    tolerances: { up: Number(values['upTolerance']), down: Number(values['downTolerance']) },
    withoutBehavior: withoutBehavior(values),
    scaleUp: side(up, 'upSelect', 'upStabilisation'),
    scaleDown: side(String(values['down']), 'downSelect', 'stabilisation'),
  };
}

/** The setting `max`, never more than F_max. */
export function mostReplicas({ max }: Values, maxReplicas: number): number {
  return typeof max === 'number' ? Math.min(max, maxReplicas) : maxReplicas;
}

/** What the controller's metric proposes at a reading; undefined where there is nothing to read. */
export type Proposal = (reading: StageReading) => number | undefined;

/** Share of a replica's rate that is aimed at where no target in requests per second is set. */
const SHARE_OF_RATE = 0.8;

export function proposalOf(values: Values, tables: Tables, n: number, start: StageConfig): Proposal {
  const { tolerances } = hpaSpecOf(values, tables.limits.maxReplicas);
  const { metric, target } = values;
  const { variant, batch } = start;
  const service = optionSeconds(tables, n, variant, batchIndex(batch));
  if (metric === 'cpu') {
    const percent = Math.round(100 * Number(target));
    return ({ observation, replicas }) => {
      const { ready, starting } = observation.stages[n]!;
      const busy = utilisation(observation, n);
      const pods = { ready: Array.from({ length: ready }, () => busy), unready: starting };
      return replicasForUtilisation(replicas, percent, pods, tolerances);
    };
  }
  if (metric === 'rate') {
    const each =
      target === AUTO ? SHARE_OF_RATE * rateOf(tables, n, variant, batchIndex(batch)) : Number(target);
    return ({ observation, replicas }) =>
      replicasForAverageValue(replicas, arrivals(observation, n), each, tolerances);
  }
  const each = target === AUTO ? batch : Number(target);
  if (metric === 'queue')
    return ({ observation, replicas }) =>
      replicasForAverageValue(replicas, requestsInStage(observation, n, service), each, tolerances);
  return ({ observation, replicas }) => {
    const { ready, starting } = observation.stages[n]!;
    const mean = ready > 0 ? requestsInStage(observation, n, service) / ready : 0;
    const pods = { ready: Array.from({ length: ready }, () => mean), unready: starting };
    return replicasForPodMetric(replicas, each, pods, tolerances);
  };
}

/** What the controller keeps, in words. */
export function hpaMemory(values: Values): string {
  const { scaleUp, scaleDown } = hpaSpecOf(values, 1);
  const longest = Math.max(scaleUp.stabilizationSeconds, scaleDown.stabilizationSeconds);
  const recommendations = `recommendations of ${String(longest)} s`;
  if (withoutBehavior(values)) return recommendations;
  const periods = [...scaleUp.policies, ...scaleDown.policies].map((rule) => rule.periodSeconds);
  return `${recommendations} and changes of replicas of ${String(Math.max(...periods))} s`;
}

const AIMS: Readonly<Record<string, string>> = {
  rate: 'requests per second',
  queue: 'requests waiting or in service',
  concurrency: 'requests at a time',
};

/** When replicas are added, for a sentence. */
export function growing(values: Values): string {
  const { upSelect, upStabilisation } = values;
  if (upSelect === 'disabled') return 'never grows, since scaling up is disabled';
  if (Number(upStabilisation) === 0) return 'grows as its rules allow';
  return `grows as its rules allow and no further than the least advice of the last ${String(upStabilisation)} s`;
}

/** When replicas are given back, for a sentence. */
export function shrinking({ downSelect, stabilisation }: Values): string {
  if (downSelect === 'disabled') return 'never shrinks, since scaling down is disabled';
  if (Number(stabilisation) === 0) return 'shrinks at once as its rules allow';
  return `shrinks only to the largest advice of the last ${String(stabilisation)} s`;
}

/** Why it is late for a burst, for a sentence. */
export function lateness({ metric, upSelect }: Values): string {
  if (upSelect === 'disabled') return 'it never adds a replica';
  return metric === 'cpu'
    ? 'a saturated stage never reads more than 100 % and so grows by a little at a time'
    : 'it acts only once its metric has risen';
}

/** What one replica should have, for a sentence: "12 requests per second". */
export function aim({ metric, target }: Values): string {
  if (metric === 'cpu') return `${String(Math.round(100 * Number(target)))} % of its cores`;
  const what = AIMS[String(metric)]!;
  if (target !== AUTO) return `${String(target)} ${what}`;
  return metric === 'rate' ? '80 % of the requests per second it can serve' : `a full batch of ${what}`;
}
