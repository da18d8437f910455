/** By which a whole plan is known again: pipelines, loads, policies with their weights, seeds and settings. */
import type { ComparisonPlan } from './plan.ts';
import { digestOf } from '../../model/digest.ts';
import { figureText } from './figures.ts';

/** Which program computed a part: others may differ in the last digit. */
export interface Lab {
  readonly version: string;
  /** SHA-256 of its sources and of the list of its packages. */
  readonly sources: string;
  /** Of the engine, which has the arithmetic: "v20.20.2". */
  readonly node: string;
}

/** SHA-256 of the plan and of `besides`, 64 hexadecimal digits. The order of an object's fields does not count. */
export function planDigest(plan: ComparisonPlan, besides: object): string {
  return digestOf(JSON.stringify(plain({ plan, besides })));
}

/** As text can hold it: numbers that JSON lacks by name, arrays of numbers by their bytes, fields in one order. Throws for what is no plain data. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return figureText(value);
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value))
    return [
      Object.prototype.toString.call(value),
      digestOf(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
    ];
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    throw new Error('a plan holds something that is no plain data');
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => [key, plain(field)]);
}
