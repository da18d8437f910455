/** ScaledObjects of KEDA (keda.sh/v1alpha1), and Seldon's kedaSpec. */
import { amountAt, countAt, numberAt, shareOfPercent } from './amounts.ts';
import { readBehaviour } from './behaviour.ts';
import type { Draft, FoundScaler } from './found.ts';
import { readBounds, stagesMeant } from './horizontal.ts';
import { triggerLags } from './lag.ts';
import { countsInTime, METRIC_WORDS, meantBy, scaleOf, scaleWords } from './metric.ts';
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';
import { DecisionLog } from '../../model/decision.ts';

/** Most replicas where a ScaledObject names none (keda v2.17, scaledobject_types.go). */
const USUAL_MAX = 100;

interface Queue {
  /** Where its target may stand. */
  readonly targets: readonly string[];
  readonly activation: string;
  /** KEDA's own target where none is set (v2.17, the scaler's own file). */
  readonly usual: number;
}
const queue = (targets: string, activation: string, usual: number): Queue => ({
  targets: targets.split(' '),
  activation,
  usual,
});
/** The triggers that count what waits. */
const QUEUES: Readonly<Record<string, Queue>> = {
  kafka: queue('lagThreshold', 'activationLagThreshold', 10),
  'apache-kafka': queue('lagThreshold', 'activationLagThreshold', 10),
  rabbitmq: queue('value queueLength', 'activationValue', 20),
  'aws-sqs-queue': queue('queueLength', 'activationQueueLength', 5),
  'azure-queue': queue('queueLength', 'activationQueueLength', 5),
  'azure-servicebus': queue('messageCount', 'activationMessageCount', 5),
  'gcp-pubsub': queue('value subscriptionSize', 'activationValue', 10),
  redis: queue('listLength', 'activationListLength', 5),
  'redis-streams': queue('lagCount pendingEntriesCount streamLength', 'activationLagCount', 5),
  'nats-jetstream': queue('lagThreshold', 'activationLagThreshold', 10),
};
/** What the modes of a trigger count; without one it is a queue. */
const MODES: Readonly<Record<string, Readonly<Record<string, 'queue' | 'rate'>>>> = {
  rabbitmq: { QueueLength: 'queue', MessageRate: 'rate', DeliverGetRate: 'rate', PublishRate: 'rate' },
  'gcp-pubsub': { SubscriptionSize: 'queue', NumUndeliveredMessages: 'queue' },
};
/** Where a trigger's target stands that has a query or an address of its own. */
const ASKED: readonly string[] = [
  'prometheus',
  'metrics-api',
  'datadog',
  'influxdb',
  'graphite',
  'external',
  'external-push',
];

interface Trigger {
  readonly values: Readonly<Record<string, string | number>>;
  readonly note?: string;
}

function cpuTrigger(trigger: unknown, place: string): Trigger {
  const metadata = field(trigger, 'metadata');
  const type = textOf(field(trigger, 'metricType')) || textOf(field(metadata, 'type')) || 'Utilization';
  if (type !== 'Utilization')
    throw new Unreadable(
      `${place} aims at an amount of cpu (${shown(field(metadata, 'value'))}), and the lab knows only a share of the requested cores; write metricType: Utilization`,
    );
  return {
    values: {
      metric: 'cpu',
      target: shareOfPercent(countAt(field(metadata, 'value'), `${place}: metadata.value`, 1)),
    },
  };
}

