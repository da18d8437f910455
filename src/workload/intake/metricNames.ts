/** Series of different metrics in one file: only one of them is the load, by its name if that tells it. */
import { counted, listed, type Decisions } from './steps.ts';
import { isLoadName } from './columnWords.ts';

interface Named {
  readonly label: string;
  readonly metric: string;
}

/** The metric in the header of a column: rps of rps{pod="a"}; empty where a header is no such thing. */
export function metricIn(header: string): string {
  return /^([a-zA-Z_:][\w:]{0,200})\{[^}]{0,200}=/.exec(header)?.[1] ?? '';
}

/** The labels, with their metrics where these differ: rps{pod=a}. */
export function shownLabels(series: readonly Named[]): readonly string[] {
  const several = metricsOf(series).length > 1;
  return series.map(({ label, metric }) =>
    several && metric !== '' && !label.includes(metric) ? `${metric.slice(0, 100)}{${label}}` : label,
  );
}

/** The series of the metric that is the load, and those of no named metric; the others are left out in a sentence. */
export function oneMetric(series: readonly Named[], log: Decisions): readonly number[] {
  const metrics = metricsOf(series);
  if (metrics.length < 2) return [...series.keys()];
  const loads = metrics.filter((metric) => isLoadName(metric) === true);
  const possible = loads.length > 0 ? loads : metrics.filter((metric) => isLoadName(metric) === undefined);
  const candidates = possible.length > 0 ? possible : metrics;
  const chosen = candidates[0]!;
  const others = metrics.filter((metric) => metric !== chosen);
  const out = `${listed(others)} ${others.length === 1 ? 'is' : 'are'} left out`;
  const many = `The file holds ${counted(metrics.length, 'different metric')}, which are not added up`;
  if (loads.length === 1) log.leftOut(`${many}: "${chosen}" is the load by its name; ${out}.`);
  else if (possible.length === 1)
    log.assumed(`${many}: only "${chosen}" may be the load by its name (assumed); ${out}.`);
  else
    log.assumed(
      `${many}: ${possible.length > 1 ? `${listed(possible)} may each be the load by their names` : 'none of them is a load by its name'}, so the first, "${chosen}", is used (assumed); ${out}, and can be picked instead.`,
    );
  return [...series.keys()].filter((i) => series[i]!.metric === '' || series[i]!.metric === chosen);
}

function metricsOf(series: readonly Named[]): readonly string[] {
  return [...new Set(series.map(({ metric }) => metric))].filter((metric) => metric !== '');
}
