/** SeldonDeployments as a chain of stages: one graph, or a deployment per stage with queues and a router. */
import { stageOf, type FoundStage } from './container.ts';
import { shown, Unreadable } from './unreadable.ts';
import { at, field, listIn, textOf, variable } from '../cluster/fields.ts';
import type { DecisionLog } from '../../model/decision.ts';

/** A graph of Seldon's is unrolled this deep at most; deeper, or one that contains itself, is no chain. */
const DEEPEST = 64;
const MODELS = ['', 'MODEL', 'TRANSFORMER', 'OUTPUT_TRANSFORMER', 'UNKNOWN_TYPE'];

interface Deployment {
  readonly name: string;
  readonly spec: unknown;
  readonly predictor: unknown;
  /** In the order that requests take. */
  readonly nodes: readonly unknown[];
}

/**
 * Whether a node does its work on the way back, after its child (seldon-core v1.17.1, executor/predictor: `transformOutput`
 * follows the children). `methods` says it where the type leaves it open.
 */
function after(node: unknown, owner: string, log: DecisionLog): boolean {
  const methods = listIn(field(node, 'methods')).map(textOf);
  if (methods.length === 0) return textOf(field(node, 'type')) === 'OUTPUT_TRANSFORMER';
  const back = methods.includes('TRANSFORM_OUTPUT');
  const forth = methods.includes('TRANSFORM_INPUT');
  if (back && forth && listIn(field(node, 'children')).length > 0)
    log.assumed(
      `The node ${shown(field(node, 'name'))} of ${shown(owner)} works before and after its child; the lab counts it once, before.`,
    );
  return back && !forth;
}

function chainOf(graph: unknown, owner: string, log: DecisionLog): readonly unknown[] {
  const nodes: unknown[] = [];
  const back: unknown[] = [];
  for (let node = graph; node !== undefined;) {
    if (nodes.length + back.length === DEEPEST)
      throw new Unreadable(`the graph of ${shown(owner)} is nested too deeply`);
    const name = field(node, 'name');
    const type = textOf(field(node, 'type'));
    if (!MODELS.includes(type))
      throw new Unreadable(
        `the node ${shown(name)} of ${shown(owner)} is a ${shown(type)}, and the lab knows only chains of models`,
      );
    const children = listIn(field(node, 'children'));
    if (children.length > 1)
      throw new Unreadable(
        `the node ${shown(name)} of ${shown(owner)} branches into ${String(children.length)}, and the lab knows only chains`,
      );
    if (after(node, owner, log)) back.unshift(node);
    else nodes.push(node);
    node = children[0];
  }
  return [...nodes, ...back];
}

/** Share of the traffic, per cent, as written; undefined where none is. */
function trafficOf(predictor: unknown): number | undefined {
  const written = field(predictor, 'traffic');
  return typeof written === 'number' && written >= 0 ? written : undefined;
}

/** The predictor that takes the traffic: of several, the one with the largest share. */
export function predictorOf(spec: unknown, name: string, log: DecisionLog): unknown {
  const all = listIn(field(spec, 'predictors'));
  const live = all.filter((one) => field(one, 'shadow') !== true);
  if (live.length < all.length)
    log.leftOut(`The shadow of ${shown(name)} is left out: its answers go to nobody.`);
  if (live.length === 1) return live[0];
  const most = Math.max(0, ...live.map((one) => trafficOf(one) ?? 0));
  const first = live.filter((one) => (trafficOf(one) ?? 0) === most);
  if (most === 0 || first.length !== 1)
    throw new Unreadable(
      `the SeldonDeployment ${shown(name)} has ${String(live.length)} predictors that take traffic${most === 0 ? '' : ' in equal shares'}, and a stage has one`,
    );
  const others = live.filter((one) => one !== first[0]);
  log.leftOut(
    `The predictor ${shown(field(first[0], 'name'))} of ${shown(name)} takes ${String(most)} % of the traffic and is run with all of it; left out: ${others
      .slice(0, 5)
      .map((one) => `${shown(field(one, 'name'))} (${String(trafficOf(one) ?? 0)} %)`)
      .join(', ')}.`,
  );
  return first[0];
}

function deploymentOf(object: unknown, log: DecisionLog): Deployment {
  const name = textOf(at(object, 'metadata', 'name'));
  const spec = field(object, 'spec');
  const predictor = predictorOf(spec, name, log);
  const graph = field(predictor, 'graph');
  if (graph === undefined) throw new Unreadable(`the SeldonDeployment ${shown(name)} has no graph`);
  for (const [key, what] of [
    ['explainer', 'The explainer'],
    ['svcOrchSpec', 'The orchestrator (svcOrchSpec)'],
  ] as const)
    if (field(predictor, key) !== undefined)
      log.leftOut(`${what} of ${shown(name)} is left out: the lab models the stages alone.`);
  return { name, spec, predictor, nodes: chainOf(graph, name, log) };
}

interface Found {
  readonly container: unknown;
  readonly component: unknown;
}

function containerOf({ predictor }: Deployment, node: unknown): Found {
  for (const component of listIn(field(predictor, 'componentSpecs')))
    for (const container of listIn(at(component, 'spec', 'containers')))
      if (field(container, 'name') === field(node, 'name')) return { container, component };
  return { container: undefined, component: undefined };
}

