import { errorWithin, forecastChart, stripChart, testStretch } from './forecastChart.ts';
import { scoreLane } from './scoreLane.ts';
import { worthChart } from './worthChart.ts';
import { describe, expect, it } from 'vitest';
import { onSeries, testChart } from '../../charts/chartTest.ts';
import { AGENT, policyStyle } from '../../theme/policies.ts';
import type { ForecastValue } from '../../../experiments/forecastValue/forecastValue.ts';

const ink = policyStyle(AGENT);
const loadOf = (truth: Float64Array) => ({ times: truth.map((_, k) => 120 + 10 * k), truth });

testChart(
  'the load and a forecast',
  onSeries((truth) => {
    const load = loadOf(truth);
    const forecast = { name: 'Holt, damped', ink, values: truth.map((v) => v + 2) };
    return (width) => forecastChart(load, forecast, testStretch(load), width);
  }),
);

testChart(
  'the load while its forecast is on its way',
  onSeries((truth) => {
    const load = loadOf(truth);
    return (width) => forecastChart(load, undefined, testStretch(load), width);
  }),
);

testChart(
  'the whole test',
  onSeries((truth) => {
    const load = loadOf(truth);
    return (width) => stripChart(load, [130, 220], { left: 30, right: width - 30 }, width);
  }),
);

testChart(
  'one score among all',
  onSeries((all) => {
    const lane = { name: 'Holt, damped', smape: all[3] ?? 6, ink, own: true };
    return (width) => scoreLane(lane, 5.43, [...all], width);
  }),
);

testChart(
  'the noise floor among all',
  onSeries((all) => (width) => scoreLane(undefined, 5.43, [...all], width)),
);

describe('a part of the test', () => {
  const load = loadOf(Float64Array.from({ length: 20 }, (_, k) => k + 1));
  const forecast = { name: 'LSTM', ink, values: load.truth.map((v) => (v > 10 ? v : 3 * v)) };

  it('is what lies between its ends, by whole forecasts', () => {
    const { crosshair, rows } = forecastChart(load, forecast, [150, 200], 720);
    expect(Array.from(crosshair!.at)).toEqual([150, 160, 170, 180, 190]);
    expect(crosshair!.say(1)).toBe('02:40: load 5.0, forecast 15.0');
    expect(rows[1]).toEqual([160, '02:40', 5, 15, 10]);
  });

  it('has an error of its own', () => {
    expect(errorWithin(load, forecast, [150, 200])).toBeCloseTo(100, 12);
    expect(errorWithin(load, forecast, [220, 320])).toBe(0);
  });
});

const policies = ['optimum-predicted', 'planner', AGENT];
const names = [
  'Perfect forecast',
  'Known load',
  'DLinear',
  'Last 10 s',
  'LSTM',
  'EWMA x 1.03',
  'Holt, damped',
];
const worthOf = (lost: Float64Array, bound: number | undefined): ForecastValue => ({
  ...{ kind: bound === undefined ? 'plan' : 'bracket', plan: 11.77, bound, policies },
  ...{ late: [], share: 1, searching: false },
  rows: Array.from(lost, (least, k) => ({
    ...{ id: names[k] === 'LSTM' ? 'lstm' : `f${String(k)}`, name: names[k] ?? 'Last 120 s', smape: 1.7 * k },
    earned: Object.fromEntries(policies.map((id, p) => [id, 11.77 - least / 20 - 0.3 * p])),
  })),
});
/** As many as the lab has. */
const most = (lost: Float64Array): Float64Array => lost.subarray(0, 10);

testChart(
  'what a better forecast is worth',
  onSeries((lost) => (width) => worthChart(worthOf(most(lost), 12.04), width)),
);

testChart(
  'the same where no bound is proven',
  onSeries((lost) => (width) => worthChart(worthOf(most(lost), undefined), width)),
);

describe('what a better forecast is worth', () => {
  const value = worthOf(Float64Array.of(2, 6, 10), 12.04);

  it('says at each forecaster what each policy loses, and has it in its table', () => {
    const { crosshair, head, rows } = worthChart(value, 720);
    expect(Array.from(crosshair!.at)).toEqual([0, 1, 2]);
    expect(crosshair!.say(1)).toBe('Known load, 1.7 % SMAPE: Myopic optimum 0.30, Planner 0.60, OPD 0.90');
    expect(head.slice(0, 4)).toEqual([
      'Forecaster',
      'SMAPE, %',
      'Myopic optimum, points a decision',
      'Myopic optimum, lost',
    ]);
    expect(rows.map(([name]) => name)).toEqual([
      'Perfect forecast',
      'Known load',
      'DLinear',
      'Best plan found',
      'Bound',
    ]);
    expect(rows[1]!.slice(1, 4).map((cell) => Number(cell).toFixed(3))).toEqual(['1.700', '11.470', '0.300']);
    expect(rows[4]!.slice(2, 4)).toEqual([12.04, 11.77 - 12.04]);
  });

  it('draws what is lost downwards from the plan, and the bound above it', () => {
    const { crosshair, marks } = worthChart(value, 720);
    const [myopic, planner] = crosshair!.tracks;
    expect(planner!.y(0)).toBeGreaterThan(myopic!.y(0));
    const at = (body: string): number => {
      const mark = marks.find((one) => one.kind === 'text' && one.body === body);
      return mark?.kind === 'text' ? mark.y : NaN;
    };
    expect(at('bound: nobody can earn more')).toBeLessThan(at('best plan found'));
    expect(at('best plan found')).toBeLessThan(myopic!.y(1));
    const without = worthChart({ ...value, kind: 'plan', bound: undefined }, 720);
    expect(without.marks.some((one) => one.kind === 'text' && one.body.startsWith('bound'))).toBe(false);
  });
});
