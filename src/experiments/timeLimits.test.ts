import { describe, expect, it } from 'vitest';
import { joined, nothingFound } from './comparison/tasks.ts';
import { runPlan } from './comparison/run.ts';
import { settingsOf, type ComparisonPlan } from './comparison/plan.ts';
import { resultOf } from './comparison/record.ts';
import { documentOf } from './comparison/document.ts';
import { decisionCard } from './decisionCard.ts';
import { runEpisode } from '../scenario/episode.ts';
import { fork } from './fork.ts';
import { prepare, type Prepared } from '../scenario/prepare.ts';
import { replayTo } from '../scenario/replay.ts';
import { defaultScenario, type Scenario } from '../scenario/scenario.ts';
import { yardstickFor } from './yardstick.ts';
import { defaultWeights } from '../model/pipeline.ts';
import { patienceOf, patient, type Patience } from '../model/patience.ts';
import { presetById } from '../model/presets/index.ts';
import { syntheticPipeline } from '../model/synthetic.ts';
import { compile } from '../model/tables.ts';
import { OutOfTime, TooMuch, watchFor } from '../model/watch.ts';
import { loadHighs } from '../policies/highs.ts';
import { solveExactly } from '../policies/ipaExact.ts';
import { solveByHighs } from '../policies/ipaMilp.ts';
import { ipaDefaults, ipaProblem } from '../policies/ipaProblem.ts';
import { buildFrontier } from '../policies/optimum/frontier.ts';
import { offlineOptimum, bestStatic } from '../policies/optimum/offline.ts';
import type { PolicyFactory } from '../policies/policy.ts';
import { policyById } from '../policies/registry.ts';
import { generateWorkload } from '../workload/generators.ts';

const video = presetById('video')!;
const scenario = defaultScenario(video, generateWorkload('fluctuating', 7));
const smallest = video.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
const hpa = policyById('hpa')!;

/** A clock that runs `step` milliseconds each time it is read. */
function ticking(step: number): () => number {
  let now = 0;
  return () => (now += step);
}

const late = (seconds: number, step: number): Patience => patienceOf(ticking(step), seconds);
const ready = (patience: Patience, changes: Partial<Scenario> = {}): Prepared => ({
  ...prepare({ ...scenario, forecaster: 'last', ...changes }),
  patience,
});
const run = (prepared: Prepared, factory: PolicyFactory = hpa): Promise<unknown> =>
  runEpisode(prepared, factory, { clock: () => 0, record: false });

describe('one replay', () => {
  it('is stopped in a sentence that says what, how long, how large and what to do', async () => {
    await expect(run(ready(late(60, 1000)))).rejects.toThrow(
      new TooMuch(
        'The replay of HPA was stopped after 12 s (at this pace it would take 109 s, and the limit is 60 s): 2 stages with up to 5 variants each, limits of 8 replicas, batches of 16 and 30 cores, 20 min of load with up to 35 requests/s are more than can be computed here; use fewer variants, lower limits, a shorter or lower load, or another policy.',
      ),
    );
  });

  it('has its time anew for each policy, and enough of it for what is quick', async () => {
    const prepared = ready(late(200, 1000));
    for (const id of ['hpa', 'greedy', 'ipa-exact', 'keda'])
      await expect(run(prepared, policyById(id))).resolves.toBeDefined();
  });

  it.each(['fluid', 'discrete', 'instant'] as const)('ends in the %s environment', async (environment) => {
    await expect(run(ready(late(5, 100), { environment }))).rejects.toThrow('The replay of HPA was stopped');
  });

  it('ends within the ten seconds of one decision where single requests are too many for them', async () => {
    const rates = new Float64Array(200).fill(1500);
    const prepared = ready(late(10, 1000), {
      environment: 'discrete',
      workload: { ...scenario.workload, rates },
    });
    await expect(run(prepared)).rejects.toThrow('The replay of HPA was stopped after 10 s');
  });

  it.each([1e7, 1e9, 1e300])('refuses to follow %s requests/s one by one', async (rate) => {
    const rates = new Float64Array(200).fill(rate);
    const prepared = ready(patient, { environment: 'discrete', workload: { ...scenario.workload, rates } });
    await expect(run(prepared)).rejects.toThrow(
      /^The load has [\d,]+ requests within ten seconds of second 120, and at most 20,000,000 can be followed one by one/,
    );
  });

  it('ends where a policy takes its time before its first decision', async () => {
    const planner: PolicyFactory = {
      info: { ...hpa.info, name: 'The planner' },
      create: ({ watch }) => {
        for (;;) watch!.look();
      },
    };
    await expect(run(ready(late(20, 1)), planner)).rejects.toThrow(
      'The replay of The planner was stopped after 20 s:',
    );
  });

  it.each(['hpa', 'aquatope', 'model-switching', 'optimum-offline', 'static-best', 'infadapter'])(
    'of %s ends on a machine that is too slow for it',
    async (id) => {
      await expect(run(ready(late(3, 100)), policyById(id))).rejects.toThrow(/was stopped after 3 s/);
    },
  );
});

