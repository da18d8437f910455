/**
 * The features of `FeatureEncoder` as operators of an ONNX graph: from an observation in its own units to what the
 * network reads. In double precision until the last step, as there, so that both give the same numbers.
 */
import type { GraphBuilder } from './graph.ts';
import { RECENT_INTERVALS } from '../../environment/environment.ts';
import { MOST, PEAK_INTERVALS, type FeatureRanges } from '../../learning/network/features.ts';
import type { Tables } from '../../model/tables.ts';

/** Columns of the input `node`: free cores, forecast, recent maxima. */
export const NODE_SIGNALS = 2 + RECENT_INTERVALS;
/** Numbers of a stage in the input `stages`: starting, backlog, latency, throughput, cost. */
export const STAGE_SIGNALS = 5;

/** Names of the inputs that make up an observation. */
export interface ObservationInputs {
  readonly node: string;
  readonly stages: string;
  readonly ordered: string;
}

/** Declares the inputs of an observation of `n` stages. */
export function observationInputs(g: GraphBuilder, n: number): ObservationInputs {
  return {
    node: g.input(
      'node',
      'double',
      ['N', NODE_SIGNALS],
      'Free cores; forecast load, req/s; the last twelve ten-second maxima of the load, req/s, newest first.',
    ),
    stages: g.input(
      'stages',
      'double',
      ['N', n, STAGE_SIGNALS],
      'Of each stage: replicas starting; requests waiting; latency (wait, fill and service), s; serving capacity, req/s; cores held.',
    ),
    ordered: g.input(
      'ordered',
      'int32',
      ['N', n, 3],
      'The configuration ordered last. Of each stage: index of its variant, replicas - 1, index of its batch size; from 0.',
    ),
  };
}

/** What the network reads, double [N, inputs], rounded to single precision as the lab rounds it. */
export function features(
  g: GraphBuilder,
  inputs: ObservationInputs,
  tables: Tables,
  ranges: FeatureRanges,
): string {
  const forecast = g.select(inputs.node, [1], 1);
  const joined = g.concat(
    [
      ...nodeFeatures(g, inputs.node, forecast, tables, ranges),
      ...stageFeatures(g, inputs, forecast, tables, ranges),
    ],
    1,
  );
  return g.cast(g.cast(joined, 'float'), 'double');
}

/** Pieces [N, .] that join into the features of the whole device. */
function nodeFeatures(
  g: GraphBuilder,
  node: string,
  forecast: string,
  { limits }: Tables,
  { load }: FeatureRanges,
): readonly string[] {
  const range = g.scalar('double', load);
  const most = g.scalar('double', MOST);
  const recent = g.select(
    node,
    Array.from({ length: RECENT_INTERVALS }, (_, back) => 2 + back),
    1,
  );
  const last = g.select(recent, [0], 1);
  const newest = g.select(
    recent,
    Array.from({ length: PEAK_INTERVALS }, (_, back) => back),
    1,
  );
  const peak = g.apply('ReduceMax', [newest], { axes: [1], keepdims: 1 });
  const change = g.apply('Mul', [g.scalar('double', 4), g.apply('Sub', [forecast, last])]);
  const raised = g.apply('Add', [g.concat([forecast, last, peak], 1), g.scalar('double', 1)]);
  const logarithms = g.apply('Div', [
    g.apply('Mul', [g.scalar('double', 2), g.apply('Log', [raised])]),
    g.scalar('double', Math.log1p(load)),
  ]);
  return [
    g.apply('Div', [g.select(node, [0], 1), g.scalar('double', limits.maxCores)]),
    g.apply('Min', [g.apply('Div', [forecast, range]), most]),
    g.apply('Clip', [g.apply('Div', [change, range]), g.scalar('double', -MOST), most]),
    g.apply('Min', [g.apply('Div', [recent, range]), most]),
    g.apply('Min', [logarithms, most]),
  ];
}

/** Pieces [N, .]: of each stage its variant, one-hot, then the rest. */
function stageFeatures(
  g: GraphBuilder,
  { stages, ordered }: ObservationInputs,
  forecast: string,
  { limits, batches, variants }: Tables,
  { load, latency, backlog }: FeatureRanges,
): readonly string[] {
  const most = g.scalar('double', MOST);
  const counts = g.apply('Add', [
    g.cast(g.select(ordered, [1, 2], 2), 'double'),
    g.constant('double', [1, 0]),
  ]);
  const order = g.apply('Div', [
    counts,
    g.constant('double', [limits.maxReplicas, Math.max(1, batches.length - 1)]),
  ]);
  const signals = g.apply('Min', [
    g.apply('Div', [
      stages,
      g.constant('double', [limits.maxReplicas, backlog, latency, load, limits.maxCores]),
    ]),
    // Replicas and cores have limits already.
    g.constant('double', [Infinity, MOST, MOST, MOST, Infinity]),
  ]);
  const demand = g.apply('Unsqueeze', [forecast, g.constant('int64', [2])]);
  const spare = g.apply('Sub', [g.select(stages, [3], 2), demand]);
  const headroom = g.apply('Clip', [
    g.apply('Div', [spare, g.apply('Add', [demand, g.scalar('double', 1)])]),
    g.scalar('double', -1),
    most,
  ]);
  const rest = g.concat([order, signals, headroom], 2);
  const chosen = g.pick(ordered, 0, 2);
  return [...variants].flatMap((count, n) => {
    const identity = Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0));
    const oneHot = g.apply('Gather', [g.constant('double', identity, [count, count]), g.pick(chosen, n, 1)]);
    return [oneHot, g.pick(rest, n, 1)];
  });
}
