import { describe, expect, it } from 'vitest';
import { predictorOnnx, windowLength, writeWindow } from './predictorOnnx.ts';
import { defaultPredictorConfig } from '../../learning/predictor/config.ts';
import { trainPredictor } from '../../learning/predictor/trainPredictor.ts';
import { Random } from '../../model/random.ts';
import { openOnnx, tensor } from '../../testing/onnx.ts';
import { lstmForecaster } from '../../workload/forecasters/lstm.ts';
import { defaultPredictor } from '../../workload/forecasters/lstmDefault.ts';
import type {
  PredictorInput,
  PredictorRecord,
  PredictorTarget,
} from '../../workload/forecasters/predictorRecord.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** A window's end, and the load before it. */
type Asked = readonly [rates: Float64Array, t: number];

async function trained(input: PredictorInput, target: PredictorTarget): Promise<PredictorRecord> {
  const { predictor } = await trainPredictor({
    rates: generateWorkload('day', 2, 12_000).rates,
    config: { ...defaultPredictorConfig, input, target, units: 12 },
    budget: { epochs: 5 },
    source: 'A test.',
    clock: () => 0,
  });
  return predictor;
}

/** 1,000 windows: silence, bare noise, and the generators' loads from a tenth to ten times their size. */
function windows(): readonly Asked[] {
  const random = Random.stream(7, 'windows');
  const traces = (['day', 'bursty', 'fluctuating'] as const).map((id) => generateWorkload(id, 3).rates);
  return Array.from({ length: 1000 }, (_, k): Asked => {
    if (k === 0) return [new Float64Array(120), 120];
    if (k % 4 === 0) return [Float64Array.from({ length: 120 }, () => 100 * random.uniform() ** 4), 120];
    const trace = traces[k % 3]!;
    const scale = 10 ** (2 * random.uniform() - 1);
    const end = 120 + random.integer(trace.length - 120);
    return [trace.slice(end - 120, end).map((rate) => rate * scale), 120];
  });
}

async function forecasts(predictor: PredictorRecord, asked: readonly Asked[]): Promise<Float64Array> {
  const length = windowLength(predictor);
  const window = new Float64Array(asked.length * length);
  asked.forEach(([rates, t], k) => {
    writeWindow(predictor, rates, t, window, k * length);
  });
  const session = await openOnnx(predictorOnnx(predictor));
  const { forecast } = await session.run({ window: tensor(window, [asked.length, length]) });
  await session.release();
  expect(forecast!.dims).toEqual([asked.length]);
  return forecast!.data as Float64Array;
}

describe('a predictor as an ONNX file', () => {
  const asked = windows();

  it.each([
    ['the shipped one', () => Promise.resolve(defaultPredictor())],
    ['maxima, relative', () => trained('maxima', 'relative')],
    ['maxima, absolute', () => trained('maxima', 'absolute')],
    ['seconds, relative', () => trained('seconds', 'relative')],
    ['seconds, absolute', () => trained('seconds', 'absolute')],
  ] as const)(
    'forecasts as the lab does on 1,000 windows, within 1e-5 of the forecast: %s',
    async (_name, make) => {
      const predictor = await make();
      const forecaster = lstmForecaster(predictor);
      const theirs = await forecasts(predictor, asked);
      const ours = asked.map(([rates, t]) => forecaster.forecast(rates, t));
      const worst = Math.max(...ours.map((y, k) => (y === 0 ? theirs[k]! : Math.abs(theirs[k]! - y) / y)));
      expect(worst).toBeLessThan(1e-5);
      expect(new Set(ours).size).toBeGreaterThan(900);
    },
  );

  it('answers a silent window with 0 where the target is relative', async () => {
    const silence: Asked = [new Float64Array(120), 120];
    expect([...(await forecasts(defaultPredictor(), [silence]))]).toEqual([0]);
  });

  it('needs whole windows, and parameters that fit', () => {
    const shipped = defaultPredictor();
    expect(() => {
      writeWindow(shipped, new Float64Array(200), 119, new Float64Array(12), 0);
    }).toThrow('second 119 has no whole window');
    const { parameters } = shipped;
    expect(() => predictorOnnx({ ...shipped, parameters: parameters.subarray(1) })).toThrow(
      `${String(parameters.length)} parameters, not ${String(parameters.length - 1)}`,
    );
    expect(() => predictorOnnx({ ...shipped, parameters: parameters.with(3, Infinity) })).toThrow(
      'not finite',
    );
  });

  it('does not run on a window of another length', async () => {
    const session = await openOnnx(predictorOnnx(defaultPredictor()));
    await expect(session.run({ window: tensor(new Float64Array(11), [1, 11]) })).rejects.toThrow('window');
    await session.release();
  });
});
