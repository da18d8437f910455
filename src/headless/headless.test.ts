import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { forecast } from './forecast.ts';
import { Notes } from './notes.ts';
import { optimum } from './optimum.ts';
import { UsageError } from './options.ts';
import { simulate } from './simulate.ts';
import { train } from './train.ts';
import { tune } from './tune.ts';

interface Simulation {
  readonly summary: Readonly<Record<string, number>>;
  readonly steps: readonly (Readonly<Record<string, number>> & {
    readonly configuration: readonly object[];
  })[];
}

const run = async (...args: string[]): Promise<Simulation> => (await simulate(args)) as Simulation;

describe('simulate', () => {
  it('gives one row per decision from second 120 on, and their means', async () => {
    const { summary, steps } = await run('--workload', 'fluctuating', '--policy', 'ipa-exact', '--json');
    expect(steps.map((s) => s.t)).toEqual(Array.from({ length: 108 }, (_, k) => 120 + 10 * k));
    for (const key of ['qos', 'cost', 'objective', 'reward', 'latency']) {
      expect(summary[key]).toBeCloseTo(steps.reduce((sum, s) => sum + s[key]!, 0) / 108, 9);
    }
    expect(summary.coreSeconds).toBeCloseTo(summary.cost! * 1080, 6);
    expect(steps[0]!.configuration[0]).toMatchObject({
      variant: expect.any(Number) as number,
      batch: expect.any(Number) as number,
    });
  });

  it('is the same again with the same seed, and another with another', async () => {
    const rewards = async (seed: string): Promise<unknown> =>
      (await run('--workload', 'bursty', '--policy', 'random', '--seed', seed)).steps.map((s) => s.reward);
    expect(await rewards('3')).toEqual(await rewards('3'));
    expect(await rewards('3')).not.toEqual(await rewards('4'));
  });

  it('takes weights and limits by any of their names', async () => {
    const { summary } = await run(
      '--workload',
      'step',
      '--policy',
      'greedy',
      '--weights',
      'cost=1',
      '--limits',
      'W_max=12,F_max=4',
    );
    expect(summary.objective).toBeCloseTo(summary.qos! - summary.cost!, 9);
    expect(summary.cost).toBeLessThanOrEqual(12);
  });

  it('takes a price of late requests, off J and the reward of each decision, and says so in the document', async () => {
    const at = (late: string): Promise<Simulation> =>
      run('--workload', 'step', '--policy', 'greedy', '--weights', `late=${late}`);
    const [free, priced, dear] = await Promise.all([at('0'), at('0.2'), at('0.4')]);
    expect(priced.summary.qos).toBe(free.summary.qos);
    expect(free.summary.reward! - priced.summary.reward!).toBeGreaterThan(0.1);
    free.steps.forEach(({ objective }, k) => {
      const lost = objective! - priced.steps[k]!.objective!;
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(lost).toBeLessThanOrEqual(20);
      expect(objective! - dear.steps[k]!.objective!).toBeCloseTo(2 * lost, 9);
    });
    expect(await optimum(['--loads', '10', '--weights', 'late=0.2'])).toMatchObject({
      weights: { lateWeight: 0.2 },
    });
  });

  it('takes the manifests of a cluster for a pipeline', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'sluice-')), 'mine.yaml');
    const container = '{name: one, image: "a/b:heavy", resources: {requests: {cpu: 2}}}';
    await writeFile(
      file,
      `apiVersion: machinelearning.seldon.io/v1
kind: SeldonDeployment
metadata: {name: mine}
spec: {predictors: [{name: d, graph: {name: one}, componentSpecs: [{spec: {containers: [${container}]}}]}]}`,
    );
    const { summary } = await run('--pipeline', file, '--workload', 'step', '--policy', 'greedy');
    expect(summary.cost).toBeGreaterThanOrEqual(2);
    await writeFile(file, 'kind: Service');
    await expect(run('--pipeline', file, '--workload', 'step')).rejects.toThrow(
      /mine\.yaml: it holds no SeldonDeployment/,
    );
  });

  it('says what of the settings the limits keep from them, compare too', async () => {
    const key = 'hpa:max=12';
    for (const told of [
      async (notes: Notes) => simulate(['--workload', 'step', '--policy', key], notes),
      async (notes: Notes) => compare(['--workloads', 'step', '--policies', key, '--seeds', '1'], notes),
    ]) {
      const notes = new Notes();
      await told(notes);
      expect(notes.sentences.join()).toMatch(/HPA may have 12 replicas of every stage, .* limit here is 8/);
    }
  });

  it('runs orders by hand by their key, and refuses those that cannot be', async () => {
    const key = 'hand:0=1.2.4/2.3.1;30=1.1.1/1.1.1';
    const { steps } = await run('--workload', 'bursty', '--policy', key);
    const ordered = steps.map(({ configuration }) => JSON.stringify(configuration));
    expect([ordered[0], ordered[29], ordered[30]]).toEqual([ordered[29], ordered[0], ordered[107]]);
    expect(ordered[0]).not.toBe(ordered[30]);
    for (const [wrong, why] of [
      ['hand:0=1.2.4', /orders for 1 stage, and the pipeline .* has 2 stages/],
      ['hand:1=1.2.4/1.1.1', /needs an order for decision 0/],
    ] as const)
      await expect(run('--workload', 'bursty', '--policy', wrong)).rejects.toThrow(why);
    const notes = new Notes();
    await simulate(['--workload', 'bursty', '--policy', 'hand:0=5.8.1/5.8.1'], notes);
    expect(notes.sentences.join()).toMatch(/By hand orders \d+ cores from decision 0 on, .* has 30/);
  });

  describe('with an autoscaler’s manifest', () => {
    const hpa = (target: string, percent: number): string =>
      `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ${target}-hpa}
spec: {scaleTargetRef: {kind: Deployment, name: ${target}}, maxReplicas: 4, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: ${String(percent)}}}}]}`;
    const service = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: crop}
spec: {predictor: {model: {storageUri: "s3://m/x", resources: {requests: {cpu: "1"}}}}}`;
    const written = async (name: string, text: string): Promise<string> => {
      const file = join(await mkdtemp(join(tmpdir(), 'sluice-')), name);
      await writeFile(file, text);
      return file;
    };
    const told = async (
      command: (args: readonly string[], notes: Notes) => Promise<object>,
      ...args: string[]
    ): Promise<{ readonly found: object; readonly notes: string }> => {
      const notes = new Notes();
      const found = await command(args, notes);
      return { found, notes: notes.sentences.join('\n') };
    };
    const two = `${hpa('crop', 50)}\n---\n${hpa('classification', 70)}`;

    it('runs it as tune does, and says by which key', async () => {
      const file = await written('mine.yaml', two);
      const key = 'hpa:target=0.5,max=4,2.target=0.7';
      const alone = await told(simulate, '--workload', 'step', '--policy', file);
      expect(alone.notes).toContain(`mine.yaml: Its autoscaler is run as ${key}.`);
      expect(alone.found).toMatchObject({ policy: key });
      const together = ['--workloads', 'step', '--seeds', '1', '--against', file];
      const beside = await told(compare, ...together, '--policies', `hpa,${file}`);
      expect(beside.notes).toContain(`mine.yaml: Its autoscaler is run as ${key}.`);
      expect(JSON.stringify(beside.found)).toContain(key);
      await expect(
        compare(['--pipelines', 'video,nlp', '--workloads', 'step', '--policies', file]),
      ).rejects.toThrow(/on one pipeline and .* on another/);
      await expect(
        simulate(['--workload', 'step', '--policy', await written('other.yaml', 'kind: Service')]),
      ).rejects.toThrow(/other\.yaml: it holds no autoscaler/);
    });

    it('beside the stages names what is not run, and the key that runs it', async () => {
      const file = await written('kserve.yaml', `${service}\n---\n${hpa('crop-predictor', 50)}`);
      const said = /kserve\.yaml: Its autoscaler \(crop-predictor-hpa\) is not .* hpa:target=0\.5,max=4 /;
      expect(
        (await told(simulate, '--workload', 'step', '--pipeline', file, '--policy', 'hpa')).notes,
      ).toMatch(said);
      const compared = ['--workloads', 'step', '--seeds', '1', '--pipelines', file, '--policies', 'hpa'];
      expect((await told(compare, ...compared)).notes).toMatch(said);
      const search = ['--workload', 'step', '--pipeline', file, '--candidates', '24'];
      expect((await told(tune, ...search)).notes).toMatch(said);
      for (const policy of [file, 'hpa:target=0.5,max=4'])
        expect(
          (await told(simulate, '--workload', 'step', '--pipeline', file, '--policy', policy)).notes,
        ).not.toMatch(/is not run/);
    });
  });

  it('spreads the cores over nodes, where a replica may find no room', async () => {
    const spread = async (nodes: string): Promise<number> =>
      (
        await run(
          ...['--workload', 'fluctuating', '--policy', 'ipa-exact', '--environment', 'discrete'],
          ...['--nodes', nodes],
        )
      ).summary.unmet!;
    expect(await spread('4')).toBeGreaterThan(await spread('1'));
  });

  it.each([
    [
      ['--workload', 'step', '--nodes', '31'],
      /--nodes takes a whole number from 1 to 30 nodes \(one a core\); 31 is outside\./,
    ],
    [['--workload', 'nowhere.csv'], /"nowhere\.csv" is neither a file that can be read nor one of/],
    [['--workload', 'step', '--policy', 'magic'], /The policy "magic" is neither/],
    [['--workload', 'step', '--weights', 'cost=-1'], /costWeight must be a number from 0 to /],
    [['--workload', 'step', '--limits', 'B_max=12'], /maxBatch must be a power of two/],
    [['--workload', 'step', '--environment', 'quantum'], /chance, fluid, instant, discrete/],
    [['--workload', 'step', '--predictor', 'oracle'], /--predictor must be one of/],
    [['--wrkload', 'step'], /--wrkload/],
    [[], /--workload is missing/],
  ])('refuses %j in a sentence', async (args, message) => {
    await expect(simulate(args)).rejects.toThrow(message);
    await expect(simulate(args)).rejects.toBeInstanceOf(UsageError);
  });
});

describe('optimum', () => {
  it('answers per load, and for a whole workload with a switching cost', async () => {
    const perLoad = (await optimum(['--loads', '5,10,29'])) as {
      loads: { load: number; reward: number; cost: number }[];
    };
    expect(perLoad.loads.map((l) => l.load)).toEqual([5, 10, 29]);
    expect(perLoad.loads[0]!.cost).toBeLessThan(perLoad.loads[2]!.cost);
    const whole = (await optimum(['--offline', '--workload', 'fluctuating', '--switching', '0.5'])) as {
      switches: number;
      steps: unknown[];
    };
    const free = (await optimum(['--offline', '--workload', 'fluctuating', '--switching', '0'])) as {
      switches: number;
    };
    expect(whole.steps.length).toBe(108);
    expect(whole.switches).toBeLessThan(free.switches);
  });

  it('brackets what is possible in a world with after-effects', async () => {
    const asked = ['--bracket', '--workload', 'fluctuating', '--environment', 'fluid', '--seconds', '0.1'];
    const { bracket, steps } = (await optimum(asked)) as {
      bracket: { plan: number; bound: number; gap: number };
      steps: { bound: number }[];
    };
    expect(steps.length).toBe(108);
    expect(steps.reduce((sum, { bound }) => sum + bound / 108, 0)).toBeCloseTo(bracket.bound, 9);
    expect(bracket.gap).toBeGreaterThan(0);
    expect(bracket.gap).toBeCloseTo((100 * (bracket.bound - bracket.plan)) / bracket.plan, 9);
    const exact = await optimum(asked.with(-3, 'instant'));
    expect(exact).toMatchObject({ bracket: { kind: 'exact', gap: 0 } });
    await expect(optimum(['--loads', '5', '--environment', 'fluid'])).rejects.toThrow('is for --bracket');
  });
});

describe('forecast', () => {
  it('scores every forecaster', async () => {
    const { forecasters } = (await forecast(['--train', 'day', '--test', 'bursty'])) as {
      forecasters: { id: string; smape: number }[];
    };
    expect(forecasters.map((f) => f.id)).toContain('dlinear');
    for (const { smape } of forecasters) expect(smape).toBeGreaterThan(0);
  });
});

describe('train', () => {
  it('writes an agent that simulate takes as a policy', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
    const out = join(folder, 'agent.json');
    const result = (await train([
      '--workload',
      'step',
      '--steps',
      '2048',
      '--set',
      'width=16,lanes=16,minibatch=256',
      '--backend',
      'wasm',
      '--out',
      out,
    ])) as {
      steps: number;
      evaluations: {
        possible: { kind: string; found: number; bound: number };
        policies: Record<string, { normalisedScore: number; regret: number }>;
      }[];
    };
    expect(result.steps).toBe(2048);
    expect(result.evaluations[0]!.policies['random']!.normalisedScore).toBe(0);
    const { possible, policies } = result.evaluations[0]!;
    expect(possible.kind).toBe('bracket');
    // The score and the regret are of one reward: 1 is where the best plan found stands, 0 where chance does.
    const unavoidable = possible.bound - possible.found;
    const chance = policies['random']!.regret;
    for (const { normalisedScore, regret } of Object.values(policies)) {
      expect(normalisedScore).toBeLessThanOrEqual(1);
      expect(normalisedScore).toBeCloseTo((chance - regret) / (chance - unavoidable), 9);
    }
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ format: 1, pipeline: 'video' });
    expect((await run('--workload', 'step', '--policy', out)).steps.length).toBe(108);
    await expect(simulate(['--workload', 'step', '--policy', out, '--pipeline', 'nlp'])).rejects.toThrow(
      /another pipeline/,
    );
    await writeFile(out, '{"format": 2}');
    await expect(simulate(['--workload', 'step', '--policy', out])).rejects.toThrow(
      /not an agent's file; at format/,
    );
  });
});
