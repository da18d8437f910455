/** ScaledObjects of KEDA (keda.sh/v1alpha1), and Seldon's kedaSpec. */
import { amountAt, countAt, numberAt, shareOf } from './amounts.ts';
import { readBehaviour } from './behaviour.ts';
import type { Draft, FoundScaler } from './found.ts';
import { readBounds, stagesMeant } from './horizontal.ts';
import { countsInTime, METRIC_WORDS, meantBy, scaleOf, scaleWords } from './metric.ts';
import { at, field, listOf, textOf } from '../cluster/fields.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';
import { DecisionLog } from '../../model/decision.ts';

/** Most replicas where a ScaledObject names none (keda v2.17, scaledobject_types.go). */
const USUAL_MAX = 100;

/** Where each kind of trigger keeps its target and activation, of those that count what waits. */
const QUEUES: Readonly<Record<string, readonly [string, string]>> = {
  kafka: ['lagThreshold', 'activationLagThreshold'],
  'apache-kafka': ['lagThreshold', 'activationLagThreshold'],
  rabbitmq: ['value', 'activationValue'],
  'aws-sqs-queue': ['queueLength', 'activationQueueLength'],
  'azure-queue': ['queueLength', 'activationQueueLength'],
  'azure-servicebus': ['messageCount', 'activationMessageCount'],
  'gcp-pubsub': ['value', 'activationValue'],
  redis: ['listLength', 'activationListLength'],
  'redis-streams': ['pendingEntriesCount', 'activationLagCount'],
  'nats-jetstream': ['lagThreshold', 'activationLagThreshold'],
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
      target: shareOf(countAt(field(metadata, 'value'), `${place}: metadata.value`, 1)),
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

function triggerOf(trigger: unknown, what: string): Trigger | undefined {
  const type = textOf(field(trigger, 'type'));
  const place = `${what}, trigger ${shown(type)}`;
  const metadata = field(trigger, 'metadata');
  if (type === 'cpu') return cpuTrigger(trigger, place);
  if (Object.hasOwn(QUEUES, type)) {
    const [target, activation] = QUEUES[type]!;
    const value =
      field(metadata, target) ?? (type === 'rabbitmq' ? field(metadata, 'queueLength') : undefined);
    const rate = textOf(field(metadata, 'mode')) === 'MessageRate';
    const least = field(metadata, activation);
    return {
      values: {
        metric: rate ? 'rate' : 'queue',
        target: amountAt(value, `${place}: ${target}`),
        ...(least === undefined ? {} : { activation: numberAt(least, `${place}: ${activation}`) }),
      },
      note: `${place}: its messages were taken for requests ${rate ? 'per second' : 'that wait or are served in the stage'}.`,
    };
  }
  return ASKED.includes(type) ? askedTrigger(trigger, place) : undefined;
}

function readTriggers(triggers: unknown, { values, log, what }: Draft): void {
  const list = listOf(triggers).slice(0, 50);
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
  readTriggers(field(spec, 'triggers'), draft);
  const behaviour = at(spec, 'advanced', 'horizontalPodAutoscalerConfig', 'behavior');
  readBehaviour(behaviour, 'advanced.horizontalPodAutoscalerConfig.behavior', draft);
  for (const name of ['fallback', 'idleReplicaCount', 'initialCooldownPeriod'])
    if (field(spec, name) !== undefined)
      log.leftOut(`${what}: ${name} is left out; the lab does not model it.`);
}

/** A ScaledObject. Throws `Unreadable`. */
export function scaledObject(object: unknown): FoundScaler {
  const name = textOf(at(object, 'metadata', 'name'));
  const what = `the ScaledObject ${shown(name)}`;
  const draft: Draft = { what, values: {}, log: new DecisionLog({}) };
  const spec = field(object, 'spec');
  readScaledObject(spec, draft);
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
