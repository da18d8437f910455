import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { predictorAt } from './lstmFile.ts';
import { Notes } from './notes.ts';
import { number, parseOptions, required, text, UsageError } from './options.ts';
import { RANGES } from './ranges.ts';
import { loadWorkload } from './scenario.ts';
import { worth, WORTH_OPTIONS } from './worth.ts';
import { noiseFloor, scoreForecasters } from '../workload/accuracy.ts';

const DAY = 86_400;

/**
 * `forecast`: every forecaster's errors on a test trace, those that learn fitted on a training trace, and the noise
 * floor. `--days n` instead of `--test` learns from the first n days of the training trace and tests on the rest;
 * `--lstm` names the file of a trained predictor. `--worth` asks what forecasts are worth instead (`worth.ts`).
 */
export async function forecast(args: readonly string[], notes: Notes = new Notes()): Promise<object> {
  const options = parseOptions(
    args,
    ['train', 'test', 'days', 'lstm', 'quantile', 'seed', 'read', TIME_LIMIT, ...WORTH_OPTIONS],
    ['worth'],
  );
  if (options['worth'] === true) return worth(options, notes);
  for (const option of WORTH_OPTIONS)
    if (text(options, option) !== undefined)
      throw new UsageError(`--${option} is for --worth; errors alone need no pipeline.`);
  const quantile = number(options, 'quantile', 0.9, RANGES.quantile);
  const seed = number(options, 'seed', 7, RANGES.seed);
  const whole = await loadWorkload(required(options, 'train'), seed, options, notes);
  const days = text(options, 'days') === undefined ? 0 : number(options, 'days', 1, RANGES.days);
  const cut = days > 0 ? Math.round(days * DAY) : whole.rates.length;
  if (days !== 0 && !(cut > 0 && cut < whole.rates.length))
    throw new UsageError(`--days ${String(days)} leaves nothing to test on or to learn from.`);
  const test =
    days > 0
      ? whole.rates.subarray(cut)
      : (await loadWorkload(required(options, 'test'), seed, options, notes)).rates;
  const training = whole.rates.subarray(0, cut);
  const predictor = await predictorAt(text(options, 'lstm'));
  const { scores, late } = scoreForecasters(training, test, quantile, clock, predictor, patienceIn(options));
  notes.add(undefined, late);
  const [why] = late;
  if (scores.length === 0 && why !== undefined) throw new UsageError(why);
  return {
    train: whole.name,
    test: days > 0 ? `all but its first ${String(days)} days` : required(options, 'test'),
    quantile,
    forecasters: scores,
    noiseFloor: noiseFloor(training, test, quantile),
  };
}
