/** Every autoscaler among the objects of a file. */
import type { FoundScaler } from './found.ts';
import { horizontal, seldonHorizontal } from './horizontal.ts';
import { scaledObject, seldonKeda } from './keda.ts';
import { inferenceService, knativeService } from './knative.ts';
import { isKnativeConfig, knativeConfig, ofConfig, type KnativeConfig } from './knativeConfig.ts';
import { identityOf } from './origin.ts';
import { vertical } from './vertical.ts';
import { scaledByAnother, writesOf, writtenByKeda } from './written.ts';
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { groupOf, kindOfObject, refuseTemplates } from '../intake/objects.ts';
import { predictorOf } from '../intake/seldon.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';
import { DecisionLog } from '../../model/decision.ts';

function seldonDeployment(object: unknown): readonly FoundScaler[] {
  const name = textOf(at(object, 'metadata', 'name'));
  const components = listIn(field(field(object, 'spec'), 'predictors')).flatMap((one) =>
    listIn(field(one, 'componentSpecs')),
  );
  const scaled = (component: unknown): boolean =>
    isRecord(field(component, 'hpaSpec')) || isRecord(field(component, 'kedaSpec'));
  if (!components.some(scaled)) return [];
  const predictor = predictorOf(field(object, 'spec'), name, new DecisionLog({}));
  return listIn(field(predictor, 'componentSpecs')).flatMap((component) => {
    const containers = listIn(at(component, 'spec', 'containers')).map((one) => textOf(field(one, 'name')));
    const targets = [...containers.filter((one) => one !== ''), name];
    const found: FoundScaler[] = [];
    const [hpa, keda] = [field(component, 'hpaSpec'), field(component, 'kedaSpec')];
    if (isRecord(hpa)) found.push(seldonHorizontal(hpa, targets[0]!, targets));
    if (isRecord(keda)) found.push(seldonKeda(keda, targets[0]!, targets));
    return found;
  });
}

type Reader = (object: unknown, config: KnativeConfig | undefined) => readonly FoundScaler[];

/** Kinds that are autoscalers and nothing else. */
const scalerKinds: Readonly<Record<string, Reader>> = {
  'autoscaling HorizontalPodAutoscaler': (object) => [horizontal(object)],
  'keda.sh ScaledObject': (object) => [scaledObject(object)],
  'autoscaling.k8s.io VerticalPodAutoscaler': (object) => [vertical(object)],
};
/** Kinds that may say how they are scaled. */
const otherKinds: Readonly<Record<string, Reader>> = {
  'serving.knative.dev Service': (object, config) =>
    [knativeService(object, config)].filter((one) => one !== undefined),
  'serving.kserve.io InferenceService': inferenceService,
  'machinelearning.seldon.io SeldonDeployment': seldonDeployment,
};

const nameOf = (object: unknown): string => `${groupOf(object)} ${kindOfObject(object)}`;

/** Whether an object is an autoscaler and nothing else. */
export const isScaler = (object: unknown): boolean =>
  Object.hasOwn(scalerKinds, nameOf(object)) || isKnativeConfig(object);

/** What scales what; `refusals` say, each as the rest of a sentence, what could not be read. Throws of a template. */
export function scalersIn(objects: readonly unknown[]): {
  readonly scalers: readonly FoundScaler[];
  readonly refusals: readonly string[];
} {
  const scalers: FoundScaler[] = [];
  const refusals: string[] = [];
  const tried = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      refusals.push(error.message);
      return undefined;
    }
  };
  refuseTemplates(objects.filter(isKnativeConfig));
  const config = tried(() => knativeConfig(objects));
  const byKeda = writtenByKeda(objects);
  const written: string[] = [];
  for (const object of objects) {
    const name = nameOf(object);
    const read = Object.hasOwn(scalerKinds, name)
      ? scalerKinds[name]
      : Object.hasOwn(otherKinds, name)
        ? otherKinds[name]
        : undefined;
    const owner = byKeda.get(object);
    if (owner !== undefined) {
      written.push(
        `the HorizontalPodAutoscaler ${shown(at(object, 'metadata', 'name'))} is what KEDA writes from ${owner}, which counts`,
      );
      continue;
    }
    if (!read || scaledByAnother(object, objects)) continue;
    refuseTemplates([object]);
    const identity = identityOf(object);
    for (const one of tried(() => read(object, config)) ?? []) {
      const writes = writesOf(object, one);
      scalers.push({
        ...one,
        ...(writes ? { writes } : {}),
        // A transformer of an InferenceService has no object of its own.
        ...(identity?.name === one.name ? { identity } : {}),
      });
    }
  }
  if (config) {
    const first = scalers.findIndex(({ id }) => id === 'kpa');
    // Told once, with the first that it holds for.
    if (first < 0) scalers.push(ofConfig(config));
    else
      scalers[first] = {
        ...scalers[first]!,
        decisions: [...config.decisions, ...scalers[first]!.decisions],
      };
  }
  return { scalers, refusals: [...refusals, ...written] };
}
