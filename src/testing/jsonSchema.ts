/** As much of JSON Schema (draft 2020-12) as the lab's own schemas use; an unknown keyword is an error, so that none is passed over. */
import { isRecord } from '../export/cluster/validate/values.ts';

const SAYS_NOTHING = new Set(['$schema', 'title', 'description', 'default']);

const typeOf: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
};

/** Whether a value that came from JSON holds. */
export function holds(value: unknown, schema: unknown): boolean {
  if (!isRecord(schema)) throw new Error('a schema must be an object');
  return Object.entries(schema).every(([keyword, says]) => keywordHolds(value, keyword, says, schema));
}

function keywordHolds(
  value: unknown,
  keyword: string,
  says: unknown,
  schema: Readonly<Record<string, unknown>>,
): boolean {
  if (SAYS_NOTHING.has(keyword)) return true;
  switch (keyword) {
    case 'type':
      return typeOf[says as string]!(value);
    case 'anyOf':
      return (says as readonly unknown[]).some((one) => holds(value, one));
    case 'required':
      return !isRecord(value) || (says as readonly string[]).every((key) => Object.hasOwn(value, key));
    case 'properties':
      return (
        !isRecord(value) ||
        Object.entries(says as object).every(
          ([key, one]) => !Object.hasOwn(value, key) || holds(value[key], one),
        )
      );
    case 'patternProperties':
      return (
        !isRecord(value) ||
        Object.entries(says as object).every(([pattern, one]) =>
          Object.entries(value).every(
            ([key, part]) => !new RegExp(pattern, 'u').test(key) || holds(part, one),
          ),
        )
      );
    case 'additionalProperties': {
      if (says !== false) throw new Error('only false is known');
      const patterns = Object.keys((schema['patternProperties'] as object | undefined) ?? {});
      return (
        !isRecord(value) ||
        Object.keys(value).every((key) => patterns.some((pattern) => new RegExp(pattern, 'u').test(key)))
      );
    }
    case 'prefixItems':
      return (
        !Array.isArray(value) ||
        (says as readonly unknown[]).every((one, i) => i >= value.length || holds(value[i], one))
      );
    case 'items': {
      const first = (schema['prefixItems'] as readonly unknown[] | undefined)?.length ?? 0;
      return !Array.isArray(value) || value.slice(first).every((part) => holds(part, says));
    }
    case 'const':
      return value === says;
    case 'enum':
      return (says as readonly unknown[]).includes(value);
    case 'maxProperties':
      return !isRecord(value) || Object.keys(value).length <= (says as number);
    case 'minItems':
      return !Array.isArray(value) || value.length >= (says as number);
    case 'maxItems':
      return !Array.isArray(value) || value.length <= (says as number);
    case 'minimum':
      return typeof value !== 'number' || value >= (says as number);
    case 'maximum':
      return typeof value !== 'number' || value <= (says as number);
    case 'exclusiveMinimum':
      return typeof value !== 'number' || value > (says as number);
    case 'pattern':
      return typeof value !== 'string' || new RegExp(says as string, 'u').test(value);
    default:
      throw new Error(`the keyword ${keyword} is not known`);
  }
}
