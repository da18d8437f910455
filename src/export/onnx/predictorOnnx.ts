/** A trained load predictor as an ONNX file: a window in req/s in, the forecast in req/s out. */
import { GraphBuilder } from './graph.ts';
import { encodeModel } from './model.ts';
import { BINS } from '../../workload/forecasters/features.ts';
import {
  predictorLayout,
  STEPS,
  type PredictorLayout,
  type PredictorRecord,
} from '../../workload/forecasters/predictorRecord.ts';
import { encodeWindow, FLOOR } from '../../workload/forecasters/window.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

/** Where the record's columns input, forget, candidate, output hold ONNX's gates, which come as input, output, forget, cell. */
const GATES = [0, 3, 1, 2] as const;

/** What the file tells under `sluice.schema` of its metadata. */
const SCHEMA = 'predictor/1';

/** Numbers of a window: twelve ten-second maxima, or the seconds. */
export function windowLength(record: PredictorRecord): number {
  return STEPS * predictorLayout(record).inputs;
}

/**
 * Writes the window before second `t` of `rates` (req/s of each second) into out[at..at + windowLength): what the
 * file's input `window` takes. Throws before second 120: the file answers whole windows only.
 */
export function writeWindow(
  record: PredictorRecord,
  rates: Float64Array,
  t: number,
  out: Float64Array,
  at: number,
): void {
  if (t < HISTORY_SECONDS) throw new Error(`second ${String(t)} has no whole window before it`);
  // An absolute target of scale 1 leaves a window in req/s.
  encodeWindow(record.input, 'absolute', 1, rates, t, out.subarray(at, at + windowLength(record)));
}

/**
 * The bytes of an ONNX file (opset 17) of the predictor, which answers as `lstmForecaster` does:
 *
 * - input `window`, double [N, 12] (the maxima of the last twelve ten seconds) or [N, 120] (the load of the last 120
 *   seconds), req/s, oldest first, never negative; N is free. `windowLength` says which.
 * - output `forecast`, double [N]: the load to serve in the next 20 s, req/s, never negative; 0 for a silent window
 *   where the target is relative.
 *
 * Scaling before and after runs inside, in double precision; the recurrent and the dense layer run in single precision,
 * because runtimes have the operator LSTM in no other. That costs about 1e-6 of the forecast at most: 7e-7 was the
 * largest difference from the lab over 1,000 windows each of predictors trained with 12 to 128 units.
 *
 * Throws where the record has too few or too many parameters, or one that is not finite.
 */
export function predictorOnnx(record: PredictorRecord): Uint8Array<ArrayBuffer> {
  const { input, target, parameters, units, loss, quantile, source } = record;
  const layout = predictorLayout(record);
  if (parameters.length !== layout.size) {
    throw new Error(`this predictor has ${String(layout.size)} parameters, not ${String(parameters.length)}`);
  }
  if (!parameters.every(Number.isFinite))
    throw new Error('this predictor has a parameter that is not finite');
  const g = new GraphBuilder();
  const window = g.input('window', 'double', ['N', STEPS * layout.inputs], windowDoc(record));
  const unit = target === 'absolute' ? g.scalar('double', record.scale) : level(g, window, layout);
  const answer = network(g, scaled(g, window, unit, record), record, layout);
  const share = target === 'absolute' ? answer : exponentiated(g, answer);
  const forecast = g.apply('Max', [g.apply('Mul', [unit, share]), g.scalar('double', 0)]);
  g.output(
    'forecast',
    g.apply('Squeeze', [forecast, g.constant('int64', [1])]),
    'double',
    ['N'],
    'The load to serve in the next 20 s, req/s.',
  );
  const model = g.model(
    'predictor',
    `Load predictor of an inference pipeline: LSTM-${String(units)}. ${source}`,
    {
      'sluice.schema': SCHEMA,
      'sluice.input': input,
      'sluice.target': target,
      'sluice.loss': loss === 'quantile' ? `quantile ${String(quantile)}` : loss,
    },
  );
  return encodeModel(model);
}

function windowDoc({ input }: PredictorRecord): string {
  return input === 'maxima'
    ? 'Maximum load of each of the last twelve ten seconds, req/s, oldest first.'
    : 'Load of each of the last 120 seconds, req/s, oldest first.';
}

/** The mean of the window's twelve ten-second maxima [N, 1], req/s. */
function level(g: GraphBuilder, window: string, { inputs }: PredictorLayout): string {
  let maxima = window;
  if (inputs > 1) {
    const bins = g.apply('Reshape', [window, g.constant('int64', [0, BINS, inputs])]);
    maxima = g.apply('ReduceMax', [bins], { axes: [2], keepdims: 0 });
  }
  return g.apply('ReduceMean', [maxima], { axes: [1], keepdims: 1 });
}

/** What the network reads, [N, window length], single precision. */
function scaled(g: GraphBuilder, window: string, unit: string, { target }: PredictorRecord): string {
  if (target === 'absolute') return g.cast(g.apply('Div', [window, unit]), 'float');
  // A silent window has no level; whatever the network then answers, times nothing, is nothing.
  const silent = g.apply('Equal', [unit, g.scalar('double', 0)]);
  const divisor = g.apply('Where', [silent, g.scalar('double', 1), unit]);
  const relative = g.apply('Sub', [g.apply('Div', [window, divisor]), g.scalar('double', 1)]);
  return g.cast(relative, 'float');
}

/** The recurrent and the dense layer: [N, window length] -> the network's answer [N, 1], double. */
function network(
  g: GraphBuilder,
  x: string,
  { parameters: w, units }: PredictorRecord,
  { inputs, cols, dense }: PredictorLayout,
): string {
  /** Rows first..first + count of the gate matrix as ONNX has them: [4 units gate by gate][count]. */
  const gates = (first: number, count: number): Float32Array =>
    Float32Array.from({ length: 4 * units * count }, (_, i) => {
      const column = Math.floor(i / count);
      const gate = GATES[Math.floor(column / units)]!;
      return w[(first + (i % count)) * cols + 4 * (column % units) + gate]!;
    });
  const bias = new Float32Array(8 * units);
  // The biases of the inputs; those of the recurrence follow and are zero.
  bias.set(gates(inputs, 1));
  const steps = g.apply('Reshape', [x, g.constant('int64', [0, STEPS, inputs])]);
  const [, last] = g.applyTo(
    2,
    'LSTM',
    [
      g.apply('Transpose', [steps], { perm: [1, 0, 2] }),
      g.weights('lstm.input', 'float', [1, 4 * units, inputs], gates(0, inputs)),
      g.weights('lstm.recurrence', 'float', [1, 4 * units, units], gates(inputs + 1, units)),
      g.weights('lstm.bias', 'float', [1, 8 * units], bias),
    ],
    { hidden_size: units },
  );
  const answer = g.apply('Gemm', [
    g.apply('Squeeze', [last!, g.constant('int64', [0])]),
    g.weights('dense.weight', 'float', [units, 1], w.slice(dense, dense + units)),
    g.weights('dense.bias', 'float', [1], w.slice(dense + units)),
  ]);
  return g.cast(answer, 'double');
}

/** The share of the window's level that the logarithm `answer` means. */
function exponentiated(g: GraphBuilder, answer: string): string {
  const grown = g.apply('Mul', [g.apply('Exp', [answer]), g.scalar('double', 1 + FLOOR)]);
  return g.apply('Sub', [grown, g.scalar('double', FLOOR)]);
}
