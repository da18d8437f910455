/**
 * The fault campaign in short: every class is tried a little in this process, and the runner that finds hangs and deaths is
 * tried with faults made on purpose. `npm run hostile` is the long one.
 */
import { describe, expect, it } from 'vitest';
import { attempt, inputOf } from './attempt.ts';
import { classByName, classes } from './classes/index.ts';
import type { Fault } from './classes/trial.ts';
import { campaign, isClean } from './runner.ts';
import { sentenceComplaint } from './sentence.ts';

/** Attempts of each class here. Processes and sockets take their time. */
const SHORT: Readonly<Record<string, number>> = {
  commands: 1,
  peers: 12,
  bundles: 8,
  options: 10,
  archives: 15,
  backups: 15,
  loads: 20,
};
const USUAL = 30;
const SEED = 7;

describe('the fault campaign', () => {
  it.each(classes)('$name: $about', async ({ name, load }) => {
    const one = await load();
    const failed: string[] = [];
    for (let index = 0; index < (SHORT[name] ?? USUAL); index++) {
      const { verdict, said } = await attempt(name, one, SEED, index);
      if (verdict !== 'accepted' && verdict !== 'refused')
        failed.push(
          `${verdict}: ${said}; npm run hostile -- --seed ${String(SEED)} --only ${name}:${String(index)}`,
        );
    }
    await one.end?.();
    expect(failed).toEqual([]);
  });

  it.each(classes)(
    '$name makes the same input of the same number, and others of others',
    async ({ name, load }) => {
      const one = await load();
      const shown = async (seed: number, index: number): Promise<string> => {
        const input = await inputOf(name, one, seed, index);
        return one.bytesOf ? Buffer.from(one.bytesOf(input)).toString('hex') : JSON.stringify(input);
      };
      expect(await shown(3, 4)).toBe(await shown(3, 4));
      const made = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((index) => shown(3, index)));
      expect(new Set(made).size).toBeGreaterThan(4);
    },
  );

  it('counts what is wrong, thrown, unheld and late, and goes on after a process that hangs or dies', async () => {
    const { load } = classByName('trial')!;
    const trial = await load();
    const to = 24;
    const faults = await Promise.all(
      Array.from({ length: to }, async (_, index) => (await inputOf('trial', trial, 5, index)) as Fault),
    );
    const times = (...of: readonly Fault[]): number => faults.filter((fault) => of.includes(fault)).length;
    expect(
      Math.min(times('late'), times('dead'), times('unheld'), times('thrown'), times('raw')),
    ).toBeGreaterThan(0);
    const tally = await campaign('trial', { seed: 5, to, mostMs: 200 });
    expect(tally.verdicts).toEqual({
      accepted: times('taken'),
      refused: times('refused'),
      wrong: times('raw', 'wrong'),
      unhandled: times('thrown', 'unheld', 'dead'),
      late: times('late'),
    });
    expect(tally.attempts).toBe(to);
    expect(tally.counts).toEqual({ taken: times('taken') });
    expect(isClean(tally)).toBe(false);
    expect(
      tally.failures.flatMap(({ examples }) => examples).every((index) => faults[index] !== 'taken'),
    ).toBe(true);
    expect(tally.peakBytes).toBeGreaterThan(2 ** 20);
  });

  it.each([
    ['', 'nothing'],
    ['it is damaged', 'no end'],
    ['The value is undefined.', 'raw'],
    ['The run [object Object] is damaged.', 'raw'],
    ['A load of NaN requests.', 'raw'],
    ['Invalid key: Expected "a" but received "b".', 'raw'],
    ['TypeError: x.y is not a function.', 'raw'],
    ['It says \u0000.', 'raw'],
    ['It says \ud800.', 'half'],
    [`It says ${'x'.repeat(1000)}.`, 'characters at once'],
    [undefined, 'no text'],
  ])('finds %j to be no sentence', (sentence, why) => {
    expect(sentenceComplaint(sentence)).toMatch(why);
  });

  it('takes sentences that quote what the input says', () => {
    for (const sentence of [
      'load.csv: “undefined” is no number.',
      '7 values were NaN, infinite or empty and count as no sample.',
      'p.json: expected seconds, not "NaN".',
    ])
      expect(sentenceComplaint(sentence)).toBeUndefined();
  });
});
