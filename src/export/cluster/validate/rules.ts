/**
 * Rules that custom resources hold in Kubernetes's expression language (CEL): exactly those that occur in the schemas of
 * this export, each written out by hand. A test fails where a schema holds one that is not here.
 */
import { isRecord } from './values.ts';

/** One entry of `x-kubernetes-validations`. */
export interface ExpressionRule {
  readonly rule: string;
  readonly message?: string;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ns: 1e-9,
};
const DURATION = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:h|ms|us|µs|μs|ns|m|s))+)$/;
const PART = /(\d+\.?\d*|\.\d+)(h|ms|us|µs|μs|ns|m|s)/g;

/** Seconds of a duration as Go's time.ParseDuration reads it ("1h30m", "-0.5s", "0"); undefined where it is none. */
export function durationSeconds(text: string): number | undefined {
  if (/^[+-]?0$/.test(text)) return 0;
  const [, sign, parts] = DURATION.exec(text) ?? [];
  if (parts === undefined) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of parts.matchAll(PART)) seconds += Number(amount) * UNIT_SECONDS[unit!]!;
  return sign === '-' ? -seconds : seconds;
}

const keysOf = (value: unknown): readonly string[] => (isRecord(value) ? Object.keys(value) : []);

const evaluations: Readonly<Record<string, (value: unknown) => boolean>> = {
  "duration(self) >= duration('1ms')": (value) =>
    typeof value === 'string' && (durationSeconds(value) ?? -1) >= UNIT_SECONDS['ms']!,
  'self.all(key, !key.contains("*"))': (value) => keysOf(value).every((key) => !key.includes('*')),
  'self.all(key, key.size() != 0)': (value) => keysOf(value).every((key) => key !== ''),
  '!self.contains("*")': (value) => typeof value === 'string' && !value.includes('*'),
};

export const isKnown = ({ rule }: ExpressionRule): boolean => Object.hasOwn(evaluations, rule);

/** Messages of the rules that a value breaks. A rule that is not known is not evaluated. */
export function brokenRules(value: unknown, rules: readonly ExpressionRule[]): readonly string[] {
  return rules
    .filter((one) => isKnown(one) && !evaluations[one.rule]!(value))
    .map(({ rule, message }) => message ?? `failed rule: ${rule}`);
}
