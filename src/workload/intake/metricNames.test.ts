import { expect, it } from 'vitest';
import { reply, sampled, taken } from '../../testing/intake.ts';
import type { Imported } from '../import.ts';

const T = 1_700_000_000;
const mean = ({ workload: { rates } }: Imported): number => rates.reduce((a, b) => a + b, 0) / rates.length;
const of = (name: string, value: (i: number) => number, more: Readonly<Record<string, string>> = {}) =>
  [{ __name__: name, pod: 'a', ...more }, sampled(T, 60, 15, value)] as const;
const picked = ({ report }: Imported) => report.choices.find(({ id }) => id === 'series')!;

it('only the metric that is the load by its name counts; the list tells the metrics apart', () => {
  const text = reply(
    of('container_cpu_usage', () => 0.3),
    of('rps', () => 12),
  );
  const read = taken(text);
  expect(mean(read)).toBeCloseTo(12, 9);
  expect(picked(read).options.map(({ label }) => label)).toEqual([
    'container_cpu_usage{pod=a}',
    'rps{pod=a}',
  ]);
  expect(picked(read).value).toEqual(['rps{pod=a}']);
  expect(read.notes.join(' ')).toMatch(/"rps" is the load by its name; "container_cpu_usage" is left out/);
  const both = taken(text, 'load', { series: ['container_cpu_usage{pod=a}', 'rps{pod=a}'] });
  expect(mean(both)).toBeCloseTo(12.3, 9);
  expect(both.notes.join(' ')).toMatch(/Different metrics are added up, as asked/);
});

it('of a histogram or a summary only its count counts, as a counter', () => {
  const base = 'http_request_duration_seconds';
  const read = taken(
    reply(
      of(`${base}_sum`, (i) => 15 * i * 3),
      of(`${base}_bucket`, (i) => 15 * i * 5, { le: '0.1' }),
      of(`${base}_bucket`, (i) => 15 * i * 10, { le: '+Inf' }),
      of(`${base}_count`, (i) => 15 * i * 10),
      of(base, () => 0.2, { quantile: '0.5' }),
    ),
  );
  expect(mean(read)).toBeCloseTo(10, 9);
  expect(read.notes.join(' ')).toMatch(/_count" is the load by its name/);
});

it.each([
  [
    ['foo', 'bar'],
    /"foo" and "bar" may each be the load by their names, so the first, "foo", is used \(assumed\)/,
  ],
  [['rps', 'http_requests'], /"rps" and "http_requests" may each be the load/],
  [['queue_depth', 'errors_total'], /none of them is a load by its name, so the first, "queue_depth"/],
  [['cpu_usage', 'foo'], /only "foo" may be the load by its name \(assumed\)/],
] as const)('%j are never added up unasked', (names, sentence) => {
  const read = taken(reply(...names.map((name, n) => of(name, (i) => 10 ** n * (1 + (i % 2))))));
  expect(read.notes.join(' ')).toMatch(sentence);
  expect(picked(read)).toMatchObject({ assumed: true });
  expect(picked(read).value).toHaveLength(1);
});

it('one metric of several pods stays one sum', () => {
  expect(
    mean(
      taken(
        reply(
          of('rps', () => 1),
          of('rps', () => 2, { pod: 'b' }),
        ),
      ),
    ),
  ).toBeCloseTo(3, 9);
});
