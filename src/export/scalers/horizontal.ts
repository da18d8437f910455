/** HorizontalPodAutoscalers: autoscaling/v2, v2beta2, v2beta1 and v1, and what Seldon's hpaSpec holds of them. */
import { amountAt, countAt, shareOfPercent } from './amounts.ts';
import { readBehaviour } from './behaviour.ts';
import type { Draft, FoundScaler } from './found.ts';
import { windowNote } from './lag.ts';
import { METRIC_WORDS, meantBy, scaleWords } from './metric.ts';
import { isSidecar } from './sidecars.ts';
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';
import { DecisionLog } from '../../model/decision.ts';

/** Share of the requested cores that the API server takes where no metric is named. */
const USUAL_TARGET = 0.8;

interface HpaMetric {
  /** For sentences. */
  readonly name: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly note?: string;
}

/** Busy share of the cores; undefined where the metric is another. */
function cpuMetric(metric: unknown, type: string, place: string): HpaMetric | undefined {
  const own = field(metric, type === 'ContainerResource' ? 'containerResource' : 'resource');
  if (textOf(field(own, 'name')) !== 'cpu') return undefined;
  const container = textOf(field(own, 'container'));
  if (isSidecar(container)) return undefined;
  const percent = at(own, 'target', 'averageUtilization') ?? field(own, 'targetAverageUtilization');
  if (percent === undefined)
    throw new Unreadable(
      `${place} aims at an amount of cpu (${shown(at(own, 'target', 'averageValue') ?? field(own, 'targetAverageValue'))}), and the lab knows only a share of the requested cores; write averageUtilization`,
    );
  return {
    name: 'cpu',
    values: { metric: 'cpu', target: shareOfPercent(countAt(percent, `${place}: averageUtilization`, 1)) },
    ...(container === ''
      ? {}
      : {
          note: `${place}: the cpu of its container ${shown(container)} was taken for that of the whole replica; the lab has one container in each.`,
        }),
  };
}

/** Name and query of a metric that is none of Kubernetes's own. */
function nameIn(metric: unknown, type: string): { name: string; own: unknown } {
  const own = field(metric, type.charAt(0).toLowerCase() + type.slice(1));
  const name = textOf(at(own, 'metric', 'name')) || textOf(field(own, 'metricName'));
  return { name, own };
}

function countedMetric(metric: unknown, type: string, place: string): HpaMetric | undefined {
  const { name, own } = nameIn(metric, type);
  const meant = meantBy(name);
  if (!meant) return undefined;
  const target =
    at(own, 'target', 'averageValue') ??
    at(own, 'target', 'value') ??
    field(own, 'targetAverageValue') ??
    field(own, 'averageValue') ??
    field(own, 'targetValue');
  const whole = at(own, 'target', 'averageValue') === undefined && at(own, 'target', 'value') !== undefined;
  const amount = amountAt(target, `${place}: the target of ${shown(name)}`);
  const note = `${place}: the metric ${shown(name)} was taken for ${METRIC_WORDS[meant.metric]}, by its name${scaleWords(meant.perSecond)}${whole ? '; its target is a value of the whole, and was taken as one of each replica' : ''}.`;
  return { name, values: { metric: meant.metric, target: amount * meant.perSecond }, note };
}

function metricOf(metric: unknown, place: string): HpaMetric | undefined {
  const type = textOf(field(metric, 'type'));
  if (type === 'Resource' || type === 'ContainerResource') return cpuMetric(metric, type, place);
  return ['Pods', 'External', 'Object'].includes(type) ? countedMetric(metric, type, place) : undefined;
}

function calledIn(metric: unknown): string {
  const type = textOf(field(metric, 'type'));
  const resource = textOf(
    at(metric, type === 'ContainerResource' ? 'containerResource' : 'resource', 'name'),
  );
  const container = textOf(at(metric, 'containerResource', 'container'));
  return `${shown(resource || nameIn(metric, type).name || type)}${container === '' ? '' : ` of the container ${shown(container)}`}`;
}

/** Sets metric and target from the first metric that the lab knows. Throws `Unreadable` where it knows none. */
export function readMetrics(metrics: unknown, { values, log, what }: Draft): void {
  const list = listIn(metrics).slice(0, 50);
  if (list.length === 0) {
    Object.assign(values, { metric: 'cpu', target: USUAL_TARGET });
    log.assumed(`${what} names no metric; 80 % of the requested cores is assumed, as the API server does.`);
    return;
  }
  const read = list.map((metric) => ({ called: calledIn(metric), found: metricOf(metric, what) }));
  const first = read.find(({ found }) => found !== undefined);
  if (!first?.found)
    throw new Unreadable(
      `${what} scales by ${read
        .map(({ called }) => called)
        .slice(0, 5)
        .join(
          ', ',
        )}, which the lab cannot know; it knows cpu, and metrics whose names say requests per second, a queue or concurrency`,
    );
  Object.assign(values, first.found.values);
  if (first.found.note !== undefined) log.assumed(first.found.note);
  const lag =
    first.found.name === 'cpu'
      ? undefined
      : windowNote(`${what}: the metric ${shown(first.found.name)}`, first.found.name);
  if (lag !== undefined) log.assumed(lag);
  const others = read.filter((one) => one !== first).map(({ called }) => called);
  if (others.length > 0)
    log.leftOut(
      `${what}: left out are the metrics ${others.slice(0, 5).join(', ')}; the controller takes the largest advice of all, the lab that of ${first.called}.`,
    );
}

