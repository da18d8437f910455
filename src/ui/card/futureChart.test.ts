import { futureChart, quantities } from './futureChart.ts';
import { onSeries, testChart } from '../charts/chartTest.ts';
import { policyMark } from '../theme/policies.ts';

for (const quantity of quantities)
  testChart(
    `both futures, ${quantity.id}`,
    onSeries(
      (own) => (width) =>
        futureChart(
          quantity,
          { t: own.map((_, k) => 120 + 10 * k), own, other: own.map((v) => 0.8 * v) },
          { name: 'Greedy', ink: policyMark('greedy').color, objective: 4 },
          width,
        ),
    ),
  );
