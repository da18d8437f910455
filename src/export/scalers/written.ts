/** Which autoscalers of a file a controller wrote from another object of the same file: both describe one and the same. */
import type { FoundScaler } from './found.ts';
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { seldonName } from '../cluster/names.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { groupOf, kindOfObject } from '../intake/objects.ts';
import { shown } from '../intake/unreadable.ts';

const nameOf = (object: unknown): string => textOf(at(object, 'metadata', 'name'));
const is = (object: unknown, group: string, kind: string): boolean =>
  groupOf(object) === group && kindOfObject(object) === kind;
const isService = (object: unknown): boolean => is(object, 'serving.kserve.io', 'InferenceService');
const isSeldon = (object: unknown): boolean => is(object, 'machinelearning.seldon.io', 'SeldonDeployment');
const isScaledObject = (object: unknown): boolean => is(object, 'keda.sh', 'ScaledObject');
const isHorizontal = (object: unknown): boolean => is(object, 'autoscaling', 'HorizontalPodAutoscaler');

/** Deployment, and autoscaler, of a component of KServe's (v0.15, and before v0.11 with "-default"). */
const kserveNames = (name: string, part: string): readonly string[] => [
  `${name}-${part}`,
  `${name}-${part}-default`,
];

interface Component {
  readonly component: unknown;
  readonly container: string;
  readonly deployment: string;
}

/** Components of a SeldonDeployment with the Deployments that Seldon Core 1 makes of them, called like their autoscalers. */
function seldonComponents(object: unknown): readonly Component[] {
  return listIn(at(object, 'spec', 'predictors')).flatMap((predictor) =>
    listIn(field(predictor, 'componentSpecs')).map((component, i) => {
      const containers = listIn(at(component, 'spec', 'containers')).map(nameIn);
      const parts = [nameOf(object), nameIn(predictor), String(i), ...containers];
      return { component, container: containers[0] ?? '', deployment: seldonName(parts.join('-')) };
    }),
  );
}

const nameIn = (part: unknown): string => textOf(field(part, 'name'));

/** What the controller of `object` calls the Deployment and the autoscaler that it makes where `scaler` is read from its fields. */
export function writesOf(object: unknown, { name }: FoundScaler): readonly string[] | undefined {
  if (isService(object)) {
    const own = nameOf(object);
    return kserveNames(own, name === own ? 'predictor' : 'transformer');
  }
  if (!isSeldon(object)) return undefined;
  return seldonComponents(object)
    .filter(({ container }) => container === name)
    .map(({ deployment }) => deployment);
}

const classOf = (service: unknown): string =>
  textOf(field(at(service, 'metadata', 'annotations'), 'serving.kserve.io/autoscalerClass'));

/** Names of ScaledObjects that the file holds or a controller makes of it. */
function scaledNames(object: unknown): readonly string[] {
  if (isScaledObject(object)) return [nameOf(object)];
  if (isService(object) && classOf(object) === 'keda')
    return ['predictor', 'transformer'].flatMap((part) => kserveNames(nameOf(object), part));
  if (!isSeldon(object)) return [];
  return seldonComponents(object)
    .filter(({ component }) => isRecord(field(component, 'kedaSpec')))
    .map(({ deployment }) => deployment);
}

/** What KEDA calls the HPA of a ScaledObject where the object itself gives it no name (keda v2.17, hpa.go). */
const KEDA_HPA = 'keda-hpa-';

/** HPAs that KEDA writes from a ScaledObject of the file, each with what it is written from, for sentences. */
export function writtenByKeda(objects: readonly unknown[]): ReadonlyMap<unknown, string> {
  const owners = new Map<string, string>();
  for (const object of objects) {
    const from = `the ${kindOfObject(object)} ${shown(nameOf(object))}`;
    for (const name of scaledNames(object)) owners.set(`${KEDA_HPA}${name}`, from);
    const given = textOf(at(object, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name'));
    if (isScaledObject(object) && given !== '') owners.set(given, from);
  }
  const found = objects.flatMap((object) => {
    const owner = isHorizontal(object) ? owners.get(nameOf(object)) : undefined;
    return owner === undefined ? [] : [[object, owner] as const];
  });
  return new Map(found);
}

/** Whether an InferenceService leaves its scaling to an object that the file holds too. */
export function scaledByAnother(object: unknown, objects: readonly unknown[]): boolean {
  if (!isService(object) || !['keda', 'external'].includes(classOf(object))) return false;
  const parts = ['predictor', 'transformer'].filter((part) => isRecord(at(object, 'spec', part)));
  if (parts.some((part) => isRecord(at(object, 'spec', part, 'autoScaling')))) return false;
  const made = parts.flatMap((part) => kserveNames(nameOf(object), part));
  return objects.some(
    (one) =>
      (isHorizontal(one) || isScaledObject(one)) &&
      made.includes(textOf(at(one, 'spec', 'scaleTargetRef', 'name'))),
  );
}

/**
 * Without the fields whose autoscaler stands in the file as an object: the object is what runs, so it counts, and it says so. `stage`
 * is the stage that one drives, undefined where it is none of the pipeline's.
 */
export function withoutDoubles(
  scalers: readonly FoundScaler[],
  stage: (scaler: FoundScaler) => number | undefined,
): readonly FoundScaler[] {
  const objects = scalers.filter(({ writes, id }) => writes === undefined && id !== 'vpa');
  const doubles = new Map<FoundScaler, FoundScaler[]>();
  for (const one of scalers) {
    const n = one.writes && stage(one);
    const object =
      objects.find(({ name, targets }) =>
        [name, ...targets.slice(0, 1)].some((called) => one.writes?.includes(called)),
      ) ?? (n === undefined ? undefined : objects.find((other) => stage(other) === n));
    if (one.writes && object) doubles.set(object, [...(doubles.get(object) ?? []), one]);
  }
  const dropped = new Set([...doubles.values()].flat());
  return scalers
    .filter((one) => !dropped.has(one))
    .map((one) => {
      const told = (doubles.get(one) ?? []).map(({ what }) => ({
        weight: 'left out' as const,
        sentence: `${one.what} is the object that runs, so it counts; what the fields of ${what} say of scaling is left out.`,
      }));
      return { ...one, decisions: [...one.decisions, ...told] };
    });
}
