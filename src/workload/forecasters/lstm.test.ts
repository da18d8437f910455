import { describe, expect, it } from 'vitest';
import { createForecaster } from './index.ts';
import { lstmForecaster, LstmNetwork } from './lstm.ts';
import { defaultPredictor } from './lstmDefault.ts';
import { parsePredictor, predictorText } from './predictorFile.ts';
import { predictorLayout, STEPS, type PredictorRecord } from './predictorRecord.ts';
import { decodeTarget, encodeTarget, encodeWindow } from './window.ts';
import { generateWorkload } from '../generators.ts';
import { Random } from '../../model/random.ts';

function record(change: Partial<PredictorRecord> = {}): PredictorRecord {
  const shape = { input: 'maxima', target: 'relative', units: 5, ...change } as const;
  const random = Random.stream(1, 'record');
  return {
    format: 1,
    loss: 'mae',
    quantile: 0.5,
    scale: 1,
    source: 'A test.',
    ...shape,
    parameters: Float32Array.from({ length: predictorLayout(shape).size }, () => 0.5 * random.normal()),
    ...change,
  };
}

/** The cell's equations (Hochreiter & Schmidhuber with forget gates), written plainly. */
function plainAnswer({ parameters: w, ...shape }: PredictorRecord, window: Float64Array): number {
  const { inputs, rows, cols, dense } = predictorLayout(shape);
  let h = new Array<number>(shape.units).fill(0);
  let c = h;
  for (let step = 0; step < STEPS; step++) {
    const x = [...window.subarray(step * inputs, (step + 1) * inputs), 1, ...h];
    expect(x).toHaveLength(rows);
    const z = (unit: number, gate: number): number =>
      x.reduce((sum, value, r) => sum + value * w[r * cols + 4 * unit + gate]!, 0);
    const s = (value: number): number => 1 / (1 + Math.exp(-value));
    c = c.map((cell, j) => s(z(j, 1)) * cell + s(z(j, 0)) * Math.tanh(z(j, 2)));
    h = c.map((cell, j) => s(z(j, 3)) * Math.tanh(cell));
  }
  return h.reduce((sum, value, j) => sum + value * w[dense + j]!, w[dense + shape.units]!);
}

describe('the LSTM', () => {
  it.each(['maxima', 'seconds'] as const)('answers by the equations of its cell on %s', (input) => {
    const made = record({ input });
    const window = Float64Array.from({ length: STEPS * predictorLayout(made).inputs }, (_, i) => Math.sin(i));
    const network = new LstmNetwork(made, made.parameters);
    expect(network.answer(window)).toBeCloseTo(plainAnswer(made, window), 12);
    expect(network.answer(window)).toBe(network.answer(window));
  });

  it('stays finite, and right, where every gate is open or shut', () => {
    const made = record();
    const shut = { ...made, parameters: made.parameters.map((w) => 3000 * w) };
    const window = Float64Array.from({ length: STEPS }, (_, i) => 2 * Math.sin(i));
    expect(new LstmNetwork(shut, shut.parameters).answer(window)).toBeCloseTo(plainAnswer(shut, window), 9);
  });

  it.each([
    ['maxima', 'absolute'],
    ['seconds', 'absolute'],
    ['seconds', 'relative'],
    ['maxima', 'relative'],
  ] as const)('on %s, %s, never sees the future', (input, target) => {
    const forecaster = lstmForecaster(record({ input, target, scale: 7 }));
    const { rates } = generateWorkload('bursty', 1);
    for (const t of [0, 3, 10, 125, 600]) {
      const changed = rates.slice().fill(99, t);
      expect(forecaster.forecast(changed, t)).toBe(forecaster.forecast(rates, t));
    }
  });

  it('scales with the load on a relative target, the shipped one too', () => {
    const { rates } = generateWorkload('fluctuating', 1);
    const tenfold = rates.map((rate) => 10 * rate);
    const forecaster = createForecaster('lstm');
    for (const t of [120, 500, 900]) {
      const once = forecaster.forecast(rates, t);
      expect(once).toBeGreaterThan(0);
      expect(forecaster.forecast(tenfold, t) / once).toBeCloseTo(10, 9);
    }
    expect(forecaster.forecast(new Float64Array(300), 200)).toBe(0);
  });

  it('takes the predictor it is given, and else the shipped one', () => {
    const { rates } = generateWorkload('fluctuating', 1);
    const mine = record();
    const forecast = (r?: PredictorRecord): number =>
      createForecaster('lstm', undefined, r).forecast(rates, 500);
    expect(forecast(mine)).toBe(lstmForecaster(mine).forecast(rates, 500));
    expect(forecast()).toBe(lstmForecaster(defaultPredictor()).forecast(rates, 500));
    expect(forecast(mine)).not.toBe(forecast());
  });

  it('decodes what it encodes, silence included', () => {
    for (const target of ['absolute', 'relative'] as const) {
      for (const y of [0, 0.4, 6, 80]) {
        expect(decodeTarget(target, encodeTarget(target, y, 8), 8)).toBeCloseTo(y, 9);
      }
      expect(decodeTarget(target, -50, 8)).toBe(0);
    }
    expect(encodeWindow('maxima', 'relative', 1, new Float64Array(200), 150, new Float64Array(12))).toBe(0);
  });
});

describe('a predictor as text', () => {
  it('comes back the same', () => {
    for (const made of [record(), defaultPredictor()]) {
      expect(parsePredictor(predictorText(made), 'p.json')).toEqual({ ok: true, value: made });
    }
  });

  it.each([
    ['{', 'not JSON'],
    [predictorText({ ...record(), units: 6 }), '199 parameters'],
    [predictorText({ ...record(), units: 2 }), 'units'],
    [predictorText({ ...record(), quantile: 1 }), 'quantile'],
    [predictorText({ ...record(), scale: 0 }), 'scale'],
    [predictorText(record()).replace('"maxima"', '"minutes"'), 'input'],
    [predictorText(record()).replace(/\[[^,]+,/, '[null,'), 'parameters.0'],
  ])('is refused with a sentence that names the file and the place', (text, place) => {
    const parsed = parsePredictor(text, 'p.json');
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.message).toContain('p.json');
    expect(parsed.message).toContain(place);
  });
});
