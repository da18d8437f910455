import { describe, expect, it } from 'vitest';
import { dueAfter, isMissed, nextDue } from './schedule.ts';

const HOUR = 3_600_000;

describe('the schedule', () => {
  it('is on whole tens of seconds, one after the other', () => {
    expect(nextDue(12_345)).toBe(20_000);
    expect([19_999, 20_000, 20_004].map((now) => dueAfter(20_000, now))).toEqual([30_000, 30_000, 30_000]);
  });

  it('leaves out what a sleep or a set clock has made old or future', () => {
    expect(isMissed(20_000, 20_004)).toBe(false);
    expect(isMissed(20_000, 19_999)).toBe(false);
    expect(isMissed(20_000, 20_000 + HOUR)).toBe(true);
    expect(isMissed(20_000 + HOUR, 20_000)).toBe(true);
    expect(dueAfter(20_000, 20_001 + HOUR)).toBe(30_000 + HOUR);
    expect(dueAfter(20_000 + HOUR, 20_001)).toBe(30_000);
  });
});
