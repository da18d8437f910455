import { describe, expect, it } from 'vitest';
import { diffOf } from './diff.ts';
import { regretScale } from './regret.ts';
import { runCsv, runJson } from './runFiles.ts';
import { comparison, finding, progressWords, spanWords, type Words } from './words.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import type { HeldOutEvaluation, TrainPoint } from '../../../learning/training/progress.ts';
import { presetById } from '../../../model/presets/index.ts';
import type { RunRecord } from '../../../storage/records.ts';
import { generateWorkload } from '../../../workload/generators.ts';

const text = (words: readonly Words[]): string => words.map((word) => word.text).join('');
const exact = { kind: 'exact', plan: 13, bound: 13, searching: false } as const;
const bracket = { kind: 'bracket', plan: 13, bound: 13.4, searching: false } as const;
const rivals = [
  { id: 'greedy', objective: 11, inTime: 0.95, trainingRegret: 2.5 },
  { id: 'ipa-exact', objective: 10, inTime: 0.9, trainingRegret: undefined },
  { id: 'random', objective: 4, inTime: 0.3, trainingRegret: undefined },
];
const scale = regretScale({ possible: exact, rivals });
const banded = regretScale({ possible: bracket, rivals });
const judged = (objective: number): HeldOutEvaluation => ({
  member: 0,
  update: 20,
  steps: 40_960,
  elapsedSeconds: 9,
  objective,
  inTime: 0.971,
  best: true,
});

describe('regret as an axis', () => {
  it('is 0 at the optimum and 1 at Greedy, on the held-out load and on the rollouts', () => {
    expect(scale?.ofObjective(13)).toBe(0);
    expect(scale?.ofObjective(11)).toBe(1);
    expect(scale?.ofRollout({ regret: 5 } as TrainPoint)).toBe(2);
    expect(scale?.rivals.map(({ regret }) => regret)).toEqual([1, 1.5, 4.5]);
  });

  it('does not exist where Greedy is the optimum', () => {
    const same = [{ id: 'greedy', objective: 13, inTime: 1, trainingRegret: 0.001 }];
    expect(regretScale({ possible: exact, rivals: same })).toBeUndefined();
  });

  it('is 0 at the best plan found, reaches to the bound below 0, and holds rollouts against Greedy there', () => {
    expect([13, 11, 13.4, 13.2].map((j) => Number(banded!.ofObjective(j).toFixed(9)))).toEqual([
      0, 1, -0.2, -0.1,
    ]);
    expect(banded!.floor).toBeCloseTo(-0.2, 12);
    // Greedy’s own regret there is 1, and two points of the held-out load are one unit.
    expect([2.5, 4.5, 0.5].map((regret) => banded!.ofRollout({ regret } as TrainPoint))).toEqual([1, 2, 0]);
    expect(regretScale({ possible: { ...bracket, bound: undefined }, rivals })!.floor).toBeUndefined();
  });
});

