/** Replies of Prometheus that people really have: kinds, lives, births, gaps; numbers are those of the field table. */
import { describe, expect, it } from 'vitest';
import { refusal, reply, sampled, taken } from '../../testing/intake.ts';
import type { Imported } from '../import.ts';

const T = 1_700_000_000;
const mean = ({ workload: { rates } }: Imported): number => rates.reduce((a, b) => a + b, 0) / rates.length;
const notes = (imported: Imported): string => imported.notes.join(' ');
const wave = (i: number): string => (10 + 5 * Math.sin(i / 7)).toFixed(3);
/** Mean of the wave over its samples, each held for a step. */
const waveMean = (count: number): number =>
  Array.from({ length: count }, (_, i) => Number(wave(i))).reduce((a, b) => a + b, 0) / count;

describe('Prometheus', () => {
  it('01: a rollout keeps its load: a series ends with its last sample', () => {
    const pods = [0, 300, 600].map(
      (from, i) => [{ pod: `api-${String(i + 1)}` }, sampled(T + from, 21, 15, () => 10)] as const,
    );
    const imported = taken(reply(...pods), 'churn.json');
    expect(new Set(imported.workload.rates)).toEqual(new Set([10]));
    expect(imported.report.seconds).toBe(915);
    expect(notes(imported)).toMatch(/2 series ended at the very time at which another began/);
    expect(notes(imported)).toMatch(/3 series were added up/);
  });

  it('01b: a status code that appears for a minute adds its load for that minute', () => {
    const { rates } = taken(
      reply(
        [{ code: '200' }, sampled(T, 120, 15, () => 10)],
        [{ code: '503' }, sampled(T + 300, 4, 15, () => 5)],
      ),
      'burst.json',
    ).workload;
    expect(rates.length).toBe(1800);
    for (let t = 0; t < 1800; t++) expect(rates[t]).toBe(t >= 300 && t < 360 ? 15 : 10);
  });

  it('03: all series of a query are of one kind: an old and a new counter', () => {
    const name = 'nginx_ingress_controller_requests';
    const counters = [1_000_000, 0].map(
      (start) =>
        [{ __name__: name, pod: String(start) }, sampled(T, 120, 15, (i) => start + 30 * i)] as const,
    );
    const imported = taken(reply(...counters), 'mixed.json');
    expect(new Set(imported.workload.rates)).toEqual(new Set([4]));
    expect(notes(imported)).toMatch(/taken as a counter: 2 series turned into a rate/);
    expect(taken(reply(...counters), 'mixed.json', { kind: ['rate'] }).workload.rates[0]).toBe(1_000_000);
  });

  it('07: NaN and infinities are no samples', () => {
    const odd: Readonly<Record<number, string>> = { 0: 'NaN', 9: 'NaN', 13: '+Inf', 20: '-Inf', 30: 'Inf' };
    const imported = taken(reply([{}, sampled(T, 60, 15, (i) => odd[i] ?? (i < 13 ? 8 : 9))]), 'inf.json');
    expect([...imported.workload.rates.subarray(0, 180)]).toEqual(Array(180).fill(8));
    expect(imported.workload.rates[12 * 15]).toBe(8);
    expect(imported.workload.rates[13 * 15]).toBe(9);
    expect(imported.report.seconds).toBe(59 * 15);
    expect(notes(imported)).toMatch(/5 values were NaN, infinite or empty and count as no sample/);
    expect(notes(imported)).toMatch(/the last value is kept: 60 s in all/);
  });

  it('19: what falls often is a gauge whatever its name', () => {
    const imported = taken(
      reply([{ __name__: 'app_active_requests_count' }, sampled(T, 60, 15, wave)]),
      'g.json',
    );
    expect(mean(imported)).toBeCloseTo(waveMean(60), 6);
    expect(notes(imported)).toMatch(
      /has the name of a counter and falls 2\d times, so it is taken as a gauge/,
    );
  });

  it('25: a beginning without values is cut off, and the note says so', () => {
    const imported = taken(reply([{}, sampled(T, 60, 15, (i) => (i < 20 ? 'NaN' : 8))]), 'nan.json');
    expect(imported.report.seconds).toBe(600);
    expect(new Set(imported.workload.rates)).toEqual(new Set([8]));
    expect(notes(imported)).toMatch(/The first 300 s hold no sample at all and are cut off/);
  });

  it('a counter that is born late loses nothing, and one that lived unseen brings nothing', () => {
    const late = taken(
      reply(
        [{ __name__: 'x_total', pod: 'a' }, sampled(T, 100, 10, (i) => 50 * i)],
        [{ __name__: 'x_total', pod: 'b' }, sampled(T + 300, 50, 10, (i) => 40 * (i + 1))],
        [{ __name__: 'x_total', pod: 'c' }, sampled(T + 500, 40, 10, () => 1e9)],
      ),
      'late.json',
    );
    expect(late.report.requests).toBeCloseTo(50 * 99 + 40 * 50, 6);
    expect(notes(late)).toMatch(/1 counter appeared later than the first; what each had counted by then/);
    expect(notes(late)).toMatch(/1 counter appeared with more than a step can bring/);
  });

  it('a value is kept for five minutes, then nothing', () => {
    const gaps = sampled(T, 200, 10, () => 6).filter((_, i) => (i < 50 || i > 70) && (i < 100 || i > 150));
    const imported = taken(reply([{}, gaps]), 'gaps.json');
    expect(imported.report.seconds).toBe(2000);
    // 21 samples are missing: under five minutes. 51 are: the value ends a step after the last.
    expect(imported.report.requests).toBe(6 * (2000 - 510));
    expect(notes(imported)).toMatch(/1 longer gap counts as no requests: 510 s in all/);
  });

  it('passes native histograms over and says so', () => {
    const data = {
      resultType: 'matrix',
      result: [
        { metric: { a: '1' }, histograms: [[T, { count: '3', sum: '1' }]] },
        { metric: { a: '2' }, values: sampled(T, 20, 10, () => 3) },
      ],
    };
    const imported = taken(JSON.stringify({ status: 'success', data }), 'h.json');
    expect(new Set(imported.workload.rates)).toEqual(new Set([3]));
    expect(notes(imported)).toMatch(/1 series hold native histograms, which are passed over/);
  });

  it('picks series by their labels, and names the trace after them', () => {
    const text = reply(
      [{ pod: 'a' }, sampled(T, 20, 10, () => 1)],
      [{ pod: 'b' }, sampled(T, 20, 10, () => 2)],
      [{ pod: 'c' }, sampled(T, 20, 10, () => 4)],
    );
    const all = taken(text, 'pods.json');
    expect(all.report.choices.find((c) => c.id === 'series')).toMatchObject({
      multiple: true,
      assumed: true,
      value: ['pod=a', 'pod=b', 'pod=c'],
    });
    const one = taken(text, 'pods.json', { series: ['pod=b'] });
    expect([one.workload.rates[0], one.workload.name]).toEqual([2, 'pods (pod=b)']);
    const two = taken(text, 'pods.json', { series: ['pod=a', 'pod=c'] });
    expect([two.workload.rates[0], two.workload.name]).toEqual([5, 'pods (2 of 3 series)']);
    const none = taken(text, 'pods.json', { series: ['pod=d'] });
    expect(none.workload.id).toBe(all.workload.id);
    expect(notes(none)).toMatch(/The wish series=pod=d was not followed: there are "pod=a"/);
  });

  it('refuses a vector with a hint', () => {
    const vector = JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } });
    expect(refusal(vector, 'v.json')).toMatch(/type "vector".*query_range in place of query/);
  });
});
