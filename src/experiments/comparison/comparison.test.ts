import { describe, expect, it } from 'vitest';
import { overallOf, pairedWith, tableOf } from './aggregate.ts';
import { documentOf, type ComparisonDocument } from './document.ts';
import { REGRET_PARTS } from './comparisonMetrics.ts';
import { paretoFront } from './pareto.ts';
import {
  cellCount,
  cellKey,
  groupsOf,
  planRefusal,
  settingsOf,
  type ComparisonPlan,
  type Place,
} from './plan.ts';
import { possibleOf } from './possibleRows.ts';
import { resultOf } from './record.ts';
import type { ComparisonCell, ComparisonResult } from './result.ts';
import { runPlan } from './run.ts';
import { tasksOf, type FoundPiece } from './tasks.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../../scenario/scenario.ts';
import { presetById } from '../../model/presets/index.ts';
import { policyById } from '../../policies/registry.ts';
import { generateWorkload } from '../../workload/generators.ts';
import type { Workload } from '../../workload/workload.ts';
import { usualSettings } from '../../testing/comparisons.ts';

/** Short, since what is possible is searched for each. */
const waves: Workload = {
  ...{ id: 'waves', name: 'Waves', source: 'a test' },
  rates: Float64Array.from({ length: 280 }, (_, t) => 14 + 9 * Math.sin(t / 37)),
};
const plan: ComparisonPlan = {
  pipelines: [presetById('video')!, presetById('audio-qa')!],
  workloads: [
    { kind: 'drawn', id: 'fluctuating' },
    { kind: 'fixed', workload: waves },
  ],
  policies: ['ipa-exact', 'greedy', 'random', 'optimum-predicted', 'optimum-true'].map((key) => ({
    kind: 'named',
    key,
  })),
  seeds: [1, 2, 3],
  settings: usualSettings,
  series: 'first seed',
};
const clock = (): number => 0;
const isAt = (cell: Place, { pipeline, workload, seed }: Place): boolean =>
  cell.pipeline === pipeline && cell.workload === workload && cell.seed === seed;
/** The runs on a load. */
const at = ({ cells }: ComparisonResult, place: Place): readonly ComparisonCell[] =>
  cells.filter((cell) => isAt(cell, place));
const found = await runPlan(plan, { clock });
const result = resultOf(plan, found);
/** What a reader of the file has. */
const read = JSON.parse(JSON.stringify(documentOf(result, ['greedy']))) as ComparisonDocument;