describe('one decision', () => {
  const large = syntheticPipeline(12, 32, 1);
  const tables = compile(large, { maxReplicas: 64, maxBatch: 64, maxCores: 512 });

  it('by exact search ends in the middle of the search', () => {
    // Every option costs about what it is worth, so that no bound cuts anything off.
    const options = Array.from({ length: 12 }, (_, n) =>
      Array.from({ length: 30 }, (_unused, j) => ({
        variant: j,
        batch: 1,
        replicas: 1,
        coresPerReplica: 2 * j + 1,
        units: 2 * j + 1,
        unitsPerReplica: 2 * j + 1,
        rate: 100,
        latency: 0.001,
        accuracy: 0.5,
        value: 2 * j + 1 + Math.sin(31 * n + 7 * j) / 4,
      })),
    );
    const problem = { tables, load: 1, slaSeconds: 1, settings: ipaDefaults, options };
    expect(() => solveExactly(problem, watchFor(3, ticking(1000)))).toThrow(OutOfTime);
  });

  it('by HiGHS ends in the solver', async () => {
    const highs = await loadHighs();
    const problem = ipaProblem(tables, 20, large.slaSeconds, ipaDefaults);
    const watch = watchFor(0.001, () => performance.now());
    expect(() => solveByHighs(highs, problem, watch)).toThrow(OutOfTime);
  });
});

describe('the optimum', () => {
  const tables = compile(syntheticPipeline(6, 12, 1), { maxReplicas: 16, maxBatch: 16, maxCores: 96 });
  const small = buildFrontier(compile(video, scenario.limits), defaultWeights);
  const watch = (): ReturnType<typeof watchFor> => watchFor(50, ticking(1000));

  it('of every throughput ends as soon as its pace shows that it takes too long', () => {
    expect(() => buildFrontier(tables, defaultWeights, watch())).toThrow(
      /^after \d+ s \(at this pace it would take \d+ minutes, and the limit is 50 s\)$/,
    );
  });

  it.each<[string, () => unknown]>([
    ['of a whole load', () => offlineOptimum(small, new Float64Array(100).fill(9), 0.5, watch())],
    ['that is fixed', () => bestStatic(small, new Float64Array(100).fill(9), watch())],
  ])('%s ends where it takes too long', (_, work) => {
    expect(work).toThrow(new OutOfTime('after 50 s'));
  });

  it('is refused in a sentence when a scenario is made ready, and not remembered as if it stood', () => {
    const large = { ...scenario, forecaster: 'last', pipeline: syntheticPipeline(4, 6, 3) };
    const patience = { ...patient, frontier: () => watchFor(2, ticking(100)) };
    expect(() => prepare(large, undefined, undefined, patience)).toThrow(
      /^Finding the best configurations of Synthetic, 4 stages of 6 was stopped after 2 s: 4 stages with up to 6 variants each/,
    );
    expect(prepare(large).frontier.size).toBeGreaterThan(20);
  });

  it('and the forecasts too', () => {
    const patience = { ...patient, forecast: () => watchFor(2, ticking(100)) };
    expect(() => prepare(scenario, undefined, undefined, patience)).toThrow(
      'Forecasting this load was stopped after 2 s',
    );
  });
});

