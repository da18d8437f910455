/** Numbers of parsed JSON that somebody else wrote. */
import { own } from '../../workload/intake/formats/json.ts';
import { quoted } from '../../workload/intake/text.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** The own number at `key`; undefined where nothing or null stands there, refused where anything else does. */
export function numberAt(value: unknown, key: string, place: string): Result<number | undefined> {
  const found = own(value, key);
  if (found === undefined || found === null) return accepted(undefined);
  if (typeof found !== 'number' || !Number.isFinite(found))
    return refused(`${place}: ${quoted(key)} is ${quoted(found)}, and a number was expected.`);
  return accepted(found);
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
