import { loadChart } from './loadChart.ts';
import { onSeries, testChart } from '../charts/chartTest.ts';

testChart(
  'the load before a decision',
  onSeries(
    (values) => () =>
      loadChart({ before: [...values.slice(0, 12)], predicted: values[12] ?? 8, came: values[13] ?? 9 }),
  ),
);
