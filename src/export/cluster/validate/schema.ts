/**
 * Checks an object against the structural schema of a custom resource as the API server does under strict validation:
 * unknown fields are refused. An interpreter, because compiling the largest schema takes seconds, and because each
 * complaint should be a sentence with a place. (Kubernetes: "Structural schemas", apiextensions.k8s.io/v1.)
 */

import { brokenRules, type ExpressionRule } from './rules.ts';
import { isRecord } from './values.ts';

/** The parts of a structural schema that occur in the custom resources of this export. */
export interface StructuralSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly additionalProperties?: boolean | StructuralSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly nullable?: boolean;
  readonly oneOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly allOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-validations'?: readonly ExpressionRule[];
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const patterns = new Map<string, RegExp>();

/** Go's regular expressions put flags in front; JavaScript's has them behind. */
function regexOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  const bare = pattern.replace('(?i)', '');
  const made = new RegExp(bare, bare === pattern ? '' : 'i');
  patterns.set(pattern, made);
  return made;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`;
}

function ofType(value: unknown, schema: StructuralSchema): boolean {
  if (schema['x-kubernetes-int-or-string']) return Number.isInteger(value) || typeof value === 'string';
  switch (schema.type) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return true;
  }
}

/** Complaints, each with its place; empty where the value holds. */
export function complaintsOf(value: unknown, schema: StructuralSchema, at: string): readonly string[] {
  if (value === null && schema.nullable) return [];
  if (!ofType(value, schema)) {
    const wanted = schema['x-kubernetes-int-or-string']
      ? 'a whole number or text'
      : `of type ${schema.type ?? ''}`;
    return [`${at} must be ${wanted}, not ${kindOf(value)}.`];
  }
  return [
    ...ruleComplaints(value, schema, at),
    ...(isRecord(value) ? fieldComplaints(value, schema, at) : []),
    ...(Array.isArray(value) && schema.items
      ? value.flatMap((item, i) => complaintsOf(item, schema.items!, `${at}[${String(i)}]`))
      : []),
  ];
}

function fieldComplaints(
  value: Readonly<Record<string, unknown>>,
  schema: StructuralSchema,
  at: string,
): readonly string[] {
  const { properties, additionalProperties } = schema;
  const missing = (schema.required ?? [])
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => `${at}.${key} is missing.`);
  const rest = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const open =
    additionalProperties === true ||
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    (!properties && rest === undefined);
  const inside = Object.entries(value).flatMap(([key, field]) => {
    const own = properties && Object.hasOwn(properties, key) ? properties[key] : rest;
    if (own) return complaintsOf(field, own, `${at}.${key}`);
    return open ? [] : [`${at}.${key} is no field that is known there.`];
  });
  return [...missing, ...inside];
}

/** What a schema says beside type and fields; within `oneOf` and its like, that is all it says. */
function ruleComplaints(value: unknown, schema: StructuralSchema, at: string): readonly string[] {
  const found: string[] = [];
  const say = (broken: boolean, sentence: string): void => {
    if (broken) found.push(`${at} ${sentence}.`);
  };
  if (schema.enum)
    say(!schema.enum.includes(value), `must be one of ${schema.enum.join(', ')}, not ${kindOf(value)}`);
  if (typeof value === 'number') {
    const int32 = schema.format === 'int32';
    const low = schema.minimum ?? (int32 ? -(2 ** 31) : -Infinity);
    const high = schema.maximum ?? (int32 ? 2 ** 31 - 1 : Infinity);
    say(value < low || value > high, `must be from ${String(low)} to ${String(high)}, not ${String(value)}`);
  }
  if (typeof value === 'string') {
    const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
    const length = Array.from(value).length;
    say(length < minLength || length > maxLength, `has ${String(length)} characters, which is not allowed`);
    say(
      pattern !== undefined && !regexOf(pattern).test(value),
      `must match ${pattern ?? ''}, not "${value}"`,
    );
    say(format === 'date-time' && !DATE_TIME.test(value), `must be a date and time, not "${value}"`);
    say(format === 'byte' && !BASE64.test(value), 'must be in base64');
  }
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = Infinity } = schema;
    say(
      value.length < minItems || value.length > maxItems,
      `has ${String(value.length)} entries, which is not allowed`,
    );
  }
  if (isRecord(value))
    say(Object.keys(value).length > (schema.maxProperties ?? Infinity), 'has too many fields');
  for (const message of brokenRules(value, schema['x-kubernetes-validations'] ?? []))
    say(true, `is refused: ${message}`);
  const fits = (part: StructuralSchema): boolean => junction(value, part);
  say(schema.anyOf !== undefined && !schema.anyOf.some(fits), 'fits none of the forms that it may have');
  say(schema.allOf !== undefined && !schema.allOf.every(fits), 'does not fit all that is asked of it');
  say(
    schema.oneOf !== undefined && schema.oneOf.filter(fits).length !== 1,
    'must have exactly one of its forms',
  );
  say(schema.not !== undefined && fits(schema.not), 'has what it must not have');
  return found;
}

/** Whether a value fits a schema inside `anyOf` and its like: fields that it does not name are free there. */
function junction(value: unknown, schema: StructuralSchema): boolean {
  if (schema.type !== undefined && !ofType(value, schema)) return false;
  if (ruleComplaints(value, schema, '').length > 0) return false;
  if (isRecord(value)) {
    if ((schema.required ?? []).some((key) => !Object.hasOwn(value, key))) return false;
    for (const [key, part] of Object.entries(schema.properties ?? {}))
      if (Object.hasOwn(value, key) && !junction(value[key], part)) return false;
  }
  if (Array.isArray(value) && schema.items) return value.every((item) => junction(item, schema.items!));
  return true;
}
