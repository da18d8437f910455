/** Manifests of a pipeline that runs in a cluster, as a pipeline of the lab. */
import { plainName, type FoundStage } from './container.ts';
import { Unreadable } from './unreadable.ts';
import { kserveStages } from './kserve.ts';
import { fromObjects, groupOf, kindOfObject, refuseTemplates } from './objects.ts';
import { seldonStages } from './seldon.ts';
import { skeletonOf, type Skeleton } from './skeleton.ts';
import { isLabel } from '../cluster/names.ts';
import { at, textOf } from '../cluster/fields.ts';
import { policiesFrom, type ImportedPolicy } from '../scalers/combine.ts';
import { isScaler, scalersIn } from '../scalers/collect.ts';
import { DecisionLog } from '../../model/decision.ts';
import { pipelineFrom } from '../../model/parse.ts';
import type { Limits } from '../../model/pipeline.ts';
import { accepted, type Result } from '../../model/result.ts';

const SELDON_2 = 'mlops.seldon.io';
const READABLE =
  'SeldonDeployments of Seldon Core 1, InferenceServices of KServe and pipeline files of the lab (JSON) can be read';

/** A pipeline out of manifests, and what scales it there. */
export interface FromManifests extends Skeleton {
  /** Policies with the settings of the autoscalers in the file. */
  readonly autoscalers: readonly ImportedPolicy[];
}

/** The pipeline's own name where the manifests say one. */
function nameOf(objects: readonly unknown[], fileName: string): string {
  const named = objects.map((object) =>
    textOf(at(object, 'metadata', 'labels', 'app.kubernetes.io/part-of')),
  );
  const own =
    objects.length === 1 || kindOfObject(objects[0]) === 'InferenceGraph'
      ? at(objects[0], 'metadata', 'name')
      : '';
  return (
    [...named, textOf(own), fileName.replace(/\.[^.]*$/, '')].find((name) => name.trim() !== '') ?? 'imported'
  );
}

/** "PodMonitor (2), Service (1)"; empty where there is no object. */
function kindsIn(objects: readonly unknown[]): string {
  const kinds = new Map<string, number>();
  for (const object of objects) {
    const kind = /^[A-Za-z0-9]{1,40}$/.exec(kindOfObject(object))?.[0] ?? 'no kind';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const said = [...kinds].slice(0, 10).map(([kind, count]) => `${kind} (${String(count)})`);
  return `${said.join(', ')}${kinds.size > 10 ? ', and others' : ''}`;
}

/** Why there is nothing to read, as the rest of a sentence. */
function nothingIn(objects: readonly unknown[]): string {
  const second = objects.filter((object) => groupOf(object) === SELDON_2);
  if (second.length > 0)
    return `it is of Seldon Core 2 (${kindsIn(second)}), which the lab does not read; ${READABLE}`;
  const held = kindsIn(objects.filter((object) => kindOfObject(object) !== ''));
  return `it holds no SeldonDeployment and no InferenceService${held === '' ? '' : `, but ${held}`}; ${READABLE}`;
}

function read(objects: readonly unknown[], fileName: string, limits: Limits): FromManifests {
  const of = (group: string, kind: string): readonly unknown[] =>
    objects.filter((object) => groupOf(object) === group && kindOfObject(object) === kind);
  const seldon = of('machinelearning.seldon.io', 'SeldonDeployment');
  const services = of('serving.kserve.io', 'InferenceService');
  const graphs = of('serving.kserve.io', 'InferenceGraph');
  if (seldon.length > 0 && services.length > 0)
    throw new Unreadable('it mixes SeldonDeployments and InferenceServices; import one pipeline at a time');
  if (seldon.length + services.length === 0) throw new Unreadable(nothingIn(objects));
  const log = new DecisionLog({});
  const stages: readonly FoundStage[] =
    seldon.length > 0 ? seldonStages(seldon, log) : kserveStages(services, graphs, log);
  const used = seldon.length > 0 ? seldon : [...graphs, ...services];
  refuseTemplates(used);
  const name = plainName(nameOf(used, fileName), log);
  const skeleton = skeletonOf(name, stages, fileName, limits);
  const { scalers, refusals } = scalersIn(objects);
  const policies = policiesFrom(
    scalers,
    skeleton.pipeline.stages.map((stage) => stage.name),
  );
  log.add(policies.decisions);
  for (const why of [...refusals, ...policies.refusals]) log.leftOut(`An autoscaler was left out: ${why}.`);
  const left = kindsIn(objects.filter((object) => !used.includes(object) && !isScaler(object)));
  if (left !== '') log.leftOut(`Passed over, for they are no stages: ${left}.`);
  // KServe's controller calls a Deployment after its InferenceService; a SeldonDeployment's own names are not the lab's.
  const namespace = textOf(at(services[0], 'metadata', 'namespace'));
  const deployed =
    services.length > 0
      ? {
          layout: 'kserve' as const,
          ...(isLabel(namespace) ? { namespace } : {}),
        }
      : undefined;
  return {
    ...skeleton,
    pipeline: deployed ? { ...skeleton.pipeline, deployed } : skeleton.pipeline,
    autoscalers: policies.policies,
    decisions: [...skeleton.decisions, ...log.decisions],
  };
}

/**
 * A skeleton from manifests, YAML or JSON: SeldonDeployments in one graph or per stage, or InferenceServices. Its
 * `configuration` is what runs, cut to the limits; `decisions` say what was read and assumed. Checked by the rules of every pipeline.
 * Refuses, in one sentence, what is no chain.
 */
export function pipelineFromManifests(text: string, fileName: string, limits: Limits): Result<FromManifests> {
  return fromObjects(text, fileName, (objects) => {
    const found = read(objects, fileName, limits);
    const pipeline = pipelineFrom(found.pipeline, fileName, limits);
    return pipeline.ok ? accepted({ ...found, pipeline: pipeline.value }) : pipeline;
  });
}
