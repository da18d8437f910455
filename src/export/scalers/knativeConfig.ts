/** Knative's settings for a whole cluster: the ConfigMap config-autoscaler (knative serving v1.18, autoscaler/config). */
import { countAt, durationAt, numberAt, shareOfPercent } from './amounts.ts';
import type { FoundScaler } from './found.ts';
import { at, field, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { kindOfObject } from '../intake/objects.ts';
import { shown } from '../intake/unreadable.ts';
import { DecisionLog } from '../../model/decision.ts';

const NAME = 'config-autoscaler';
const WHAT = `the ConfigMap ${shown(NAME)}`;
const TARGETS = {
  concurrency: 'container-concurrency-target-default',
  rate: 'requests-per-second-target-default',
} as const;

type Reader = (value: unknown, place: string) => number;

/** Percentages up to 1 are shares already. */
const share: Reader = (value, place) => {
  const number = numberAt(value, place);
  return number > 1 ? shareOfPercent(number) : number;
};
const percent: Reader = (value, place) => shareOfPercent(numberAt(value, place));
const FIELDS: readonly (readonly [string, string, Reader])[] = [
  ['utilisation', 'container-concurrency-target-percentage', share],
  ['window', 'stable-window', durationAt],
  ['panicWindow', 'panic-window-percentage', percent],
  ['panicThreshold', 'panic-threshold-percentage', percent],
  ['upRate', 'max-scale-up-rate', numberAt],
  ['downRate', 'max-scale-down-rate', numberAt],
  ['downDelay', 'scale-down-delay', durationAt],
];
const SCALE = ['min-scale', 'max-scale', 'enable-scale-to-zero'];

export const isKnativeConfig = (object: unknown): boolean =>
  kindOfObject(object) === 'ConfigMap' && at(object, 'metadata', 'name') === NAME;

export interface KnativeConfig {
  /** Settings for a metric where an object says nothing of its own; empty for what the ConfigMap leaves out. */
  readonly values: (metric: 'concurrency' | 'rate') => Readonly<Record<string, number>>;
  /** Bounds that hold where an object has none. */
  readonly bounds: Readonly<Record<string, number>>;
  readonly decisions: FoundScaler['decisions'];
}

/** The ConfigMap among the objects. Throws `Unreadable` with the key whose value is none. */
export function knativeConfig(objects: readonly unknown[]): KnativeConfig | undefined {
  const object = objects.find(isKnativeConfig);
  if (object === undefined) return undefined;
  const data = field(object, 'data');
  const place = (key: string): string => `${WHAT}: ${key}`;
  const common: Record<string, number> = {};
  for (const [setting, key, read] of FIELDS)
    if (field(data, key) !== undefined) common[setting] = read(field(data, key), place(key));
  const targets = new Map<string, number>();
  for (const key of Object.values(TARGETS))
    if (field(data, key) !== undefined) targets.set(key, numberAt(field(data, key), place(key)));
  const bounds: Record<string, number> = {};
  if (textOf(field(data, 'enable-scale-to-zero')).toLowerCase() === 'false') bounds['min'] = 1;
  for (const [setting, key] of [
    ['min', 'min-scale'],
    ['max', 'max-scale'],
  ] as const) {
    const count = field(data, key) === undefined ? 0 : countAt(field(data, key), place(key));
    // 0 is no bound there.
    if (count > 0) bounds[setting] = count;
  }
  const log = new DecisionLog({});
  const known = [...FIELDS.map(([, key]) => key), ...Object.values(TARGETS), ...SCALE, '_example'];
  const out = isRecord(data) ? Object.keys(data).filter((key) => !known.includes(key)) : [];
  if (out.length > 0)
    log.leftOut(
      `${WHAT}: left out, for the lab does not model them: ${out.slice(0, 6).map(shown).join(', ')}${out.length > 6 ? ' and others' : ''}.`,
    );
  log.read(`${WHAT} gives what the objects of the file leave open.`);
  return {
    bounds,
    decisions: log.decisions,
    values: (metric) => {
      const target = targets.get(TARGETS[metric]);
      return target === undefined ? common : { ...common, target };
    },
  };
}

/** Requests in flight of a replica that Knative aims at where nothing says anything (serving v1.18, autoscaler/config). */
export const KNATIVE_CONCURRENCY = 100;

/** The ConfigMap as an autoscaler of its own, where nothing else of the file is scaled by Knative. */
export function ofConfig({ values, bounds, decisions }: KnativeConfig): FoundScaler {
  const own = values('concurrency');
  const log = new DecisionLog({});
  log.add(decisions);
  if (own['target'] === undefined)
    log.assumed(
      `${WHAT} names no ${TARGETS.concurrency}; ${String(KNATIVE_CONCURRENCY)} requests in flight are assumed, as Knative does.`,
    );
  return {
    id: 'kpa',
    what: WHAT,
    name: NAME,
    targets: [],
    values: { metric: 'concurrency', min: 0, ...bounds, target: KNATIVE_CONCURRENCY, ...own },
    decisions: log.decisions,
    annotations: undefined,
  };
}
