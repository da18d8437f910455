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

/** What stands between two braces, but for what KServe fills in itself when it starts a container ("{{.Name}}"). */
const TEMPLATE = /\{\{(?!\s*\.(Name|Namespace|Labels|Annotations)\b)|\{%/;
const SELDON_2 = 'mlops.seldon.io';
const READABLE =
  'SeldonDeployments of Seldon Core 1, InferenceServices of KServe and pipeline files of the lab (JSON) can be read';

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

/** "PodMonitor (2), Service (1)"; empty where there is no object. */
function kindsIn(objects: readonly unknown[]): string {
  const kinds = new Map<string, number>();
  for (const object of objects) {
    const kind = /^[A-Za-z0-9]{1,40}$/.exec(kindOf(object))?.[0] ?? 'no kind';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const said = [...kinds].slice(0, 10).map(([kind, count]) => `${kind} (${String(count)})`);
  return `${said.join(', ')}${kinds.size > 10 ? ', and others' : ''}`;
}

function passedOver(objects: readonly unknown[], used: readonly unknown[]): readonly string[] {
  const left = kindsIn(objects.filter((object) => !used.includes(object)));
  return left === '' ? [] : [`Passed over, for they are no stages: ${left}.`];
}

/** Why there is nothing to read, as the rest of a sentence. */
function nothingIn(objects: readonly unknown[]): string {
  const second = objects.filter((object) => groupOf(object) === SELDON_2);
  if (second.length > 0)
    return `it is of Seldon Core 2 (${kindsIn(second)}), which the lab does not read; ${READABLE}`;
  const held = kindsIn(objects.filter((object) => kindOf(object) !== ''));
  return `it holds no SeldonDeployment and no InferenceService${held === '' ? '' : `, but ${held}`}; ${READABLE}`;
}

/** Text in what is read that a template has yet to fill in. Throws `Unfilled`. */
function refuseTemplates(objects: readonly unknown[]): void {
  const seen = new Set<unknown>();
  function look(value: unknown): void {
    if (typeof value === 'string' && TEMPLATE.test(value)) throw new Unfilled(value);
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (const part of Object.values(value)) look(part);
  }
  for (const object of objects) look(object);
}

class Unfilled extends Error {}

/** The line at which `held`, a part of the text, has a template's braces. */
function templateLine(text: string, held: string): number {
  const found = TEMPLATE.exec(held)?.index ?? 0;
  const [begin] = held.slice(found, found + 40).split('\n');
  return text.slice(0, Math.max(0, text.indexOf(begin!))).split('\n').length;
}

/** The line of the wrong YAML where a template's braces stand in it, else that of the first braces. */
function wrongLine(text: string, message: string): number {
  const line = Number(/in line (\d+)/.exec(message)?.[1] ?? 0);
  return TEMPLATE.test(text.split('\n')[line - 1] ?? '') ? line : templateLine(text, text);
}

const templateAt = (fileName: string, line: number): string =>
  `${fileName}: it is a template, with {{ }} or {% %} in line ${String(line)}; render it first (helm template, or kubectl get -o yaml for what runs) and import the result.`;

function read(values: readonly unknown[], fileName: string, limits: Limits): Skeleton {
  const objects = flat(values);
  const of = (group: string, kind: string): readonly unknown[] =>
    objects.filter((object) => groupOf(object) === group && kindOf(object) === kind);
  const seldon = of('machinelearning.seldon.io', 'SeldonDeployment');
  const services = of('serving.kserve.io', 'InferenceService');
  const graphs = of('serving.kserve.io', 'InferenceGraph');
  if (seldon.length > 0 && services.length > 0)
    throw new Unreadable('it mixes SeldonDeployments and InferenceServices; import one pipeline at a time');
  if (seldon.length + services.length === 0) throw new Unreadable(nothingIn(objects));
  const notes: string[] = [];
  const stages: readonly FoundStage[] =
    seldon.length > 0 ? seldonStages(seldon, notes) : kserveStages(services, graphs, notes);
  const used = seldon.length > 0 ? seldon : [...graphs, ...services];
  refuseTemplates(used);
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
  const values = readYaml(text);
  if (!values.ok)
    return refused(
      TEMPLATE.test(text)
        ? templateAt(fileName, wrongLine(text, values.message))
        : `${fileName}: ${values.message}`,
    );
  try {
    const skeleton = read(values.value, fileName, limits);
    const pipeline = pipelineFrom(skeleton.pipeline, fileName, limits);
    return pipeline.ok ? accepted({ ...skeleton, pipeline: pipeline.value }) : pipeline;
  } catch (error) {
    if (error instanceof Unfilled) return refused(templateAt(fileName, templateLine(text, error.message)));
    if (error instanceof Unreadable) return refused(`${fileName}: ${error.message}.`);
    throw error;
  }
}
