/** A trained agent as an ONNX file: an observation in its own units in; logits, value and the action out. */
import { GraphBuilder } from './graph.ts';
import { encodeModel } from './model.ts';
import { greedyWalk, masking } from './policyChoice.ts';
import { features, observationInputs } from './policyFeatures.ts';
import { requireFit, type AgentRecord } from '../../learning/network/trainedAgent.ts';
import { layoutOf, type Dense } from '../../learning/network/network.ts';
import type { Tables } from '../../model/tables.ts';

/** What the file tells under `sluice.schema` of its metadata. */
const SCHEMA = 'policy/1';

/**
 * The bytes of an ONNX file (opset 17) of the agent on the pipeline of `tables`. S stages; L logits, those of all
 * heads one after another: of each stage its variants, its replicas 1..F_max, its batch sizes. N rows, free.
 *
 * Inputs (`policyInputs` writes the first three):
 * - `node`, double [N, 14]: free cores; forecast, req/s; the last twelve ten-second maxima of the load, req/s, newest
 *   first.
 * - `stages`, double [N, S, 5]: replicas starting; requests waiting; latency, s; serving capacity, req/s; cores held.
 * - `ordered`, int32 [N, S, 3]: the configuration ordered last, as `action` has it.
 * - `mask`, bool [N, L]: choices that may be taken as far as their cores allow; all true restricts nothing more.
 *
 * Outputs:
 * - `logits`, float [N, L]: minus infinity where `mask` is false. The masks for cores depend on the heads before, so
 *   they are not in here.
 * - `value`, float [N]: what the agent expects, on the scale of its training.
 * - `action`, int32 [N, S, 3]: index of the variant, replicas - 1, index of the batch size; head by head the allowed
 *   choice with the highest logit, the first of equals, within W_max. It is -1 where `mask` left a head no choice that
 *   fits; such a row must not be applied.
 * - `allowed`, bool [N, L]: what each head could choose from when its turn came: `mask`, and the cores left.
 *
 * All of the lab's scaling runs inside, and with it the walk over the heads. Everything is in double precision but
 * rounded to single where the lab rounds, at the features and at the logits, so that ties break as they do there.
 * An index of a variant outside its range makes the run fail; other values are not checked.
 *
 * Throws `AgentMismatch` where the agent was trained for another pipeline or other limits, and an error where its
 * parameters are too few, too many or not finite.
 */
export function policyOnnx(agent: AgentRecord, tables: Tables): Uint8Array<ArrayBuffer> {
  requireFit(agent, tables);
  const { shape, ranges, parameters } = agent;
  const layout = layoutOf(shape);
  if (parameters.length !== layout.size) {
    throw new Error(`the network has ${String(layout.size)} parameters, not ${String(parameters.length)}`);
  }
  if (!parameters.every(Number.isFinite)) throw new Error('the network has a parameter that is not finite');
  const { stages } = tables;
  const g = new GraphBuilder();
  const inputs = observationInputs(g, stages);
  const mask = g.input(
    'mask',
    'bool',
    ['N', layout.logits],
    'Choices that may be taken as far as cores allow.',
  );
  const outputs = g.cast(network(g, features(g, inputs, tables, ranges), agent), 'float');
  const [logits, value] = g.split(outputs, [layout.logits, 1], 1);
  const { action, allowed } = greedyWalk(g, logits!, mask, tables);
  g.output(
    'logits',
    masking(g, logits!, mask),
    'float',
    ['N', layout.logits],
    'Minus infinity where masked.',
  );
  g.output(
    'value',
    g.apply('Squeeze', [value!, g.constant('int64', [1])]),
    'float',
    ['N'],
    'What the agent expects, on the scale of its training.',
  );
  g.output(
    'action',
    action,
    'int32',
    ['N', stages, 3],
    'Of each stage: index of its variant, replicas - 1, index of its batch size; -1 where nothing was allowed.',
  );
  g.output('allowed', allowed, 'bool', ['N', layout.logits], 'What each head could choose from in its turn.');
  const doc = `OPD agent for the inference pipeline ${tables.pipeline.name}.`;
  return encodeModel(g.model('policy', doc, metadata(agent, tables)));
}

/** The residual network in double precision: [N, inputs] -> [N, logits + 1]. */
function network(g: GraphBuilder, x: string, { shape, parameters }: AgentRecord): string {
  const layout = layoutOf(shape);
  // Kept in single precision, which holds them exactly in half the bytes.
  const constant = (name: string, dims: readonly number[], from: number, to: number): string =>
    g.cast(g.weights(name, 'float', dims, parameters.subarray(from, to)), 'double');
  const dense = (name: string, input: string, { weights, bias, rows, cols }: Dense): string =>
    g.apply('Gemm', [
      input,
      constant(`${name}.weight`, [rows, cols], weights, weights + rows * cols),
      constant(`${name}.bias`, [cols], bias, bias + cols),
    ]);
  let hidden = g.apply('Relu', [dense('input', x, layout.input)]);
  layout.blocks.forEach(([first, second], k) => {
    const inner = g.apply('Relu', [dense(`block${String(k)}.first`, hidden, first)]);
    hidden = g.apply('Add', [hidden, dense(`block${String(k)}.second`, inner, second)]);
  });
  return dense('output', hidden, layout.output);
}

/** What a reader of the file alone could not know. */
function metadata(
  { pipeline, shape, ranges }: AgentRecord,
  { limits, batches }: Tables,
): Record<string, string> {
  return {
    'sluice.schema': SCHEMA,
    'sluice.pipeline': pipeline,
    'sluice.heads': JSON.stringify(shape.heads),
    'sluice.batches': JSON.stringify(batches),
    'sluice.limits': JSON.stringify(limits),
    'sluice.ranges': JSON.stringify(ranges),
  };
}
