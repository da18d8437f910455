/** Where a stage's three knobs stand in the resources of each layout, and how they are read. */
import type { AgentSettings } from './settings.ts';
import { FETCHER, modelAt } from '../cluster/document.ts';
import { coresIn } from '../cluster/quantity.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { Configuration, StageConfig } from '../../model/pipeline.ts';
import { batchSizes } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';

export const PAUSED = 'opd.lab/paused';
const VARIANT = 'MODEL_VARIANT';
const BATCH = 'MLSERVER_MODEL_MAX_BATCH_SIZE';
const BATCH_TIME = 'MLSERVER_MODEL_MAX_BATCH_TIME';

/** One resource that the agent reads and patches. */
export interface Resource {
  readonly name: string;
  /** Address at the API server. */
  readonly path: string;
}

/** A container inside a resource, by JSON pointer. */
interface Place {
  readonly resource: Resource;
  /** Of the number of replicas. */
  readonly replicas: string;
  /** Of the list of containers, and the name of the one. */
  readonly containers: string;
  readonly container: string;
  /** Folder of the stage's models, where they are fetched before a replica starts. */
  readonly modelUri?: string | undefined;
}

export interface StagePlaces {
  readonly stage: Place;
  /** What makes the batches: the stage itself, or the queue before it. */
  readonly batches: Place;
}

/** Where each stage's knobs stand, in the pipeline's order. */
export function stagePlacesOf({ layout, namespace, graph, stages }: AgentSettings): readonly StagePlaces[] {
  const seldon = (name: string): Resource => ({
    name,
    path: `/apis/machinelearning.seldon.io/v1/namespaces/${namespace}/seldondeployments/${name}`,
  });
  const single = (name: string): Place => ({
    resource: seldon(name),
    replicas: '/spec/replicas',
    containers: '/spec/predictors/0/componentSpecs/0/spec/containers',
    container: name,
  });
  const whole = seldon(graph);
  return stages.map(({ name, queue, modelUri }, n) => {
    if (layout === 'seldon-per-stage')
      return { stage: { ...single(name), modelUri }, batches: single(queue!) };
    const own: Place =
      layout === 'seldon-graph'
        ? {
            resource: whole,
            replicas: `/spec/predictors/0/componentSpecs/${String(n)}/replicas`,
            containers: `/spec/predictors/0/componentSpecs/${String(n)}/spec/containers`,
            container: name,
          }
        : {
            resource: {
              name,
              path: `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices/${name}`,
            },
            replicas: '/spec/predictor/minReplicas',
            containers: '/spec/predictor/containers',
            container: 'kserve-container',
          };
    const stage = { ...own, modelUri };
    return { stage, batches: stage };
  });
}

/** Every resource once, in order. */
export function resourcesOf(places: readonly StagePlaces[]): readonly Resource[] {
  const all = new Map<string, Resource>();
  for (const { stage, batches } of places)
    for (const { resource } of [stage, batches]) all.set(resource.path, resource);
  return [...all.values()];
}

