import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agentPolicy, agentText, parseAgent } from '../network/trainedAgent.ts';
import { loadBackend } from '../engines/backends.ts';
import { parseTrainingState, type TrainingState } from './checkpoint.ts';
import { defaultConfig, EXPERT_MODES } from '../ppo/config.ts';
import type { Engine } from '../ppo/engine.ts';
import { FeatureEncoder } from '../network/features.ts';
import type { NetworkShape } from '../network/network.ts';
import { plainEngine } from '../engines/plainEngine.ts';
import type { TrainPoint } from './progress.ts';
import { trainAgent, trainGroup, type AgentInputs } from './trainGroup.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { createEnvironment, prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { leastDevice } from '../../model/pipelineCores.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { greedy } from '../../policies/greedy.ts';
import { presetInParts } from '../../testing/partsOfCores.ts';
import { testPipeline } from '../../testing/pipelines.ts';
import { generateWorkload } from '../../workload/generators.ts';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;

function inputs(changes: Partial<AgentInputs> = {}): AgentInputs {
  const workload = generateWorkload('fluctuating', 3);
  return {
    scenario: defaultScenario(presetById('video')!, workload),
    loads: [generateWorkload('day', 1, 7200).rates],
    config: { ...defaultConfig, width: 16, blocks: 1, lanes: 16, horizon: 16, minibatch: 128 },
    budget: { steps: 1024 },
    engine: (shape) => Promise.resolve(plainEngine(shape)),
    clock: () => 0,
    ...changes,
  };
}

/** Every number of a state but the clock's, as text. */
function digestOf(state: TrainingState): string {
  const hash = createHash('sha256');
  const feed = (value: unknown): void => {
    if (ArrayBuffer.isView(value))
      hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    else if (typeof value === 'object' && value !== null)
      Object.entries(value).forEach(([key, v]) => {
        hash.update(key);
        feed(v);
      });
    else hash.update(String(value));
  };
  feed({ ...state, elapsedSeconds: 0 });
  return hash.digest('hex');
}

