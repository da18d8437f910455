import { parseArgs } from 'node:util';

/** A request that cannot be carried out, as a sentence for the person who typed it. */
export class UsageError extends Error {}

export type Options = Readonly<Record<string, string | boolean | undefined>>;

/** Parses `--name value` for the names given, and bare `--flag`; `--json` is always allowed. Throws UsageError for others. */
export function parseOptions(
  args: readonly string[],
  names: readonly string[],
  flags: readonly string[] = [],
): Options {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    const booleans = Object.fromEntries(
      [...flags, 'json'].map((name) => [name, { type: 'boolean' as const }]),
    );
    return parseArgs({ args: [...args], options: { ...options, ...booleans }, strict: true }).values;
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)} Options here: ${names.map((n) => `--${n}`).join(' ')}.`,
    );
  }
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

export function number(options: Options, name: string, fallback: number): number {
  const value = text(options, name);
  if (value === undefined) return fallback;
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed))
    throw new UsageError(`--${name} must be a number, not "${value}".`);
  return parsed;
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
    throw new UsageError(`--${name} must be one of ${allowed.join(', ')}, not "${value}".`);
  return found;
}

/** `k=v,k=v` with numeric values. */
export function pairs(options: Options, name: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const pair of list(options, name)) {
    const [key, value, ...rest] = pair.split('=');
    const parsed = Number(value);
    if (!key || value === undefined || value.trim() === '' || rest.length > 0 || !Number.isFinite(parsed)) {
      throw new UsageError(`--${name} takes name=number pairs separated by commas; "${pair}" is not one.`);
    }
    found.set(key.trim(), parsed);
  }
  return found;
}
