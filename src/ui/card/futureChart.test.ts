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