/** A trigger with a query: its names say what it counts, and where they do not, the query does. */
function askedTrigger(trigger: unknown, place: string): Trigger | undefined {
  const metadata = field(trigger, 'metadata');
  const words = [
    textOf(field(trigger, 'name')),
    ...['metricName', 'query', 'valueLocation', 'queryValue'].map((key) => textOf(field(metadata, key))),
  ].filter((word) => word !== '');
  const said = words.map((word) => ({ word, meant: meantBy(word) })).find(({ meant }) => meant !== undefined);
  if (!said?.meant) return undefined;
  const { word, meant } = said;
  const query = textOf(field(metadata, 'query'));
  const promql = field(trigger, 'type') === 'prometheus' || countsInTime(query);
  const rate = meant.metric === 'rate';
  // What waits may be worked out of several series, and is a number of requests all the same.
  const scale = !promql ? 1 : !rate && countsInTime(query) ? undefined : scaleOf(query);
  if (scale === undefined && rate)
    throw new Unreadable(
      `${place} has the query ${shown(query)}, whose figures the lab cannot scale to requests; it knows a rate, an increase over one window, and a factor, like sum(rate(requests_total[1m])) * 60`,
    );
  // A query that counts in time says itself how; what its name says then is the same.
  const perSecond = (scale ?? 1) * (countsInTime(query) ? 1 : meant.perSecond);
  const worked =
    scale === undefined ? '; its query calculates, and its figures were taken as they come out of it' : '';
  const target =
    field(metadata, 'threshold') ?? field(metadata, 'targetValue') ?? field(metadata, 'thresholdValue');
  const activation = field(metadata, 'activationThreshold') ?? field(metadata, 'activationTargetValue');
  return {
    values: {
      metric: meant.metric,
      target: amountAt(target, `${place}: its threshold`) * perSecond,
      ...(activation === undefined
        ? {}
        : { activation: amountAt(activation, `${place}: its activation threshold`) * perSecond }),
    },
    note: `${place} was taken for ${METRIC_WORDS[meant.metric]}, by the words ${shown(word)}${scaleWords(perSecond)}${worked}.`,
  };
}

function queueTrigger(metadata: unknown, type: string, place: string): Trigger {
  const { targets, activation, usual } = QUEUES[type]!;
  const mode = textOf(field(metadata, 'mode'));
  const modes = Object.hasOwn(MODES, type) ? MODES[type]! : {};
  if (mode !== '' && Object.hasOwn(MODES, type) && !Object.hasOwn(modes, mode))
    throw new Unreadable(
      `${place} has the mode ${shown(mode)}, which counts no requests that the lab knows; it knows ${Object.keys(modes).join(', ')}`,
    );
  const metric = modes[mode] ?? 'queue';
  const key = targets.find((one) => field(metadata, one) !== undefined);
  const target = key === undefined ? usual : amountAt(field(metadata, key), `${place}: ${key}`);
  const least = field(metadata, activation);
  return {
    values: {
      metric,
      target,
      ...(least === undefined ? {} : { activation: numberAt(least, `${place}: ${activation}`) }),
    },
    note: `${place}: its messages were taken for requests ${metric === 'rate' ? 'per second' : 'that wait or are served in the stage'}${key === undefined ? `; it names no ${targets[0]!}, and ${String(usual)} is assumed, as KEDA does` : ''}.`,
  };
}

function triggerOf(trigger: unknown, what: string): Trigger | undefined {
  const type = textOf(field(trigger, 'type'));
  const place = `${what}, trigger ${shown(type)}`;
  const metadata = field(trigger, 'metadata');
  if (type === 'cpu') return cpuTrigger(trigger, place);
  if (Object.hasOwn(QUEUES, type)) return queueTrigger(metadata, type, place);
  return ASKED.includes(type) ? askedTrigger(trigger, place) : undefined;
}

function readTriggers(spec: unknown, { values, log, what }: Draft): void {
  const list = listIn(field(spec, 'triggers')).slice(0, 50);
  const read = list.map((trigger) => ({
    called: shown(field(trigger, 'type')),
    found: triggerOf(trigger, what),
    type: textOf(field(trigger, 'metricType')),
  }));
  const first = read.find(({ found }) => found !== undefined);
  if (!first?.found)
    throw new Unreadable(
      list.length === 0
        ? `${what} has no trigger`
        : `${what} scales by ${read
            .map(({ called }) => called)
            .slice(0, 5)
            .join(
              ', ',
            )}, which the lab cannot know; it knows cpu, queues, and queries whose words say requests per second, a queue or concurrency`,
    );
  Object.assign(values, first.found.values);
  if (first.found.note !== undefined) log.assumed(first.found.note);
  for (const sentence of triggerLags(list[read.indexOf(first)], spec, what)) log.assumed(sentence);
  if (first.type === 'Value')
    log.assumed(
      `${what}: its metricType is Value, of the whole; the threshold was taken as one of each replica.`,
    );
  const others = read.filter((one) => one !== first).map(({ called }) => called);
  if (others.length > 0)
    log.leftOut(
      `${what}: left out are the triggers ${others.slice(0, 5).join(', ')}; KEDA takes the largest advice of all, the lab that of ${first.called}.`,
    );
}

