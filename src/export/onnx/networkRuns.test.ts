import * as ort from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { networkRuns, usualRanges } from './networkRuns.ts';
import { policyOnnx } from './policyOnnx.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';
import { pipelineActions } from '../../learning/network/actions.ts';
import { agentPolicy } from '../../learning/network/trainedAgent.ts';
import { Distribution } from '../../learning/network/distribution.ts';
import { FeatureEncoder, type FeatureRanges } from '../../learning/network/features.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { compile, isFeasible, toConfiguration, type Tables } from '../../model/tables.ts';
import { ownTables } from '../../policies/own/contract.ts';
import { ownPolicy } from '../../policies/own/ownPolicy.ts';
import type { OwnPolicy } from '../../policies/own/program.ts';
import { MOST_NETWORK } from '../../policies/own/schema.ts';
import { heapBytes } from '../../profiles/measure/heap.ts';
import { ortRuntime } from '../../profiles/measure/ort.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario, type EpisodeSeries } from '../../scenario/scenario.ts';
import { randomObservations, untrainedAgent } from '../../testing/agents.ts';
import { operatorModel } from '../../testing/models.ts';
import { simpleNetwork, simpleOnnx, type SimpleNetwork } from '../../testing/networks.ts';
import { generateWorkload } from '../../workload/generators.ts';

const runs = networkRuns(() => Promise.resolve(ortRuntime(ort, heapBytes)));
const video = presetById('video')!;
const tables = compile(video, defaultLimits);
const scenario = defaultScenario(video, generateWorkload('fluctuating', 3));
const prepared = prepare(scenario);

const own = (bytes: Uint8Array<ArrayBuffer>): OwnPolicy => ({
  ...{ key: 'own-net', name: 'Net', onMisfit: 'refuse' },
  program: { kind: 'network', bytes },
});

async function start(bytes: Uint8Array<ArrayBuffer>, on: Tables = tables): ReturnType<typeof runs.start> {
  const { weights, slaSeconds } = scenario;
  const told = ownTables({ tables: on, weights, slaSeconds }, DECISION_SECONDS);
  return runs.start(own(bytes), { tables: told, seed: 1 }, on);
}

const play = async (factory: ReturnType<typeof ownPolicy>): Promise<EpisodeSeries> =>
  (await runEpisode(prepared, factory, { clock: () => 0, record: false })).series;

/** What the walk over the logits of one matrix comes to, reckoned here. */
function ordered({ inputs, logits, weights }: SimpleNetwork, ranges: FeatureRanges) {
  const encoder = new FeatureEncoder(tables, ranges);
  const distribution = new Distribution(pipelineActions(tables));
  const x = new Float32Array(inputs);
  const out = new Float32Array(logits);
  const action = new Int32Array(3 * tables.stages);
  return (seen: Parameters<FeatureEncoder['encode']>[0]) => {
    encoder.encode(seen, x, 0);
    for (let j = 0; j < logits; j++) {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += x[i]! * weights[i * logits + j]!;
      out[j] = sum;
    }
    distribution.best(out, 0, action, 0);
    return toConfiguration(tables, action);
  };
}

describe('the lab’s own policy.onnx as a policy of one’s own', () => {
  it('plays the episode that its agent plays', async () => {
    const agent = untrainedAgent(tables, 6, 0.1);
    const theirs = await play(ownPolicy(own(policyOnnx(agent, tables)), runs));
    const ours = await play(agentPolicy(agent));
    expect(theirs).toEqual(ours);
    expect(new Set(Array.from(theirs.actions, String)).size).toBeGreaterThan(2);
  });

  it.each([
    [{ maxCores: 24 }, 'made for 30 cores, and here there are 24'],
    [{ maxReplicas: 4 }, 'choices'],
    [{ maxBatch: 8 }, 'choices'],
  ])('is refused under other limits: %o', async (limits, words) => {
    const bytes = policyOnnx(untrainedAgent(tables, 1), tables);
    const other = compile(video, { ...defaultLimits, ...limits });
    await expect(start(bytes, other)).rejects.toThrow(words);
  });

  it('is refused on another pipeline', async () => {
    const bytes = policyOnnx(untrainedAgent(tables, 1), tables);
    const other = compile(presetById('sum-qa')!, defaultLimits);
    await expect(start(bytes, other)).rejects.toThrow(`Net: it was made for the pipeline ${video.name}`);
  });

  it('is refused with a weight that is no number', async () => {
    const agent = untrainedAgent(tables, 1);
    const mark = 1234.5;
    const broken = policyOnnx({ ...agent, parameters: agent.parameters.with(-2, mark) }, tables);
    const view = new DataView(broken.buffer);
    const places = Array.from({ length: broken.length - 4 }, (_, at) => at);
    const marked = places.filter((at) => view.getFloat32(at, true) === mark);
    expect(marked).toHaveLength(1);
    view.setFloat32(marked[0]!, NaN, true);
    await expect(start(broken)).rejects.toThrow('Net: it answers with NaN among its logits');
  });
});