/** What is at a JSON pointer (RFC 6901); undefined where nothing is. */
export function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = found[Number(key)];
    else if (isRecord(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}

/** An environment variable with the JSON pointer of its entry. */
interface Variable {
  readonly pointer: string;
  readonly name: string;
  readonly value: string;
}

/** What a patch of a container must name. */
export interface ContainerView {
  readonly resource: Resource;
  readonly resourceVersion: string;
  readonly containerPointer: string;
  readonly container: string;
  readonly replicasPointer: string;
  readonly replicas: number;
  readonly cpu: number;
  readonly variant: Variable | undefined;
  readonly batch: Variable | undefined;
  readonly batchTime: Variable | undefined;
  /** What fetches the model, by the pointer of its argument; undefined where the image holds the models. */
  readonly fetched: (Variable & { readonly folder: string }) | undefined;
}

export interface StageView {
  readonly stage: ContainerView;
  readonly batches: ContainerView;
}

function viewOf(place: Place, object: unknown): Result<ContainerView> {
  const { resource, containers, container, replicas, modelUri } = place;
  const strange = (what: string): Result<never> =>
    refused(`${resource.name} ${what}; was it edited by hand?`);
  const list = at(object, containers);
  const index = Array.isArray(list) ? list.findIndex((one) => at(one, '/name') === container) : -1;
  if (index < 0) return strange(`has no container ${container} where it should be`);
  const pointer = `${containers}/${String(index)}`;
  const resourceVersion = at(object, '/metadata/resourceVersion');
  const count = at(object, replicas);
  const cpu = coresIn(at(object, `${pointer}/resources/requests/cpu`));
  if (typeof resourceVersion !== 'string') return strange('has no resourceVersion');
  if (typeof count !== 'number' || !Number.isInteger(count))
    return strange('has no number of replicas where it should be');
  if (cpu === undefined) return strange('asks for no cores');
  const variables = at(object, `${pointer}/env`);
  const variable = (name: string): Variable | undefined => {
    if (!Array.isArray(variables)) return undefined;
    const k = variables.findIndex((one) => at(one, '/name') === name);
    const value = at(variables[k], '/value');
    return typeof value === 'string' ? { pointer: `${pointer}/env/${String(k)}`, name, value } : undefined;
  };
  const fetchers = containers.replace(/containers$/, 'initContainers');
  const inits = at(object, fetchers);
  const k = Array.isArray(inits) ? inits.findIndex((one) => at(one, '/name') === FETCHER) : -1;
  const source = at(object, `${fetchers}/${String(k)}/args/0`);
  if (modelUri !== undefined && typeof source !== 'string') return strange('fetches no model');
  return accepted({
    resource,
    resourceVersion,
    containerPointer: pointer,
    container,
    replicasPointer: replicas,
    replicas: count,
    cpu,
    variant: variable(VARIANT),
    batch: variable(BATCH),
    batchTime: variable(BATCH_TIME),
    fetched:
      modelUri !== undefined && typeof source === 'string'
        ? { pointer: `${fetchers}/${String(k)}`, name: FETCHER, value: source, folder: modelUri }
        : undefined,
  });
}

/** What is ordered in the cluster. */
export interface Ordered {
  readonly views: readonly StageView[];
  readonly configuration: Configuration;
  /** Name of a resource that carries the annotation `opd.lab/paused: "true"`. */
  readonly paused: string | undefined;
}

/**
 * Reads the ordered configuration; `objects` by the path of their resource. Refuses, in a sentence, what the policy does
 * not know: the agent then holds, since somebody meant it.
 */
export function readOrdered(
  places: readonly StagePlaces[],
  objects: ReadonlyMap<string, unknown>,
  tables: Tables,
): Result<Ordered> {
  const views: StageView[] = [];
  const configuration: StageConfig[] = [];
  let paused: string | undefined;
  for (const [path, object] of objects) if (isPaused(object)) paused = path.split('/').at(-1);
  for (const [n, { stage, batches }] of places.entries()) {
    const first = viewOf(stage, objects.get(stage.resource.path));
    if (!first.ok) return first;
    const second = batches === stage ? first : viewOf(batches, objects.get(batches.resource.path));
    if (!second.ok) return second;
    const view = { stage: first.value, batches: second.value };
    const read = configOf(view, n, tables);
    if (!read.ok) return read;
    views.push(view);
    configuration.push(read.value);
  }
  return accepted({ views, configuration, paused });
}

function isPaused(object: unknown): boolean {
  return at(object, `/metadata/annotations/${PAUSED.replace('/', '~1')}`) === 'true';
}

function configOf({ stage, batches }: StageView, n: number, tables: Tables): Result<StageConfig> {
  const { name } = stage.resource;
  const hand = (what: string): Result<never> =>
    refused(`${what}, which the policy does not know; the agent leaves it to whoever set it.`);
  const { variants } = tables.pipeline.stages[n]!;
  const variant = variants.findIndex((one) => one.name === stage.variant?.value);
  if (variant < 0) return hand(`${name} runs the variant ${JSON.stringify(stage.variant?.value ?? '')}`);
  const { cores } = variants[variant]!;
  const { fetched } = stage;
  if (fetched && fetched.value !== modelAt(fetched.folder, variants[variant]!.name))
    return hand(`${name} fetches ${JSON.stringify(fetched.value)} for ${variants[variant]!.name}`);
  if (stage.cpu !== cores)
    return hand(
      `${name} gives ${variants[variant]!.name} ${String(stage.cpu)} cores and not ${String(cores)}`,
    );
  const { maxReplicas, maxBatch } = tables.limits;
  if (stage.replicas < 1 || stage.replicas > maxReplicas)
    return hand(`${name} has ${String(stage.replicas)} replicas`);
  const batch = Number(batches.batch?.value);
  if (!batchSizes(maxBatch).includes(batch))
    return hand(`${batches.resource.name} makes batches of ${batches.batch?.value ?? 'no size'}`);
  return accepted({ variant, replicas: stage.replicas, batch });
}
