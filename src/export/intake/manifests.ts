/** Manifests of a pipeline that runs in a cluster, as a pipeline of the lab. */
import { plainName, type FoundStage } from './container.ts';
import { Unreadable } from './unreadable.ts';
import { kserveStages } from './kserve.ts';
import { seldonStages } from './seldon.ts';
import { skeletonOf, type Skeleton } from './skeleton.ts';
import { at, field, listOf, textOf } from '../cluster/fields.ts';
import { readYaml } from '../cluster/yaml.ts';
import { pipelineFrom } from '../../model/parse.ts';
import type { Limits } from '../../model/pipeline.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Manifests of one pipeline are far smaller. */
const MOST_CHARACTERS = 300_000;
const MOST_OBJECTS = 500;
/** `kubectl get -o yaml` wraps once; a list that holds itself has no end. */
const DEEPEST_LIST = 3;

const kindOf = (object: unknown): string => textOf(field(object, 'kind'));
const groupOf = (object: unknown): string => textOf(field(object, 'apiVersion')).replace(/\/.*$/, '');

/** Objects without the lists that wrap them. */
function flat(values: readonly unknown[], depth = 0): readonly unknown[] {
  const objects: unknown[] = [];
  for (const value of values) {
    const items = kindOf(value).endsWith('List') ? listOf(field(value, 'items')) : undefined;
    if (items && depth === DEEPEST_LIST) throw new Unreadable('its lists are nested too deeply');
    objects.push(...(items ? flat(items, depth + 1) : [value]));
    if (objects.length > MOST_OBJECTS)
      throw new Unreadable(`it holds more than ${String(MOST_OBJECTS)} objects, and a pipeline has fewer`);
  }
  return objects;
}

/** The pipeline's own name where the manifests say one. */
function nameOf(objects: readonly unknown[], fileName: string): string {
  const named = objects.map((object) =>
    textOf(at(object, 'metadata', 'labels', 'app.kubernetes.io/part-of')),
  );
  const own =
    objects.length === 1 || kindOf(objects[0]) === 'InferenceGraph' ? at(objects[0], 'metadata', 'name') : '';
  return (
    [...named, textOf(own), fileName.replace(/\.[^.]*$/, '')].find((name) => name.trim() !== '') ?? 'imported'
  );
}

function passedOver(objects: readonly unknown[], used: readonly unknown[]): readonly string[] {
  const kinds = new Map<string, number>();
  for (const object of objects)
    if (!used.includes(object)) {
      const kind = /^[A-Za-z]{1,40}$/.exec(kindOf(object))?.[0] ?? 'no kind';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  if (kinds.size === 0) return [];
  const said = [...kinds].slice(0, 10).map(([kind, count]) => `${kind} (${String(count)})`);
  return [`Passed over, for they are no stages: ${said.join(', ')}${kinds.size > 10 ? ', and others' : ''}.`];
}

function read(values: readonly unknown[], fileName: string, limits: Limits): Skeleton {
  const objects = flat(values);
  const of = (group: string, kind: string): readonly unknown[] =>
    objects.filter((object) => groupOf(object) === group && kindOf(object) === kind);
  const seldon = of('machinelearning.seldon.io', 'SeldonDeployment');
  const services = of('serving.kserve.io', 'InferenceService');
  const graphs = of('serving.kserve.io', 'InferenceGraph');
  if (seldon.length > 0 && services.length > 0)
    throw new Unreadable('it mixes SeldonDeployments and InferenceServices; import one pipeline at a time');
  if (seldon.length + services.length === 0)
    throw new Unreadable('it holds no SeldonDeployment and no InferenceService');
  const notes: string[] = [];
  const stages: readonly FoundStage[] =
    seldon.length > 0 ? seldonStages(seldon, notes) : kserveStages(services, graphs, notes);
  const used = seldon.length > 0 ? seldon : [...graphs, ...services];
  const name = plainName(nameOf(used, fileName), notes);
  const skeleton = skeletonOf(name, stages, fileName, limits);
  return { ...skeleton, notes: [...skeleton.notes, ...notes, ...passedOver(objects, used)] };
}

/**
 * A skeleton from manifests, YAML or JSON: SeldonDeployments in one graph or per stage, or InferenceServices. Its
 * `configuration` is what runs, cut to the limits; `notes` say what was assumed. Checked by the rules of every pipeline.
 * Refuses, in one sentence, what is no chain.
 */
export function pipelineFromManifests(text: string, fileName: string, limits: Limits): Result<Skeleton> {
  if (text.length > MOST_CHARACTERS)
    return refused(
      `${fileName}: it has ${String(text.length)} characters; manifests of up to ${String(MOST_CHARACTERS)} are read.`,
    );
  if (/\{\{|\{%/.test(text))
    return refused(
      `${fileName}: it is a template, with {{ }} in it; render it first (kubectl get -o yaml shows what runs) and import the result.`,
    );
  const values = readYaml(text);
  if (!values.ok) return refused(`${fileName}: ${values.message}`);
  try {
    const skeleton = read(values.value, fileName, limits);
    const pipeline = pipelineFrom(skeleton.pipeline, fileName, limits);
    return pipeline.ok ? accepted({ ...skeleton, pipeline: pipeline.value }) : pipeline;
  } catch (error) {
    if (error instanceof Unreadable) return refused(`${fileName}: ${error.message}.`);
    throw error;
  }
}
