import { expect, it } from 'vitest';
import { lateWords, scoreRows, verdictWords } from './overWords.ts';
import type { Score } from '../../../state/learn/game/game.svelte.ts';
import { defaultWeights } from '../../../../model/pipeline.ts';
import type { EpisodeSummary } from '../../../../scenario/scenario.ts';

const score = (id: string, objective: number): Score => ({ id, objective, inTime: 99, cost: 5 });
const own = (objective: number): Score => score('hand:0=1.1.1/1.1.1', objective);
const others = [score('hpa', 10), score('optimum-predicted', 11)];

it.each([
  [10.5, 'You reach J 10.50: more than HPA, less than Myopic optimum.'],
  [11.5, 'You reach J 11.50: more than HPA and Myopic optimum.'],
  [9, 'You reach J 9.00: less than HPA and Myopic optimum.'],
  // As it is written.
  [10.001, 'You reach J 10.00: as much as HPA, less than Myopic optimum.'],
])('J %f is told beside the others', (objective, words) => {
  expect(verdictWords([own(objective), ...others])).toBe(words);
});

it('stands alone until the others are there', () => {
  expect(verdictWords([own(3)])).toBe('You reach J 3.00.');
  expect(verdictWords([])).toBe('');
});

it('has the highest first, what is possible among them, and nobody above the plan loses', () => {
  const rows = scoreRows([own(10.5), ...others], {
    kind: 'bracket',
    earned: 11.2,
    bound: 11.6,
    searching: false,
  });
  expect(rows.map(({ name }) => name)).toEqual([
    'Nobody reaches more than',
    'Best plan found',
    'Myopic optimum',
    'You',
    'HPA',
  ]);
  expect(rows.map(({ lost }) => lost?.toFixed(2))).toEqual([undefined, '0.00', '0.20', '0.70', '1.20']);
  expect(scoreRows([own(1)], undefined).map(({ lost }) => lost)).toEqual([undefined]);
});

const run = (inTime: number) =>
  ({ arrived: 1000, served: 1000, dropped: 0, inTime }) as unknown as EpisodeSummary;
const under = (lateWeight: number) => ({
  weights: { ...defaultWeights, lateWeight },
  environment: 'discrete' as const,
});

it('says that J does not count who is late, where most are and it costs nothing', () => {
  expect(lateWords(run(301), under(0)).replace(/\s%/, ' %')).toBe(
    'J does not count who is late here, and only 30.1 % of your requests were in time.',
  );
  expect(lateWords(run(301), under(0.1))).toBe('');
  expect(lateWords(run(900), under(0))).toBe('');
});
