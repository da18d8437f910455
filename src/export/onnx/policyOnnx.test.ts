import { describe, expect, it } from 'vitest';
import { policyInputs } from './policyInputs.ts';
import { policyOnnx } from './policyOnnx.ts';
import type { Observation } from '../../environment/environment.ts';
import { createEnvironment, policyContext, prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { pipelineActions, type ActionSpace } from '../../learning/network/actions.ts';
import { AgentMismatch, agentPolicy, type AgentRecord } from '../../learning/network/trainedAgent.ts';
import { Distribution } from '../../learning/network/distribution.ts';
import { FeatureEncoder } from '../../learning/network/features.ts';
import { Forward } from '../../learning/network/forward.ts';
import { defaultLimits, type Limits } from '../../model/pipeline.ts';
import { leastDevice } from '../../model/pipelineCores.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile, toConfiguration, type Tables } from '../../model/tables.ts';
import { brieflyTrainedAgent, randomObservations, untrainedAgent } from '../../testing/agents.ts';
import { openOnnx, tensor, type Feeds } from '../../testing/onnx.ts';
import { presetInParts } from '../../testing/partsOfCores.ts';
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

function logitsOf(agent: AgentRecord): number {
  return agent.shape.heads.reduce((sum, n) => sum + n, 0);
}

function feeds(agent: AgentRecord, tables: Tables, seen: readonly Observation[], given?: Uint8Array): Feeds {
  const rows = seen.length;
  const width = logitsOf(agent);
  const { node, stages, ordered } = policyInputs(tables.stages, seen);
  const mask = Array.from({ length: rows * width }, (_, i) => given?.[i] !== 0);
  return {
    node: tensor(node, [rows, 14]),
    stages: tensor(stages, [rows, tables.stages, 5]),
    ordered: tensor(ordered, [rows, tables.stages, 3]),
    mask: tensor(mask, [rows, width]),
  };
}

/** The file's. */
async function fileAnswers(
  agent: AgentRecord,
  tables: Tables,
  seen: readonly Observation[],
  given?: Uint8Array,
): Promise<Answers> {
  const rows = seen.length;
  const width = logitsOf(agent);
  const session = await openOnnx(policyOnnx(agent, tables));
  const out = await session.run(feeds(agent, tables, seen, given));
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

/** Entries that differ. */
function mismatches(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(theirs.length).toBe(ours.length);
  let count = 0;
  for (let i = 0; i < ours.length; i++) if (ours[i] !== theirs[i]) count++;
  return count;
}

/** Different actions: an agent with one answer to all proves little. */
function kinds(action: Int32Array, heads: number): number {
  return new Set(
    Array.from({ length: action.length / heads }, (_, i) =>
      action.subarray(i * heads, (i + 1) * heads).join(),
    ),
  ).size;
}

describe('an agent as an ONNX file', () => {
  const quarters = presetInParts('sum-qa', 250);
  const few: Limits = { maxReplicas: 3, maxBatch: 1, maxCores: 9 };
  const trainedFor = 32_768;
  const cases: readonly (readonly [
    string,
    Tables,
    (tables: Tables) => AgentRecord | Promise<AgentRecord>,
  ])[] = [
    ['video, untrained', compile(video, defaultLimits), (tables) => untrainedAgent(tables, 1)],
    ['video, any parameters', compile(video, defaultLimits), (tables) => untrainedAgent(tables, 2, 0.3)],
    ['video, trained', compile(video, defaultLimits), () => brieflyTrainedAgent(video, trainedFor)],
    ['four stages, untrained', compile(four, defaultLimits), (tables) => untrainedAgent(tables, 3)],
    [
      'four stages, few cores, one batch size',
      compile(four, few),
      (tables) => untrainedAgent(tables, 4, 0.3),
    ],
    [
      'parts of a core, few of them',
      compile(quarters, { ...few, maxBatch: 8, maxCores: leastDevice(quarters) + 2 }),
      (tables) => untrainedAgent(tables, 7, 0.3),
    ],
    ['four stages, trained', compile(four, defaultLimits), () => brieflyTrainedAgent(four, trainedFor)],
  ];

  it.each(cases)('answers 10,000 random observations as the lab does: %s', async (_name, tables, make) => {
    const agent = await make(tables);
    const seen = randomObservations(tables, 10_000, 5);
    const ours = labAnswers(agent, tables, seen);
    const theirs = await fileAnswers(agent, tables, seen);
    expect(difference(ours.logits, theirs.logits)).toBeLessThan(1e-5);
    expect(difference(ours.value, theirs.value)).toBeLessThan(1e-5);
    expect(mismatches(ours.action, theirs.action)).toBe(0);
    expect(mismatches(ours.allowed, theirs.allowed)).toBe(0);
    expect(kinds(ours.action, 3 * tables.stages)).toBeGreaterThan(1);
  });

  it('orders what the policy orders, decision by decision through an episode', async () => {
    const scenario = defaultScenario(four, generateWorkload('fluctuating', 3));
    const prepared = prepare(scenario);
    const { tables, track } = prepared;
    const agent = untrainedAgent(tables, 6, 0.1);
    const policy = await agentPolicy(agent).create(policyContext(prepared, 'opd'));
    const environment = createEnvironment(prepared, 1);
    environment.reset(0, track, 120);
    const session = await openOnnx(policyOnnx(agent, tables));
    const orders = new Set<string>();
    for (let k = 0; k < 100; k++) {
      const seen = environment.observe(0);
      const { action } = await session.run(feeds(agent, tables, [seen]));
      const order = toConfiguration(tables, action!.data as Int32Array);
      expect(order).toEqual(policy.decide(seen));
      orders.add(JSON.stringify(order));
      environment.step(action!.data as Int32Array);
    }
    await session.release();
    expect(orders.size).toBeGreaterThan(5);
  });

  it('keeps to the mask it is given, head after head', async () => {
    const tables = compile(four, defaultLimits);
    const agent = untrainedAgent(tables, 7, 0.3);
    const seen = randomObservations(tables, 2000, 8);
    const { offset } = new Distribution(pipelineActions(tables));
    const width = offset.at(-1)!;
    const random = Random.stream(9, 'mask');
    const given = Uint8Array.from({ length: seen.length * width }, () => (random.uniform() < 0.7 ? 1 : 0));
    // The choice that always fits stays: the first variant, one replica; and a batch size.
    for (let row = 0; row < seen.length; row++) {
      for (const first of offset.subarray(0, -1)) given[row * width + first] = 1;
    }
    const ours = labAnswers(agent, tables, seen, given);
    const theirs = await fileAnswers(agent, tables, seen, given);
    expect(mismatches(ours.action, theirs.action)).toBe(0);
    expect(mismatches(ours.allowed, theirs.allowed)).toBe(0);
    const masked = ours.logits.map((logit, i) => (given[i] === 1 ? logit : -Infinity));
    expect(mismatches(masked, theirs.logits)).toBe(0);
    const free = labAnswers(agent, tables, seen);
    expect(mismatches(free.action, ours.action)).toBeGreaterThan(2000);
  });

  it('takes the first of equals', async () => {
    const tables = compile(four, defaultLimits);
    const agent = untrainedAgent(tables, 1);
    const flat = { ...agent, parameters: new Float32Array(agent.parameters.length) };
    const { action } = await fileAnswers(flat, tables, randomObservations(tables, 2, 1));
    expect(action).toEqual(new Int32Array(24));
  });

  it('chooses -1 where a head has no choice left, and only there', async () => {
    const tables = compile(four, defaultLimits);
    const agent = untrainedAgent(tables, 7, 0.3);
    const seen = randomObservations(tables, 3, 8);
    const { offset } = new Distribution(pipelineActions(tables));
    const given = new Uint8Array(3 * offset.at(-1)!).fill(1);
    // The batch sizes of the second stage, in the second row.
    given.fill(0, offset.at(-1)! + offset[5]!, offset.at(-1)! + offset[6]!);
    const expected = labAnswers(agent, tables, seen).action;
    expected[12 + 5] = -1;
    expect((await fileAnswers(agent, tables, seen, given)).action).toEqual(expected);
  });
});

describe('what does not fit', () => {
  const tables = compile(four, defaultLimits);
  const agent = untrainedAgent(tables, 1);
  const [seen] = randomObservations(tables, 1, 1);

  it('is refused before a file is written', () => {
    expect(() => policyOnnx(agent, compile(video, defaultLimits))).toThrow(AgentMismatch);
    expect(() => policyOnnx(agent, compile(four, { ...defaultLimits, maxReplicas: 4 }))).toThrow(
      AgentMismatch,
    );
    const { parameters } = agent;
    expect(() => policyOnnx({ ...agent, parameters: parameters.subarray(1) }, tables)).toThrow(
      `${String(parameters.length)} parameters, not ${String(parameters.length - 1)}`,
    );
    expect(() => policyOnnx({ ...agent, parameters: parameters.with(7, NaN) }, tables)).toThrow('not finite');
  });

  it('is refused as an observation', () => {
    expect(() => policyInputs(3, [seen!])).toThrow('observation 0 is not of 3 stages');
    expect(() => policyInputs(4, [seen!, { ...seen!, recent: [seen!.load] }])).toThrow(
      'observation 1 needs the 12',
    );
    expect(() => policyInputs(4, [{ ...seen!, load: seen!.load + 1 }])).toThrow('its own first');
  });

  it('makes a run fail: a variant that is not there, another shape; and a file cut short does not load', async () => {
    const file = policyOnnx(agent, tables);
    const session = await openOnnx(file);
    const good = feeds(agent, tables, [seen!]);
    const ordered = new Int32Array(12);
    ordered[3] = 1;
    // Without this the runtime prints the error besides rejecting with it.
    const quiet = { logSeverityLevel: 4 } as const;
    const absent = { ...good, ordered: tensor(ordered, [1, 4, 3]) };
    await expect(session.run(absent, quiet)).rejects.toThrow('out of data bounds');
    await expect(session.run({ ...good, node: tensor(new Float64Array(13), [1, 13]) })).rejects.toThrow(
      'node',
    );
    await expect(session.run(good)).resolves.toBeDefined();
    await session.release();
    await expect(openOnnx(file.subarray(0, file.length - 100))).rejects.toThrow();
  });
});
