import { describe, expect, it } from 'vitest';
import { ratesBefore, seriesOf, sampleValueOf, type MetricSamples } from './signals.ts';

const AT = 1_795_456_500_000;
/** A counter scraped every `step` ms, the last time at `AT - lag`, with `each` requests in every second. */
function counter(rate: (second: number) => number, seconds: number, lag = 0, step = 1000): MetricSamples {
  let count = 0;
  return Array.from({ length: Math.floor((1000 * seconds) / step) + 1 }, (_, i) => {
    const time = AT - lag - 1000 * seconds + i * step;
    if (i > 0) count += (rate(i - 1) * step) / 1000;
    return [time, count] as const;
  });
}
const ok = <T>(result: { readonly ok: boolean; readonly value?: T; readonly message?: string }): T => {
  if (!result.ok) throw new Error(result.message);
  return result.value!;
};

describe('rates from counters', () => {
  it('are those of each second where the scrapes fall on whole seconds', () => {
    const rates = ok(ratesBefore(AT, 120, 15, [counter((s) => s % 7, 120)]));
    expect(Array.from(rates)).toEqual(Array.from({ length: 120 }, (_, s) => s % 7));
  });

  it('keep the number of requests wherever the scrapes fall', () => {
    const rates = ok(ratesBefore(AT, 120, 15, [counter(() => 9, 130, 700)]));
    for (const rate of rates) expect(rate).toBeCloseTo(9, 9);
  });

  it('add the pods up, and let a counter start anew', () => {
    const restarted: MetricSamples = counter(() => 4, 120).map(
      ([t, v], i) => [t, i < 60 ? v : v - 4 * 60] as const,
    );
    const rates = ok(ratesBefore(AT, 120, 15, [counter(() => 5, 120), restarted]));
    expect(rates[10]).toBeCloseTo(9, 9);
    // The second in which it began anew shows what it counted since: nothing.
    expect(rates[59]).toBeCloseTo(5, 9);
    expect(rates[100]).toBeCloseTo(9, 9);
  });

  it('repeat the nearest known second before and after what is known', () => {
    const rates = ok(ratesBefore(AT, 120, 15, [counter(() => 3, 40, 5000)]));
    expect(rates[0]).toBeCloseTo(3, 9);
    expect(rates[119]).toBeCloseTo(3, 9);
  });

  it('are refused where they are old, or too few', () => {
    expect(ratesBefore(AT, 120, 15, [counter(() => 3, 60, 16_000)])).toMatchObject({
      message: expect.stringMatching(/16\.0 s old, and at most 15 s are trusted/) as string,
    });
    expect(ratesBefore(AT, 120, 15, [counter(() => 3, 8)])).toMatchObject({ ok: false });
  });
});

describe('answers of Prometheus', () => {
  const matrix = (...values: string[]): unknown => ({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: {}, values: values.map((v, i) => [i, v]) }] },
  });
  const vector = (...values: string[]): unknown => ({
    status: 'success',
    data: { resultType: 'vector', result: values.map((v) => ({ metric: {}, value: [1, v] })) },
  });

  it.each([
    [matrix('1', 'NaN'), /no counts/],
    [matrix('1', '-3'), /no counts/],
    [matrix('1', '+Inf'), /no counts/],
    [vector('1'), /must be a selector/],
    [{ status: 'success', data: { resultType: 'matrix', result: [] } }, /no series of arrivals/],
    [{ status: 'error', error: 'x' }, /not one of its own kind/],
    ['<html>', /not one of its own kind/],
  ])('that are strange are refused: %j', (reply, message) => {
    expect(seriesOf(reply, 'arrivals')).toMatchObject({
      ok: false,
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([
    [vector(), /has no backlog/],
    [vector('1', '2'), /gives 2 series/],
    [matrix('1'), /one number, not a range/],
  ])('that are not one number are refused: %j', (reply, message) => {
    expect(sampleValueOf(reply, 'backlog')).toMatchObject({
      ok: false,
      message: expect.stringMatching(message) as string,
    });
  });

  it('give numbers, and say where there is none', () => {
    expect(sampleValueOf(vector('2.5'), 'x')).toEqual({ ok: true, value: 2.5 });
    expect(
      sampleValueOf({ status: 'success', data: { resultType: 'scalar', result: [1, '3'] } }, 'x'),
    ).toEqual({
      ok: true,
      value: 3,
    });
    expect(ok(sampleValueOf(vector('NaN'), 'x'))).toBeNaN();
  });
});
