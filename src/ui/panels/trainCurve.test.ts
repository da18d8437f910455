import { expect, it } from 'vitest';
import { trainCurve } from './trainCurve.ts';
import { onSeries, testChart } from '../charts/chartTest.ts';
import { AGENT } from '../theme/policies.ts';

testChart(
  'a training in the Lab',
  onSeries((values) => {
    const checks = Array.from(values, (regret, k) => ({ progress: (k + 1) / values.length, regret }));
    const levels = [
      { id: 'random', name: 'Random', regret: 19 },
      { id: AGENT, name: 'OPD', regret: 3 },
      { id: 'greedy', name: 'Greedy', regret: 6 },
      { id: 'ipa-exact', name: 'IPA of a long name that has no room', regret: 5.9 },
    ];
    const budget = { seconds: Math.max(1, values.length) };
    return (width) => trainCurve({ checks, budget, levels }, width);
  }),
);

it('sets line, dots and rivals of one load against each other: its last word is the lane’s own', () => {
  const checks = [
    { progress: 0.5, regret: 2 },
    { progress: 1, regret: 0.64 },
  ];
  const levels = [
    { id: AGENT, name: 'OPD', regret: 0.64 },
    { id: 'ipa-exact', name: 'IPA', regret: 1.2 },
  ];
  const { sentence, rows, crosshair } = trainCurve({ checks, budget: { seconds: 60 }, levels }, 300);
  expect(sentence).toBe(
    'On this load the agent loses 0.64 points a decision to the optimum; IPA loses 1.20.',
  );
  expect(rows).toEqual([
    [50, 2],
    [100, 0.64],
  ]);
  expect(crosshair!.say(1)).toContain('0.64 points a decision lost');
});

it('writes losses as the Train view does, without a sign, and says that their scale is not even', () => {
  const levels = [{ id: 'greedy', name: 'Greedy', regret: 6 }];
  const { marks, unit } = trainCurve({ checks: [], budget: { seconds: 60 }, levels }, 300);
  const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark.body] : []));
  expect(texts).toEqual(expect.arrayContaining(['0', '2', '5']));
  expect(texts.join(' ')).not.toContain('−');
  expect(unit).toBe('0 is the optimum; drawn larger the nearer to 0');
});
