/** How a network is asked and what its answer means: in the form of the lab's own policy.onnx, or in a simple one. */
import type { NetworkTold } from './networkTold.ts';
import { NODE_SIGNALS, STAGE_SIGNALS } from './policyFeatures.ts';
import { policyInputs } from './policyInputs.ts';
import type { Observation } from '../../environment/environment.ts';
import { pipelineActions } from '../../learning/network/actions.ts';
import { Distribution } from '../../learning/network/distribution.ts';
import { FeatureEncoder, type FeatureRanges } from '../../learning/network/features.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { toConfiguration, type Tables } from '../../model/tables.ts';
import type { Answer, Element, Feed, ModelInput } from '../../profiles/measure/session.ts';
import { shapeWords } from '../../profiles/measure/shapes.ts';

export interface NetworkContract {
  /** What it is asked with, one row. Valid until the next call. */
  feeds(seen: Observation): readonly Feed[];
  /** One order a stage; whether it fits is for others to see. Refused in a clause. */
  read(answers: readonly Answer[]): Result<readonly Order[]>;
}

interface Order {
  readonly variant: number;
  readonly replicas: number;
  readonly batch: number | undefined;
}

/** A tensor of one row, as it must be. */
interface Expected {
  readonly name: string;
  readonly type: Element;
  readonly dims: readonly number[];
}

/** The way of asking that fits what the network declares; refused in a clause that says what was expected. */
export function contractOf(
  inputs: readonly ModelInput[],
  tables: Tables,
  told: NetworkTold,
  ranges: FeatureRanges,
): Result<NetworkContract> {
  const logits = pipelineActions(tables).heads.reduce((sum, choices) => sum + choices, 0);
  const encoder = new FeatureEncoder(tables, ranges);
  const simple = observed(encoder, tables, logits);
  const own = lab(tables, logits);
  const names = inputs.map(({ name }) => name);
  if (names.join() === 'observation') {
    const wrong = misfit(inputs, simple.inputs);
    return wrong === undefined ? accepted(simple) : refused(wrong);
  }
  if (names.includes('node')) {
    const wrong = misfit(inputs, own.inputs) ?? otherLimits(told, tables);
    return wrong === undefined ? accepted(own) : refused(wrong);
  }
  return refused(
    `its inputs are ${inputs.map(words).join(', ') || 'none'}; a policy takes either ${simple.inputs.map(words).join()} and gives logits, or ${own.inputs.map(words).join(', ')} and gives action and logits, as the lab’s own policy.onnx does`,
  );
}

interface Asking extends NetworkContract {
  readonly inputs: readonly Expected[];
}

/** The simple form: the numbers that the lab's own networks read in, logits of all heads out; the lab walks over them. */
function observed(encoder: FeatureEncoder, tables: Tables, logits: number): Asking {
  const x = new Float32Array(encoder.size);
  const space = pipelineActions(tables);
  const distribution = new Distribution(space);
  const action = new Int32Array(space.heads.length);
  const input: Expected = { name: 'observation', type: 'float32', dims: [1, encoder.size] };
  const output: Expected = { name: 'logits', type: 'float32', dims: [1, logits] };
  return {
    inputs: [input],
    feeds: (seen) => {
      encoder.encode(seen, x, 0);
      return [{ ...input, values: x }];
    },
    read: (answers) => {
      const values = finite(answers, output);
      if (!values.ok) return values;
      distribution.best(values.value, 0, action, 0);
      return accepted(toConfiguration(tables, action));
    },
  };
}

/** The lab's own form: an observation in its own units in; scaling, masks and the walk over the heads are inside. */
function lab(tables: Tables, logits: number): Asking {
  const { stages, batches } = tables;
  const node: Expected = { name: 'node', type: 'float64', dims: [1, NODE_SIGNALS] };
  const signals: Expected = { name: 'stages', type: 'float64', dims: [1, stages, STAGE_SIGNALS] };
  const ordered: Expected = { name: 'ordered', type: 'int32', dims: [1, stages, 3] };
  const mask: Expected = { name: 'mask', type: 'bool', dims: [1, logits] };
  const all = new Uint8Array(logits).fill(1);
  return {
    inputs: [node, signals, ordered, mask],
    feeds: (seen) => {
      const observation = policyInputs(stages, [seen]);
      return [
        { ...node, values: observation.node },
        { ...signals, values: observation.stages },
        { ...ordered, values: observation.ordered },
        { ...mask, values: all },
      ];
    },
    read: (answers) => {
      const values = finite(answers, { name: 'logits', type: 'float32', dims: [1, logits] });
      if (!values.ok) return values;
      const action = output(answers, { name: 'action', type: 'int32', dims: [1, stages, 3] });
      if (!action.ok) return action;
      const chosen = action.value.values as Int32Array;
      return accepted(
        Array.from({ length: stages }, (_, n) => ({
          variant: chosen[3 * n]!,
          replicas: chosen[3 * n + 1]! + 1,
          batch: batches[chosen[3 * n + 2]!],
        })),
      );
    },
  };
}

/** A file in the lab's own form has the limits inside. */
function otherLimits({ limits: made }: NetworkTold, { limits }: Tables): string | undefined {
  if (!made) return undefined;
  for (const [name, what] of [
    ['maxCores', 'cores'],
    ['maxReplicas', 'replicas a stage'],
    ['maxBatch', 'as the largest batch'],
  ] as const)
    if (made[name] !== limits[name])
      return `it was made for ${String(made[name])} ${what}, and here there are ${String(limits[name])}; export it anew under these limits`;
  return undefined;
}

/** What is wrong with the inputs, a clause. */
function misfit(inputs: readonly ModelInput[], expected: readonly Expected[]): string | undefined {
  const stranger = inputs.find(({ name }) => !expected.some((one) => one.name === name));
  if (stranger) return `it has an input ${words(stranger)}, which no policy is given`;
  for (const want of expected) {
    const input = inputs.find(({ name }) => name === want.name);
    if (!input) return `it lacks the input ${words(want)}`;
    // Without a declared shape the first run shows whether it takes one row.
    const fits =
      input.dims.length === 0 ||
      (input.dims.length === want.dims.length &&
        input.dims.every((dim, axis) => typeof dim !== 'number' || dim === want.dims[axis]));
    if (input.type !== want.type || !fits)
      return `its input ${words(input)} does not fit; for this pipeline under these limits it must take ${words(want)}`;
  }
  return undefined;
}

/** The numbers of an output, all finite; refused in a clause. */
function finite(answers: readonly Answer[], want: Expected): Result<Float32Array> {
  const found = output(answers, want);
  if (!found.ok) return found;
  const values = found.value.values as Float32Array;
  const strange = values.find((value) => !Number.isFinite(value));
  return strange === undefined
    ? accepted(values)
    : refused(`it answers with ${String(strange)} among its ${want.name}, where numbers must be finite`);
}

function output(answers: readonly Answer[], want: Expected): Result<Answer> {
  const found = answers.find(({ name }) => name === want.name);
  if (!found)
    return refused(
      `its outputs are ${answers.map(({ name }) => name).join(', ')}; it must give ${words(want)}`,
    );
  return found.type === want.type && found.dims.join() === want.dims.join()
    ? accepted(found)
    : refused(`it gives ${words(found)}; for this pipeline under these limits it must give ${words(want)}`);
}

/** "observation (float32 [1, 52])". */
function words({ name, type, dims }: Pick<ModelInput, 'name' | 'type' | 'dims'>): string {
  return `${name} (${type} ${shapeWords(dims)})`;
}
