import { parseArgs } from 'node:util';
import { RANGES } from './ranges.ts';
import type { Budget } from '../learning/training.ts';
import { outsideRange, type Range } from '../model/range.ts';
import { shortened, spoken } from '../model/text.ts';

/** A request that cannot be carried out, as a sentence for the person who typed it. */
export class UsageError extends Error {
  constructor(sentence: string) {
    super(spoken(sentence));
  }
}

/** `--help` was given: what the command would have taken. */
export class HelpAsked extends Error {
  readonly names: readonly string[];
  readonly flags: readonly string[];

  constructor(names: readonly string[], flags: readonly string[]) {
    super('help');
    this.names = names;
    this.flags = flags;
  }
}

/** Flags of every command. */
const ALWAYS = ['json', 'debug'];

export type Options = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Parses `--name value` for the names given, and bare `--flag`; `--json` and `--debug` are always allowed. Throws UsageError for others,
 * HelpAsked for `--help`.
 */
export function parseOptions(
  args: readonly string[],
  names: readonly string[],
  flags: readonly string[] = [],
): Options {
  if (args.some((arg) => arg === '--help' || arg === '-h')) throw new HelpAsked(names, [...flags, ...ALWAYS]);
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    const booleans = Object.fromEntries(
      [...flags, ...ALWAYS].map((name) => [name, { type: 'boolean' as const }]),
    );
    return parseArgs({ args: withValues(args, names), options: { ...options, ...booleans }, strict: true })
      .values;
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)} Options here: ${names.map((n) => `--${n}`).join(' ')}.`,
    );
  }
}

/** `--seed -1` as `--seed=-1`: a negative number is a value, and to be judged as one. */
function withValues(args: readonly string[], names: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (/^-[\d.]/.test(arg) && before !== undefined && names.some((name) => before === `--${name}`))
      joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

export function required(options: Options, name: string): string {
  const value = text(options, name);
  if (value === undefined) throw new UsageError(`--${name} is missing.`);
  return value;
}

/** The number of an option; refused outside `range`, which has to be said so that no number goes unjudged. */
export function number(options: Options, name: string, fallback: number, range: Range): number {
  const value = text(options, name);
  return value === undefined ? fallback : ranged(`--${name}`, value, range);
}

/** `value` as a number within `range`; the refusal begins with `what`. */
export function ranged(what: string, value: string, range: Range): number {
  const parsed = numeric(value);
  const complaint = outsideRange(what, range, parsed);
  if (complaint !== undefined) throw new UsageError(complaint);
  return Number(parsed);
}

/** The number that `value` stands for, or `value` itself. */
function numeric(value: string): number | string {
  const parsed = value.trim() === '' ? NaN : Number(value);
  return Number.isNaN(parsed) ? value : parsed;
}

/** `--steps`, or else `--seconds` (`fallback`). */
export function budgetOf(options: Options, fallback: number): Budget {
  if (text(options, 'steps') === undefined)
    return { seconds: number(options, 'seconds', fallback, RANGES.seconds) };
  if (text(options, 'seconds') !== undefined)
    throw new UsageError('--seconds and --steps are two budgets: give one of them.');
  return { steps: number(options, 'steps', 1, RANGES.steps) };
}

export function list(options: Options, name: string): readonly string[] {
  return (text(options, name) ?? '')
    .split(',')
    .map((s) => s.trim())
    .filter((s) => s !== '');
}

export function choice<T extends string>(
  options: Options,
  name: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const value = text(options, name) ?? fallback;
  const found = allowed.find((a) => a === value);
  if (found === undefined)
    throw new UsageError(`--${name} must be one of ${allowed.join(', ')}, not "${shortened(value, 80)}".`);
  return found;
}

/** `k=v,k=v`; values that are numbers as numbers. */
export function pairs(options: Options, name: string): ReadonlyMap<string, number | string> {
  const found = new Map<string, number | string>();
  for (const pair of list(options, name)) {
    const [key = '', value = '', ...rest] = pair.split('=').map((part) => part.trim());
    if (key === '' || value === '' || rest.length > 0)
      throw new UsageError(`--${name} takes name=value pairs separated by commas; "${shortened(pair, 80)}" is not one.`);
    if (found.has(key)) throw new UsageError(`--${name} names ${key} twice.`);
    found.set(key, numeric(value));
  }
  return found;
}
