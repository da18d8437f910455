/** Numbers in JSON to the last bit, those that it lacks included. */
import { isFields } from '../../model/fields.ts';

/** JSON writes these as null or as 0. */
const LACKING: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity, '-0': -0 };

/** A field of this name alone in an object stands for a number that JSON lacks. */
const MARK = 'figure';

/** The number itself, or where JSON lacks it an object with its name. */
export function figureText(value: number): number | { readonly [MARK]: string } {
  const lacks = !Number.isFinite(value) || Object.is(value, -0);
  return lacks ? { [MARK]: Object.is(value, -0) ? '-0' : String(value) } : value;
}

/** Plain data as JSON without a line's end; `fromExact` gives it back, each number to the last bit. */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? figureText(one) : one));
}

/** What `exactJson` wrote. Throws SyntaxError for what is no JSON. */
export function fromExact(text: string): unknown {
  return text.includes(`{"${MARK}":`) ? JSON.parse(text, revived) : JSON.parse(text);
}

function revived(_: string, value: unknown): unknown {
  if (!isFields(value)) return value;
  const name = value[MARK];
  const alone = typeof name === 'string' && Object.hasOwn(LACKING, name) && Object.keys(value).length === 1;
  return alone ? LACKING[name] : value;
}
