/** InferenceServices, and the InferenceGraph that says their order. */
import { stageOf, type FoundStage } from './container.ts';
import { orderOf } from './inferenceGraph.ts';
import { shown, Unreadable } from './unreadable.ts';
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { DecisionLog } from '../../model/decision.ts';

/** KServe's batcher takes this many where it is on and names none (kserve v0.15, pkg/batcher/handler.go). */
const BATCHER_DEFAULT = 32;
/** Names of containers that KServe takes for the server, the present one first. */
const SERVERS = ['kserve-container', 'kfserving-container'];
/** Fields of the older form of a predictor, named after the framework, beside the present `model`. */
const FRAMEWORKS = [
  'model',
  'sklearn',
  'xgboost',
  'tensorflow',
  'pytorch',
  'triton',
  'onnx',
  'huggingface',
  'pmml',
  'lightgbm',
  'paddle',
];

const nameOf = (object: unknown): string => textOf(at(object, 'metadata', 'name'));

function modelOf(component: unknown): unknown {
  const named = FRAMEWORKS.map((name) => field(component, name)).find(isRecord);
  if (named !== undefined || !isRecord(component)) return named;
  return Object.values(component).find(
    (one) => field(one, 'storageUri') !== undefined || field(one, 'storage') !== undefined,
  );
}

/** Where the model is stored: an address, or a path in a store that a key names. */
function uriOf(model: unknown): string {
  const uri = textOf(field(model, 'storageUri'));
  return uri === '' ? textOf(at(model, 'storage', 'path')) : uri;
}

interface Server {
  readonly container: unknown;
  readonly model: unknown;
}

/** Of several containers the one that serves: beside it stand shippers of logs and the like. */
function serverOf(component: unknown, what: string, log: DecisionLog): Server {
  const containers = listIn(field(component, 'containers'));
  const called = (name: string): unknown => containers.find((one) => field(one, 'name') === name);
  const model = modelOf(component);
  const container = SERVERS.map(called).find((one) => one !== undefined) ?? model ?? called('model');
  if (container !== undefined) return { container, model };
  const [first, second] = containers;
  if (first === undefined) throw new Unreadable(`${what} has no container and no model`);
  if (second !== undefined)
    log.assumed(
      `None of the containers of ${what} is called kserve-container; its first, ${shown(field(first, 'name'))}, is taken for the one that serves.`,
    );
  return { container: first, model };
}

/** A predictor or a transformer as a stage. */
function componentStage(component: unknown, name: string, what: string): FoundStage {
  const log = new DecisionLog({});
  const { container, model } = serverOf(component, what, log);
  const batcher = field(component, 'batcher');
  if (field(component, 'canaryTrafficPercent') !== undefined)
    log.leftOut(
      `canaryTrafficPercent of ${what} is ${shown(field(component, 'canaryTrafficPercent'))}: the lab runs what the file describes with all of the traffic, and no older revision beside it.`,
    );
  if (isRecord(field(component, 'workerSpec')))
    log.leftOut(`The workers (workerSpec) of ${what} are not modelled; a replica is its head alone.`);
  if (isRecord(batcher) && field(batcher, 'maxBatchSize') === undefined)
    log.assumed(
      `The batcher of ${what} names no maxBatchSize; ${String(BATCHER_DEFAULT)} is taken, as KServe does.`,
    );
  const stage = stageOf({
    name,
    container,
    resources: field(container, 'resources') ?? field(model, 'resources'),
    modelUri: uriOf(model),
    replicas: field(component, 'minReplicas'),
    batches: container,
    ...(isRecord(batcher) ? { batcher: field(batcher, 'maxBatchSize') ?? BATCHER_DEFAULT } : {}),
  });
  return { ...stage, decisions: [...log.decisions, ...stage.decisions] };
}

/** One stage, or two where a transformer stands before the predictor. */
function stagesFrom(service: unknown, log: DecisionLog): readonly FoundStage[] {
  const name = nameOf(service);
  const what = `the InferenceService ${shown(name)}`;
  if (field(field(service, 'spec'), 'explainer') !== undefined)
    log.leftOut(`The explainer of ${what} is left out: requests for a prediction do not pass it.`);
  const predictor = componentStage(at(service, 'spec', 'predictor'), name, what);
  const transformer = at(service, 'spec', 'transformer');
  if (!isRecord(transformer)) return [predictor];
  log.assumed(
    `The transformer of ${what} is a stage before its predictor; what it does to answers afterwards counts as part of that one visit.`,
  );
  return [componentStage(transformer, `${name}-transformer`, `the transformer of ${what}`), predictor];
}

/** Stages in the order that requests take. Throws `Unreadable`. */
export function kserveStages(
  services: readonly unknown[],
  graphs: readonly unknown[],
  log: DecisionLog,
): readonly FoundStage[] {
  if (graphs.length > 1) throw new Unreadable('it holds two InferenceGraphs; import one pipeline at a time');
  if (graphs.length === 0) {
    if (services.length > 1)
      log.assumed(
        'No InferenceGraph says the order of the stages; it is the order of the documents in the file.',
      );
    return services.flatMap((service) => stagesFrom(service, log));
  }
  const order = orderOf(graphs[0], log);
  const left = services.filter((service) => !order.includes(nameOf(service)));
  if (left.length > 0)
    log.leftOut(
      `Left out, because the InferenceGraph does not name them: ${left.map((one) => shown(nameOf(one))).join(', ')}.`,
    );
  return order.flatMap((name) => {
    const service = services.find((one) => nameOf(one) === name);
    if (service === undefined)
      throw new Unreadable(
        `the InferenceGraph names ${shown(name)}, and no InferenceService in the file is called so`,
      );
    return stagesFrom(service, log);
  });
}