describe('a network in the simple form', () => {
  const network = simpleNetwork(tables, 1);
  const ranges = { load: 30, latency: 8, backlog: 120 };

  it('orders the allowed choice with the highest logit, head after head', async () => {
    const run = await start(simpleOnnx(network, { ranges }));
    const expected = ordered(network, ranges);
    const seen = randomObservations(tables, 300, 5);
    const kinds = new Set<string>();
    for (const observation of seen) {
      const order = await run.decide({ observation, plain: undefined as never });
      expect(order).toEqual(expected(observation));
      expect(isFeasible(tables, order as ReturnType<typeof expected>)).toBe(true);
      kinds.add(JSON.stringify(order));
    }
    run.end();
    expect(kinds.size).toBeGreaterThan(20);
  });

  it('is scaled as the lab’s usual load is where its file does not say', async () => {
    const usual = usualRanges(tables, scenario.slaSeconds);
    expect(usual.latency).toBe(2 * scenario.slaSeconds);
    const [silent, said] = [simpleOnnx(network), simpleOnnx(network, { ranges: usual })];
    expect(await play(ownPolicy(own(silent), runs))).toEqual(await play(ownPolicy(own(said), runs)));
    const other = simpleOnnx(network, { ranges: { ...usual, load: usual.load / 10 } });
    expect(await play(ownPolicy(own(other), runs))).not.toEqual(await play(ownPolicy(own(said), runs)));
  });

  it('fits any limit on cores', async () => {
    const few = compile(video, { ...defaultLimits, maxCores: 6 });
    const run = await start(simpleOnnx(network, { ranges }), few);
    for (const observation of randomObservations(few, 100, 6)) {
      const order = await run.decide({ observation, plain: undefined as never });
      expect(isFeasible(few, order as never)).toBe(true);
    }
    run.end();
  });
});

describe('what is no policy', () => {
  const network = simpleNetwork(tables, 1);
  const wide = String(network.inputs);

  it.each<readonly [string, () => Uint8Array<ArrayBuffer>, string]>([
    ['is empty', () => new Uint8Array(0), 'it is empty'],
    ['is text', () => new TextEncoder().encode('a model'), 'it is damaged, or no ONNX model'],
    ['is cut', () => simpleOnnx(network).slice(0, 900), 'it is damaged, or no ONNX model'],
    ['is huge', () => new Uint8Array(MOST_NETWORK + 1), 'it has 16,777,217 bytes, and a network at most'],
    [
      'has an operator that the runtime lacks',
      () => simpleOnnx(network, { operator: 'FancyOp' }),
      'it needs the operator FancyOp, which onnxruntime-web lacks',
    ],
    [
      'takes something else',
      () => operatorModel('Relu'),
      `its inputs are x (float32 [1, 4]); a policy takes either observation (float32 [1, ${wide}]) and gives logits, or node (`,
    ],
    [
      'reads more numbers than there are',
      () => simpleOnnx({ ...network, inputs: 2 * network.inputs, weights: doubled(network) }),
      `its input observation (float32 [N, ${String(2 * network.inputs)}]) does not fit; for this pipeline under these limits it must take observation (float32 [1, ${wide}])`,
    ],
    [
      'takes another type',
      () => simpleOnnx(network, { type: 'double' }),
      `its input observation (float64 [N, ${wide}]) does not fit`,
    ],
    [
      'answers under another name',
      () => simpleOnnx(network, { output: 'actions' }),
      `its outputs are actions; it must give logits (float32 [1, ${String(network.logits)}])`,
    ],
    [
      'has fewer logits',
      () => simpleOnnx({ ...network, logits: network.logits / 2, weights: halved(network) }),
      `it gives logits (float32 [1, ${String(network.logits / 2)}]); for this pipeline under these limits it must give logits (float32 [1, ${String(network.logits)}])`,
    ],
    [
      'has a weight that is no number',
      () => simpleOnnx({ ...network, weights: network.weights.with(0, NaN) }),
      'it answers with NaN among its logits, where numbers must be finite',
    ],
    [
      'is labelled with ranges that are none',
      () => simpleOnnx(network, { ranges: { load: 0, latency: 1, backlog: 1 } }),
      'its label sluice.ranges is wrong at load',
    ],
    [
      'is labelled with what is not JSON',
      () => simpleOnnx(network, { metadata: { 'sluice.heads': '[1' } }),
      'its label sluice.heads is not JSON',
    ],
    [
      'was made for other choices',
      () => simpleOnnx(network, { metadata: { 'sluice.heads': '[3,8,5]' } }),
      'its heads have 3, 8, 5 choices; those of',
    ],
  ])('is refused in a sentence: it %s', async (_, make, words) => {
    const refusal: unknown = await start(make()).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ name: 'OwnFailure' });
    const { message } = refusal as Error;
    expect(message).toContain(`Net: ${words}`);
    expect(message).toMatch(/^[^\n]{1,900}\.$/);
  });

  it('leaves the others as they were', async () => {
    const run = await start(simpleOnnx(network));
    await expect(start(simpleOnnx(network, { type: 'double' }))).rejects.toThrow('does not fit');
    const [observation] = randomObservations(tables, 1, 1);
    await expect(run.decide({ observation: observation!, plain: undefined as never })).resolves.toHaveLength(
      tables.stages,
    );
    run.end();
  });

  it('holds no more networks than it may, and those in use only', async () => {
    const files = Array.from({ length: 9 }, (_, k) => simpleOnnx(simpleNetwork(tables, k + 10)));
    const open = [];
    for (const file of files.slice(0, 8)) open.push(await start(file));
    await expect(start(files[8]!)).rejects.toThrow('Net: 8 other networks run already.');
    // A second episode of one that is loaded needs no other place.
    (await start(files[0]!)).end();
    open[3]!.end();
    (await start(files[8]!)).end();
    for (const [k, run] of open.entries()) if (k !== 3) run.end();
  });
});

const doubled = ({ weights }: SimpleNetwork): Float32Array => Float32Array.of(...weights, ...weights);
const halved = ({ weights }: SimpleNetwork): Float32Array => weights.slice(0, weights.length / 2);
