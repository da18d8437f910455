/** The order of the stages that an InferenceGraph of KServe says. */
import { shown, Unreadable } from './unreadable.ts';
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import type { DecisionLog } from '../../model/decision.ts';

/** No chain is longer; a graph that contains itself has no end. */
const MOST_STEPS = 64;

const nameOf = (graph: unknown): string => shown(textOf(at(graph, 'metadata', 'name')));

/** `http://yolo.opd.svc:8080/v2` is a service called `yolo`. */
const hostOf = (url: string): string => /^(?:\w+:\/\/)?([^/.:]+)/.exec(url)?.[1] ?? '';

/** Names of the services, one after the other; a Sequence within a Sequence is still a chain. Throws `Unreadable`. */
export function orderOf(graph: unknown, log: DecisionLog): readonly string[] {
  const nodes = at(graph, 'spec', 'nodes');
  const order: string[] = [];
  const seen = new Set<string>();

  function follow(node: string): void {
    if (seen.has(node))
      throw new Unreadable(
        `the InferenceGraph ${nameOf(graph)} comes to its node ${shown(node)} twice, and the lab knows only a chain`,
      );
    seen.add(node);
    const found = field(nodes, node);
    if (found === undefined)
      throw new Unreadable(`the InferenceGraph ${nameOf(graph)} names a node ${shown(node)} that it has not`);
    const type = textOf(field(found, 'routerType'));
    if (type !== 'Sequence')
      throw new Unreadable(
        `the node ${shown(node)} of the InferenceGraph ${nameOf(graph)} is a ${shown(type)}, and the lab knows only a Sequence`,
      );
    for (const step of listIn(field(found, 'steps'))) {
      const inner = textOf(field(step, 'nodeName'));
      const service = textOf(field(step, 'serviceName')) || hostOf(textOf(field(step, 'serviceUrl')));
      if ((inner === '' && service === '') || field(step, 'condition') !== undefined)
        throw new Unreadable(
          `the step ${shown(field(step, 'name') ?? (inner || service))} of the InferenceGraph ${nameOf(graph)} is not a service that every request takes`,
        );
      if (inner !== '') follow(inner);
      else order.push(service);
      if (order.length > MOST_STEPS)
        throw new Unreadable(
          `the InferenceGraph ${nameOf(graph)} has more than ${String(MOST_STEPS)} steps, and a pipeline has fewer`,
        );
    }
  }

  follow('root');
  const unused = isRecord(nodes) ? Object.keys(nodes).filter((key) => !seen.has(key)) : [];
  if (unused.length > 0)
    log.leftOut(
      `Left out, because no step of the InferenceGraph leads there: ${unused.slice(0, 10).map(shown).join(', ')}.`,
    );
  return order;
}
