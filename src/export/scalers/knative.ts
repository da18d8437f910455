/** Autoscaling by Knative's annotations, on its Services and on KServe's InferenceServices, and KServe's own fields. */
import { countAt, durationAt, numberAt, shareOfPercent } from './amounts.ts';
import { readBehaviour } from './behaviour.ts';
import type { Draft, FoundScaler } from './found.ts';
import { readKserveHpa, readKserveKeda } from './kserve.ts';
import { KNATIVE_CONCURRENCY, type KnativeConfig } from './knativeConfig.ts';
import { at, field, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';
import { DecisionLog } from '../../model/decision.ts';

const GROUP = 'autoscaling.knative.dev/';
const KSERVE = 'serving.kserve.io/';
/** What is set of a replica where a class of HPA names no target: Knative's share of the cores. */
const USUAL_CPU = 0.8;
const METRICS: Readonly<Record<string, string>> = { concurrency: 'concurrency', rps: 'rate', cpu: 'cpu' };

/** Annotations by the ends of their names; the older names are written together (minScale). */
class Annotations {
  readonly #all: readonly unknown[];
  constructor(...all: readonly unknown[]) {
    this.#all = all;
  }
  get(name: string, group = GROUP): unknown {
    const older = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    for (const annotations of this.#all)
      for (const one of [name, older]) {
        const value = field(annotations, `${group}${one}`);
        if (value !== undefined) return value;
      }
    return undefined;
  }
  get some(): boolean {
    return this.#all.some((one) => isRecord(one) && Object.keys(one).some((key) => key.startsWith(GROUP)));
  }
}

function metricOf(written: unknown, what: string): string | undefined {
  if (written === undefined) return undefined;
  const name = textOf(written).toLowerCase();
  if (!Object.hasOwn(METRICS, name))
    throw new Unreadable(
      `${what} scales by ${shown(written)}, which the lab cannot know; it knows concurrency, rps and cpu`,
    );
  return METRICS[name]!;
}

interface Bounds {
  readonly min: unknown;
  readonly max: unknown;
}

function readCommon(notes: Annotations, { min, max }: Bounds, draft: Draft): void {
  const { values, what } = draft;
  for (const [key, value, place] of [
    ['min', notes.get('min-scale') ?? min, 'the least replicas'],
    ['max', notes.get('max-scale') ?? max, 'the most replicas'],
  ] as const) {
    if (value === undefined || value === null) continue;
    const count = countAt(value, `${what}: ${place}`);
    // 0 is no bound there.
    if (key === 'min' || count > 0) values[key] = count;
  }
}

/** Requests that a replica takes at once by `containerConcurrency`; undefined where it is unbounded. */
function limitOf(value: unknown, what: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const limit = countAt(value, `${what}: containerConcurrency`);
  return limit === 0 ? undefined : limit;
}

/**
 * The target as Knative resolves it (serving v1.18, resources/target.go): the annotation's, of concurrency no more than
 * containerConcurrency; without one containerConcurrency, else the ConfigMap's, else Knative's own.
 */
function readTarget(target: unknown, limit: number | undefined, { values, what, log }: Draft): void {
  const concurrency = values['metric'] === 'concurrency';
  if (target !== undefined) {
    const asked = numberAt(target, `${what}: the target`);
    values['target'] = concurrency ? Math.min(asked, limit ?? asked) : asked;
    if (concurrency && limit !== undefined && limit < asked)
      log.changed(
        `${what}: containerConcurrency is ${String(limit)}, below the target of ${String(asked)}; ${String(limit)} is taken, as Knative does.`,
      );
  } else if (concurrency && limit !== undefined) {
    values['target'] = limit;
    log.assumed(
      `${what} names no target; its containerConcurrency of ${String(limit)} is taken, as Knative does.`,
    );
  } else if (values['target'] === undefined) {
    if (concurrency) values['target'] = KNATIVE_CONCURRENCY;
    log.assumed(
      concurrency
        ? `${what} names no target; ${String(KNATIVE_CONCURRENCY)} requests in flight are assumed, as Knative does.`
        : `${what} names no target; 200 requests per second are assumed, as Knative does.`,
    );
  }
  if (limit !== undefined)
    log.leftOut(
      `${what}: as a bound, containerConcurrency is left out; in the lab the batch bounds what a replica takes at once.`,
    );
}

/** The pod autoscaler's own: a class of kpa, or none. */
function readKpa(
  notes: Annotations,
  scale: { metric: unknown; target: unknown; limit: unknown },
  bounds: Bounds,
  draft: Draft,
  config: KnativeConfig | undefined,
): void {
  const { values, what } = draft;
  // KServe writes its own fields over the annotations.
  const metric = metricOf(scale.metric ?? notes.get('metric'), what) ?? 'concurrency';
  if (metric === 'cpu')
    throw new Unreadable(`${what} scales by cpu with the class kpa, which knows concurrency and rps only`);
  Object.assign(values, { ...config?.values(metric === 'rate' ? 'rate' : 'concurrency'), metric });
  readCommon(notes, bounds, draft);
  readTarget(scale.target ?? notes.get('target'), limitOf(scale.limit, what), draft);
  const number = (key: string, name: string, scaled: (value: number) => number): void => {
    const value = notes.get(name);
    if (value !== undefined) values[key] = scaled(numberAt(value, `${what}: ${GROUP}${name}`));
  };
  number('utilisation', 'target-utilization-percentage', shareOfPercent);
  number('panicWindow', 'panic-window-percentage', shareOfPercent);
  number('panicThreshold', 'panic-threshold-percentage', shareOfPercent);
  for (const [key, name] of [
    ['window', 'window'],
    ['downDelay', 'scale-down-delay'],
  ] as const) {
    const value = notes.get(name);
    if (value !== undefined) values[key] = durationAt(value, `${what}: ${GROUP}${name}`);
  }
  for (const name of [
    'initial-scale',
    'activation-scale',
    'target-burst-capacity',
    'scale-to-zero-pod-retention-period',
  ])
    if (notes.get(name) !== undefined)
      draft.log.leftOut(`${what}: ${GROUP}${name} is left out; the lab does not model it.`);
}

/** A class of hpa: Kubernetes's own autoscaler under other names. */
function readHpa(
  notes: Annotations,
  scale: { metric: unknown; target: unknown },
  bounds: Bounds,
  draft: Draft,
): void {
  const { values, what } = draft;
  const metric = metricOf(notes.get('metric') ?? scale.metric, what) ?? 'cpu';
  values['metric'] = metric;
  readCommon(notes, bounds, draft);
  const target = notes.get('target') ?? scale.target;
  if (target === undefined) {
    if (metric === 'cpu') values['target'] = USUAL_CPU;
    draft.log.assumed(
      `${what} names no target; ${metric === 'cpu' ? '80 % of the requested cores is assumed' : 'the lab chooses one'}.`,
    );
  } else {
    const number = numberAt(target, `${what}: the target`);
    values['target'] = metric === 'cpu' ? shareOfPercent(number) : number;
  }
  readBehaviour(undefined, 'behavior', draft);
}

/** A Service of Knative's with annotations of its autoscaler; undefined without any. Throws `Unreadable`. */
export function knativeService(object: unknown, config?: KnativeConfig): FoundScaler | undefined {
  const name = textOf(at(object, 'metadata', 'name'));
  const annotations = at(object, 'spec', 'template', 'metadata', 'annotations');
  const notes = new Annotations(annotations, at(object, 'metadata', 'annotations'));
  if (!notes.some && !config) return undefined;
  const what = `the Service ${shown(name)}`;
  const draft: Draft = { what, values: {}, log: new DecisionLog({}) };
  const kind = classOf(notes, what);
  const limit = at(object, 'spec', 'template', 'spec', 'containerConcurrency');
  const none = { metric: undefined, target: undefined, limit };
  if (kind === 'hpa') readHpa(notes, none, { min: undefined, max: undefined }, draft);
  else {
    readKpa(notes, none, { min: config?.bounds['min'], max: config?.bounds['max'] }, draft, config);
    if (draft.values['min'] === undefined) draft.values['min'] = 0;
  }
  return {
    id: kind,
    what,
    name,
    targets: [name],
    values: draft.values,
    decisions: draft.log.decisions,
    annotations,
  };
}

function classOf(notes: Annotations, what: string): 'kpa' | 'hpa' {
  const written = textOf(notes.get('class'));
  const [, kind] = /^(hpa|kpa)(?:\.autoscaling\.knative\.dev)?$/.exec(written) ?? [];
  if (written !== '' && kind === undefined)
    throw new Unreadable(
      `${what} has the autoscaler class ${shown(written)} (${GROUP}class), and the lab knows kpa and hpa`,
    );
  return kind === 'hpa' ? 'hpa' : 'kpa';
}

/** What scales it: Knative (kpa, hpa), or KServe's own controller (kserve-hpa, kserve-keda). */
function scaledBy(
  notes: Annotations,
  component: unknown,
  what: string,
): 'kpa' | 'hpa' | 'kserve-hpa' | 'kserve-keda' | 'none' {
  const mode = textOf(notes.get('deploymentMode', KSERVE));
  const plain = mode === 'RawDeployment' || mode === 'Standard';
  const own = textOf(notes.get('autoscalerClass', KSERVE));
  if (own === 'none') return 'none';
  if (own === 'keda' && isRecord(field(component, 'autoScaling'))) return 'kserve-keda';
  if (own === 'keda' || own === 'external')
    throw new Unreadable(
      `${what} has the autoscaler class ${shown(own)} (${KSERVE}autoscalerClass), so ${own === 'keda' ? 'KEDA scales it by a ScaledObject' : 'something that is not in it scales it'}; import that autoscaler's own manifest`,
    );
  if (own !== '' && own !== 'hpa')
    throw new Unreadable(
      `${what} has the autoscaler class ${shown(own)} (${KSERVE}autoscalerClass), and the lab knows hpa, keda, external and none`,
    );
  if (own === 'hpa' || plain) return 'kserve-hpa';
  return classOf(notes, what);
}

function component(
  service: unknown,
  part: string,
  name: string,
  what: string,
  config: KnativeConfig | undefined,
): FoundScaler | undefined {
  const spec = at(service, 'spec', part);
  if (!isRecord(spec)) return undefined;
  const notes = new Annotations(field(spec, 'annotations'), at(service, 'metadata', 'annotations'));
  const scale = { metric: field(spec, 'scaleMetric'), target: field(spec, 'scaleTarget') };
  const annotated = {
    metric: notes.get('metric', KSERVE),
    target: notes.get('targetUtilizationPercentage', KSERVE),
  };
  const bounds = { min: field(spec, 'minReplicas'), max: field(spec, 'maxReplicas') };
  const spoken =
    notes.some ||
    notes.get('autoscalerClass', KSERVE) !== undefined ||
    [
      ...Object.values(scale),
      ...Object.values(annotated),
      bounds.max,
      field(spec, 'autoScaling') ?? undefined,
    ].some((one) => one !== undefined);
  if (!spoken && !config) return undefined;
  const kind = scaledBy(notes, spec, what);
  if (kind === 'none' || (!spoken && kind !== 'kpa')) return undefined;
  const draft: Draft = { what, values: {}, log: new DecisionLog({}) };
  if (kind === 'kserve-hpa') readKserveHpa(spec, annotated, draft);
  else if (kind === 'kserve-keda') readKserveKeda(spec, draft);
  else if (kind === 'hpa') readHpa(notes, scale, bounds, draft);
  else {
    readKpa(notes, { ...scale, limit: field(spec, 'containerConcurrency') }, bounds, draft, config);
    if (annotated.metric !== undefined || annotated.target !== undefined)
      draft.log.leftOut(
        `${what}: ${KSERVE}metric and ${KSERVE}targetUtilizationPercentage are left out; KServe reads them with the class hpa only.`,
      );
  }
  return {
    id: kind === 'kserve-hpa' ? 'hpa' : kind === 'kserve-keda' ? 'keda' : kind,
    what,
    name,
    targets: [name],
    values: draft.values,
    decisions: draft.log.decisions,
    annotations: at(service, 'metadata', 'annotations'),
  };
}

/** What scales the predictor and the transformer of an InferenceService; empty where nothing is said of it. */
export function inferenceService(service: unknown, config?: KnativeConfig): readonly FoundScaler[] {
  const name = textOf(at(service, 'metadata', 'name'));
  const what = `the InferenceService ${shown(name)}`;
  return [
    component(service, 'transformer', `${name}-transformer`, `the transformer of ${what}`, config),
    component(service, 'predictor', name, what, config),
  ].filter((one) => one !== undefined);
}