const firstContainer = (deployment: Deployment): unknown =>
  containerOf(deployment, deployment.nodes[0]).container;

/** Replicas as written: Seldon's own priority is component, predictor, deployment; an autoscaler's bounds hold over it. */
function replicasOf({ predictor, spec }: Deployment, component: unknown): unknown {
  const written = field(component, 'replicas') ?? field(predictor, 'replicas') ?? field(spec, 'replicas');
  const hpa = field(component, 'hpaSpec');
  const keda = field(component, 'kedaSpec');
  const least = field(hpa, 'minReplicas') ?? field(keda, 'minReplicaCount');
  const most = field(hpa, 'maxReplicas') ?? field(keda, 'maxReplicaCount');
  if (least === undefined) return written;
  if (typeof written !== 'number' || typeof least !== 'number') return least;
  return Math.max(least, typeof most === 'number' ? Math.min(written, most) : written);
}

function stageAt(deployment: Deployment, node: unknown, name: string, queue: unknown): FoundStage {
  const { container, component } = containerOf(deployment, node);
  if (container === undefined && textOf(field(node, 'implementation')) === '')
    throw new Unreadable(`the node ${shown(field(node, 'name'))} has no container of its name`);
  return stageOf({
    name,
    container,
    resources: field(container, 'resources'),
    modelUri: textOf(field(node, 'modelUri')),
    replicas: replicasOf(deployment, component),
    batches: queue ?? container,
  });
}

/** Names in a router's list of queues: the names themselves, or hosts and ports of their Services. */
function namesIn(list: string | undefined): readonly string[] | undefined {
  if (list === undefined) return undefined;
  try {
    const names = listIn(JSON.parse(list) as unknown).map(textOf);
    return names.length > 0 ? names : undefined;
  } catch {
    return undefined;
  }
}

/** The stage that an entry of the router's list means. */
function meant(entry: string, stages: readonly Deployment[]): Deployment | undefined {
  const label = entry.replace(/[.:].*$/, '');
  const of = (name: string): boolean =>
    [name, `${name}-${name}`, `${name}-${name}-${name}`].some((host) => host === label);
  return stages.find(({ name }) => of(name) || of(`queue-${name}`));
}

function ordered(
  stages: readonly Deployment[],
  routers: readonly Deployment[],
  log: DecisionLog,
): readonly Deployment[] {
  if (routers.length > 1)
    throw new Unreadable(
      `there are two routers, ${shown(routers[0]!.name)} and ${shown(routers[1]!.name)}; import one pipeline at a time`,
    );
  const router = firstContainer(routers[0] ?? stages[0]!);
  const list = namesIn(variable(router, 'MODEL_LISTS')) ?? namesIn(variable(router, 'TARGETS'));
  if (routers.length === 0 || list === undefined) {
    if (stages.length > 1)
      log.assumed('No router says the order of the stages; it is the order of the documents in the file.');
    return stages;
  }
  const order = list.map((entry) => {
    const stage = meant(entry, stages);
    if (!stage)
      throw new Unreadable(`the router names ${shown(entry)}, and no stage in the file is called so`);
    return stage;
  });
  if (new Set(order).size < order.length) throw new Unreadable('the router names a stage twice');
  const left = stages.filter((stage) => !order.includes(stage));
  if (left.length > 0)
    log.leftOut(
      `Left out, because the router does not name them: ${left.map(({ name }) => shown(name)).join(', ')}.`,
    );
  return order;
}

/** Stages in the order that requests take. Throws `Unreadable`. */
export function seldonStages(objects: readonly unknown[], log: DecisionLog): readonly FoundStage[] {
  const deployments = objects.map((object) => deploymentOf(object, log));
  const holds = (deployment: Deployment, name: string): boolean =>
    variable(firstContainer(deployment), name) !== undefined;
  const routers = deployments.filter(
    (one) => holds(one, 'MODEL_LISTS') || holds(one, 'TARGETS') || one.name === 'router',
  );
  const queues = deployments.filter(
    (one) => !routers.includes(one) && (one.name.startsWith('queue-') || holds(one, 'TARGET')),
  );
  const stages = deployments.filter((one) => !routers.includes(one) && !queues.includes(one));
  if (stages.length === 0)
    throw new Unreadable('it holds a router or queues, and no stage; export the stages with them');
  const long = stages.find(({ nodes }) => nodes.length > 1);
  if (long || deployments.length === 1) {
    const only = long ?? stages[0]!;
    if (deployments.length > 1)
      throw new Unreadable(
        `${shown(only.name)} is a graph of ${String(only.nodes.length)} stages and stands beside other deployments; import one pipeline at a time`,
      );
    return only.nodes.map((node) => stageAt(only, node, textOf(field(node, 'name')), undefined));
  }
  return ordered(stages, routers, log).map((stage) => {
    const queue = queues.find(
      (one) =>
        one.name === `queue-${stage.name}` || variable(firstContainer(one), 'MODEL_NAME') === stage.name,
    );
    return stageAt(stage, stage.nodes[0], stage.name, queue && firstContainer(queue));
  });
}
