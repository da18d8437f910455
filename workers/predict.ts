/** The load predictor off the main thread: judging forecasters and training the LSTM. */
import { expose } from 'comlink';
import { clock, patience } from './alive.ts';
import type { CompareEvent, CompareRequest, PredictApi, WorthRequest } from './predictProtocol.ts';
import type { PredictorTrainEvent, PredictorTrainRequest } from './predictProtocol.ts';
import { telling } from './telling.ts';
import { yieldToMessages } from './yield.ts';
import type { ForecastValue } from '../src/experiments/forecastValue/forecastValue.ts';
import { splitFor, type PredictorSplit } from '../src/learning/predictor/split.ts';
import { defaultPredictorConfig } from '../src/learning/predictor/config.ts';
import { trainPredictor, type PredictorPoint } from '../src/learning/predictor/trainPredictor.ts';
import { orTooMuch, TooMuch } from '../src/model/watch.ts';
import { judge, noiseFloor, sizeOfLoads, windowsOf, type Windows } from '../src/workload/accuracy.ts';
import { createForecaster, forecasters } from '../src/workload/forecasters/index.ts';

/** Milliseconds between messages to the page: at most ten a second. */
const MESSAGE_MS = 100;
/** Milliseconds of work between two moments at which stop is heard. */
const LISTEN_MS = 12;

/** The last trace stays split, so that what was fitted on it stays fitted. */
let last:
  { readonly rates: Float64Array; readonly split: PredictorSplit; readonly windows: Windows } | undefined;
let newest = 0;
let stopped = false;
/** Asked by a call: messages change it while a training awaits, which narrowing does not see. */
const isStopped = (): boolean => stopped;

function opened(rates: Float64Array): NonNullable<typeof last> {
  if (last?.rates.length !== rates.length || !last.rates.every((r, i) => r === rates[i])) {
    const split = splitFor(rates);
    last = { rates, split, windows: windowsOf(split.test) };
  }
  return last;
}

async function compare(
  { rates, quantile, ids, predictor }: CompareRequest,
  tell: (event: CompareEvent) => void,
): Promise<boolean> {
  const mine = ++newest;
  const { split, windows } = opened(rates);
  const { training, test, testFrom, from } = split;
  tell({
    kind: 'test',
    test: {
      from,
      trainingSeconds: training.length,
      testFrom,
      testSeconds: test.length,
      times: Float64Array.from(windows.times, (t) => testFrom + t),
      truth: windows.truth,
      // The synthetic day may be noisier or calmer than this trace: its noise is then measured on itself.
      floor: noiseFloor(from === 'trace' ? training : test, test, quantile),
    },
  });
  for (const id of ids) {
    await yieldToMessages();
    if (mine !== newest) return false;
    const name = forecasters.find((entry) => entry.id === id)?.name ?? id;
    try {
      const { score, forecast } = await orTooMuch(
        `Judging ${name}`,
        () => sizeOfLoads(training, test),
        () =>
          judge(
            createForecaster(id, training, predictor),
            test,
            windows,
            quantile,
            clock,
            patience.forecast(),
          ),
      );
      tell({ kind: 'row', score: { ...score, name }, forecast });
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      tell({ kind: 'late', id, why: error.message });
    }
  }
  return true;
}

async function train(
  { rates, name, choice, seconds }: PredictorTrainRequest,
  tell: (event: PredictorTrainEvent) => void,
): Promise<void> {
  stopped = false;
  const { split } = opened(rates);
  let waiting: PredictorPoint[] = [];
  let sent = performance.now();
  let listened = sent;
  const flush = (): void => {
    if (waiting.length > 0) tell({ kind: 'points', points: waiting });
    waiting = [];
    sent = performance.now();
  };
  const result = await trainPredictor({
    rates: split.training,
    config: { ...defaultPredictorConfig, ...choice },
    budget: { seconds },
    source: `${split.from === 'trace' ? `The beginning of ${name}` : 'The lab’s synthetic day'}, seed ${String(choice.seed)}.`,
    clock,
    onPoint: (point) => {
      waiting.push(point);
      if (performance.now() - sent >= MESSAGE_MS) flush();
    },
    between: async () => {
      if (performance.now() - listened < LISTEN_MS) return;
      await yieldToMessages();
      listened = performance.now();
    },
    stopped: isStopped,
  });
  flush();
  tell({
    kind: 'done',
    reason: result.reason,
    predictor: result.predictor,
    elapsedSeconds: result.elapsedSeconds,
  });
}

async function worth({ scenario, agent }: WorthRequest, tell: (value: ForecastValue) => void): Promise<void> {
  // Fetched when it is asked for: judging forecasts needs no policies.
  const { forecastValue, valued } = await import('./worth.ts');
  const goOn = (): boolean => clock() > 0;
  for await (const value of forecastValue(scenario, valued(agent), { patience, goOn })) {
    tell(value);
    await yieldToMessages();
  }
}

const api: PredictApi = {
  compare: (request, listener) => telling(listener, (tell) => compare(request, tell)),
  train: (request, listener) => telling(listener, (tell) => train(request, tell)),
  stop: () => {
    stopped = true;
  },
  worth: (request, listener) => telling(listener, (tell) => worth(request, tell)),
};

expose(api);
