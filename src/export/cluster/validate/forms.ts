/** Forms of which the schemas of Kubernetes's own kinds are made. */
import type { StructuralSchema } from './schema.ts';

export const text: StructuralSchema = { type: 'string' };
export const texts: StructuralSchema = { type: 'array', items: text };
/** Labels and annotations. */
export const words: StructuralSchema = { type: 'object', additionalProperties: text };
export const object = (
  properties: Readonly<Record<string, StructuralSchema>>,
  required: readonly string[] = [],
): StructuralSchema => ({ type: 'object', properties, required });
export const list = (items: StructuralSchema, maxItems?: number): StructuralSchema => ({
  type: 'array',
  items,
  ...(maxItems === undefined ? {} : { maxItems }),
});
export const one = (...values: readonly string[]): StructuralSchema => ({ type: 'string', enum: values });
export const count = (minimum: number, maximum = 2 ** 31 - 1): StructuralSchema => ({
  type: 'integer',
  format: 'int32',
  minimum,
  maximum,
});
export const quantity: StructuralSchema = {
  'x-kubernetes-int-or-string': true,
  pattern: '^\\+?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)(([numkMGTPE]|[KMGTPE]i)|[eE][+-]?[0-9]+)?$',
};
