/** Delimited text that people really have; numbers are those of the field table. */
import { describe, expect, it } from 'vitest';
import { lines, refusal, reply, sampled, taken } from '../../testing/intake.ts';
import type { Imported } from '../import.ts';

const T = 1_700_000_000;
const mean = ({ workload: { rates } }: Imported): number => rates.reduce((a, b) => a + b, 0) / rates.length;
const notes = (imported: Imported): string => imported.notes.join(' ');
const wave = (i: number): string => (10 + 5 * Math.sin(i / 7)).toFixed(3);
/** Mean of the wave over its samples, each held for a step. */
const waveMean = (count: number): number =>
  Array.from({ length: count }, (_, i) => Number(wave(i))).reduce((a, b) => a + b, 0) / count;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

describe('delimited text', () => {
  it('16: an index column without a name, and 16b: labels for a header, numbers too', () => {
    const pandas = taken(`,rps\n${lines(300, (i) => `${String(i)},${wave(i)}`)}`);
    expect(pandas.report.seconds).toBe(300);
    expect(mean(pandas)).toBeCloseTo(waveMean(300), 6);
    const labels = taken(
      `"Time","{app=""api"", code=""200""}"\n${lines(120, (i) => `${String(T + 15 * i)},${wave(i)}`)}`,
    );
    expect(labels.report.seconds).toBe(1800);
    expect(mean(labels)).toBeCloseTo(waveMean(120), 6);
    const codes = taken(`Time,200,503\n${lines(130, (i) => `${String(i)},10,${i < 60 ? '' : '5'}`)}`);
    expect([codes.workload.rates[0], codes.workload.rates[100]]).toEqual([10, 15]);
    const dated = taken(`,timestamp,rps\n${lines(130, (i) => `${String(i)},${iso(T + 2 * i)},3`)}`);
    expect([dated.report.seconds, dated.workload.rates[0]]).toEqual([260, 3]);
  });

  it('17: a decimal comma where it is unambiguous, else a hint or a choice', () => {
    const comma = (i: number): string => wave(i).replace('.', ',');
    for (const separator of [';', '\t', '|']) {
      const imported = taken(
        `Time${separator}Requests\n${lines(120, (i) => `${String(15 * i)}${separator}${comma(i)}`)}`,
      );
      expect(imported.report.seconds).toBe(1800);
    }
    const unsure = taken(`t;rps\n${lines(150, (i) => `${String(i)};1,250`)}`);
    expect(unsure.workload.rates[0]).toBe(1.25);
    expect(unsure.report.choices.find((c) => c.id === 'decimal')).toMatchObject({
      value: ['comma'],
      assumed: true,
    });
    expect(
      taken(`t;rps\n${lines(150, (i) => `${String(i)};1,250`)}`, 'l.csv', { decimal: ['point'] }).workload
        .rates[0],
    ).toBe(1250);
    expect(taken(lines(150, (i) => `${String(i)};1.234,5`)).workload.rates[0]).toBe(1234.5);
    expect(taken(lines(150, (i) => `${String(i)},"1,234.5"`)).workload.rates[0]).toBe(1234.5);
    expect(taken(lines(150, (i) => `${String(i)};1 234,5`)).workload.rates[0]).toBe(1234.5);
    expect(refusal(`Time,Requests\n${lines(150, (i) => `${String(i)},10,7`)}`)).toMatch(
      /line 2: 3 columns where the header has 2.*decimal mark, separate the columns by semicolons/,
    );
  });

  it('separators, comments, quotes with line breaks, blanks', () => {
    const expected = Float64Array.from({ length: 150 }, (_, i) => i % 7);
    for (const [separator, end] of [
      [',', '\r\n'],
      ['|', '\n'],
      [' ', '\n'],
      ['   ', '\n'],
      ['\t', '\r\n'],
    ] as const) {
      const body = Array.from({ length: 150 }, (_, i) => `${String(i)}${separator}${String(i % 7)}`).join(
        end,
      );
      expect(taken(`# a comment, with a comma${end}${body}`).workload.rates, separator).toEqual(expected);
    }
    expect(
      taken(
        lines(
          150,
          (i) =>
            `2024-01-05 12:0${String(Math.floor(i / 60))}:${String(i % 60).padStart(2, '0')} ${String(i % 7)}`,
        ),
      ).workload.rates,
    ).toEqual(expected);
    expect(
      refusal(`time,"rps\nof all"\n${lines(150, (i) => (i === 3 ? '3,many' : `${String(i)},1`))}`),
    ).toMatch(/line 6, column 2: "many" is not a number/);
    expect(refusal(`time,rps\n${lines(150, (i) => (i === 3 ? '3,"1' : `${String(i)},1`))}`)).toMatch(
      /line 5: a quotation mark opens/,
    );
  });

  it('Grafana: joined series, cells with units, sep=', () => {
    const joined = taken(
      `sep=,\n"Time","api","web"\n${lines(60, (i) => `${iso(T + 15 * i).replace('T', ' ')},${i % 2 ? '1.2K req/s' : '800 req/s'},${i < 30 ? '' : '100'}`)}`,
    );
    expect(joined.report.format).toBe('Grafana CSV');
    expect([joined.workload.rates[0], joined.workload.rates[15], joined.workload.rates[899]]).toEqual([
      800, 1200, 1300,
    ]);
    expect(joined.report.choices.find((c) => c.id === 'series')?.value).toEqual(['api', 'web']);
    expect(
      taken(`"Time","api"\n${lines(60, (i) => `${String((T + 15 * i) * 1000)},120 req/min`)}`).workload
        .rates[0],
    ).toBe(2);
    const web = taken(`"Time","api","web"\n${lines(60, (i) => `${String(T + 15 * i)},1,2`)}`, 'g.csv', {
      series: ['web'],
    });
    expect(web.workload.rates[0]).toBe(2);
  });

  it.each([
    [
      'time,cpu,memory_bytes',
      (i: number) => `${String(i)},0.5,1000`,
      /columns "cpu" and "memory_bytes" hold no load, by their names; requests per second, .* beside the times/,
    ],
    [
      'time,pod,cpu_percent',
      (i: number) => `${String(i >> 1)},${i % 2 ? 'a' : 'b'},0.5`,
      /column "cpu_percent" holds no load, by its name/,
    ],
    ['time,p50_ms,p95_ms', (i: number) => `${String(i * i)},20,30`, /hold no load/],
    [
      'time,latency_ms,bytes',
      (i: number) => `${String((T + 15 * i) * 1000)},20,30`,
      /"latency_ms" and "bytes" hold no load/,
    ],
    [
      'cpu',
      (i: number) => String(i % 3),
      /"cpu" holds no load, by its name; .* were expected, so export those/,
    ],
  ] as const)('%s holds no load, and the columns are named', (head, line, message) => {
    const text = `${head}\n${lines(300, line)}`;
    expect(refusal(text)).toMatch(message);
    const own = head.split(',').at(-1)!;
    // Who says so has it all the same.
    expect(taken(text, 'load.csv', { valueColumn: [own] }).report.requests).toBeGreaterThan(0);
  });

  it('a log of requests with their latencies and bytes stays one, and so does a pod that is called cpu', () => {
    const log = taken(`time,latency_ms,bytes\n${lines(300, (i) => `${String(T + i + (i % 7) / 10)},20,30`)}`);
    expect(log.report.requests).toBe(300);
    const pod = taken(`time,cpu rps\n${lines(200, (i) => `${String(i)},4`)}`);
    expect(pod.workload.rates[0]).toBe(4);
  });

  it('metrics of machines are refused as series too', () => {
    const of = (name: string) => reply([{ __name__: name, pod: 'a' }, sampled(T, 60, 15, () => 5)]);
    expect(refusal(of('container_memory_working_set_bytes'), 'm.json')).toMatch(
      /"container_memory_working_set_bytes" is a metric of machines/,
    );
    expect(taken(of('http_requests_in_memory_hits'), 'm.json').workload.rates[0]).toBe(5);
    expect(taken(of('node_cpu_rate'), 'm.json', { kind: ['rate'] }).workload.rates[0]).toBe(5);
  });

  it('of more than 500 series the largest can be picked one by one, the others together', () => {
    const many = reply(
      ...Array.from(
        { length: 520 },
        (_, k) => [{ __name__: 'rps', pod: `p${String(k)}` }, sampled(T, 20, 15, () => k + 1)] as const,
      ),
    );
    const all = taken(many, 'm.json');
    expect(all.workload.rates[0]).toBe((520 * 521) / 2);
    const sentences = all.report.decisions.map(({ sentence }) => sentence).join('\n');
    expect(sentences).toMatch(/Of 520 series the 500 largest can be picked one by one, the others together/);
    expect(sentences).toMatch(/520 series were added up/);
    const choice = all.report.choices.find(({ id }) => id === 'series')!;
    expect(choice.options).toHaveLength(501);
    expect(choice.value).toHaveLength(501);
    expect(choice.options.at(-1)?.value).toBe('the other 20 series');
    const small = taken(many, 'm.json', { series: ['the other 20 series'] });
    expect(small.workload.rates[0]).toBe((20 * 21) / 2);
    const [first] = choice.options;
    const two = taken(many, 'm.json', { series: [first!.value, 'the other 20 series'] });
    expect(two.workload.rates[0]).toBe((20 * 21) / 2 + 21);
    // One of the small ones, by its name.
    const one = taken(many, 'm.json', { series: [first!.value.replace('p20', 'p3')] });
    expect(one.workload.rates[0]).toBe(4);
    expect(one.report.choices.find(({ id }) => id === 'series')?.options).toHaveLength(502);
  });

  it('columns that are no load are left out, and a long table is taken apart by its labels', () => {
    const metrics = taken(`time,rps,p95_ms,cpu\n${lines(150, (i) => `${String(i)},4,120,0.5`)}`);
    expect(new Set(metrics.workload.rates)).toEqual(new Set([4]));
    expect(notes(metrics)).toMatch(/columns "p95_ms" and "cpu" are left out/);
    expect(
      taken(`Time,api-latency-service rps,errors_rps\n${lines(150, (i) => `${String(i)},3,1`)}`).workload
        .rates[9],
    ).toBe(3);
    const long = `time,pod,rps\n${lines(300, (i) => `${String(Math.floor(i / 2))},${i % 2 ? 'b' : 'a'},${i % 2 ? '1' : '2'}`)}`;
    expect(new Set(taken(long).workload.rates)).toEqual(new Set([3]));
    expect(new Set(taken(long, 'l.csv', { series: ['b'] }).workload.rates)).toEqual(new Set([1]));
  });

  it('Locust: the lines of all requests alone', () => {
    const header = 'Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,95%,Total Request Count';
    const text = `${header}\n${lines(400, (i) => {
      const t = String(T + Math.floor(i / 2));
      return i % 2
        ? `${t},5,,Aggregated,12.5,0,N/A,N/A,${String(i)}`
        : `${t},5,GET,/a,7.5,0,10,20,${String(i)}`;
    })}\n${lines(40, (i) => `${String(T + 200 + i)},5,,Aggregated,12.5,0,1,1,9`)}`;
    const imported = taken(text, 'stats_history.csv');
    expect(imported.report.format).toBe('Locust stats history');
    expect(new Set(imported.workload.rates)).toEqual(new Set([12.5]));
    expect(notes(imported)).toMatch(
      /"Aggregated" is the sum of the others by its name, so it is used alone; "\/a" is left out/,
    );
    expect(new Set(taken(text, 's.csv', { series: ['/a'] }).workload.rates)).toEqual(new Set([7.5]));
  });
});
