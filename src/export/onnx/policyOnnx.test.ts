import { beforeAll, describe, expect, it } from 'vitest';
import { policyInputs } from './policyInputs.ts';
import { policyOnnx } from './policyOnnx.ts';
import type { Observation } from '../../environment/environment.ts';
import { createEnvironment, prepare } from '../../experiments/prepare.ts';
import { defaultScenario } from '../../experiments/scenario.ts';
import { pipelineActions, type ActionSpace } from '../../learning/actions.ts';
import { AgentMismatch, type AgentRecord } from '../../learning/agent.ts';
import { Distribution } from '../../learning/distribution.ts';
import { FeatureEncoder } from '../../learning/features.ts';
import { Forward } from '../../learning/forward.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile, type Tables } from '../../model/tables.ts';
import { brieflyTrainedAgent, randomObservations, untrainedAgent } from '../../testing/agents.ts';
import { openOnnx, tensor } from '../../testing/onnx.ts';
import { testPipeline } from '../../testing/pipelines.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** What either side says, N rows of each. */
interface Answers {
  /** Of all heads, whatever is masked. */
  readonly logits: Float32Array;
  readonly value: Float32Array;
  readonly action: Int32Array;
  /** 1 where a head could choose. */
  readonly allowed: Uint8Array;
}

const four = testPipeline([
  [
    [0.6, 1, 0.05, 0.02],
    [0.8, 2, 0.1, 0.04],
    [0.9, 4, 0.2, 0.08],
  ],
  [[0.7, 1, 0.1, 0.05]],
  [
    [0.5, 1, 0.04, 0.01],
    [0.9, 8, 0.3, 0.1],
  ],
  [
    [0.4, 1, 0.02, 0.01],
    [0.5, 2, 0.03, 0.02],
    [0.6, 3, 0.05, 0.03],
    [0.7, 5, 0.09, 0.05],
    [0.8, 8, 0.2, 0.1],
  ],
]);
const video = presetById('video')!;

/** The lab's own inference. `given` [N, logits] masks further. */
function labAnswers(
  agent: AgentRecord,
  tables: Tables,
  seen: readonly Observation[],
  given?: Uint8Array,
): Answers {
  const encoder = new FeatureEncoder(tables, agent.ranges);
  const forward = new Forward(agent.shape, agent.parameters);
  const { logits: width, outputs } = forward.layout;
  const own = pipelineActions(tables);
  let row = 0;
  const space: ActionSpace = {
    heads: own.heads,
    mask: (head, action, at, mask) => {
      own.mask(head, action, at, mask);
      const first = row * width + distribution.offset[head]!;
      for (let j = 0; given && j < own.heads[head]!; j++) mask[j]! &= given[first + j]!;
    },
  };
  const distribution = new Distribution(space);
  const x = new Float32Array(encoder.size);
  const out = new Float32Array(outputs);
  const mask = new Uint8Array(Math.max(...own.heads));
  const answers = {
    logits: new Float32Array(seen.length * width),
    value: new Float32Array(seen.length),
    action: new Int32Array(seen.length * own.heads.length),
    allowed: new Uint8Array(seen.length * width),
  };
  for (; row < seen.length; row++) {
    encoder.encode(seen[row]!, x, 0);
    forward.run(x, 1, out);
    answers.logits.set(out.subarray(0, width), row * width);
    answers.value[row] = out[width]!;
    const at = row * own.heads.length;
    distribution.best(out, 0, answers.action, at);
    own.heads.forEach((count, h) => {
      space.mask(h, answers.action, at, mask);
      answers.allowed.set(mask.subarray(0, count), row * width + distribution.offset[h]!);
    });
  }
  return answers;
}

/** The file's. */
async function fileAnswers(
  agent: AgentRecord,
  tables: Tables,
  seen: readonly Observation[],
  given?: Uint8Array,
): Promise<Answers> {
  const rows = seen.length;
  const width = agent.shape.heads.reduce((sum, n) => sum + n, 0);
  const { node, stages, ordered } = policyInputs(tables.stages, seen);
  const session = await openOnnx(policyOnnx(agent, tables));
  const out = await session.run({
    node: tensor(node, [rows, 14]),
    stages: tensor(stages, [rows, tables.stages, 5]),
    ordered: tensor(ordered, [rows, tables.stages, 3]),
    mask: tensor(
      Array.from({ length: rows * width }, (_, i) => given?.[i] !== 0),
      [rows, width],
    ),
  });
  await session.release();
  expect(out.logits!.dims).toEqual([rows, width]);
  expect(out.value!.dims).toEqual([rows]);
  expect(out.action!.dims).toEqual([rows, tables.stages, 3]);
  expect(out.allowed!.dims).toEqual([rows, width]);
  return {
    logits: out.logits!.data as Float32Array,
    value: out.value!.data as Float32Array,
    action: out.action!.data as Int32Array,
    allowed: out.allowed!.data as Uint8Array,
  };
}

/** Largest difference, relative to the number where that exceeds 1. */
function difference(ours: Float32Array, theirs: Float32Array): number {
  expect(theirs).toHaveLength(ours.length);
  let worst = 0;
  ours.forEach((y, i) => (worst = Math.max(worst, Math.abs(theirs[i]! - y) / Math.max(1, Math.abs(y)))));
  return worst;
}

/** Rows that choose differently from the row before: an agent with one answer to all proves little. */
function changes(action: Int32Array, heads: number): number {
  let count = 0;
  for (let i = heads; i < action.length; i += heads) {
    if (action.subarray(i, i + heads).join() !== action.subarray(i - heads, i).join()) count++;
  }
  return count;
}

describe('an agent as an ONNX file', () => {
  const cases = [
    ['video, untrained', video, (tables: Tables) => untrainedAgent(tables, 1)],
    ['video, any parameters', video, (tables: Tables) => untrainedAgent(tables, 2, 0.3)],
    ['video, trained for 4,096 decisions', video, () => brieflyTrainedAgent(video, 4096)],
    ['four stages, untrained', four, (tables: Tables) => untrainedAgent(tables, 3)],
    ['four stages, any parameters', four, (tables: Tables) => untrainedAgent(tables, 4, 0.3)],
    ['four stages, trained for 4,096 decisions', four, () => brieflyTrainedAgent(four, 4096)],
  ] as const;

  it.each(cases)('answers 10,000 random observations as the lab does: %s', async (name, pipeline, make) => {
    const tables = compile(pipeline, defaultLimits);
    const agent = await make(tables);
    const seen = randomObservations(tables, 10_000, 5);
    const t0 = performance.now();
    const ours = labAnswers(agent, tables, seen);
    const t1 = performance.now();
    const theirs = await fileAnswers(agent, tables, seen);
    const t2 = performance.now();
    console.log(
      name,
      difference(ours.logits, theirs.logits),
      difference(ours.value, theirs.value),
      ours.logits.reduce((a,b)=>Math.max(a,b),-9),
      changes(ours.action, 3 * tables.stages),
      ours.allowed.reduce((a, b) => a + b, 0) / ours.allowed.length,
      t1 - t0,
      t2 - t1,
      policyOnnx(agent, tables).length,
      ours.logits.reduce((n, y, i) => n + (y === theirs.logits[i] ? 0 : 1), 0),
    );
    expect(difference(ours.logits, theirs.logits)).toBeLessThan(1e-5);
    expect(difference(ours.value, theirs.value)).toBeLessThan(1e-5);
    expect(theirs.action).toEqual(ours.action);
    expect(theirs.allowed).toEqual(ours.allowed);
  });
});
