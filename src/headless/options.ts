import { parseArgs } from 'node:util';
import { RANGES } from './ranges.ts';
import type { Budget } from '../learning/training/agentTraining.ts';
import { nearest } from '../model/near.ts';
import { outsideRange, type Range } from '../model/range.ts';
import type { Result } from '../model/result.ts';
import { shortened, spoken } from '../model/text.ts';
import { generators } from '../workload/generators.ts';

/** A request that cannot be carried out, as a sentence for the person who typed it. */
export class UsageError extends Error {
  constructor(sentence: string) {
    super(spoken(sentence));
  }
}

/** What was read; throws UsageError with the sentence of a refusal. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new UsageError(result.message);
  return result.value;
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
const ALWAYS = ['json', 'quiet', 'debug'];

export type Options = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Parses `--name value` for the names given, and bare `--flag`; `--json`, `--quiet` and `--debug` are always allowed.
 * Throws UsageError for others, HelpAsked for `--help`.
 */
export function parseOptions(
  args: readonly string[],
  names: readonly string[],
  flags: readonly string[] = [],
): Options {
  const bare = [...flags, ...ALWAYS];
  if (args.some((arg) => arg === '--help' || arg === '-h')) throw new HelpAsked(names, bare);
  const options = Object.fromEntries<{ readonly type: 'string' | 'boolean' }>([
    ...names.map((name) => [name, { type: 'string' as const }] as const),
    ...bare.map((name) => [name, { type: 'boolean' as const }] as const),
  ]);
  // Not strict: what is wrong is said here, in this program's words.
  const { values, tokens } = parseArgs({
    args: withValues(args, names),
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const here = `Options here: ${[...names, ...bare, 'help'].map((name) => `--${name}`).join(' ')}.`;
  for (const token of tokens) {
    if (token.kind === 'option-terminator')
      throw new UsageError(`"--" alone says nothing here; leave it out. ${here}`);
    if (token.kind === 'positional') throw new UsageError(`${alone(token.value, names)} ${here}`);
    const { name, rawName, value, inlineValue } = token;
    const typed = shortened(rawName, 80);
    if (names.includes(name) && rawName.startsWith('--')) {
      if (value === undefined) throw new UsageError(`${rawName} needs a value behind it.`);
      if (!inlineValue && [...names, ...bare].some((other) => value === `--${other}`))
        throw new UsageError(`${rawName} needs a value behind it; ${value} follows instead.`);
      if (!inlineValue && /^-./.test(value))
        throw new UsageError(
          `${rawName} needs a value, but "${shortened(value, 80)}" follows it; a value that begins with a hyphen is written "${rawName}=${shortened(value, 80)}".`,
        );
    } else if (bare.includes(name) && rawName.startsWith('--')) {
      if (value !== undefined)
        throw new UsageError(`${rawName} takes no value; leave out "=${shortened(value, 80)}".`);
    } else {
      const [meant] = nearest(name, [...names, ...bare, 'help']);
      throw new UsageError(
        `There is no option ${typed} here${meant === undefined ? '.' : `; did you mean --${meant}?`} ${here}`,
      );
    }
  }
  return values;
}

/** A word that belongs to no option. */
function alone(word: string, names: readonly string[]): string {
  const [meant] = nearest(word, names);
  const said = `"${shortened(word, 80)}" belongs to no option`;
  return meant === undefined
    ? `${said}: every value follows the name of its option, as in --${names[0] ?? 'out'} <value>.`
    : `${said}; did you mean --${meant}?`;
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

/** What to give where an option without which nothing can be done is not there. */
function missing(name: string): string {
  const load = `a built-in load (${generators.map(({ id }) => id).join(', ')}) or the file of one`;
  const wanted: Readonly<Record<string, string>> = {
    workload: `give ${load}, for example --workload fluctuating.`,
    train: `give the load to learn from, ${load}, for example --train day.`,
    test: `give the load to be scored on, ${load}, for example --test bursty; or --days 2 to learn from the first two days of --train and be scored on the rest.`,
    from: 'name the files of load tests, separated by commas, for example --from perf.csv --batch 4.',
    assignment:
      'name the file that the assignment was given out by, or several, separated by commas, for example --assignment burst.json.',
    shards: 'say in how many parts the comparison is cut, for example --shards 7.',
    out: 'name a folder for the manifests, which is made where there is none, for example --out manifests.',
  };
  return `--${name} is missing: ${wanted[name] ?? 'give it a value.'} --help lists the options.`;
}

/** The value of an option without which nothing can be done; a UsageError says what to give. */
export function required(options: Options, name: string): string {
  const value = text(options, name);
  if (value === undefined) throw new UsageError(missing(name));
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
      throw new UsageError(
        `--${name} takes name=value pairs separated by commas; "${shortened(pair, 80)}" is not one.`,
      );
    if (found.has(key)) throw new UsageError(`--${name} names ${key} twice.`);
    found.set(key, numeric(value));
  }
  return found;
}
