import { expect, it } from 'vitest';
import { lines, reply, sampled, taken } from '../../testing/intake.ts';

const T = 1_700_000_000;
const LES = ['0.1', '0.5', '+Inf'] as const;
/** Requests per second that each bucket has: 10 in all. */
const RATE: Readonly<Record<string, number>> = { '0.1': 5, '0.5': 9, '+Inf': 10 };
const NAME = 'http_request_duration_seconds_bucket';
const mean = (rates: Float64Array): number => rates.reduce((a, b) => a + b, 0) / rates.length;
const all = (rates: Float64Array): number[] => [...new Set(rates)].map((x) => Number(x.toFixed(9)));

const rates = (labels: Readonly<Record<string, string>>) =>
  LES.map((le) => [{ ...labels, le }, sampled(T, 60, 15, (i) => RATE[le]! * (i % 2 ? 1.5 : 0.5))] as const);
const counters = (labels: Readonly<Record<string, string>>) =>
  LES.map(
    (le) => [{ __name__: NAME, ...labels, le }, sampled(T, 60, 15, (i) => 15 * i * RATE[le]!)] as const,
  );
const csv = (names: readonly string[]): string =>
  `Time,${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')}\n${lines(60, (i) => `${String(T + 15 * i)},5,9,10`)}`;

it.each([
  ['rates', reply(...rates({})), 10],
  ['rates under their name', reply(...rates({ __name__: NAME })), 10],
  ['raw counters', reply(...counters({})), 10],
  ['a set for each pod', reply(...counters({ pod: 'a' }), ...counters({ pod: 'b' })), 20],
  ['columns', csv(LES.map((le) => `${NAME}{le="${le}"}`)), 10],
  ['a legend of bounds alone', csv(LES), 10],
  [
    'lines with a label',
    `time,le,rps\n${lines(180, (i) => `${String(T + 15 * Math.floor(i / 3))},${LES[i % 3]!},${String(RATE[LES[i % 3]!])}`)}`,
    10,
  ],
  [
    'line protocol',
    lines(
      180,
      (i) =>
        `http,le=${LES[i % 3]!} rps=${String(RATE[LES[i % 3]!])} ${String(T + 15 * Math.floor(i / 3))}000000000`,
    ),
    10,
  ],
])('of a histogram as %s only the last bucket counts, and it is said', (what, text, expected) => {
  const kind = what === 'columns' ? { kind: ['rate'] } : {};
  const { workload, notes } = taken(text, 'load', kind);
  expect(mean(workload.rates)).toBeCloseTo(expected, 9);
  const out = what.startsWith('a set') ? '4 smaller buckets are' : '2 smaller buckets are';
  expect(notes.join(' ')).toContain(`so only the largest counts, le="+Inf"; ${out} left out.`);
});

it('other buckets can be asked for, and a histogram without its last one says what it misses', () => {
  const text = reply(...rates({}));
  expect(mean(taken(text, 'load', { series: ['le=0.5'] }).workload.rates)).toBeCloseTo(9, 9);
  const cut = taken(reply(...rates({}).slice(0, 2)), 'load');
  expect(mean(cut.workload.rates)).toBeCloseTo(9, 9);
  expect(cut.notes.join(' ')).toMatch(
    /le="\+Inf", which counts all requests, is missing, so those above le="0.5"/,
  );
});

it('a label le that is no bound, and columns of numbers without +Inf, are no buckets', () => {
  const samples = sampled(T, 60, 15, () => 2);
  expect(all(taken(reply([{ le: 'Paris' }, samples], [{ le: 'Nice' }, samples])).workload.rates)).toEqual([
    4,
  ]);
  expect(all(taken(csv(['200', '404', '503'])).workload.rates)).toEqual([24]);
});
