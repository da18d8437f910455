import { describe, expect, it } from 'vitest';
import { columnsOf, sorted, tableCsv } from './columns.ts';
import { dots, domainOf, shareDomain } from './dots.ts';
import { besidePaper, STATED } from './paper.ts';
import { plane } from './plane.ts';
import { split } from './split.ts';
import { strips } from './strips.ts';
import { timesPicture } from './times.ts';
import { basis, judgedWords } from './words.ts';
import { textWidth } from '../../charts/letters.ts';
import { dark } from '../../charts/palette.ts';
import type { ChartModel } from '../../charts/model.ts';
import { chartCsv, svgText } from '../../charts/svg.ts';
import { documentOf, type ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { estimate } from '../../../experiments/comparison/estimate.ts';
import type { ComparisonPlan } from '../../../experiments/comparison/plan.ts';
import { resultOf } from '../../../experiments/comparison/record.ts';
import type { Late } from '../../../experiments/comparison/result.ts';
import { defaultWeights } from '../../../model/pipeline.ts';
import { presetById } from '../../../model/presets/index.ts';
import { runsWithoutSearch, usualSettings } from '../../../testing/comparisons.ts';

const plan: ComparisonPlan = {
  pipelines: [presetById('video')!],
  workloads: ['steady-low', 'fluctuating'].map((id) => ({ kind: 'drawn', id })),
  policies: ['ipa-exact', 'greedy', 'random', 'optimum-true'].map((key) => ({ kind: 'named', key })),
  seeds: [1, 2, 3],
  settings: usualSettings,
  series: 'first seed',
};
const document: ComparisonDocument = documentOf(resultOf(plan, await runsWithoutSearch(plan)), [
  'greedy',
  'ipa-exact',
]);

describe('the words beside the finding', () => {
  it('say of which world it is the judgement, and on which seeds', () => {
    expect(judgedWords(document, 'fluid')).toBe(
      'Judged by single requests: the same policies, loads and seeds (1 to 3), counted request by request. How far “Fluid” is off stands below, run for run.',
    );
  });

  it('say what it rests on', () => {
    expect(basis(document)).toContain(
      `24 runs: 1 pipeline (${presetById('video')!.name}), 2 workloads (Steady low, Fluctuating), 3 seeds (1 to 3), in the environment “With queues”. Every`,
    );
    expect(basis(document)).not.toContain('at random');
    const dear = { ...document.result.plan, weights: { ...defaultWeights, costWeight: 0.3 } };
    expect(basis({ ...document, result: { ...document.result, plan: dear } })).toContain(
      '“With queues”; a core costs 0.30.',
    );
  });

  it('say what the reference is where it is not on the chart', () => {
    const { result } = document;
    const policies = result.plan.policies.filter(({ id }) => id !== 'random');
    const without = {
      ...document,
      overall: document.overall.filter(({ policy }) => policy !== 'random'),
      result: { ...result, plan: { ...result.plan, policies } },
    };
    expect(basis(without)).toContain('Random, which ran on the same loads as the reference');
  });
});

describe('the dots', () => {
  it('of a share have the whole axis, or say where it begins, in words and on the chart', () => {
    expect(shareDomain([86.2, 97.1])).toEqual([80, 100]);
    expect(shareDomain([99.9, 100])).toEqual([90, 100]);
    expect(shareDomain([33, 97.1])).toEqual([0, 100]);
    expect(shareDomain([])).toEqual([90, 100]);
    const drawn = (metric: 'inTime' | 'cost' | 'qos', policy: string) => {
      const { sentence, marks } = dots(
        { ...document, table: document.table.filter((row) => row.policy === policy) },
        ...(['video', metric, 'mean', 720] as const),
      );
      const noted = marks.filter((mark) => mark.kind === 'text' && mark.body.startsWith('axis from '));
      return { sentence, noted: noted.length };
    };
    const zoomed = drawn('inTime', 'greedy');
    expect(zoomed.sentence).toMatch(/The axis begins at \d0 %, not at 0\./);
    expect(zoomed.noted).toBeGreaterThan(0);
    expect(drawn('qos', 'greedy').sentence).toContain('The axis begins at ');
    expect(drawn('cost', 'greedy')).toMatchObject({
      noted: 0,
      sentence: expect.not.stringContaining('begins'),
    });
  });

  it('speak of intervals where there are several seeds, and of one as of one', () => {
    const sentence = (seeds: readonly number[]): string => {
      const result = { ...document.result, plan: { ...document.result.plan, seeds } };
      return dots({ ...document, result }, 'video', 'inTime', 'mean', 720).sentence;
    };
    expect(sentence([1, 2, 3])).toContain('An estimate, by formulas for waiting by chance.');
    expect(sentence([1, 2, 3])).toContain('95 % intervals over 3 seeds.');
    expect(sentence([1])).toMatch(/One seed has no interval\.$/);
  });
});

describe('beside the paper', () => {
  it('implies IPA against Greedy from what is stated of OPD against both', () => {
    const implied = STATED.find((s) => s.implied && s.workload === 'steady-low')!;
    // 2.2 / 0.84 and 1.36 / 0.962.
    expect(implied.cost).toBeCloseTo(161.905, 3);
    expect(implied.qos).toBeCloseTo(41.372, 3);
  });

  it('sets the mean of the seeds’ percentages beside it', () => {
    const [low] = besidePaper(document, 'video', 'mean');
    const cost = (policy: string): readonly number[] =>
      document.table.find((r) => r.workload === 'steady-low' && r.policy === policy)!.metrics['cost']!.values;
    const percents = cost('ipa-exact').map((c, i) => 100 * (c / cost('greedy')[i]! - 1));
    expect(low).toMatchObject({ policy: 'ipa-exact', against: 'greedy', workload: 'steady-low' });
    expect(low!.measured.cost!.value).toBeCloseTo(percents.reduce((a, b) => a + b) / 3, 9);
  });
});

describe('the table', () => {
  it('sorts by a number, either way, and by name', () => {
    const costs = sorted(document.table, { column: 'cost', down: true }, 'mean').map(
      (row) => row.metrics['cost']!.mean,
    );
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    const names = sorted(document.table, { column: 'policy', down: false }, 'mean').map((row) => row.policy);
    expect(names.slice(0, 4)).toEqual(['greedy', 'greedy', 'ipa-exact', 'ipa-exact']);
  });

  it('goes whole into the file', () => {
    const lines = tableCsv(document).trim().split('\n');
    expect(lines).toHaveLength(9 + 4);
    const head = lines[0]!.split(',');
    expect(head).toHaveLength(4 + 6 * columnsOf(document.table).length);
    const row = document.table[0]!;
    expect(Number(lines[1]!.split(',').slice(-6 * columnsOf(document.table).length)[0])).toBe(
      row.metrics['objective']!.mean,
    );
    const [plan, bound] = lines.slice(9).map((line) => line.replace(/^"[^"]*"/, '').split(','));
    expect([plan![2], bound![2]]).toEqual(['Best plan found', 'Upper bound']);
    const value = (line: readonly string[], id: string): number => Number(line[head.indexOf(id)]);
    const { found, cost, qos, bound: most } = document.possible[0]!;
    expect(['reward', 'cost', 'qos'].map((id) => value(plan!, id))).toEqual([
      found.mean,
      cost!.mean,
      qos!.mean,
    ]);
    expect(value(bound!, 'reward')).toBe(most!.mean);
    expect(bound![head.indexOf('cost')]).toBe('');
  });
});

describe('the file of a comparison with runs that took too long', () => {
  const [first] = document.table;
  const at = { pipeline: first!.pipeline, workload: first!.workload };
  const why = 'The replay of HPA was stopped after 300 s: it is, "too" much.';
  const csv = (late: readonly Late[]): readonly string[] =>
    tableCsv({ ...document, result: { ...document.result, late } })
      .trim()
      .split('\n');

  it('has a row for each with its sentence, the same of several seeds once', () => {
    const lines = csv([
      { ...at, policy: 'greedy', seed: 1, why },
      { ...at, policy: 'greedy', seed: 3, why },
      { ...at, policy: 'greedy', seed: 2, why: 'Another.' },
      { ...at, seed: 1, why },
    ]);
    expect(lines).toHaveLength(9 + 4 + 3);
    expect(lines[0]!.endsWith(',stopped')).toBe(true);
    const empty = ','.repeat(6 * columnsOf(document.table).length);
    const sentence = why.replaceAll('"', '""');
    const [row, other, references] = lines.slice(9 + 4);
    expect(row).toMatch(/,Greedy,2,/);
    expect(row!.endsWith(`,2${empty},"Seeds 1, 3: ${sentence}"`)).toBe(true);
    expect(other!.endsWith(`,1${empty},Seed 2: Another.`)).toBe(true);
    expect(references!.endsWith(`,What regret and score need,1${empty},"Seed 1: ${sentence}"`)).toBe(true);
    const cells = (line: string): number => line.replace(/"(?:[^"]|"")*"/g, '').split(',').length;
    expect(new Set(lines.map(cells)).size).toBe(1);
  });

  it('has no such column where nothing was stopped', () => {
    expect(csv([])).toEqual(tableCsv(document).trim().split('\n'));
    expect(csv([])[0]).not.toContain('stopped');
  });
});

describe('the charts', () => {
  it('leave what lies far from the rest out of the scale', () => {
    expect(domainOf([1, 2, 3, 4])).toEqual([1, 4]);
    const [low, high] = domainOf([-60, 10, 11, 12, 13, 14]);
    expect(low).toBeGreaterThan(-10);
    expect(high).toBe(14);
    expect(domainOf([-60, 10, 11, 12, 13, 14], [-60])).toEqual([-60, 14]);
    expect(domainOf([0, 10, 10.1, 10.2, 10.3, 90], [90, NaN])[1]).toBe(90);
  });

  /** What was measured of IPA on the first load, far from all others. */
  const far = (given: Readonly<Record<string, number>>): ComparisonDocument => ({
    ...document,
    table: document.table.map((row) =>
      row.workload !== 'steady-low' || row.policy !== 'ipa-exact'
        ? row
        : {
            ...row,
            metrics: {
              ...row.metrics,
              ...Object.fromEntries(
                Object.entries(given).map(([id, value]) => [
                  id,
                  { ...estimate([value]), meanInterval: null },
                ]),
              ),
            },
          },
    ),
  });
  const arrows = ({ marks }: ChartModel): number =>
    marks.filter((mark) => mark.kind === 'path' && /l-?[47](\.5)? -[47](\.5)?[hv]9z$/.test(mark.d)).length;

  it('hold the best, however far from the rest, and say of what is hopeless that it is off', () => {
    const best = far({ objective: 90, qos: 100, cost: 100 });
    const worst = far({ objective: -90, qos: -90, cost: 100, inTime: 1 });
    for (const draw of [
      (of: ComparisonDocument) => dots(of, 'video', 'objective', 'mean', 720),
      (of: ComparisonDocument) => dots(of, 'video', 'qos', 'mean', 720),
      (of: ComparisonDocument) => dots(of, 'video', 'cost', 'mean', 720),
    ]) {
      expect(draw(worst).sentence).toContain('An arrow at the edge');
      expect(arrows(draw(worst))).toBeGreaterThan(0);
      expect(draw(best).marks.filter((m) => m.hint?.startsWith('IPA, Steady low'))).toHaveLength(2);
      expect(draw(worst).marks.filter((m) => m.hint?.startsWith('IPA, Steady low'))).toHaveLength(1);
    }
    expect(plane(worst, 'video', 'mean', 720).sentence).toContain('An arrow at the foot');
    expect(plane(best, 'video', 'mean', 720).marks).toContainEqual(
      expect.objectContaining({ kind: 'text', body: 'IPA' }),
    );
  });

  const times = [
    { stages: 2, variants: 3, ipa: 4, ipaExact: 0.01, opd: 0.02 },
    { stages: 8, variants: 8, ipa: 90, ipaExact: 0.4, opd: 0.1 },
  ];
  it.each([
    ['dots', (w: number) => dots(document, 'video', 'cost', 'mean', w)],
    ['plane', (w: number) => plane(document, 'video', 'iqm', w)],
    ['split', (w: number) => split(document, 'video', w)],
    ['strips', (w: number) => strips(document, 'video', 'fluctuating', w)],
    ['times', (w: number) => timesPicture(times, w)],
  ])(
    '%s draws inside its frame at any width, with plain colours in the file and numbers behind it',
    (_, draw) => {
      for (const width of [280, 640, 1100]) {
        const picture = draw(width);
        expect(picture.rows.length).toBeGreaterThan(1);
        for (const row of picture.rows) expect(row).toHaveLength(picture.head.length);
        for (const mark of picture.marks) {
          if (mark.kind === 'path') expect(mark.d).not.toMatch(/NaN|Infinity|undefined/);
          else {
            expect(mark.x).toBeGreaterThanOrEqual(0);
            expect(mark.x).toBeLessThanOrEqual(width);
            expect(mark.y).toBeGreaterThanOrEqual(0);
            expect(mark.y).toBeLessThanOrEqual(picture.height);
          }
        }
        const svg = svgText(picture, dark);
        expect(svg).not.toContain('light-dark');
        expect(svg.startsWith('<svg ')).toBe(true);
      }
      expect(chartCsv(draw(640)).split('\n')).toHaveLength(draw(640).rows.length + 2);
    },
  );

  it('have no text of the axis of time across their edge, where a section of the page ends', () => {
    const share = { start: 1, middle: 0.5, end: 0 };
    for (const width of [328, 358, 720]) {
      const ends = strips(document, 'video', 'fluctuating', width).marks.flatMap((mark) =>
        mark.kind === 'text' ? [mark.x + share[mark.anchor ?? 'start'] * textWidth(mark.body, mark)] : [],
      );
      expect(Math.max(...ends), `${String(width)} px`).toBeLessThanOrEqual(width);
    }
  });

  it('state the ratios of decision times', () => {
    const { sentence } = timesPicture(times, 640);
    expect(sentence).toContain('IPA by HiGHS grows 23-fold');
    expect(sentence).toContain('takes 200, 900 times as long as the network');
    expect(sentence).toContain('the paper states 1.3, 1.5, 2.1, 3.1');
  });

  it('split the regret into segments as long as its parts', () => {
    const { rows, head } = split(document, 'video', 640);
    const regret = head.indexOf('Regret');
    for (const row of rows)
      expect(row.slice(2, regret).reduce<number>((sum, part) => sum + Number(part), 0)).toBeCloseTo(
        Number(row[regret]),
        9,
      );
  });
});
