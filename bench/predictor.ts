import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { BenchRow } from './row.ts';
import { millisecondsOf } from './time.ts';
import { loadBackend } from '../src/learning/engines/backends.ts';
import { LANES, LstmEngine } from '../src/learning/predictor/lstmEngine.ts';
import { splitFor } from '../src/learning/predictor/split.ts';
import { defaultPredictorConfig } from '../src/learning/predictor/config.ts';
import { trainPredictor } from '../src/learning/predictor/trainPredictor.ts';
import { Random } from '../src/model/random.ts';
import { sharedFolder } from '../src/testing/shared.ts';
import { noiseFloor, scoreOf } from '../src/workload/accuracy.ts';
import { createForecaster } from '../src/workload/forecasters/index.ts';
import { lstmForecaster } from '../src/workload/forecasters/lstm.ts';
import { defaultPredictor } from '../src/workload/forecasters/lstmDefault.ts';
import { STEPS } from '../src/workload/forecasters/predictorRecord.ts';
import { generateWorkload } from '../src/workload/generators.ts';
import { importWorkload } from '../src/workload/import.ts';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;
const BATCH = 256;
/** Passes in the command that made the shipped predictor. */
const EPOCHS = 60;

/** Milliseconds of one training step on a batch by tfjs's own LSTM layer: what one would write first. */
async function layersMs(): Promise<number> {
  const tf = await import('@tensorflow/tfjs');
  await loadBackend('wasm', wasmFolder);
  const model = tf.sequential();
  model.add(tf.layers.lstm({ units: 25, inputShape: [STEPS, 1] }));
  model.add(tf.layers.dense({ units: 1 }));
  model.compile({ optimizer: 'adam', loss: 'meanAbsoluteError' });
  const x = tf.ones([BATCH, STEPS, 1]);
  const y = tf.ones([BATCH, 1]);
  const ms = await millisecondsOf(() => model.trainOnBatch(x, y), 3);
  tf.dispose([x, y]);
  model.dispose();
  return ms;
}

/** Milliseconds of one gradient on the same batch by the lab's kernel. */
function kernelMs(): Promise<number> {
  const engine = new LstmEngine({ input: 'maxima', target: 'relative', units: 25 });
  const random = Random.stream(1, 'bench');
  engine.parameters.forEach((_, i) => (engine.parameters[i] = 0.3 * random.normal()));
  engine.answerGradients.fill(1 / BATCH);
  return millisecondsOf(() => {
    engine.gradient.fill(0);
    for (let from = 0; from < BATCH; from += LANES) {
      engine.forward();
      engine.backward();
    }
  }, 20);
}

/** One forecast, one training step, and on the real trace the errors and whether the shipped predictor comes out again. */
export async function benchPredictor(): Promise<BenchRow[]> {
  const { rates } = generateWorkload('fluctuating', 1);
  const forecastMs = (id: string): Promise<number> => {
    const forecaster = createForecaster(id);
    let t = 120;
    return millisecondsOf(() => forecaster.forecast(rates, (t = t >= 1100 ? 120 : t + 1)), 2000);
  };
  const lstm = await forecastMs('lstm');
  const dlinear = await forecastMs('dlinear');
  const kernel = await kernelMs();
  const layers = await layersMs();
  return [
    {
      name: 'one forecast, LSTM-25',
      value: 1000 * lstm,
      unit: 'us',
      against: 'DLinear',
      againstValue: 1000 * dlinear,
      ratio: lstm / dlinear,
    },
    {
      name: `one gradient of LSTM-25, batch ${String(BATCH)}`,
      value: kernel,
      unit: 'ms',
      against: 'a training step of tfjs’s LSTM layer on WASM',
      againstValue: layers,
      ratio: kernel / layers,
    },
    ...(await realTrace()),
  ];
}

async function realTrace(): Promise<BenchRow[]> {
  const folder = sharedFolder();
  if (folder === undefined) return [];
  const imported = importWorkload(
    readFileSync(`${folder}/data/traces/training-14-days.csv`),
    'training-14-days.csv',
  );
  if (!imported.ok) throw new Error(imported.message);
  const { training, test } = splitFor(imported.value.workload.rates);
  const clock = (): number => performance.now();
  const { predictor, elapsedSeconds } = await trainPredictor({
    rates: training,
    config: defaultPredictorConfig,
    budget: { epochs: EPOCHS },
    source: '',
    clock,
  });
  const shipped = defaultPredictor().parameters;
  const same = shipped.filter((p, i) => p === predictor.parameters[i]).length;
  const smape = scoreOf(lstmForecaster(predictor), test, 0.9, clock).smape;
  const ewma = scoreOf(createForecaster('ewma'), test, 0.9, clock).smape;
  const floor = noiseFloor(training, test, 0.9).smape;
  const row = (
    name: string,
    value: number,
    unit: string,
    against: string,
    againstValue: number,
  ): BenchRow => ({
    name,
    value,
    unit,
    against,
    againstValue,
    ratio: value / againstValue,
  });
  return [
    row(`${String(EPOCHS)} passes over 12 real days`, elapsedSeconds, 's', 'allowed', 60),
    row('SMAPE on the last 2 days', smape, '%', 'EWMA x 1.03', ewma),
    row('the same', smape, '%', 'noise floor', floor),
    row('parameters equal to the shipped ones', same, 'parameters', 'all', shipped.length),
  ];
}