describe('what is asked of one moment', () => {
  it('ends: the way to it, the other future, the rivals of a training', async () => {
    const prepared = ready(late(5, 100));
    await expect(replayTo(prepared, hpa, 100, [])).rejects.toThrow(
      'The replay of HPA up to decision 100 was stopped after 5 s',
    );
    await expect(fork(prepared, hpa, 90, smallest, 18)).rejects.toThrow('was stopped after 5 s');
    const yardsticks = yardstickFor({ ...scenario, forecaster: 'last' }, 1, undefined, late(1, 100));
    await expect(yardsticks.next()).rejects.toThrow('was stopped');
  });

  it('leaves a rival out that takes too long, and shows the others', async () => {
    let now = 0;
    const slow: PolicyFactory = {
      info: { ...hpa.info, id: 'slow', name: 'Slow' },
      create: async (context) => {
        const policy = await hpa.create(context);
        return {
          info: { ...hpa.info, id: 'slow', name: 'Slow' },
          decide: (observation) => {
            now += 300;
            return policy.decide(observation);
          },
        };
      },
    };
    const prepared = ready(patienceOf(() => now));
    const card = await decisionCard(prepared, policyById('greedy')!, 40, [slow, policyById('keda')!]);
    expect(card.left).toEqual(['slow']);
    expect(card.alternatives.map(({ id }) => id)).toContain('keda');
    expect(card.alternatives.map(({ id }) => id)).not.toContain('slow');
  });
});

describe('a comparison', () => {
  const plan: ComparisonPlan = {
    pipelines: [video],
    workloads: [{ kind: 'drawn', id: 'steady-low' }],
    policies: ['greedy', 'optimum-offline', 'hpa'].map((key) => ({ kind: 'named', key })),
    seeds: [1, 2],
    settings: settingsOf({ ...scenario, forecaster: 'last' }, undefined),
    series: 'none',
  };

  it('goes on behind a run that took too long, and says so in its place', async () => {
    // 108 decisions of 100 ms each pass; the plan in advance takes twice as many looks.
    const found = await runPlan(plan, {
      clock: () => 0,
      patience: { ...patient, replay: () => watchFor(15, ticking(100)) },
    });
    const result = resultOf(plan, found);
    expect(result.cells.map(({ policy, seed }) => [policy, seed])).toEqual([
      ['greedy', 1],
      ['greedy', 2],
      ['hpa', 1],
      ['hpa', 2],
    ]);
    const runs = result.late?.filter(({ policy }) => policy !== undefined);
    expect(runs?.map(({ policy, seed }) => [policy, seed])).toEqual([
      ['optimum-offline', 1],
      ['optimum-offline', 2],
    ]);
    expect(runs?.[0]?.why).toMatch(/^The replay of Offline optimum was stopped after/);
    expect(result.late?.filter(({ policy }) => policy === undefined)[0]?.why).toMatch(
      /^Finding what is possible on a load was stopped/,
    );
    // Nothing is left to be resumed, and the numbers of the rest are there.
    expect(result.complete).toBe(true);
    expect(documentOf(result, []).table.map(({ policy }) => policy)).toEqual(['greedy', 'hpa']);
  });

  it('of a pipeline that cannot be made ready says it of every run, and asks once', async () => {
    let asked = 0;
    const patience = {
      ...patient,
      frontier: () => {
        asked++;
        return watchFor(1, ticking(100));
      },
    };
    const found = await runPlan(plan, { clock: () => 0, patience });
    expect(found.cells).toEqual([]);
    expect(found.late).toHaveLength(8);
    expect(asked).toBe(1);
    expect(joined(nothingFound, [{ kind: 'late', late: found.late[0]! }]).late).toHaveLength(1);
  });
});
