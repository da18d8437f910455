import { expect, it } from 'vitest';
import { trainCurve } from './trainCurve.ts';
import { lostTo, zeroOn, type Zero } from './zero.ts';
import type { Run } from '../state/replay/run.ts';
import type { Survey } from '../state/replay/survey.ts';
import { onSeries, testChart } from '../charts/chartTest.ts';
import { AGENT } from '../theme/policies.ts';

const optimum: Zero = { name: 'optimum', above: 0 };

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
    return (width) => trainCurve({ checks, budget, levels, zero: optimum }, width);
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
  const { sentence, rows, crosshair } = trainCurve(
    { checks, budget: { seconds: 60 }, levels, zero: optimum },
    300,
  );
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
  const { marks, unit } = trainCurve({ checks: [], budget: { seconds: 60 }, levels, zero: optimum }, 300);
  const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark.body] : []));
  expect(texts).toEqual(expect.arrayContaining(['0', '2', '5']));
  expect(texts.join(' ')).not.toContain('−');
  expect(unit).toBe('0 is the optimum; drawn larger the nearer to 0');
});

const summary = { reward: 11, regret: 1.5 };
const runIn = (environment: string): Run =>
  ({ scenario: { environment }, a: { episode: { summary } } }) as unknown as Run;
const survey = { earned: 12, bound: 12.25 } as Survey;

it('counts from the best plan found where orders have after-effects, and never below it', () => {
  expect(zeroOn(runIn('instant'), undefined)).toEqual(optimum);
  const zero = zeroOn(runIn('chance'), survey);
  expect(zero).toEqual({ name: 'best plan found', above: -0.5, open: 0.25 });
  // The run itself: 12 - 11.
  expect(lostTo(zero, summary.regret)).toBe(1);
  expect(lostTo(zero, 0.4)).toBe(0);
  expect(zeroOn(runIn('discrete'), { earned: 12, bound: undefined } as Survey).open).toBeUndefined();
  const checks = [{ progress: 0.5, regret: 2 }];
  const levels = [{ id: 'greedy', name: 'Greedy', regret: 6 }];
  const { sentence, title, unit, rows } = trainCurve({ checks, budget: { seconds: 60 }, levels, zero }, 300);
  expect(sentence).toBe(
    'On this load the agent loses 1.50 points a decision to the best plan found; Greedy loses 5.50.',
  );
  expect([title, unit]).toEqual([
    'Points a decision lost to the best plan found, on this load',
    '0 is that plan; drawn larger the nearer to the bound',
  ]);
  expect(rows).toEqual([[50, 1.5]]);
});

it('draws nothing while nothing is known to count from', () => {
  const zero = zeroOn(runIn('chance'), undefined);
  const checks = [{ progress: 0.5, regret: 2 }];
  const levels = [{ id: 'greedy', name: 'Greedy', regret: 6 }];
  const { sentence, rows } = trainCurve({ checks, budget: { seconds: 60 }, levels, zero }, 300);
  expect(rows).toEqual([]);
  expect(sentence).toBe(
    "Points a decision lost to the best plan found on this load. The agent's curve will appear here.",
  );
});
