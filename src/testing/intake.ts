/** Files for the intake of load traces, and what comes of them. */
import { importWorkload, type Imported } from '../workload/import.ts';
import type { IntakeChoices } from '../workload/intake/report.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The trace of a text that must be accepted. */
export function taken(text: string, name = 'load.csv', asked: IntakeChoices = {}): Imported {
  const result = importWorkload(bytes(text), name, asked);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** The sentence of a text that must be refused. */
export function refusal(text: string, name = 'load.csv', asked: IntakeChoices = {}): string {
  const result = importWorkload(bytes(text), name, asked);
  if (result.ok) throw new Error('was accepted');
  return result.message;
}

export const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

export type Sample = readonly [number, string];

/** A Prometheus reply of series by their labels. */
export function reply(
  ...series: readonly (readonly [Readonly<Record<string, string>>, readonly Sample[]])[]
): string {
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: series.map(([metric, values]) => ({ metric, values })) },
  });
}

/** `count` samples from second `from` on, `step` seconds apart. */
export const sampled = (
  from: number,
  count: number,
  step: number,
  value: (i: number) => string | number,
): Sample[] => Array.from({ length: count }, (_, i) => [from + step * i, String(value(i))]);
