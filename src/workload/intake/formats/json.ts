/** Looks into parsed JSON without trusting it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object, or undefined for anything else; lists are none. */
export function objectIn(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** An own property; what the prototype has is no data. */
export function own(value: unknown, key: string): unknown {
  const object = objectIn(value);
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}

export function listIn(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? (value as readonly unknown[]) : undefined;
}

/** Numbers, text, null as they are; true, false and what has parts become text. */
export function cellIn(value: unknown): string | number | null {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  return JSON.stringify(value).slice(0, 200);
}

/** `pod=api-1, code=200`, without the name of the metric where there are other labels. */
export function seriesLabelOf(metric: JsonObject): string {
  const name = typeof metric['__name__'] === 'string' ? metric['__name__'] : '';
  const labels = Object.entries(metric)
    .filter(([key]) => key !== '__name__')
    .map(([key, value]) => `${key}=${String(cellIn(value))}`.slice(0, 100));
  return labels.length > 0 ? labels.join(', ') : name === '' ? 'a series without a name' : name.slice(0, 120);
}
