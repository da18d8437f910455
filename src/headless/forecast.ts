import { number, parseOptions, required, UsageError } from './options.ts';
import { loadWorkload } from './scenario.ts';
import { scoreForecasters } from '../workload/accuracy.ts';

/** `forecast`: every forecaster's errors on a test trace, those that learn fitted on a training trace. */
export async function forecast(args: readonly string[]): Promise<object> {
  const options = parseOptions(args, ['train', 'test', 'quantile', 'seed']);
  const quantile = number(options, 'quantile', 0.9);
  if (quantile <= 0 || quantile >= 1)
    throw new UsageError(`--quantile must lie between 0 and 1, not ${String(quantile)}.`);
  const seed = number(options, 'seed', 7);
  const training = await loadWorkload(required(options, 'train'), seed);
  const test = await loadWorkload(required(options, 'test'), seed);
  return {
    train: training.name,
    test: test.name,
    quantile,
    forecasters: scoreForecasters(training.rates, test.rates, quantile, () => performance.now()),
  };
}
