import { describe, expect, it } from 'vitest';
import { finding, parts, scoresCsv, span, worthWords } from './words.ts';
import type { ForecastRow } from '../../state/training/predict.svelte.ts';
import type { ForecastValue } from '../../../experiments/forecastValue/forecastValue.ts';

const row = (id: string, name: string, smape: number): ForecastRow => ({
  id,
  name,
  smape,
  mase: 1,
  pinball: 1,
  coverage: 0.5,
  milliseconds: 0.01,
  forecast: new Float64Array(),
});

describe('the Predict view in words', () => {
  it('names the closest forecaster and never hides the LSTM', () => {
    const lstm = row('lstm', 'LSTM', 7.29);
    const ewma = row('ewma', 'EWMA x 1.03', 8.74);
    expect(finding([lstm, ewma], 5.43)).toBe(
      'The LSTM errs by 7.3 %, EWMA x 1.03 by 8.7 %; noise alone leaves 5.4 %.',
    );
    expect(finding([{ ...ewma, smape: 6 }, lstm], 5.43)).toBe(
      'EWMA x 1.03 errs by 6.0 %, the LSTM by 7.3 %; noise alone leaves 5.4 %.',
    );
    expect(finding([ewma], 5)).toContain('EWMA');
    expect(finding([], 5)).toMatch(/\?$/);
  });

  it('says what was learned from', () => {
    const test = {
      trainingSeconds: 12 * 86_400,
      testFrom: 0,
      testSeconds: 2 * 86_400,
      times: new Float64Array(17_267),
      truth: new Float64Array(17_267),
      floor: { smape: 5, mase: 0.5, pinball: 0.1 },
    };
    expect(parts({ ...test, from: 'trace' })).toBe(
      'Those that learn saw the first 12 days of this trace; all are judged by 17,267 forecasts on its last 2 days.',
    );
    expect(parts({ ...test, from: 'day' })).toContain('synthetic day');
  });

  it('saves every error', () => {
    const csv = scoresCsv([row('ewma', 'EWMA x 1.03', 8.5)], { smape: 5, mase: 0.5, pinball: 0.1 });
    expect(csv.split('\n')).toEqual([
      'forecaster,smape_percent,mase,pinball_rps,coverage,milliseconds',
      'EWMA x 1.03,8.5,1,1,0.5,0.01',
      'noise floor,5,0.5,0.1,,',
      '',
    ]);
  });

  it('writes spans as a reader says them', () => {
    expect([60, 1200, 9000, 7200, 86_400, 129_600].map(span)).toEqual([
      '1 minute',
      '20 minutes',
      '2.5 hours',
      '2 hours',
      '1 day',
      '1.5 days',
    ]);
  });
});

describe('what a better forecast is worth in words', () => {
  const rows = ['perfect', 'lstm'].map((id, k) => ({
    ...{ id, name: id === 'lstm' ? 'LSTM' : 'Perfect forecast', smape: 8 * k },
    earned: { planner: 12 - k, 'optimum-predicted': 11 - k / 2 },
  }));
  const value: ForecastValue = {
    ...{ kind: 'bracket', plan: 12.5, bound: 13, policies: ['optimum-predicted', 'planner'] },
    ...{ rows, late: [], share: 1, searching: false },
  };

  it('ends with what is possible', () => {
    expect(worthWords(value, false)).toBe(
      'Of the forecasts at hand, none serves the planner better than the LSTM. The same is worth to the myopic optimum 0.50. With the load known in advance, the best plan found earns 12.50 a decision and nobody can earn more than 13.00: what is possible lies between.',
    );
    expect(worthWords({ ...value, kind: 'exact', bound: 12.5 }, false)).toMatch(
      / the optimum earns 12\.50 a decision, exactly\.$/,
    );
  });

  it('says that a search goes on, or what a stop left open', () => {
    const open = { ...value, searching: true };
    expect(worthWords(open, true)).toMatch(/lies between\. A better plan is still being searched for\.$/);
    expect(worthWords(open, false)).toMatch(/Stopped while a better plan was searched for: /);
    expect(worthWords({ ...open, share: 0.4 }, false)).toMatch(
      /Stopped before every forecaster was measured\.$/,
    );
  });
});
