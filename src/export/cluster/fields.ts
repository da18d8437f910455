/** Reading of plain data that anybody may have written: only own fields count, and nothing is taken for granted. */
import { isRecord } from './validate/values.ts';

/** The own field, so that a key of the prototype is none. */
export const field = (of: unknown, key: string): unknown =>
  isRecord(of) && Object.hasOwn(of, key) ? of[key] : undefined;

/** The value at a path of own fields. */
export const at = (of: unknown, ...path: readonly string[]): unknown => path.reduce(field, of);

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Text, empty where there is none; YAML may have read a name as a number. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Value of a variable of a container; undefined where it has none of that name. */
export function variable(container: unknown, name: string): string | undefined {
  const found = listIn(field(container, 'env')).find((one) => field(one, 'name') === name);
  const value = field(found, 'value');
  return value === undefined ? undefined : textOf(value);
}
