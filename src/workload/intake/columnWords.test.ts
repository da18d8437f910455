import { expect, it } from 'vitest';
import { perOf } from './columnWords.ts';
import { lines, reply, sampled, taken } from '../../testing/intake.ts';

it.each([
  ['http:increase1m', 60],
  ['job:http_requests_total:increase5m', 300],
  ['requests_increase_1h', 3600],
  ['increase[5m]', 300],
  ['sum(increase(http_requests_total{path="/s"}[5m]))', 300],
  ['http_requests:rate5m', 1],
  ['job:http_requests_total:rate5m', 1],
  ['irate_1m', 1],
  ['rate(http_requests_total[1m])', 1],
  ['api {reqpm}', 60],
  ['api {reqps}', 1],
  ['api {req/min}', 60],
  ['reqpm', 60],
  ['rpm', 60],
  ['opm', 60],
  ['cpm', 60],
  ['ops/min', 60],
  ['req/min', 60],
  ['requests_per_minute', 60],
  ['requestsPerMinute', 60],
  ['requests per 5 minutes', 300],
  ['requests each hour', 3600],
  ['requests/day', 86_400],
  ['rpd', 86_400],
  ['hourly requests', 3600],
  ['rps', 1],
  ['http_requests_total{path="/h"}', undefined],
  ['errors per minute', undefined],
  ['response time (ms)', undefined],
  ['increase', undefined],
  ['price per day', undefined],
])('%j counts over %j seconds', (name, seconds) => {
  expect(perOf(name)).toBe(seconds);
});

const T = 1_700_000_000;
const mean = (rates: Float64Array): number => rates.reduce((a, b) => a + b, 0) / rates.length;

it('what counts over a minute by its name is divided by 60, in every format', () => {
  const samples = sampled(T, 60, 15, () => 600);
  const frame = (unit: string): string =>
    JSON.stringify({
      schema: {
        fields: [
          { name: 'Time', type: 'time' },
          { name: 'Value', type: 'number', config: { unit } },
        ],
      },
      data: { values: [samples.map(([t]) => 1000 * t), samples.map(() => 600)] },
    });
  const csv = (header: string): string => `Time,${header}\n${lines(60, (i) => `${String(T + 15 * i)},600`)}`;
  for (const [text, expected] of [
    [reply([{ __name__: 'http:increase1m' }, samples]), 10],
    [reply([{ __name__: 'job:http_requests_total:rate5m' }, samples]), 600],
    [csv('api {reqpm}'), 10],
    [csv('cpm'), 10],
    [frame('reqpm'), 10],
    [frame('opm'), 10],
    [frame('cpm'), 10],
    [frame('reqps'), 600],
  ] as const) {
    const { workload, notes } = taken(text, 'load');
    expect(mean(workload.rates), text.slice(0, 200)).toBeCloseTo(expected, 9);
    if (expected === 10) expect(notes.join(' ')).toMatch(/divided by 60/);
  }
});