describe('training', () => {
  it('gives the same bytes for the same seed and others for another', async () => {
    const [a, b] = [await trainAgent(inputs()), await trainAgent(inputs())];
    expect(a.last.parameters).toEqual(b.last.parameters);
    const other = inputs();
    const c = await trainAgent({ ...other, config: { ...other.config, seed: 2 } });
    expect(c.last.parameters).not.toEqual(a.last.parameters);
  });

  it.each(['cpu', 'simd', 'wasm'] as const)(
    'gives the same bytes on %s for replicas of parts of a core, none of which is ordered above W_max',
    async (backend) => {
      const engine = await loadBackend(backend, wasmFolder);
      const { scenario } = inputs();
      const pipeline = presetInParts('video', 250);
      const parts = {
        ...scenario,
        pipeline,
        limits: { ...scenario.limits, maxCores: leastDevice(pipeline) + 2 },
      };
      const once = (): ReturnType<typeof trainAgent> =>
        trainAgent(inputs({ scenario: parts, engine: (shape) => Promise.resolve(engine(shape)) }));
      const [a, b] = [await once(), await once()];
      expect(digestOf(a.state)).toBe(digestOf(b.state));
      expect(a.last.parameters.every(Number.isFinite)).toBe(true);
    },
  );

  it.each(['simd', 'wasm'] as const)('gives the same bytes on %s too', async (backend) => {
    const engine = await loadBackend(backend, wasmFolder);
    const once = (): ReturnType<typeof trainAgent> =>
      trainAgent(inputs({ engine: (shape) => Promise.resolve(engine(shape)) }));
    expect((await once()).last.parameters).toEqual((await once()).last.parameters);
  });

  it.each(['simd', 'wasm', 'cpu'] as const)(
    'resumed halfway it ends in the same bytes, on %s',
    async (backend) => {
      const make = await loadBackend(backend, wasmFolder);
      const engine = (shape: NetworkShape): Promise<Engine> => Promise.resolve(make(shape));
      for (const changes of [
        { expertMode: 'literal', expert: 'ipa', expertEvery: 3, averaging: 0.9 },
        { expertMode: 'dagger', randomise: 1, peers: 2 },
        { peers: 4, episode: 21 },
      ] as const) {
        const config = { ...inputs().config, ...changes, evaluateEvery: 3 };
        const whole = await trainAgent(inputs({ engine, config, budget: { steps: 5120 } }));
        let halfway: TrainingState | undefined;
        await trainAgent(
          inputs({
            engine,
            config,
            budget: { steps: 5120 },
            // A run that is killed: its state was stored in the middle.
            afterUpdate: (training) => {
              if (training.steps === 2560) halfway = structuredClone(training.states()[0]);
              return Promise.resolve();
            },
            stopped: () => halfway !== undefined,
          }),
        );
        const stored = parseTrainingState(halfway);
        if (!stored.ok) throw new Error(stored.message);
        const resumed = await trainAgent(
          inputs({ engine, config, budget: { steps: 5120 }, from: { kind: 'resume', state: stored.value } }),
        );
        expect(digestOf(resumed.state)).toBe(digestOf(whole.state));
        expect(resumed.steps).toBe(5120);
        expect(digestOf(resumed.state)).not.toBe(digestOf(stored.value));
      }
    },
  );

  it.each(['best-plan', 'planner', 'planner-knows'] as const)(
    'advised by %s it ends in the same bytes again, in others than by the plan, and resumed halfway too',
    async (expert) => {
      const config = { ...inputs().config, expert, guidanceUntil: 1 };
      const budget = { steps: 1024 };
      const [a, b] = [
        await trainAgent(inputs({ config, budget })),
        await trainAgent(inputs({ config, budget })),
      ];
      expect(digestOf(a.state)).toBe(digestOf(b.state));
      const plan = await trainAgent(inputs({ config: { ...config, expert: 'plan' }, budget }));
      expect(a.last.parameters).not.toEqual(plan.last.parameters);
      let halfway: TrainingState | undefined;
      await trainAgent(
        inputs({
          config,
          budget,
          afterUpdate: (training) => {
            if (training.steps === 512) halfway = structuredClone(training.states()[0]);
            return Promise.resolve();
          },
          stopped: () => halfway !== undefined,
        }),
      );
      const stored = parseTrainingState(halfway);
      if (!stored.ok) throw new Error(stored.message);
      const resumed = await trainAgent(
        inputs({ config, budget, from: { kind: 'resume', state: stored.value } }),
      );
      expect(digestOf(resumed.state)).toBe(digestOf(a.state));
    },
  );

  it('several seeds take turns and end as each would alone', async () => {
    const points: TrainPoint[] = [];
    const { members, objective, steps } = await trainGroup({
      ...inputs(),
      from: undefined,
      seeds: [1, 2],
      onPoint: (point) => points.push(point),
    });
    for (const [k, seed] of [1, 2].entries()) {
      const alone = await trainAgent(inputs({ config: { ...inputs().config, seed } }));
      expect(digestOf(members[k]!.state)).toBe(digestOf(alone.state));
    }
    expect(points.map((point) => point.member)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(steps).toBe(2048);
    expect(objective).toBe(Math.max(...members.map((member) => member.objective)));
    // Each second of the clock counts for the member at work only.
    let now = 0;
    const timed = await trainGroup({
      ...inputs({ clock: () => (now += 1000), budget: { seconds: 40 } }),
      from: undefined,
      seeds: [1, 2, 3, 4],
    });
    expect(timed.elapsedSeconds).toBeGreaterThanOrEqual(40);
    expect(timed.members.every((member) => member.elapsedSeconds < 20)).toBe(true);
  });

  it('a fork takes over weights and optimiser and begins its own count', async () => {
    const { state } = await trainAgent(inputs());
    const forked = await trainAgent(inputs({ from: { kind: 'fork', state }, budget: { steps: 0 } }));
    expect(forked.steps).toBe(0);
    expect(forked.last.parameters).toEqual(state.averaged);
    const other = inputs({ from: { kind: 'fork', state } });
    await expect(trainAgent({ ...other, config: { ...other.config, width: 8 } })).rejects.toThrow(
      /parameters/,
    );
  });

  it('goes on with another engine from the update before when one fails, and blames the settings when two do', async () => {
    const failing = (name: string, after: number): Engine => {
      const plain = plainEngine(shapeNow);
      let calls = 0;
      return {
        ...plain,
        name,
        gradient: async (parameters, x, rows, loss, gradient) => {
          await plain.gradient(parameters, x, rows, loss, gradient);
          if (++calls > after) gradient[0] = NaN;
        },
      };
    };
    let shapeNow: NetworkShape = { inputs: 1, width: 1, blocks: 0, heads: [2] };
    const said: string[] = [];
    const result = await trainAgent(
      inputs({
        engine: (shape, failed) => {
          shapeNow = shape;
          return Promise.resolve(failed.length === 0 ? failing('first', 9) : plainEngine(shape));
        },
        onFallback: (sentence) => said.push(sentence),
      }),
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^first failed .* cpu from step 256\.$/);
    // The failed update is done again as it would have been, so the bytes are those of a run that never failed.
    expect(digestOf(result.state)).toBe(digestOf((await trainAgent(inputs())).state));
    await expect(
      trainAgent(
        inputs({
          engine: (shape, failed) => {
            shapeNow = shape;
            return Promise.resolve(failing(`engine ${String(failed.length)}`, 3));
          },
        }),
      ),
    ).rejects.toThrow(/learning rate/);
  });

  it('ends when nothing better comes, and follows its schedules', async () => {
    const points: TrainPoint[] = [];
    const config = {
      ...inputs().config,
      learningRate: 0,
      earlyStop: 2,
      evaluateEvery: 1,
      expertMode: 'none' as const,
    };
    const result = await trainAgent(
      inputs({ config, budget: { steps: 1e6 }, onPoint: (p) => points.push(p) }),
    );
    expect(result.reason).toBe('converged');
    expect(points).toHaveLength(3);
    expect(points.every((p) => p.imitation === 0 && p.expertShare === 0)).toBe(true);
  });

  it.each(EXPERT_MODES)('in the mode %s the expert does what the mode says', async (expertMode) => {
    const points: TrainPoint[] = [];
    const config = { ...inputs().config, expertMode, expertEvery: 2, guidanceUntil: 1 };
    await trainAgent(inputs({ config, onPoint: (p) => points.push(p) }));
    const acts = expertMode === 'literal' || expertMode === 'cloning';
    const imitates = expertMode !== 'none' && expertMode !== 'literal';
    expect(points.some((p) => p.expertShare > 0)).toBe(acts);
    expect(points.some((p) => p.imitationLoss > 0)).toBe(imitates);
    expect(points.every((p) => p.approxKl === 0)).toBe(expertMode === 'distil');
  });

  it('stops when asked and hands over a finite agent', async () => {
    let updates = 0;
    const result = await trainAgent(
      inputs({ budget: { steps: 1e9 }, onPoint: () => updates++, stopped: () => updates >= 2 }),
    );
    expect(updates).toBe(2);
    expect(result.agent.parameters.every(Number.isFinite)).toBe(true);
  });

  it('reaches 95 % of the optimum’s reward at constant load on two stages for 4 of 5 seeds', async () => {
    const pipeline = testPipeline([
      [
        [0.5, 1, 0.12, 0.1],
        [0.7, 1, 0.25, 0.2],
      ],
      [
        [0.6, 1, 0.1, 0.08],
        [0.8, 2, 0.2, 0.15],
      ],
    ]);
    const constant = new Float64Array(1200).fill(9);
    const scenario = {
      ...defaultScenario(pipeline, { id: 'constant', name: 'Constant', rates: constant, source: 'test' }),
      environment: 'instant' as const,
      forecaster: 'last',
    };
    const prepared = prepare(scenario);
    const engine = await loadBackend('simd', wasmFolder);
    const shares: number[] = [];
    for (let seed = 1; seed <= 5; seed++) {
      const { agent } = await trainAgent({
        scenario,
        loads: [constant],
        config: { ...defaultConfig, gamma: 0, lanes: 32, minibatch: 512, seed },
        budget: { steps: 40_000 },
        engine: (shape) => Promise.resolve(engine(shape)),
        clock: () => 0,
      });
      const { summary } = await runEpisode(prepared, agentPolicy(agent), { clock: () => 0, record: false });
      shares.push(summary.reward / (summary.reward + summary.regret));
    }
    expect(
      shares.filter((s) => s >= 0.95).length,
      shares.map((s) => s.toFixed(3)).join(', '),
    ).toBeGreaterThanOrEqual(4);
  });
});

describe('features', () => {
  it('are the same from a lane of the environment and from an observation', () => {
    const prepared = prepare(defaultScenario(presetById('nlp')!, generateWorkload('bursty', 1)));
    const environment = createEnvironment(prepared, 2);
    const encoder = new FeatureEncoder(prepared.tables, { load: 40, latency: 6, backlog: 200 });
    const [a, b] = [new Float32Array(encoder.size), new Float32Array(encoder.size)];
    const random = Random.stream(1, 'orders');
    environment.reset(0, prepared.track, 120);
    environment.reset(1, prepared.track, 240);
    for (let k = 0; k < 40; k++) {
      const actions = Int32Array.from({ length: 18 }, (_, i) => (i % 3 === 0 ? 0 : random.integer(2)));
      environment.step(actions);
      encoder.encodeLane(environment, 1, a, 0);
      encoder.encode(environment.observe(1), b, 0);
      expect(a).toEqual(b);
      expect(a.every((x) => Number.isFinite(x) && Math.abs(x) <= 4)).toBe(true);
    }
  });
});

describe('an agent’s file', () => {
  it('comes back as it was, and another pipeline or a broken file is refused', async () => {
    const { agent } = await trainAgent(inputs({ budget: { steps: 256 } }));
    const back = parseAgent(agentText(agent), 'agent.json');
    expect(back).toEqual({ ok: true, value: agent });
    const broken = parseAgent(
      agentText({ ...agent, parameters: agent.parameters.subarray(1) }),
      'agent.json',
    );
    expect(broken.ok ? '' : broken.message).toMatch(
      /agent\.json: its network has \d+ parameters, the file holds \d+/,
    );
    const nlp = prepare(defaultScenario(presetById('nlp')!, generateWorkload('bursty', 1)));
    await expect(runEpisode(nlp, agentPolicy(agent), { clock: () => 0, record: false })).rejects.toThrow(
      /another pipeline/,
    );
    const video = prepare(defaultScenario(presetById('video')!, generateWorkload('bursty', 1)));
    const run = await runEpisode(video, agentPolicy(agent), { clock: () => 0, record: false });
    const rival = await runEpisode(video, greedy, { clock: () => 0, record: false });
    expect(run.series.load).toEqual(rival.series.load);
  });
});
