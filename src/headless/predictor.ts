import { clock } from './clock.ts';
import { CHOICES } from './choices.ts';
import { Notes } from './notes.ts';
import { choice, number, parseOptions, required, text, UsageError } from './options.ts';
import { outFile, writeWhole } from './out.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import { loadWorkload } from './scenario.ts';
import { KEEPING, Stopped, unstoppable, type Stop } from './stop.ts';
import { defaultPredictorConfig } from '../learning/predictor/config.ts';
import { LEAST_TRAINING_SECONDS, trainPredictor } from '../learning/predictor/trainPredictor.ts';
import { figure } from '../model/range.ts';
import { scoreOf } from '../workload/accuracy.ts';
import { lstmForecaster } from '../workload/forecasters/lstm.ts';
import { predictorText } from '../workload/forecasters/predictorFile.ts';
import { UNITS, type PredictorRecord } from '../workload/forecasters/predictorRecord.ts';

const DAY = 86_400;

/**
 * `predictor`: trains the load predictor. `--days n` learns from the first n days and tests on the rest; `--epochs`
 * instead of `--seconds` makes the same bytes every time. `--out` writes JSON, or a module where the name ends in .ts.
 */
export async function predictor(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const names = [
    'train',
    'days',
    'seconds',
    'epochs',
    'seed',
    'input',
    'target',
    'loss',
    'quantile',
    'units',
    'out',
    'read',
  ];
  const options = parseOptions(args, names, ['force']);
  const out = await outFile(options);
  const config = {
    ...defaultPredictorConfig,
    seed: number(options, 'seed', defaultPredictorConfig.seed, RANGES.seed),
    input: choice(options, 'input', CHOICES.input, defaultPredictorConfig.input),
    target: choice(options, 'target', CHOICES.target, defaultPredictorConfig.target),
    loss: choice(options, 'loss', CHOICES.loss, defaultPredictorConfig.loss),
    quantile: number(options, 'quantile', 0.9, RANGES.quantile),
    units: number(options, 'units', defaultPredictorConfig.units, { ...UNITS, whole: true, unit: 'units' }),
  };
  const epochs =
    text(options, 'epochs') === undefined ? undefined : number(options, 'epochs', 1, RANGES.epochs);
  const seconds = number(options, 'seconds', 60, RANGES.seconds);
  const workload = await loadWorkload(required(options, 'train'), config.seed, options, notes);
  const days = text(options, 'days') === undefined ? 0 : number(options, 'days', 1, RANGES.days);
  const cut = days > 0 ? Math.round(days * DAY) : workload.rates.length;
  if (!(cut <= workload.rates.length))
    throw new UsageError(`--days ${String(days)}: the trace holds ${String(workload.rates.length)} s.`);
  if (cut < LEAST_TRAINING_SECONDS)
    throw new UsageError(
      `A predictor needs at least ${String(LEAST_TRAINING_SECONDS)} s to learn from, not ${String(cut)}.`,
    );
  if (out) stop.keeps(KEEPING);
  const result = await trainPredictor({
    rates: workload.rates.subarray(0, cut),
    config,
    budget: epochs === undefined ? { seconds } : { epochs },
    source: `${days > 0 ? `The first ${String(days)} days of ` : ''}${workload.name}, seed ${String(config.seed)}.`,
    clock,
    stopped: stop.asked,
    onPoint: (point) => {
      progress.reached({
        done: `${point.epochs.toFixed(1)} epochs, error ${point.smape.toFixed(1)} % (SMAPE) on the part held out`,
        left: leftOf(point.progress, 1, point.elapsedSeconds),
      });
    },
  });
  const epochsDone = result.points.at(-1)?.epochs ?? 0;
  const early = result.reason === 'stopped';
  if (early && epochsDone === 0)
    throw new Stopped('Stopped before anything had been learnt; nothing was written.');
  if (out) {
    const content = out.path.endsWith('.ts')
      ? predictorModule(result.predictor, args.filter((arg) => arg !== '--force').join(' '))
      : predictorText(result.predictor);
    await writeWhole(out, content, notes, stop);
    if (early)
      notes.add(undefined, [
        `Stopped after ${figure(epochsDone)} epochs; what had been learnt until then is in "${out.path}".`,
      ]);
    else
      stop.leaves(
        `Stopped while the predictor was scored; it had been trained to the end and is in "${out.path}".`,
      );
  }
  const test = workload.rates.subarray(cut);
  return {
    train: workload.name,
    seconds: cut,
    config,
    elapsedSeconds: result.elapsedSeconds,
    reason: result.reason,
    epochs: epochsDone,
    heldOut: result.points.at(-1)?.smape,
    ...(test.length > 0 && !early
      ? { test: scoreOf(lstmForecaster(result.predictor), test, config.quantile, clock) }
      : {}),
    points: result.points,
    ...(out ? { out: out.path } : {}),
  };
}

/** The predictor as the TypeScript module that the lab ships, formatted as the rest of the code. */
function predictorModule({ parameters, ...rest }: PredictorRecord, command: string): string {
  const bytes = new DataView(new ArrayBuffer(4 * parameters.length));
  parameters.forEach((value, i) => {
    bytes.setFloat32(4 * i, value, true);
  });
  const lines =
    Buffer.from(bytes.buffer)
      .toString('base64')
      .match(/.{1,100}/g) ?? [];
  const fields = Object.entries(rest).map(
    ([name, value]) => `  ${name}: ${typeof value === 'string' ? `'${value}'` : String(value)},`,
  );
  return `import { parametersFrom, type PredictorRecord } from './predictorRecord.ts';

const record = {
${fields.join('\n')}
} as const;

const PARAMETERS =
${lines.map((line) => `  '${line}'`).join(' +\n')};

let decoded: PredictorRecord | undefined;

/**
 * The predictor that the lab ships. This file is written by, and is byte for byte the same after
 * \`npm run -s headless -- predictor ${command}\`.
 */
export function defaultPredictor(): PredictorRecord {
  return (decoded ??= { ...record, parameters: parametersFrom(PARAMETERS) });
}
`;
}
