/** Series that their files cut into pieces or spell in several ways, and lines that only look costly. */
import { describe, expect, it } from 'vitest';
import { lines, refusal, taken } from '../../../testing/intake.ts';

const T = 1_700_000_000;
const all = (rates: Float64Array): number[] => [...new Set(rates)];

describe('pieces of a file', () => {
  it('numbers on one line may have decimal commas between semicolons or blanks', () => {
    for (const separator of [';', ' ', '; ', '\t']) {
      const imported = taken(Array(200).fill('1,5').join(separator), 'load.txt');
      expect([imported.report.seconds, all(imported.workload.rates)]).toEqual([200, [1.5]]);
      expect(imported.report.decisions.map((d) => d.sentence)).toContain(
        'Commas in numbers are decimal marks.',
      );
    }
    for (const separator of [',', ', ', ' ,', ';', ' '])
      expect(all(taken(Array(200).fill('3').join(separator), 'load.txt').workload.rates)).toEqual([3]);
  });

  it('VictoriaMetrics: a series cut into lines is one series', () => {
    const line = (from: number, metric: object): string =>
      JSON.stringify({
        metric,
        values: Array.from({ length: 20 }, (_, i) => 100_000 + 100 * (from + i)),
        timestamps: Array.from({ length: 20 }, (_, i) => (T + 10 * (from + i)) * 1000),
      });
    const name = { __name__: 'http_requests_total' };
    const text = [
      line(0, { ...name, job: 'a' }),
      line(20, { job: 'a', ...name }),
      line(40, { ...name, job: 'a' }),
    ];
    const { report, workload } = taken(text.join('\n'), 'export.jsonl');
    expect([report.seconds, all(workload.rates)]).toEqual([590, [10]]);
    const bad = text.join('\n').replace('104100', '"x"');
    expect(refusal(bad, 'export.jsonl')).toMatch(/line 3: value 2 of http_requests_total/);
  });

  it('InfluxDB: aggregates of one field are not added up, and it is said', () => {
    const query = (name: string, columns: readonly string[], row: readonly number[]): string =>
      JSON.stringify({
        results: [
          {
            series: [
              {
                name,
                columns: ['time', ...columns],
                values: Array.from({ length: 40 }, (_, i) => [(T + 10 * i) * 1000, ...row]),
              },
            ],
          },
        ],
      });
    const rate = taken(query('rps', ['mean', 'max', 'count'], [10, 20, 7]), 'x.json');
    expect(all(rate.workload.rates)).toEqual([10]);
    expect(rate.notes.join(' ')).toContain(
      'Of the columns "mean", "max" and "count" of "rps" only "mean" is taken for the load',
    );
    expect(all(taken(query('web', ['rps', 'p95'], [10, 900]), 'x.json').workload.rates)).toEqual([10]);
  });

  it('line protocol: the order of tags makes no second series', () => {
    const text = lines(60, (i) => `m,${i % 2 ? 'a=1,b=2' : 'b=2,a=1'} rps=10 ${String(T + 10 * i)}000000000`);
    const { report, workload } = taken(text, 'load.txt');
    expect([report.seconds, all(workload.rates)]).toEqual([600, [10]]);
    expect(report.choices.some((choice) => choice.id === 'series')).toBe(false);
  });

  it('costly lines are read or refused at once', () => {
    const began = performance.now();
    const padded = `${Array(200).fill('5').join(' ')}\n${'\n'.repeat(60_000)}`;
    expect(taken(padded, 'load.txt').report.seconds).toBe(200);
    const long = `m ${'a'.repeat(19_900)} ${String(T)}000000000\n`;
    expect(refusal(`m a=1 ${String(T)}000000000\n${long.repeat(50)}`, 'load.txt')).toMatch(
      /^load\.txt, line 2: "a{40}…" are no fields like requests=10/,
    );
    expect(refusal(`1,2\n${' '.repeat(20_000)}x,3,4`)).toMatch(/^load\.csv, line 2: 3 columns/);
    // Quadratic patterns took 5 s and 40 s.
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
