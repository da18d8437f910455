/** Numbers of parsed JSON that somebody else wrote. */
import { quantileNamed } from '../quantiles.ts';
import { own, type JsonObject } from '../../workload/intake/formats/json.ts';
import type { TimeUnit } from '../../workload/intake/source.ts';
import { quoted } from '../../workload/intake/text.ts';
import { inSeconds } from '../../workload/intake/units.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** The own number at `key`; undefined where nothing or null stands there, refused where anything else does. */
export function numberAt(value: unknown, key: string, place: string): Result<number | undefined> {
  const found = own(value, key);
  if (found === undefined || found === null) return accepted(undefined);
  if (typeof found !== 'number' || !Number.isFinite(found))
    return refused(`${place}: ${quoted(key)} is ${quoted(found)}, and a number was expected.`);
  return accepted(found);
}

/** Seconds by quantile of an object that has figures in `unit` at the names of quantiles. */
export function quantilesAt(figures: JsonObject, unit: TimeUnit, place: string): Result<Map<number, number>> {
  const quantiles = new Map<number, number>();
  for (const key of Object.keys(figures)) {
    const quantile = quantileNamed(key);
    if (quantile === undefined) continue;
    const value = numberAt(figures, key, place);
    if (!value.ok) return value;
    if (value.value !== undefined) quantiles.set(quantile, inSeconds(value.value, unit));
  }
  return accepted(quantiles);
}

/** The own number at `key`, where one stands there. */
export function numberIfAny(value: unknown, key: string): number | undefined {
  const found = own(value, key);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** "2024-11-26" of a moment as text; undefined for anything else. */
export function dayIn(value: unknown): string | undefined {
  return typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})(?=[T ])/.exec(value)?.[1] : undefined;
}
