/** Long tables: several series, one below the other or in turn. */
import { describe, expect, it } from 'vitest';
import { lines, taken } from '../../testing/intake.ts';

const T = 1_704_067_200;
const notes = (text: string): string => taken(text).notes.join(' ');
const middle = (text: string): number => taken(text).workload.rates[500]!;

describe('long tables', () => {
  it('series that are sampled in turn are added up, and it is said', () => {
    const text = `time,pod,rps\n${lines(200, (i) => `${String(T + 5 * i)},${i % 2 ? 'b' : 'a'},${i % 2 ? '1' : '10'}`)}`;
    expect(middle(text)).toBe(11);
    expect(notes(text)).toContain(
      'The 2 values of "pod" are taken for series beside each other, each with even times of its own',
    );
    expect(taken(text, 'l.csv', { series: ['b'] }).workload.rates[500]).toBe(1);
    const blocks = `time,pod,rps\n${lines(200, (i) => `${String(T + 10 * (i % 100) + (i < 100 ? 0 : 3))},${i < 100 ? 'a' : 'b'},10`)}`;
    expect(middle(blocks)).toBe(20);
  });

  it('words about the lines of one series, and phases one after the other, make no series', () => {
    const states = `time,state,rps\n${lines(200, (i) => `${String(T + 5 * i)},${(i * i * 7919) % 11 < 3 ? 'slow' : 'ok'},10`)}`;
    expect(middle(states)).toBe(10);
    expect(notes(states)).toContain('Text in "state" is left out: no two lines share a time');
    const phases = `time,phase,rps\n${lines(200, (i) => `${String(T + 5 * i)},${i < 100 ? 'ramp' : 'steady'},10`)}`;
    expect(middle(phases)).toBe(10);
  });

  it('few whole numbers that part repeated times are labels', () => {
    const table = (names: string, shards: number): string =>
      `${names}\n${lines(200, (i) => `${String(T + Math.floor(i / 2) * 10)},${String(i % shards)},10`)}`;
    for (const names of ['time,shard,rps', 'time,status,count', 'time,shard,value']) {
      expect(notes(table(names, 2))).toMatch(/each stands once with each number in "(shard|status)"/);
    }
    expect(middle(table('time,shard,rps', 2))).toBe(20);
    expect(middle(table('time,status,count', 2))).toBe(2);
    expect(middle(table('time,shard,value', 2))).toBe(20);
    expect(
      taken(table('time,shard,rps', 2)).report.choices.find((choice) => choice.id === 'series')?.value,
    ).toEqual(['shard=0', 'shard=1']);
    // A number that stands twice at one time tells nothing apart.
    expect(notes(table('time,shard,rps', 1))).not.toContain('tell series apart');
  });
});
