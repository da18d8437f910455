import { lossChart } from './lossChart.ts';
import { onSeries, testChart } from '../../charts/chartTest.ts';

testChart(
  'losses',
  onSeries((values) => {
    const points = Array.from(values, (value, k) => ({
      elapsedSeconds: k + 1,
      training: value,
      validation: value + 2,
      best: k === 4,
    }));
    return (width) => lossChart(points, 30, width);
  }),
);