describe('a plan', () => {
  it('lists its scenarios seed by seed and counts its runs', () => {
    const groups = groupsOf(plan);
    expect(groups.map((g) => g.seed)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
    expect(groups.filter((g) => g.keepSeries)).toHaveLength(4);
    expect(cellCount(plan)).toBe(60);
  });

  it('refuses what is empty or there twice, in a sentence', () => {
    expect(planRefusal(plan)).toBeUndefined();
    expect(planRefusal({ ...plan, seeds: [] })).toBe('Choose at least one seed.');
    expect(planRefusal({ ...plan, seeds: [1, 2, 1] })).toBe('The seed "1" is there twice.');
  });
});

describe('its runs', () => {
  it('are those that the lab runs one by one', async () => {
    const scenario = {
      ...defaultScenario(plan.pipelines[1]!, generateWorkload('fluctuating', 2)),
      forecaster: 'ewma',
      seed: 2,
    };
    for (const policy of ['random', 'ipa-exact']) {
      const { summary } = await runEpisode(prepare(scenario), policyById(policy)!, { clock, record: false });
      const cell = result.cells.find(
        (c) =>
          c.pipeline === 'audio-qa' && c.workload === 'fluctuating' && c.policy === policy && c.seed === 2,
      );
      expect(cell?.summary).toEqual(summary);
    }
  });

  it('meet the same load under every policy, and another for each seed where it is drawn', () => {
    for (const [workload, different] of [
      ['fluctuating', 3],
      ['waves', 1],
    ] as const) {
      const loads = plan.seeds.map(
        (seed) =>
          new Set(
            result.cells
              .filter((c) => c.workload === workload && c.seed === seed)
              .map(({ summary: { load, predicted, arrived } }) => [load, predicted, arrived].join()),
          ),
      );
      expect(loads.map((set) => set.size)).toEqual([1, 1, 1]);
      expect(new Set(loads.flatMap((set) => [...set])).size).toBe(different);
    }
  });

  it.each([1, 7, 14])('go on exactly from where they stopped, here after %i pieces', async (count) => {
    const short = { ...plan, pipelines: [plan.pipelines[1]!], workloads: [plan.workloads[1]!] };
    const pieces: FoundPiece[] = [];
    const half = await runPlan(short, {
      clock,
      onPiece: (piece) => pieces.push(piece),
      stopped: () => pieces.length >= count,
    });
    expect(half.cells.length + half.references.length).toBe(count);
    expect(resultOf(short, half).complete).toBe(false);
    const again: string[] = [];
    const whole = await runPlan(
      short,
      {
        clock,
        onPiece: (piece) => {
          if (piece.kind === 'cell') again.push(cellKey(piece.cell));
        },
      },
      half,
    );
    const before = half.cells.map(cellKey);
    expect(again.filter((key) => before.includes(key))).toEqual([]);
    expect(again.length + before.length).toBe(15);
    // Found by itself or beside others: the same.
    expect(resultOf(short, whole)).toEqual(resultOf(short, found));
  });

  it('leave nothing to do once all are there, and what a smaller plan does not ask for out of its result', () => {
    expect(tasksOf(plan, found)).toEqual([]);
    const smaller = { ...plan, seeds: [2], policies: plan.policies.slice(1, 3) };
    const part = resultOf(smaller, found);
    expect(part.complete).toBe(true);
    expect(part.cells.map((c) => c.seed)).toEqual(Array(8).fill(2));
  });
});

describe('references', () => {
  it('say what is possible: no run above the bound, and none above the best plan found', () => {
    expect(result.references).toHaveLength(12);
    expect(result.references.map(({ kind }) => kind)).toEqual(Array(12).fill('bracket'));
    for (const r of result.references) {
      expect(r.bound).toBeGreaterThan(r.found);
      const earned = at(result, r).map(({ summary }) => summary.reward);
      expect(earned).toHaveLength(5);
      // The search was not told of the runs.
      expect(r.found).toBeGreaterThan(Math.max(...earned));
    }
  });

  it('are the same whatever is compared', async () => {
    const seeds = [3];
    const workloads = [plan.workloads[1]!];
    const policies = [{ kind: 'named', key: 'keda' } as const];
    const alone = await runPlan({ ...plan, workloads, policies, seeds }, { clock });
    expect(alone.references).toEqual(
      result.references.filter(({ workload, seed }) => workload === 'waves' && seed === 3),
    );
  });

  it('score chance by the run that bears its name', () => {
    for (const r of result.references)
      expect(at(result, r).find(({ policy }) => policy === 'random')!.summary.reward).toBe(r.random);
  });

  it('are exact where orders take effect at once: nothing is unavoidable', async () => {
    const small: ComparisonPlan = {
      ...plan,
      pipelines: [plan.pipelines[0]!],
      seeds: [1],
      settings: { ...plan.settings, environment: 'instant', forecaster: 'true' },
    };
    const whole = resultOf(small, await runPlan(small, { clock }));
    for (const { kind, found, bound } of whole.references) expect([kind, found]).toEqual(['exact', bound]);
    const table = tableOf(whole);
    for (const { metrics } of table) expect(metrics['unavoidable']!.values).toEqual([0]);
    // Told the load by their forecaster, both are the optimum.
    for (const { policy, metrics } of table.filter((row) => row.policy.startsWith('optimum-'))) {
      expect(metrics['regret']!.mean, policy).toBeCloseTo(0, 10);
      expect(metrics['score']!.mean, policy).toBeCloseTo(1, 10);
    }
  });

  it('have a front of the optimum that rises: more cores, more quality', () => {
    for (const { optimum } of read.fronts) {
      expect(optimum.length).toBeGreaterThan(3);
      for (let i = 1; i < optimum.length; i++) {
        expect(optimum[i]!.cost).toBeGreaterThan(optimum[i - 1]!.cost);
        expect(optimum[i]!.qos).toBeGreaterThan(optimum[i - 1]!.qos);
      }
    }
  });
});

describe('numbers over seeds', () => {
  it('are recomputed from the JSON alone, to the last digit', () => {
    expect(tableOf(read.result)).toEqual(read.table);
    expect(overallOf(read.result, 'score')).toEqual(read.overall);
    for (const { reference, metric, rows } of read.paired)
      expect(pairedWith(read.result, reference, metric)).toEqual(rows);
    expect(documentOf(read.result, ['greedy'])).toEqual(read);
  });

  it('are what a reader works out by hand', () => {
    expect(read.table).toHaveLength(20);
    for (const row of read.table) {
      const cells = read.result.cells.filter(
        (c) => c.pipeline === row.pipeline && c.workload === row.workload && c.policy === row.policy,
      );
      const costs = cells.map((c) => c.summary.cost).sort((a, b) => a - b);
      const { mean, iqm, meanInterval } = row.metrics['cost']!;
      expect(mean).toBeCloseTo((costs[0]! + costs[1]! + costs[2]!) / 3, 12);
      expect(iqm).toBeCloseTo((costs[0]! / 4 + costs[1]! + costs[2]! / 4) / 1.5, 12);
      expect(meanInterval![0]).toBeGreaterThanOrEqual(costs[0]! - 1e-9);
      expect(meanInterval![1]).toBeLessThanOrEqual(costs[2]! + 1e-9);
      const dropped = cells.map(({ summary: s }) => (100 * s.dropped) / s.arrived);
      expect(row.metrics['dropped']!.values).toEqual(dropped);
    }
  });

  it('split the regret into parts that add up to it', () => {
    for (const row of read.table)
      for (const [i, regret] of row.metrics['regret']!.values.entries()) {
        const parts = REGRET_PARTS.map(({ id }) => row.metrics[id]!.values[i]!);
        expect(parts.reduce((a, b) => a + b)).toBeCloseTo(regret, 10);
      }
  });

  it('are regret and score as a reader works them out from what is possible', () => {
    for (const { pipeline, workload, policy, metrics, seeds } of read.table)
      seeds.forEach((seed, i) => {
        const r = read.result.references.find(
          (one) => one.pipeline === pipeline && one.workload === workload && one.seed === seed,
        )!;
        const cells = at(read.result, r);
        const rewards = cells.map(({ summary }) => summary.reward);
        const own = cells.find((cell) => cell.policy === policy)!.summary.reward;
        const found = Math.max(r.found, ...rewards);
        const unknowing = Math.max(
          ...cells.filter((cell) => cell.policy !== 'optimum-true').map(({ summary }) => summary.reward),
        );
        const value = (id: string): number => metrics[id]!.values[i]!;
        expect(value('score')).toBe((own - r.random) / (found - r.random));
        expect(value('regret')).toBe(r.bound! - own);
        expect(value('unavoidable')).toBe(r.bound! - found);
        expect(value('foresight')).toBe(found - unknowing);
        expect(value('ownPart')).toBe(unknowing - own);
        expect(value('regret')).toBeGreaterThanOrEqual(value('unavoidable'));
        expect(value('score')).toBeLessThanOrEqual(1);
      });
    const random = read.table.filter(({ policy }) => policy === 'random');
    for (const { metrics } of random) expect(metrics['score']!.values).toEqual([0, 0, 0]);
  });

  it('say of each load what is possible there', () => {
    expect(read.possible).toHaveLength(4);
    for (const { pipeline, workload, kind, found, bound, cost, qos } of read.possible) {
      const here = read.result.references.filter((r) => r.pipeline === pipeline && r.workload === workload);
      expect(kind).toBe('bracket');
      expect(found.values).toEqual(here.map((r) => r.found));
      expect(bound!.values).toEqual(here.map((r) => r.bound));
      expect([cost!.values, qos!.values]).toEqual([
        here.map(({ plan }) => plan!.cost),
        here.map(({ plan }) => plan!.qos),
      ]);
    }
  });

  it('take a run that earns more than the search found as the best plan found, with its cores and Q', () => {
    const { workload, pipeline, seed } = read.result.references[0]!;
    const lucky = (bonus: number): ComparisonResult => ({
      ...read.result,
      cells: read.result.cells.map((cell) =>
        cell.policy === 'greedy' && isAt(cell, { pipeline, workload, seed })
          ? { ...cell, summary: { ...cell.summary, reward: read.result.references[0]!.found + bonus } }
          : cell,
      ),
    });
    const row = tableOf(lucky(0.001)).find(
      (one) => one.pipeline === pipeline && one.workload === workload && one.policy === 'greedy',
    )!;
    expect(row.metrics['score']!.values[0]).toBe(1);
    expect([row.metrics['foresight']!.values[0], row.metrics['ownPart']!.values[0]]).toEqual([0, 0]);
    const { summary } = read.result.cells.find(
      (cell) => cell.policy === 'greedy' && isAt(cell, { pipeline, workload, seed }),
    )!;
    expect(possibleOf(lucky(0.001))[0]!.cost!.values[0]).toBe(summary.cost);
    // More than the bound is a bug in one of the two, and no number.
    expect(() => tableOf(lucky(100))).toThrow(/earned .*, more than the bound of /);
  });

  it('differ seed by seed from the reference', () => {
    const { rows } = read.paired.find((p) => p.metric === 'cost')!;
    expect(rows).toHaveLength(16);
    for (const row of rows) {
      const cost = (policy: string, seed: number): number =>
        read.result.cells.find(
          (c) =>
            c.pipeline === row.pipeline &&
            c.workload === row.workload &&
            c.policy === policy &&
            c.seed === seed,
        )!.summary.cost;
      row.seeds.forEach((seed, i) => {
        expect(row.difference.values[i]).toBe(cost(row.policy, seed) - cost('greedy', seed));
        expect(row.percent!.values[i]).toBeCloseTo(
          (100 * (cost(row.policy, seed) - cost('greedy', seed))) / cost('greedy', seed),
          9,
        );
      });
    }
  });
});

describe('in the discrete-event environment', async () => {
  const small: ComparisonPlan = {
    ...plan,
    pipelines: [plan.pipelines[0]!],
    workloads: [plan.workloads[1]!],
    seeds: [1, 2],
    settings: { ...plan.settings, environment: 'discrete', twin: 'chance' },
  };
  const whole = resultOf(small, await runPlan(small, { clock }));
  const saved = JSON.parse(JSON.stringify(documentOf(whole, ['greedy']))) as ComparisonDocument;

  it('every run stands beside the same one with queues', () => {
    expect(saved.result.cells).toHaveLength(10);
    for (const cell of saved.result.cells) {
      const other = result.cells.find((c) => cellKey(c) === cellKey(cell))!;
      expect(cell.twin).toEqual(JSON.parse(JSON.stringify(other.summary)));
    }
    expect(read.gaps).toEqual([]);
  });

  it('what it stands beside is part of the plan; comparisons of before, which name nothing, meant the fluid', async () => {
    expect(saved.result.plan.twin).toBe('chance');
    const [workload, greedy] = [generateWorkload('fluctuating', 1), policyById('greedy')!];
    const scenario = { ...defaultScenario(small.pipelines[0]!, workload), environment: 'discrete', seed: 1 };
    expect(settingsOf(scenario as Scenario, undefined).twin).toBe('chance');
    expect(settingsOf({ ...(scenario as Scenario), environment: 'fluid' }, undefined)).not.toHaveProperty(
      'twin',
    );
    const { twin: _, ...before } = small.settings;
    const old = {
      ...small,
      workloads: [plan.workloads[0]!],
      policies: [{ kind: 'named', key: 'greedy' } as const],
      seeds: [1],
      settings: before,
    };
    // What is possible there is not asked for.
    const { cells } = await runPlan(old, { clock, stopped: () => true });
    const fluid = prepare({ ...(scenario as Scenario), ...before, environment: 'fluid', slaSeconds: 1.814 });
    const { summary } = await runEpisode(fluid, greedy, { clock, record: false });
    expect(cells.map(({ twin }) => twin)).toEqual([summary]);
    expect(resultOf(old, { cells, references: [], late: [] }).plan).not.toHaveProperty('twin');
  });

  it('the gap is the difference of the two, seed by seed, and counts the pairs that both order alike', () => {
    const [gap] = saved.gaps;
    expect(saved.gaps).toHaveLength(1);
    expect(gap!.rows.map(({ policy }) => policy)).toEqual(small.policies.map(({ key }) => key));
    for (const { policy, seeds, difference } of gap!.rows)
      seeds.forEach((seed, i) => {
        const { summary, twin } = saved.result.cells.find((c) => c.policy === policy && c.seed === seed)!;
        expect(difference.latency.values[i]).toBe(summary.latency - twin!.latency);
        expect(difference.dropped.values[i]).toBe(
          (100 * summary.dropped) / summary.arrived - (100 * twin!.dropped) / twin!.arrived,
        );
      });
    const order = (side: 'discrete' | 'twin'): readonly string[] =>
      [...gap!.rows].sort((a, b) => a[side] - b[side]).map(({ policy }) => policy);
    const [d, f] = [order('discrete'), order('twin')];
    let alike = 0;
    for (let i = 0; i < 5; i++)
      for (let j = i + 1; j < 5; j++) if (f.indexOf(d[i]!) < f.indexOf(d[j]!)) alike++;
    expect([gap!.pairs, gap!.alike]).toEqual([10, alike]);
  });

  it('has a best plan and no bound, and the regret begins at the plan', () => {
    for (const { kind, bound } of saved.possible) expect([kind, bound]).toEqual(['plan', null]);
    for (const r of saved.result.references) expect(r).not.toHaveProperty('bound');
    for (const { metrics } of saved.table) {
      expect(metrics['unavoidable']).toBeUndefined();
      metrics['regret']!.values.forEach((regret, i) => {
        expect(regret).toBeGreaterThanOrEqual(0);
        expect(metrics['foresight']!.values[i]! + metrics['ownPart']!.values[i]!).toBeCloseTo(regret, 10);
      });
    }
  });

  it('tells what single requests met, recomputed from the JSON to the last digit', () => {
    expect(documentOf(saved.result, ['greedy'])).toEqual(saved);
    for (const row of saved.table) {
      const of = (id: string): readonly number[] => row.metrics[id]!.values;
      const cells = saved.result.cells.filter(({ policy }) => policy === row.policy);
      cells.forEach(({ summary: { requests } }, i) => {
        const { served, dropped, slaViolations } = requests!;
        expect(of('inTime')[i]).toBeCloseTo((100 * (served - slaViolations)) / (served + dropped), 10);
        expect(of('violations')[i]).toBeCloseTo((100 * slaViolations) / served, 10);
        expect(of('p50')[i]).toBeLessThanOrEqual(of('p95')[i]!);
        expect(of('p95')[i]).toBeLessThanOrEqual(of('p99')[i]!);
      });
    }
    expect(read.table.every(({ metrics }) => metrics['p99'] === undefined)).toBe(true);
  });
});

describe('the Pareto front', () => {
  it('keeps what nothing beats, cheapest first', () => {
    const [cheap, dear, both, worse, twin] = [
      { cost: 1, qos: 1 },
      { cost: 9, qos: 9 },
      { cost: 4, qos: 6 },
      { cost: 5, qos: 6 },
      { cost: 4, qos: 6 },
    ];
    const qos = (point: { readonly qos: number }): number => point.qos;
    expect(paretoFront([dear, worse, both, cheap, twin], qos)).toEqual([cheap, both, twin, dear]);
    expect(paretoFront([], qos)).toEqual([]);
  });
});
