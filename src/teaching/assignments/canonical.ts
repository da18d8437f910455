/** One text for equal data, by which files are known again whatever the order of their fields. */
import { digestOf } from '../../model/digest.ts';
import { isFields } from '../../model/fields.ts';

/** JSON with its fields in the order of their names; what is undefined is left out, as JSON does. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join()}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${fields.join()}}`;
}

/** SHA-256 of that text. */
export const digestOfData = (value: unknown): string => digestOf(canonical(value));
