/** What KServe's own controller makes of an InferenceService that Knative does not scale: an HPA, or a ScaledObject of KEDA. */
import { countAt, shareOfPercent } from './amounts.ts';
import { readBehaviour } from './behaviour.ts';
import type { Draft } from './found.ts';
import { readMetrics } from './horizontal.ts';
import { readScaledObject } from './keda.ts';
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';

/** Percent of the cores that KServe takes where none are set (v0.15, constants.go). */
const USUAL_CPU = 80;
const MOST_METRICS = 50;

/** Least and most as KServe hands them on: at least one, and never fewer at most than at least. */
function bounds(component: unknown, { what, log }: Draft): readonly [number, number] {
  const count = (key: string): number | undefined => {
    const value = field(component, key);
    return value === undefined || value === null ? undefined : countAt(value, `${what}: ${key}`);
  };
  const [asked, most] = [count('minReplicas'), count('maxReplicas')];
  const least = Math.max(1, asked ?? 1);
  if (asked === 0) log.assumed(`${what}: minReplicas is 0; 1 is taken, as KServe does for this class.`);
  if (most === undefined || most < least)
    log.assumed(
      `${what} ${most === undefined ? 'names no maxReplicas' : `has ${String(most)} for maxReplicas, fewer than at least`}; KServe then takes ${String(least)}, so it never scales.`,
    );
  return [least, Math.max(least, most ?? 0)];
}

const given = (metric: unknown, kind: string): unknown =>
  field(metric, kind) ?? field(metric, kind.toLowerCase());

/** Percent for cpu, the usual where none is named. */
const utilisation = (resource: unknown): unknown =>
  at(resource, 'target', 'averageUtilization') ??
  (textOf(field(resource, 'name')) === 'cpu' ? USUAL_CPU : undefined);

/**
 * The HPA of the deployment mode RawDeployment (Standard): by `autoScaling.metrics`, of which it reads Resources only, else
 * by `scaleMetric` and `scaleTarget`, else by the annotations of older versions (kserve v0.15, hpa_reconciler.go). Its
 * behavior is there and empty, so that the API server fills in v2's rules. Throws `Unreadable`.
 */
export function readKserveHpa(
  component: unknown,
  annotated: { readonly metric: unknown; readonly target: unknown },
  draft: Draft,
): void {
  const { values, what, log } = draft;
  [values['min'], values['max']] = bounds(component, draft);
  const auto = field(component, 'autoScaling');
  if (isRecord(auto)) {
    const metrics = listIn(field(auto, 'metrics')).slice(0, MOST_METRICS);
    const resources = metrics.map((one) => given(one, 'resource')).filter(isRecord);
    readMetrics(
      resources.map((resource) => ({
        type: 'Resource',
        resource: {
          name: field(resource, 'name'),
          target: { averageUtilization: utilisation(resource) },
        },
      })),
      draft,
    );
    if (resources.length < metrics.length)
      log.leftOut(
        `${what}: KServe's class hpa reads metrics of the type Resource only; ${String(metrics.length - resources.length)} of autoScaling.metrics ${metrics.length - resources.length === 1 ? 'is' : 'are'} left out.`,
      );
    if (field(auto, 'behavior') !== undefined)
      log.leftOut(`${what}: autoScaling.behavior is left out; KServe hands it on with the class keda only.`);
  } else {
    const metric = field(component, 'scaleMetric') ?? annotated.metric;
    if (metric !== undefined && textOf(metric).toLowerCase() !== 'cpu')
      throw new Unreadable(
        `${what} scales by ${shown(metric)}, which the lab cannot know; KServe's HPA goes by cpu or memory, and the lab knows cpu`,
      );
    const target = field(component, 'scaleTarget') ?? annotated.target;
    const place = `${what}: the target`;
    Object.assign(values, {
      metric: 'cpu',
      target: shareOfPercent(target === undefined ? USUAL_CPU : countAt(target, place, 1)),
    });
    if (target === undefined)
      log.assumed(`${what} names no target; 80 % of the requested cores is assumed, as KServe does.`);
  }
  readBehaviour({}, 'behavior', draft);
}

function triggerOf(metric: unknown): unknown {
  const resource = given(metric, 'resource');
  if (isRecord(resource))
    return {
      type: field(resource, 'name'),
      metricType: at(resource, 'target', 'type'),
      metadata: {
        value:
          at(resource, 'target', 'averageValue') ?? at(resource, 'target', 'value') ?? utilisation(resource),
      },
    };
  const external = given(metric, 'external');
  const own = external ?? given(metric, 'podMetric');
  const query = textOf(at(own, 'metric', 'query'));
  const threshold = at(own, 'target', 'value') ?? at(own, 'target', 'averageValue');
  // OpenTelemetry's scaler takes the rate itself.
  const rate = textOf(at(own, 'metric', 'operationOverTime')) === 'rate';
  return {
    type: external === undefined ? 'external' : at(external, 'metric', 'backend'),
    metadata: { query: rate ? `rate(${query})` : query, threshold },
  };
}

/** The ScaledObject of the class keda (kserve v0.15, keda_reconciler.go). Throws `Unreadable`. */
export function readKserveKeda(component: unknown, draft: Draft): void {
  const auto = field(component, 'autoScaling');
  const [min, max] = bounds(component, draft);
  const window = (side: string): object => {
    const seconds = at(auto, 'behavior', side, 'stabilizationWindowSeconds');
    return seconds === undefined ? {} : { [side]: { stabilizationWindowSeconds: seconds } };
  };
  const behavior = { ...window('scaleUp'), ...window('scaleDown') };
  readScaledObject(
    {
      minReplicaCount: min,
      maxReplicaCount: max,
      triggers: listIn(field(auto, 'metrics')).slice(0, MOST_METRICS).map(triggerOf),
      ...(Object.keys(behavior).length > 0
        ? { advanced: { horizontalPodAutoscalerConfig: { behavior } } }
        : {}),
    },
    draft,
  );
}
