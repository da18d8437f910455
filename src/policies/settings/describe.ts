/** Settings in words. */
import { fieldsOf } from './fields.ts';
import {
  AUTO,
  type SettingField,
  type Settings,
  type SettingValue,
  type Unit,
  type Values,
} from './types.ts';

const SHORT: Readonly<Record<Unit, string>> = {
  share: ' %',
  seconds: ' s',
  decisions: ' decisions',
  replicas: '',
  requests: '',
  'requests per second': ' requests per second',
  cores: ' cores',
  times: ' times',
  '': '',
};

/** A value with its unit: `50 %`, `120 s`. */
export function describeValue({ unit, kind }: SettingField, value: SettingValue): string {
  if (kind === 'rules' && value !== AUTO) return String(value).split('+').map(ruleInWords).join(' or ');
  if (typeof value !== 'number') return value;
  return `${String(unit === 'share' ? Number((100 * value).toPrecision(12)) : value)}${SHORT[unit]}`;
}

function ruleInWords(rule: string): string {
  const [type, value, seconds] = rule.split(':');
  return `${value ?? ''}${type === 'percent' ? ' %' : ''} in ${seconds ?? ''} s`;
}

function describeValues(id: string, values: Values, metric: SettingValue | undefined): string {
  const fields = metric === undefined ? fieldsOf(id) : fieldsOf(id, String(metric));
  const { upTolerance, downTolerance } = values;
  const both = upTolerance !== undefined && upTolerance === downTolerance;
  return fields
    .filter(({ key }) => Object.hasOwn(values, key) && !(both && key === 'downTolerance'))
    .map((field) => {
      const label = both && field.key === 'upTolerance' ? 'tolerance' : field.label;
      return `${label} ${describeValue(field, values[field.key]!)}`;
    })
    .join(', ');
}

/** What differs from the defaults: `target 50 %, stabilisation down 120 s; stage 2: target 70 %`; '' where nothing does. */
export function settingsInWords(id: string, { all, stages }: Settings): string {
  const common = describeValues(id, all, all['metric']);
  const own = Object.entries(stages)
    .map(([n, values]) => [Number(n), values] as const)
    .sort(([p], [q]) => p - q)
    .map(([n, values]) => {
      return `stage ${String(n + 1)}: ${describeValues(id, values, values['metric'] ?? all['metric'])}`;
    });
  return [common, ...own].filter((text) => text !== '').join('; ');
}
