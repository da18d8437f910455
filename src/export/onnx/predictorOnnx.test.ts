import { describe, expect, it } from 'vitest';
import { predictorOnnx, windowLength, writeWindow } from './predictorOnnx.ts';
import { Random } from '../../model/random.ts';
import { openOnnx, tensor } from '../../testing/onnx.ts';
import { lstmForecaster } from '../../workload/forecasters/lstm.ts';
import { defaultPredictor } from '../../workload/forecasters/lstmDefault.ts';
import { predictorLayout, type PredictorRecord } from '../../workload/forecasters/predictorRecord.ts';
import { generateWorkload } from '../../workload/generators.ts';

function record(change: Partial<PredictorRecord> = {}): PredictorRecord {
  const shape = { input: 'maxima', target: 'relative', units: 8, ...change } as const;
  const random = Random.stream(1, 'record', shape.input, shape.target);
  return {
    format: 1,
    loss: 'mae',
    quantile: 0.5,
    scale: shape.target === 'absolute' ? 30 : 1,
    source: 'A test.',
    ...shape,
    parameters: Float32Array.from({ length: predictorLayout(shape).size }, () => 0.5 * random.normal()),
    ...change,
  };
}

/** 1,000 windows' ends, their loads, and what is asked of them: the days' own, at many scales, bare noise, and silence. */
function windows(): readonly (readonly [rates: Float64Array, t: number])[] {
  const random = Random.stream(7, 'windows');
  const traces = ['day', 'bursty', 'fluctuating'].map((id) => generateWorkload(id as 'day', 3).rates);
  return Array.from({ length: 1000 }, (_, k) => {
    if (k === 0) return [new Float64Array(200), 150];
    if (k % 4 === 0) {
      const noise = Float64Array.from({ length: 120 }, () => 100 * random.uniform() ** 4);
      return [noise, 120];
    }
    const trace = traces[k % 3]!;
    const scale = 10 ** (2 * random.uniform() - 1);
    // Early ones too, whose windows begin before the trace.
    const t = k < 40 ? k : 120 + random.integer(trace.length - 120);
    return [trace.slice(0, t).map((rate) => rate * scale), t];
  });
}

async function forecasts(made: PredictorRecord, asked: ReturnType<typeof windows>): Promise<Float64Array> {
  const length = windowLength(made);
  const window = new Float64Array(asked.length * length);
  asked.forEach(([rates, t], k) => {
    writeWindow(made, rates, t, window, k * length);
  });
  const session = await openOnnx(predictorOnnx(made));
  const { forecast } = await session.run({ window: tensor(window, [asked.length, length]) });
  expect(forecast!.dims).toEqual([asked.length]);
  await session.release();
  return forecast!.data as Float64Array;
}

describe('a predictor as an ONNX file', () => {
  it.each([
    ['the shipped one', defaultPredictor()],
    ['maxima, relative', record()],
    ['maxima, absolute', record({ target: 'absolute' })],
    ['seconds, relative', record({ input: 'seconds' })],
    ['seconds, absolute', record({ input: 'seconds', target: 'absolute' })],
  ])('forecasts as the lab does on 1,000 windows: %s', async (name, made) => {
    const asked = windows();
    const forecaster = lstmForecaster(made);
    const theirs = await forecasts(made, asked);
    let worst = 0, positive = 0, worst1 = 0;
    asked.forEach(([rates, t], k) => {
      const ours = forecaster.forecast(rates, t);
      if (ours > 0) positive++;
      const d = Math.abs(theirs[k]! - ours);
      worst = Math.max(worst, ours === 0 ? d: d / ours);
      worst1 = Math.max(worst1, d / Math.max(1,ours));
    });
    console.log(name, worst, worst1, positive, predictorOnnx(made).length);
  });
});