/** What the spec of a ScaledObject says. Throws `Unreadable`. */
export function readScaledObject(spec: unknown, draft: Draft): void {
  const { values, what, log } = draft;
  values['min'] = 0;
  values['max'] = USUAL_MAX;
  readBounds(spec, ['minReplicaCount', 'maxReplicaCount'], draft);
  if (field(spec, 'minReplicaCount') === undefined)
    log.assumed(`${what} names no minReplicaCount; 0 is assumed, as KEDA does.`);
  if (field(spec, 'maxReplicaCount') === undefined)
    log.assumed(`${what} names no maxReplicaCount; 100 is assumed, as KEDA does.`);
  for (const [key, name] of [
    ['polling', 'pollingInterval'],
    ['cooldown', 'cooldownPeriod'],
  ] as const) {
    const value = field(spec, name);
    if (value !== undefined && value !== null) values[key] = countAt(value, `${what}: ${name}`);
  }
  const formula = at(spec, 'advanced', 'scalingModifiers');
  if (isRecord(formula) && Object.keys(formula).length > 0)
    throw new Unreadable(
      `${what} scales by a formula of its own (advanced.scalingModifiers: ${shown(field(formula, 'formula'))}), which the lab does not calculate; leave it out, so that its triggers hold`,
    );
  readTriggers(spec, draft);
  const behaviour = at(spec, 'advanced', 'horizontalPodAutoscalerConfig', 'behavior');
  readBehaviour(behaviour, 'advanced.horizontalPodAutoscalerConfig.behavior', draft);
  for (const name of ['fallback', 'idleReplicaCount', 'initialCooldownPeriod'])
    if (field(spec, name) !== undefined)
      log.leftOut(`${what}: ${name} is left out; the lab does not model it.`);
}

/** The annotations that stop KEDA: no setting, and yet nothing scales while they stand. */
function readPause(object: unknown, { what, log }: Draft): void {
  const of = (name: string): string =>
    textOf(at(object, 'metadata', 'annotations', `autoscaling.keda.sh/${name}`));
  const replicas = of('paused-replicas');
  if (replicas !== '')
    log.leftOut(
      `${what} is paused at ${shown(replicas)} replicas (autoscaling.keda.sh/paused-replicas), so KEDA does not scale it now; the lab leaves the pause out and scales.`,
    );
  for (const name of ['paused', 'paused-scale-in', 'paused-scale-out'])
    if (of(name) === 'true')
      log.leftOut(
        `${what} is paused (autoscaling.keda.sh/${name}), so KEDA does not scale it ${name === 'paused-scale-in' ? 'in ' : name === 'paused-scale-out' ? 'out ' : ''}now; the lab leaves the pause out and scales.`,
      );
}

/** A ScaledObject. Throws `Unreadable`. */
export function scaledObject(object: unknown): FoundScaler {
  const name = textOf(at(object, 'metadata', 'name'));
  const what = `the ScaledObject ${shown(name)}`;
  const draft: Draft = { what, values: {}, log: new DecisionLog({}) };
  const spec = field(object, 'spec');
  readScaledObject(spec, draft);
  readPause(object, draft);
  const target = textOf(at(spec, 'scaleTargetRef', 'name'));
  return {
    id: 'keda',
    what,
    name,
    targets: target === '' ? [] : stagesMeant(target),
    values: draft.values,
    decisions: draft.log.decisions,
    annotations: at(object, 'metadata', 'annotations'),
  };
}

export function seldonKeda(kedaSpec: unknown, name: string, targets: readonly string[]): FoundScaler {
  const what = `the kedaSpec of ${shown(name)}`;
  const draft: Draft = { what, values: {}, log: new DecisionLog({}) };
  readScaledObject(kedaSpec, draft);
  return {
    id: 'keda',
    what,
    name,
    targets,
    values: draft.values,
    decisions: draft.log.decisions,
    annotations: undefined,
  };
}
