/** InferenceServices, and the InferenceGraph that says their order. */
import { stageOf, type FoundStage } from './container.ts';
import { shown, Unreadable } from './unreadable.ts';
import { at, field, listOf, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';

const nameOf = (object: unknown): string => textOf(at(object, 'metadata', 'name'));

function stageFrom(service: unknown): FoundStage {
  const predictor = at(service, 'spec', 'predictor');
  const [first] = listOf(field(predictor, 'containers'));
  // The older form has the framework's name for the field: sklearn, triton, ..
  const model = isRecord(predictor)
    ? (field(predictor, 'model') ??
      Object.values(predictor).find((one) => field(one, 'storageUri') !== undefined))
    : undefined;
  const container = first ?? model;
  if (container === undefined)
    throw new Unreadable(`the InferenceService ${shown(nameOf(service))} has no container and no model`);
  return stageOf({
    name: nameOf(service),
    container,
    resources: field(container, 'resources'),
    modelUri: textOf(field(model, 'storageUri')),
    replicas: field(predictor, 'minReplicas'),
    batches: container,
  });
}

/** Names of the services, one after the other. */
function orderOf(graph: unknown): readonly string[] {
  const nodes = at(graph, 'spec', 'nodes');
  const others = isRecord(nodes) ? Object.keys(nodes).filter((key) => key !== 'root') : [];
  const root = field(nodes, 'root');
  const type = textOf(field(root, 'routerType'));
  if (type !== 'Sequence')
    throw new Unreadable(
      `the node "root" of the InferenceGraph ${shown(nameOf(graph))} is a ${shown(type)}, and the lab knows only a Sequence`,
    );
  if (others.length > 0)
    throw new Unreadable(
      `the InferenceGraph ${shown(nameOf(graph))} has the node ${shown(others[0])} beside its root, and the lab knows only a chain`,
    );
  return listOf(field(root, 'steps')).map((step) => {
    const service = textOf(field(step, 'serviceName'));
    if (service === '' || field(step, 'condition') !== undefined)
      throw new Unreadable(
        `the step ${shown(field(step, 'name') ?? service)} of the InferenceGraph ${shown(nameOf(graph))} is not a service that every request takes`,
      );
    return service;
  });
}

/** Stages in the order that requests take. Throws `Unreadable`. */
export function kserveStages(
  services: readonly unknown[],
  graphs: readonly unknown[],
  notes: string[],
): readonly FoundStage[] {
  if (graphs.length > 1) throw new Unreadable('it holds two InferenceGraphs; import one pipeline at a time');
  if (graphs.length === 0) {
    if (services.length > 1)
      notes.push(
        'No InferenceGraph says the order of the stages; it is the order of the documents in the file.',
      );
    return services.map(stageFrom);
  }
  const order = orderOf(graphs[0]);
  const left = services.filter((service) => !order.includes(nameOf(service)));
  if (left.length > 0)
    notes.push(
      `Left out, because the InferenceGraph does not name them: ${left.map((one) => shown(nameOf(one))).join(', ')}.`,
    );
  return order.map((name) => {
    const service = services.find((one) => nameOf(one) === name);
    if (service === undefined)
      throw new Unreadable(
        `the InferenceGraph names ${shown(name)}, and no InferenceService in the file is called so`,
      );
    return stageFrom(service);
  });
}
