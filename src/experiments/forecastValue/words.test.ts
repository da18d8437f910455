import { expect, it } from 'vitest';
import type { ForecastValue, ForecastValueRow } from './forecastValue.ts';
import { atHand, headline, toOthers, worthOfPerfect } from './words.ts';

const row = (id: string, smape: number, planner: number, myopic: number): ForecastValueRow => ({
  ...{ id, name: { lstm: 'LSTM', perfect: 'Perfect forecast', true: 'Known load' }[id] ?? 'DLinear', smape },
  earned: { 'optimum-predicted': myopic, planner },
});
const value = (...rows: readonly ForecastValueRow[]): ForecastValue => ({
  ...{ kind: 'bracket', plan: 12.03, bound: 12.2, policies: ['optimum-predicted', 'planner'] },
  ...{ rows, late: [], share: 1, searching: false },
});

const whole = value(
  row('perfect', 0, 12, 11.5),
  row('true', 3.5, 11.9, 11.2),
  row('dlinear', 7.2, 11.7, 10.9),
  row('lstm', 8.4, 11.57, 11),
);

it('answers in one sentence', () => {
  expect(worthOfPerfect(whole, 'planner')).toBeCloseTo(0.43, 12);
  expect(headline(whole)).toBe(
    'A perfect forecast would earn the planner 0.43 points a decision more than the LSTM does; the best plan found earns 0.03 more than that.',
  );
  expect(toOthers(whole)).toBe('The same is worth to the myopic optimum 0.50.');
  expect(atHand(whole)).toBe(
    'Of the forecasts at hand, DLinear serves the planner best: 0.13 above the LSTM, at 7.2 % SMAPE.',
  );
});

it('does not turn a loss into a gain, nor nothing into something', () => {
  const worse = value(row('perfect', 0, 11.5, 10.9), row('lstm', 8.4, 11.57, 11));
  expect(headline(worse)).toMatch(/ earn the planner 0\.07 points a decision less than the LSTM does; /);
  expect(toOthers(worse)).toBe('The same is worth to the myopic optimum 0.10 less.');
  const same = value(row('perfect', 0, 12.03, 11), row('lstm', 8.4, 12.028, 11));
  expect(headline(same)).toBe(
    'A perfect forecast would earn the planner no more than the LSTM does; no plan found so far earns more.',
  );
  expect(atHand(same)).toBe('Of the forecasts at hand, none serves the planner better than the LSTM.');
});

it('says nothing before its runs are through', () => {
  const early = value(row('lstm', 8.4, 11.57, 11));
  expect([headline(early), toOthers(early), atHand(value())]).toEqual(['', '', '']);
});
