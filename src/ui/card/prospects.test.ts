import { expect, it } from 'vitest';
import { prospectRows, prospectWords } from './prospects.ts';

const order = (replicas: number, expected: number, held = expected, givenUp = false) => ({
  configuration: [{ variant: 0, replicas, batch: 1 }],
  held,
  expected,
  givenUp,
});
const prospects = {
  seconds: 80,
  loads: [12, 14, 17],
  orders: [
    order(3, 11, 10.9),
    order(4, 10.8),
    order(5, 10.5),
    order(6, 10),
    order(7, 9),
    order(8, 8),
    order(2, 5, 5, true),
    order(1, 4, 4, true),
  ],
};

it('shows the best orders, which was taken and, where it is none of them, no change', () => {
  const rows = prospectRows(prospects, [{ variant: 0, replicas: 1, batch: 1 }]);
  expect(rows.map(({ configuration }) => configuration[0]!.replicas)).toEqual([3, 4, 5, 6, 7, 8, 1]);
  expect(rows[0]).toMatchObject({
    taken: true,
    behind: 0,
    mark: 'taken, another may follow after ten seconds',
  });
  expect(rows[1]!.behind).toBeCloseTo(-0.2);
  expect(rows.at(-1)).toMatchObject({ taken: false, mark: 'no change, given up' });
});

it('says over what time and under which loads, and how many orders were given up', () => {
  const words = prospectWords(prospects, 'Planner');
  expect(words).toContain('Planner played 8 orders forward over 80 seconds under 3 loads');
  expect(words).toContain('with peaks of 12.0 to 17.0 requests/s');
  expect(words).toContain('2 orders fell so far behind that it gave up on them. The best 6 are shown.');
});
