import { expect, it } from 'vitest';
import { futureChart, quantities } from './futureChart.ts';
import { onSeries, testChart } from '../charts/chartTest.ts';
import { policyMark } from '../theme/policies.ts';

for (const quantity of quantities)
  testChart(
    `both futures, ${quantity.measure.id}`,
    onSeries(
      (own) => (width) =>
        futureChart(
          quantity,
          {
            t: own.map((_, k) => 120 + 10 * k),
            own,
            other: own.map((v) => 0.8 * v),
            whole: { own: 3, other: 2.4 },
          },
          { name: 'Greedy', ink: policyMark('greedy').color, objective: 4 },
          width,
        ),
    ),
  );

it.each([150, 230, 340])('names both futures whole, also %s px wide', (width) => {
  const own = Float64Array.of(3, 2, 4);
  const { marks } = futureChart(
    quantities[0]!,
    { t: Float64Array.of(120, 130, 140), own, other: own, whole: { own: 3, other: 3 } },
    { name: 'Greedy', ink: policyMark('greedy').color },
    width,
  );
  const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark.body] : []));
  expect(texts).toEqual(expect.arrayContaining(['as it was', 'fork']));
});
