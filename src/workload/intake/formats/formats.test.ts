import { describe, expect, it } from 'vitest';
import { lines, refusal, sampled, taken } from '../../../testing/intake.ts';

const T = 1_700_000_000;
const all = (rates: Float64Array): number[] => [...new Set(rates)];

describe('logs of single requests', () => {
  it('24: a column of times and no rate is counted by the second', () => {
    const stamp = (i: number): string =>
      new Date((T + Math.floor(i / 5) * 2) * 1000 + (i % 5) * 400)
        .toISOString()
        .replace('T', ' ')
        .replace('Z', '0590');
    const { workload, report, notes } = taken(
      `TIMESTAMP,ContextTokens,GeneratedTokens\n${lines(500, (i) => `${stamp(i)},${String(300 + i)},40`)}`,
    );
    expect([report.requests, report.seconds]).toEqual([500, 200]);
    expect([...workload.rates.subarray(0, 4)]).toEqual([3, 2, 3, 2]);
    expect(notes.join(' ')).toMatch(/each line is one request/);
  });

  it('24b: JSON lines, one request each', () => {
    const text = lines(1000, (i) =>
      JSON.stringify({ timestamp: 200 * i, input_length: 600, hash_ids: [0, 1] }),
    );
    const { workload, report, notes } = taken(text, 'requests.jsonl');
    expect([report.requests, report.seconds]).toEqual([1000, 200]);
    expect(all(workload.rates)).toEqual([5]);
    expect(notes.join(' ')).toMatch(/Times are taken as milliseconds: the file names no unit/);
    expect(taken(text, 'requests.jsonl', { timeUnit: ['s'] }).report.seconds).toBe(199_801);
  });

  it('access logs of web servers', () => {
    const text = lines(
      300,
      (i) =>
        `10.0.0.1 - - [14/Nov/2023:22:${String(10 + Math.floor(i / 100))}:${String(Math.floor((i % 100) * 0.6)).padStart(2, '0')} +0000] "GET / HTTP/1.1" 200 5`,
    );
    expect(taken(text, 'access.log').report).toMatchObject({
      format: 'access log',
      requests: 300,
      seconds: 180,
    });
    expect(refusal(`${text}\nfoo`, 'access.log')).toMatch(/access\.log, line 301: "foo" has no time/);
  });
});

it('24c: numbers on one line are a rate a second', () => {
  const { workload, report } = taken(
    Array.from({ length: 600 }, (_, i) => 40 + (i % 7)).join(' '),
    'twitter.csv',
  );
  expect(report.format).toBe('numbers on one line');
  expect(workload.rates).toEqual(Float64Array.from({ length: 600 }, (_, i) => 40 + (i % 7)));
  expect(refusal(`${'5 '.repeat(200)}x`, 'one.csv')).toMatch(/^one\.csv.*"x"/);
});

describe('JSON', () => {
  it.each([
    ['a list of numbers', JSON.stringify(Array(150).fill(4))],
    ['a list of pairs', JSON.stringify(sampled(T, 150, 1, () => 4))],
    ['a list of objects', JSON.stringify(Array.from({ length: 150 }, (_, t) => ({ t, rps: 4 })))],
    [
      'lists of times and values',
      JSON.stringify({ times: Array.from({ length: 150 }, (_, t) => t), values: Array(150).fill(4) }),
    ],
    ['JSON lines', lines(150, (t) => JSON.stringify({ time: t, value: 4 }))],
    [
      'a VictoriaMetrics export',
      JSON.stringify({
        metric: { __name__: 'rps' },
        values: Array(150).fill(4),
        timestamps: Array.from({ length: 150 }, (_, i) => (T + i) * 1000),
      }),
    ],
    [
      'an InfluxDB answer',
      JSON.stringify({
        results: [
          {
            series: [
              {
                name: 'requests',
                columns: ['time', 'mean'],
                values: Array.from({ length: 150 }, (_, i) => [new Date((T + i) * 1000).toISOString(), 4]),
              },
            ],
          },
        ],
      }),
    ],
    [
      'Grafana data frames',
      JSON.stringify({
        results: {
          A: {
            frames: [
              {
                schema: {
                  fields: [
                    { name: 'Time', type: 'time' },
                    { name: 'Value', type: 'number', labels: { pod: 'a' } },
                  ],
                },
                data: { values: [Array.from({ length: 150 }, (_, i) => (T + i) * 1000), Array(150).fill(4)] },
              },
            ],
          },
        },
      }),
    ],
    [
      'InfluxDB annotated CSV',
      `#datatype,string,long,dateTime:RFC3339,double,string\n#group,false,false,false,false,true\n,result,table,_time,_value,pod\n${lines(150, (i) => `,,0,${new Date((T + i) * 1000).toISOString()},4,a`)}`,
    ],
    ['line protocol', lines(150, (i) => `http,pod=a rps=4,code="x y" ${String(T + i)}000000000`)],
  ])('%s', (_, text) => {
    const { workload, report } = taken(text, 'load.json');
    expect([report.seconds, all(workload.rates)]).toEqual([150, [4]]);
  });

  it('VictoriaMetrics: several series, one a line', () => {
    const line = (pod: string, value: number | null): string =>
      JSON.stringify({
        metric: { __name__: 'x', pod },
        values: Array(30).fill(value),
        timestamps: Array.from({ length: 30 }, (_, i) => (T + 10 * i) * 1000),
      });
    const imported = taken(`${line('a', 1)}\n${line('b', 2)}\n${line('c', null)}\n`, 'export.jsonl');
    expect([imported.report.seconds, all(imported.workload.rates)]).toEqual([300, [3]]);
  });

  it.each([
    ['{"hello": [1, 2]}', /not a Prometheus reply/],
    ['[]', /list is empty/],
    ['[1, {"a": 2}]', /item 2: "\{"a":2\}" is not like the first/],
    ['{"times": [1], "values": []}', /at "values": 0 items where "times" has 1/],
    ['{"a":1}\n{"a":', /line 2: "\{"a":" is not JSON/],
    ['{"metric":{},"values":[1],"timestamps":[]}', /line 1: 1 values and 0 timestamps/],
    ['{"results":[{"error":"no database"}]}', /InfluxDB answered with an error: "no database"/],
    ['[{"metric":{},"values":[[1]]}]', /at result\.0\.values\.0: "\[1\]" is not \[seconds, "value"\]/],
  ])('refuses %s', (text, sentence) => {
    expect(refusal(text, 'x.json')).toMatch(sentence);
  });
});
