import { describe, expect, it } from 'vitest';
import { eventfulTime, openingTime } from './opening.ts';
import { emptySeries } from '../../../scenario/episode.ts';
import type { EpisodeSeries } from '../../../scenario/scenario.ts';

const run = (load: readonly number[], unmet: readonly number[]): EpisodeSeries => ({
  ...emptySeries(0, 0),
  t: Float64Array.from(load, (_, k) => 120 + 10 * k),
  load: Float64Array.from(load),
  unmet: Float64Array.from(unmet),
});

describe('where the page opens', () => {
  const calm = run([6, 6, 6, 6, 20, 30, 30], [0, 0, 0, 0, 0, 0, 0]);
  const late = run([6, 6, 6, 6, 20, 30, 30], [0, 0, 0, 0, 5, 12, 1]);

  it('runs up to the first climb of the load', () => {
    expect(openingTime(calm)).toBe(130);
    expect(openingTime(run([6, 6, 6], [0, 0, 0]))).toBe(120);
  });

  it('stands still where a policy falls behind, else where it would run', () => {
    expect(eventfulTime(calm, late)).toBe(175);
    expect(eventfulTime(late, calm)).toBe(175);
    expect(eventfulTime(calm, calm)).toBe(130);
  });

  it('has a place for a run without decisions', () => {
    const empty = emptySeries(0, 0);
    expect([openingTime(empty), eventfulTime(empty, empty)]).toEqual([0, 0]);
  });
});
