/** How far behind the load the figures of a cluster's monitoring run, where an object says so: the lab reads the present ones. */
import { field, textOf } from '../cluster/fields.ts';
import { shown } from '../intake/unreadable.ts';

const LONGEST = 2000;
/** Windows as Prometheus, InfluxDB and Graphite write them; a subquery's step is no window. */
const WINDOWS = [
  /\[\s*(\d{1,9}(?:ms|[smhdwy])(?:\d{1,9}(?:ms|[smhdwy])){0,5})\s*[\]:]/,
  /range\s*\(\s*start\s*:\s*-\s*(\d{1,9}(?:ms|[smhdw]))/,
];
/** Recording rules carry theirs in their names: job:requests:rate5m. */
const NAMED = /(?:rate|increase|avg|mean)_?(\d{1,4}[smh])(?![a-z0-9])/i;

const LATE = 'so it follows a change of the load up to that late; the lab reads the present figure';

/** Of a query or a metric's name, a sentence; undefined where no window is known. */
export function windowNote(place: string, text: string): string | undefined {
  const query = text.slice(0, LONGEST);
  const window = WINDOWS.map((one) => one.exec(query)?.[1]).find((one) => one !== undefined);
  const named = window ?? NAMED.exec(query)?.[1];
  if (named === undefined) return undefined;
  return `${place} is a mean over the last ${named}, ${LATE}.`;
}

/** Of a trigger of KEDA's and of how KEDA asks for it. */
export function triggerLags(trigger: unknown, spec: unknown, what: string): readonly string[] {
  const metadata = field(trigger, 'metadata');
  const place = `${what}, trigger ${shown(field(trigger, 'type'))}: what it reads`;
  const said: string[] = [];
  const query = windowNote(place, textOf(field(metadata, 'query')) || textOf(field(metadata, 'metricName')));
  if (query !== undefined) said.push(query);
  for (const [key, unit] of [
    ['age', ' s'],
    ['queryTime', ''],
  ] as const) {
    const value = textOf(field(metadata, key)).slice(0, 20).replace(/^-/, '');
    if (value !== '') said.push(`${place} is of the last ${value}${unit} (${key}), ${LATE}.`);
  }
  const polled = textOf(field(spec, 'pollingInterval')) || '30';
  if (field(trigger, 'useCachedMetrics') === true || field(trigger, 'useCachedMetrics') === 'true')
    said.push(
      `${place} is kept for a pollingInterval of ${polled} s (useCachedMetrics), so it is up to that old; the lab reads it anew at each sync.`,
    );
  else if (field(spec, 'pollingInterval') !== undefined && Number(field(spec, 'minReplicaCount')) > 0)
    said.push(
      `${what}: its pollingInterval of ${polled} s only wakes from 0 replicas and sends back to them; between its least and its most the HPA asks at each sync, every 15 s, as in KEDA.`,
    );
  return said;
}
