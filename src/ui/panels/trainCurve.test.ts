import { trainCurve } from './trainCurve.ts';
import { onSeries, testChart } from '../charts/chartTest.ts';
import { AGENT } from '../theme/policies.ts';
import type { TrainPoint } from '../../learning/training/progress.ts';

testChart(
  'a training in the Lab',
  onSeries((values) => {
    const points = Array.from(
      values,
      (regret, k) => ({ regret, steps: 256 * (k + 1), elapsedSeconds: k + 1 }) as TrainPoint,
    );
    const checks = [...values]
      .filter((_, k) => k % 5 === 4)
      .map((regret, k) => ({ progress: (k + 1) / 6, regret }));
    const levels = [
      { id: 'random', name: 'Random', regret: 19 },
      { id: AGENT, name: 'OPD', regret: 3 },
      { id: 'greedy', name: 'Greedy', regret: 6 },
      { id: 'ipa-exact', name: 'IPA of a long name that has no room', regret: 5.9 },
    ];
    const budget = { seconds: Math.max(1, values.length) };
    return (width) => trainCurve({ points, checks, budget, seeds: 1, levels }, width);
  }),
);
