/**
 * The walk over the heads - `Distribution.best` under the masks of `pipelineActions` - as operators of an ONNX graph:
 * variant, replicas and batch stage by stage, each the allowed choice with the highest logit, the first of equals.
 */
import type { GraphBuilder } from './graph.ts';
import type { Tables } from '../../model/tables.ts';

export interface Walk {
  /** Head indices, int32 [N, stages, 3]; -1 where no choice of a head was allowed. */
  readonly action: string;
  /** What was allowed when each head's turn came, bool [N, logits]. */
  readonly allowed: string;
}

/** `logits` float [N, logits], `mask` bool [N, logits]: choices allowed but for the cores that they need. */
export function greedyWalk(g: GraphBuilder, logits: string, mask: string, tables: Tables): Walk {
  const { stages, variants, batches, limits, capacity, units, variantOffset, reserve } = tables;
  const heads = [...variants].flatMap((count) => [count, limits.maxReplicas, batches.length]);
  const logitsOf = g.split(logits, heads, 1);
  const maskOf = g.split(mask, heads, 1);
  const actions: string[] = [];
  const allowed: string[] = [];
  const choose = (head: number, fits?: string): string => {
    const own = fits === undefined ? maskOf[head]! : g.apply('And', [maskOf[head]!, fits]);
    allowed.push(own);
    const { index, shown } = best(g, logitsOf[head]!, own);
    actions.push(shown);
    return index;
  };
  /** Units of cores of the stages before, int64 [N, 1]. */
  let used: string | undefined;
  for (let n = 0; n < stages; n++) {
    const most = g.constant('int64', [capacity - reserve[n]!]);
    const room = used === undefined ? most : g.apply('Sub', [most, used]);
    const each = g.constant('int64', [...units.subarray(variantOffset[n], variantOffset[n + 1])]);
    const perReplica = g.apply('Gather', [each, choose(3 * n, atMost(g, each, room))]);
    const replicas = g.constant(
      'int64',
      Array.from({ length: limits.maxReplicas }, (_, f) => f + 1),
    );
    const needed = g.apply('Mul', [perReplica, replicas]);
    const count = choose(3 * n + 1, atMost(g, needed, room));
    const taken = g.apply('Mul', [perReplica, g.apply('Add', [count, g.scalar('int64', 1)])]);
    used = used === undefined ? taken : g.apply('Add', [used, taken]);
    choose(3 * n + 2);
  }
  const action = g.apply('Reshape', [g.concat(actions, 1), g.constant('int64', [0, stages, 3])]);
  return { action: g.cast(action, 'int32'), allowed: g.concat(allowed, 1) };
}

/** Where `value` <= `bound`: bool. */
function atMost(g: GraphBuilder, value: string, bound: string): string {
  return g.apply('LessOrEqual', [value, bound]);
}

/** The allowed choice with the highest logit, int64 [N, 1]: as an index to go on with, and as shown, -1 where there is none. */
function best(
  g: GraphBuilder,
  logits: string,
  allowed: string,
): { readonly index: string; readonly shown: string } {
  const masked = masking(g, logits, allowed);
  const index = g.apply('ArgMax', [masked], { axis: 1, keepdims: 1, select_last_index: 0 });
  const any = g.apply('ReduceMax', [g.cast(allowed, 'int32')], { axes: [1], keepdims: 1 });
  return { index, shown: g.apply('Where', [g.cast(any, 'bool'), index, g.scalar('int64', -1)]) };
}

/** `logits` where `allowed`, elsewhere minus infinity. */
export function masking(g: GraphBuilder, logits: string, allowed: string): string {
  return g.apply('Where', [allowed, logits, g.scalar('float', -Infinity)]);
}