/** Minimum and maximum of replicas; `least` where the object names none. */
export function readBounds(
  spec: unknown,
  [min, max]: readonly [string, string],
  { values, what }: Draft,
): void {
  for (const [key, name] of [
    ['min', min],
    ['max', max],
  ] as const) {
    const value = field(spec, name);
    if (value !== undefined && value !== null) values[key] = countAt(value, `${what}: ${name}`);
  }
}

/** Names of stages that a target's name may stand for: our own export's, KServe's and Seldon's Deployments. */
export function stagesMeant(target: string): readonly string[] {
  const kserve = target.replace(/-predictor(-default)?(-\d+)?(-deployment)?$/, '');
  const seldon = /^(.+)-\d+-(.+)$/.exec(target);
  return [...new Set([target, kserve, ...(seldon ? [seldon[2]!, seldon[1]!] : [])])];
}

const ANNOTATION = 'autoscaling.alpha.kubernetes.io/';
const LONGEST_ANNOTATION = 100_000;

/** Keys as the newer versions write them: the API server marshals the behavior of older ones with capitals. */
const lowered = (value: unknown, deep = 0): unknown => {
  if (deep > 8) return undefined;
  if (Array.isArray(value)) return value.slice(0, 50).map((one) => lowered(one, deep + 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      lowered(one, deep + 1),
    ]),
  );
};

/** What version 1 has no field for, in an annotation: the API server converts it, and lets be what is no JSON. */
function annotationOf(object: unknown, name: string, { what, log }: Draft): unknown {
  const text = textOf(at(object, 'metadata', 'annotations', `${ANNOTATION}${name}`));
  if (text === '') return undefined;
  try {
    if (text.length <= LONGEST_ANNOTATION) return lowered(JSON.parse(text));
  } catch {
    // Told below.
  }
  log.leftOut(
    `${what}: the annotation ${ANNOTATION}${name} is left out, for it is no JSON that can be read.`,
  );
  return undefined;
}

/** The metrics of version 1: its share of cpu, then what the annotation has; the default where there is neither. */
function metricsOfFirst(object: unknown, draft: Draft): readonly unknown[] {
  const percent = at(object, 'spec', 'targetCPUUtilizationPercentage');
  const others = listIn(annotationOf(object, 'metrics', draft));
  if (percent === undefined || percent === null) return others;
  const targetAverageUtilization = countAt(percent, `${draft.what}: targetCPUUtilizationPercentage`, 1);
  return [{ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization } }, ...others];
}

/** A HorizontalPodAutoscaler. Throws `Unreadable`. */
export function horizontal(object: unknown): FoundScaler {
  const name = textOf(at(object, 'metadata', 'name'));
  const what = `the HorizontalPodAutoscaler ${shown(name)}`;
  const draft: Draft = { what, values: {}, log: new DecisionLog({}) };
  const spec = field(object, 'spec');
  const target = textOf(at(spec, 'scaleTargetRef', 'name'));
  readBounds(spec, ['minReplicas', 'maxReplicas'], draft);
  const first = field(object, 'apiVersion') === 'autoscaling/v1';
  readMetrics(first ? metricsOfFirst(object, draft) : field(spec, 'metrics'), draft);
  const behaviour = first ? annotationOf(object, 'behavior', draft) : field(spec, 'behavior');
  readBehaviour(behaviour, first ? `${ANNOTATION}behavior` : 'spec.behavior', draft);
  if (draft.values['max'] === undefined)
    draft.log.assumed(`${what} names no maxReplicas; the device's limit holds.`);
  return {
    id: 'hpa',
    what,
    name,
    targets: target === '' ? [] : stagesMeant(target),
    values: draft.values,
    decisions: draft.log.decisions,
    annotations: at(object, 'metadata', 'annotations'),
  };
}

/** Seldon's hpaSpec: bounds, and metrics in the form of v2beta1 (`metrics`) or v2 (`metricsv2`). */
export function seldonHorizontal(hpaSpec: unknown, name: string, targets: readonly string[]): FoundScaler {
  const what = `the hpaSpec of ${shown(name)}`;
  const draft: Draft = { what, values: {}, log: new DecisionLog({}) };
  readBounds(hpaSpec, ['minReplicas', 'maxReplicas'], draft);
  readMetrics(field(hpaSpec, 'metricsv2') ?? field(hpaSpec, 'metrics'), draft);
  readBehaviour(undefined, 'behavior', draft);
  return {
    id: 'hpa',
    what,
    name,
    targets,
    values: draft.values,
    decisions: draft.log.decisions,
    annotations: undefined,
  };
}