describe('the finding of a training', () => {
  it.each([
    [
      12,
      false,
      'Run 1 came within 1.00 points a decision of the optimum on the held-out load; Greedy 2.00, IPA 3.00.',
    ],
    [10.5, true, 'The agent is 2.50 points a decision from the optimum on the held-out load; IPA 3.00.'],
    [
      5,
      true,
      'The agent is 8.00 points a decision from the optimum on the held-out load; every rival is still closer.',
    ],
  ])('at J %s', (objective, live, words) => {
    expect(text(finding('Run 1', judged(objective), scale, live, 'fluid').headline)).toBe(words);
  });

  it('says best plan found where choices have after-effects, what is possible, and who is above it', () => {
    const told = finding('Run 1', judged(12), banded, false, 'chance');
    expect(text(told.headline)).toBe(
      'Run 1 came within 1.00 points a decision of the best plan found on the held-out load; Greedy 2.00, IPA 3.00.',
    );
    expect(told.sub).toContain('Normalised regret 0.50: 0 is the best plan found, 1 is Greedy.');
    expect(told.sub).toMatch(
      /With the load known in advance, the best plan found reaches J 13\.00 a decision and nobody can reach more than 13\.40: what is possible lies between\.$/,
    );
    expect(text(finding('Run 1', judged(13.1), banded, false, 'chance').headline)).toBe(
      'Run 1 ended 0.10 points a decision above the best plan found on the held-out load; Greedy 2.00 below it, IPA 3.00.',
    );
    const alone = regretScale({ possible: { ...bracket, kind: 'plan', bound: undefined }, rivals });
    expect(finding('Run 1', judged(12), alone, false, 'discrete').sub).toContain(
      'among single requests no bound is proven.',
    );
  });

  it('says who answers how many in time, and that it is an estimate where it is one', () => {
    expect(finding('Run 1', judged(12), scale, false, 'fluid').sub).toMatch(
      /^It answers about 97\.1\u00a0% in time; Greedy about 95\.0\u00a0% and IPA about 90\.0\u00a0%\. Normalised/,
    );
    expect(finding('Run 1', judged(12), undefined, true, 'discrete').sub).toMatch(
      /^It answers 97\.1\u00a0% in time\. Its rivals/,
    );
    const old = { ...judged(12), inTime: NaN };
    expect(finding('Run 1', old, scale, false, 'fluid').sub).toMatch(/^Normalised/);
  });

  it('names who is still ahead', () => {
    expect(finding('Run 1', judged(9), scale, false, 'fluid').sub).toContain(
      'Greedy and IPA are still ahead.',
    );
    expect(finding('Run 1', judged(12), scale, false, 'fluid').sub).not.toContain('ahead');
  });

  it('stands also before the first verdict and before the rivals are measured', () => {
    expect(text(finding('Run 1', undefined, scale, true, 'fluid').headline)).toContain('finding its feet');
    expect(text(finding('Run 1', undefined, scale, false, 'fluid').headline)).toBe('Run 1 was never judged.');
    expect(text(finding('Run 1', judged(12), undefined, false, 'fluid').headline)).toContain(
      '12.00 points a decision',
    );
  });

  it('compares runs, the closest first', () => {
    const words = comparison([
      { name: 'Run 1', colour: 'red', points: 2, zero: 'optimum' },
      { name: 'Run 2', colour: 'blue', points: 0.5, zero: 'optimum' },
      { name: 'Run 3', colour: 'green', points: undefined, zero: 'optimum' },
    ]);
    expect(text(words)).toBe('Run 2 came closest, within 0.50 points a decision of the optimum; Run 1 2.00.');
    const zero = 'best plan found';
    expect(
      text(
        comparison([
          { name: 'Run 1', colour: 'red', points: 2, zero },
          { name: 'Run 2', colour: 'blue', points: -0.1, zero },
        ]),
      ),
    ).toBe('Run 2 came furthest, 0.10 points a decision above the best plan found; Run 1 2.00 below it.');
  });

  it('says spans, and how far a training is', () => {
    expect([5, 89.6, 150, 7200].map(spanWords)).toEqual(['5 s', '90 s', '2.5 min', '2.0 h']);
    expect(progressWords(false, { seconds: 60 }, 0.253, 45)).toBe('25 % of 60 s spent, 45 s left.');
    expect(progressWords(true, { steps: 2000 }, 0.5, NaN)).toBe('Paused with 50 % of 2,000 steps spent.');
  });
});

const run = (changes: Partial<RunRecord> = {}): RunRecord => ({
  format: 1,
  id: 'a',
  name: 'Run 1',
  created: 0,
  updated: 0,
  status: 'finished',
  scenario: defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7)),
  overrides: {},
  seeds: [1],
  budget: { seconds: 60 },
  backend: 'wasm',
  parent: undefined,
  steps: 4096,
  elapsedSeconds: 60,
  objective: 12,
  agent: undefined,
  note: '',
  ...changes,
});

describe('the difference of runs', () => {
  it('is only what differs, weights of the scenario among it', () => {
    const { scenario } = run();
    const other = run({
      overrides: { learningRate: 0.01, expertMode: 'none' },
      scenario: { ...scenario, weights: { ...scenario.weights, costWeight: 0.5, lateWeight: 0.2 } },
    });
    expect(diffOf([run(), run()])).toEqual([]);
    expect(diffOf([run(), other])).toEqual([
      { name: 'Weight of cost', values: [String(scenario.weights.costWeight), '0.5'] },
      { name: 'Weight of late requests', values: ['0', '0.2'] },
      { name: 'Learning rate', values: ['0.001', '0.01'] },
      { name: 'Mode', values: ['dagger', 'none'] },
    ]);
  });
});

describe('the files of a run', () => {
  const point = { member: 0, update: 20, steps: 40, headEntropies: [0.1, 0.2, 0.3] } as unknown as TrainPoint;
  const series = { points: [point], evaluations: [judged(12)] };

  it('hold every update with its verdict', () => {
    const [head, row] = runCsv(series).split('\n');
    expect(head).toContain('entropy_stage1_variant,entropy_stage1_replicas,entropy_stage1_batch,held_out_j');
    expect(row).toMatch(/^0,20,40,.*,0\.1,0\.2,0\.3,12$/);
  });

  it('hold what began the run, but neither weights nor load', () => {
    const json = JSON.parse(runJson(run(), series)) as {
      scenario: { workload: object };
      points: unknown[];
    };
    expect(json.scenario.workload).toEqual({
      id: 'fluctuating',
      name: 'Fluctuating',
      source: expect.any(String) as string,
      seconds: 1200,
    });
    expect(json.points).toHaveLength(1);
  });
});
