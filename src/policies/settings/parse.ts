/** A policy's key, as it stands in links, plans and on the command line, read into its policy and settings. */
import { canonical, settingsOfStage } from './canonical.ts';
import { contradiction } from './contradiction.ts';
import { fieldsOf, nameOf } from './fields.ts';
import { parseRules, writeRules } from './rules.ts';
import {
  AUTO,
  noSettings,
  type SettingField,
  type Settings,
  type SettingValue,
  type Values,
} from './types.ts';
import { policyIds } from '../ids.ts';
import { nearest } from '../../model/near.ts';
import { MOST_STAGES } from '../../model/bounds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Longer than every setting of every stage takes; what is longer comes from no one's hand. */
const LONGEST_KEY = 16_000;
const LONGEST_NAME = 200;
const LONGEST_SHOWN = 60;

/** Sets both tolerances. */
const ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['tolerance', ['upTolerance', 'downTolerance']],
]);

export interface PolicyWithSettings {
  readonly id: string;
  readonly settings: Settings;
}

/**
 * `hpa`, `hpa:target=0.5,2.target=0.7`. Refuses in one sentence: a policy or setting that does not exist, a value out of its
 * range, one set twice, and values that contradict each other. What comes back is canonical (`policyKey` writes it).
 */
export function parsePolicyKey(key: string): Result<PolicyWithSettings> {
  if (key.length > LONGEST_KEY)
    return refused(
      `A policy's key has at most ${String(LONGEST_KEY)} characters; this one has ${String(key.length)}.`,
    );
  const colon = key.indexOf(':');
  const id = (colon < 0 ? key : key.slice(0, colon)).trim();
  if (!policyIds.includes(id)) {
    const near = nearest(id, policyIds);
    const others =
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${policyIds.join(', ')}.`;
    return refused(`There is no policy ${shown(id)}; ${others}`);
  }
  if (colon < 0) return accepted({ id, settings: noSettings });
  const fields = fieldsOf(id);
  const rest = key.slice(colon + 1);
  if (fields.length === 0)
    return refused(`The policy ${id} has no settings, so ${shown(rest)} cannot be set.`);
  const all = new Map<string, string>();
  const stages = new Map<number, Map<string, string>>();
  for (const piece of rest.split(',')) {
    const found = /^\s*(?:(\d{1,6})\.)?([^=.]*)=(.*)$/s.exec(piece);
    if (!found)
      return refused(
        `The settings of ${nameOf(id)} are written as name=value, or 2.name=value for stage 2 only, with commas between; ${shown(piece)} is not.`,
      );
    const [, stage, name, value] = [found[0], found[1], found[2]!.trim(), found[3]!.trim()];
    const n = stage === undefined ? undefined : Number(stage) - 1;
    if (n !== undefined && (n < 0 || n >= MOST_STAGES))
      return refused(
        `${shown(piece)} is of stage ${String(n + 1)}; stages are numbered from 1 to ${String(MOST_STAGES)}.`,
      );
    const held = n === undefined ? all : (stages.get(n) ?? new Map<string, string>());
    if (n !== undefined) stages.set(n, held);
    for (const one of ALIASES.get(name) ?? [name]) {
      const field = fields.find((f) => f.key === one);
      if (!field)
        return refused(
          `${nameOf(id)} has no setting ${shown(name)}; it has ${fields.map((f) => f.key).join(', ')}.`,
        );
      if (n !== undefined && !field.perStage)
        return refused(
          `The setting ${one} of ${nameOf(id)} holds for all stages; write it without "${String(n + 1)}.".`,
        );
      if (held.has(one)) return refused(`The setting ${one} of ${nameOf(id)}${ofStage(n)} is given twice.`);
      held.set(one, value);
    }
  }
  return read(id, all, stages);
}

type Texts = ReadonlyMap<string, string>;

function read(id: string, all: Texts, stages: ReadonlyMap<number, Texts>): Result<PolicyWithSettings> {
  const common = valuesOf(id, all, undefined, undefined);
  if (!common.ok) return common;
  const own: [number, Values][] = [];
  for (const [n, texts] of stages) {
    const values = valuesOf(id, texts, n, common.value['metric']);
    if (!values.ok) return values;
    own.push([n, values.value]);
  }
  const settings = canonical(id, { all: common.value, stages: Object.fromEntries(own) });
  for (const n of [undefined, ...Object.keys(settings.stages).map(Number)]) {
    // Stage -1 has nothing of its own: what holds for all.
    const why = contradiction(id, settingsOfStage(settings, id, n ?? -1));
    if (why !== undefined) return refused(`${nameOf(id)}${ofStage(n)}: ${why}`);
    const outside = outOfMeasure(id, settings, n);
    if (outside !== undefined) return refused(outside);
  }
  return accepted({ id, settings });
}

/** Values that hold for all stages may not suit a stage's own metric only where they are the stage's own: checked as read. */
function outOfMeasure(id: string, settings: Settings, n: number | undefined): string | undefined {
  const values = settingsOfStage(settings, id, n ?? -1);
  for (const field of fieldsOf(id, String(values['metric']))) {
    const value = values[field.key];
    if (field.byMetric && typeof value === 'number' && !allows(field, value))
      return `The setting ${field.key} of ${nameOf(id)}${ofStage(n)} must be ${expected(field)}, not ${String(value)}.`;
  }
  return undefined;
}

function valuesOf(
  id: string,
  texts: Texts,
  n: number | undefined,
  metric: SettingValue | undefined,
): Result<Values> {
  const fields = fieldsOf(id, texts.get('metric') ?? (metric === undefined ? undefined : String(metric)));
  const pairs: [string, SettingValue][] = [];
  for (const [key, text] of texts) {
    const field = fields.find((f) => f.key === key)!;
    const value = settingValueOf(field, text);
    if (!value.ok)
      return refused(
        `The setting ${key} of ${nameOf(id)}${ofStage(n)} must be ${value.message}, not ${shown(text)}.`,
      );
    pairs.push([key, value.value]);
  }
  return accepted(Object.fromEntries(pairs));
}

/** One value as it is written in a key; refused with what was expected, to go after "must be". */
export function settingValueOf(field: SettingField, text: string): Result<SettingValue> {
  if (text === AUTO && mayBeAuto(field)) return accepted(AUTO);
  switch (field.kind) {
    case 'number': {
      const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
      return allows(field, value) ? accepted(value) : refused(expected(field));
    }
    case 'choice':
      return field.options.includes(text) ? accepted(text) : refused(expected(field));
    case 'rules': {
      const rules = parseRules(text);
      return rules.ok ? accepted(writeRules(rules.value)) : rules;
    }
    case 'name': {
      const name = decoded(text);
      if (name === undefined || name.trim() === '' || name.length > LONGEST_NAME)
        return refused(expected(field));
      return accepted(name);
    }
  }
}

function mayBeAuto(field: SettingField): boolean {
  return (
    field.default === AUTO ||
    field.key === 'up' ||
    Object.values(field.byMetric ?? {}).some((measure) => measure.default === AUTO)
  );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function allows({ min, max, whole, step, options }: SettingField, value: number): boolean {
  if (!(value >= min && value <= max)) return false;
  if (whole && !Number.isInteger(value)) return false;
  if (step !== undefined && Math.abs(value / step - Math.round(value / step)) > 1e-9) return false;
  return options.length === 0 || options.includes(value);
}

function expected(field: SettingField): string {
  const { kind, min, max, whole, step, unit, options } = field;
  const auto = mayBeAuto(field) ? ', or auto' : '';
  if (kind === 'choice') return `one of ${options.join(', ')}`;
  if (kind === 'name')
    return `a name of at most ${String(LONGEST_NAME)} characters, with , = : ; and % written as in addresses (%2C)${auto}`;
  if (options.length > 0) return `one of ${options.join(', ')}${auto}`;
  const range = `from ${String(min)} to ${String(max)}`;
  if (unit === 'share')
    return `a share ${range} (0.5 is 50 %)${step === 0.01 ? ' in whole per cent' : ''}${auto}`;
  return `a ${whole ? 'whole ' : ''}number ${range}${unit === '' ? '' : ` (${unit})`}${auto}`;
}

function ofStage(n: number | undefined): string {
  return n === undefined ? '' : ` of stage ${String(n + 1)}`;
}

/** In quotes, cut where it is long. */
export function shown(text: string): string {
  return `"${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}"`;
}
