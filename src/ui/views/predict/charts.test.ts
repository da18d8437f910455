import { errorWithin, forecastChart, stripChart, testStretch } from './forecastChart.ts';
import { scoreLane } from './scoreLane.ts';
import { describe, expect, it } from 'vitest';
import { onSeries, testChart } from '../../charts/chartTest.ts';
import { AGENT, policyStyle } from '../../theme/policies.ts';

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
