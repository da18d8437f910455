/** Settings that are fine one by one and not together. */
import type { Values } from './types.ts';

/** Why the values that hold at one stage cannot hold together, a sentence; undefined where they can. */
export function contradiction(id: string, values: Values): string | undefined {
  const number = (key: string): number => Number(values[key]);
  const { max, maxCores, metric } = values;
  if (typeof max === 'number' && number('min') > max)
    return `the minimum of ${String(values['min'])} replicas is more than the maximum of ${String(max)}.`;
  if (id === 'keda' && metric === 'cpu') {
    if (number('min') === 0)
      return 'with the metric cpu alone the minimum must be at least 1, because KEDA cannot wake a stage by it.';
    if (number('activation') > 0) return 'with the metric cpu there is no activation; set it to 0.';
  }
  if (id === 'kpa' && number('window') * number('panicWindow') < 1)
    return `the panic window, ${String(values['panicWindow'])} of ${String(values['window'])} seconds, must be at least one second.`;
  if (id === 'vpa') {
    if (number('lowerPercentile') > number('percentile') || number('percentile') > number('upperPercentile'))
      return 'the percentiles must not fall from lowerPercentile over percentile to upperPercentile.';
    if (typeof maxCores === 'number' && number('minCores') > maxCores)
      return `the least cores, ${String(values['minCores'])}, are more than the most, ${String(maxCores)}.`;
  }
  if (id === 'planner' && typeof values['steps'] === 'number') {
    const plan = number('horizon') * number('futures');
    if (values['steps'] < plan)
      return `the model steps must be at least the ${String(plan)} of one order, over the horizon under every load, not ${String(values['steps'])}.`;
  }
  return undefined;
}
