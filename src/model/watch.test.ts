import { describe, expect, it } from 'vitest';
import { isOfTime, OutOfTime, orTooMuch, TooMuch, tooMuch, unwatched, watchFor } from './watch.ts';

/** A clock in milliseconds that a test moves. */
function clockAt(): { now: number; read: () => number } {
  const clock = { now: 1000, read: () => clock.now };
  return clock;
}

const size = () => ({ figures: ['3 stages', '2 h of load'], remedy: 'use fewer' });

describe('watch', () => {
  it('throws once its seconds are up, and not before', () => {
    const clock = clockAt();
    const watch = watchFor(8, clock.read);
    clock.now += 7999;
    watch.look();
    expect(watch.left()).toBeCloseTo(0.001);
    clock.now += 1;
    expect(() => {
      watch.look();
    }).toThrow(new OutOfTime('after 8 s'));
  });

  it('begins anew', () => {
    const clock = clockAt();
    const watch = watchFor(8, clock.read);
    clock.now += 7000;
    watch.look();
    watch.begin();
    clock.now += 7000;
    watch.look();
    expect(watch.left()).toBeCloseTo(1);
  });

  it('says after a tenth of the work how long the whole would take, where that is too long', () => {
    const clock = clockAt();
    const watch = watchFor(60, clock.read);
    watch.look(0);
    clock.now += 12_000;
    watch.look(0.099);
    clock.now += 500;
    expect(() => {
      watch.look(0.1);
    }).toThrow('after 13 s (at this pace it would take 125 s, and the limit is 60 s)');
  });

  it.each([
    [30, 10],
    [60, 20],
    [300, 100],
    [86_000, 28_667],
  ])('of %d s says so after a third of them, whatever little was done', (seconds, third) => {
    const clock = clockAt();
    const watch = watchFor(seconds, clock.read);
    watch.look(0);
    for (let s = 5; s < third; s += 5) {
      clock.now += 5000;
      watch.look(0.0001);
    }
    clock.now += 5000;
    expect(() => {
      watch.look(0.0002);
    }).toThrow('at this pace it would take');
  });

  it.each([0.001, 0.01, 0.05, 0.09, 0.099])(
    'does not take for the pace what the first %d of the work took, with much time left',
    (share) => {
      const clock = clockAt();
      const watch = watchFor(300, clock.read);
      watch.look(0);
      for (let s = 0; s < 90; s += 10) {
        clock.now += 10_000;
        watch.look(share);
      }
      clock.now += 2000;
      watch.look(0.6);
      expect(watch.left()).toBeGreaterThan(200);
    },
  );

  it('does not take the loading of a solver for the pace', () => {
    const clock = clockAt();
    const watch = watchFor(300, clock.read);
    clock.now += 12_000;
    watch.look(0);
    clock.now += 10_000;
    watch.look(0.1);
    clock.now += 15_000;
    watch.look(0.11);
    clock.now += 15_000;
    expect(() => {
      watch.look(0.12);
    }).toThrow('after 52 s (at this pace it would take 6 minutes');
  });

  it('lets work go on whose pace is within the limit', () => {
    const clock = clockAt();
    const watch = watchFor(300, clock.read);
    for (let share = 0.05; share < 1; share += 0.05) {
      clock.now += 14_000;
      watch.look(share);
    }
    expect(watch.left()).toBeGreaterThan(0);
  });

  it('does not count the hours that a machine slept', () => {
    const clock = clockAt();
    const watch = watchFor(60, clock.read);
    clock.now += 8 * 3_600_000;
    watch.look();
    expect(watch.left()).toBe(45);
  });

  it('without a limit never ends', () => {
    unwatched.look(1e-9);
    expect(unwatched.left()).toBe(Infinity);
  });
});

describe('orTooMuch', () => {
  it('tells whether more time would have helped', () => {
    const made = (error: unknown): TooMuch => tooMuch('The replay', size, error) as TooMuch;
    expect(isOfTime(made(new OutOfTime('after 20 s')))).toBe(true);
    expect(isOfTime(new OutOfTime('after 20 s'))).toBe(true);
    expect(isOfTime(made(new RangeError('Array buffer allocation failed')))).toBe(false);
    expect(isOfTime(new TooMuch('The load has too many requests.'))).toBe(false);
  });

  it('makes a sentence of what ran out of time', async () => {
    const work = orTooMuch('The replay of HPA', size, () => {
      throw new OutOfTime('after 20 s');
    });
    await expect(work).rejects.toThrow(
      new TooMuch(
        'The replay of HPA was stopped after 20 s: 3 stages, 2 h of load are more than can be computed here; use fewer.',
      ),
    );
  });

  it.each([
    ['a typed array', (): unknown => new Float64Array(2 ** 52)],
    ['a list', (): unknown => [].concat(Array.from({ length: 2 ** 33 }))],
    ['a buffer', (): unknown => new ArrayBuffer(2 ** 52)],
  ])('makes a sentence of %s that cannot be had', async (_, make) => {
    await expect(orTooMuch('The replay of HPA', size, make)).rejects.toThrow(
      'The replay of HPA needs more memory than there is: 3 stages, 2 h of load are more',
    );
  });

  it('leaves a bug a bug, and an inner sentence as it is', async () => {
    const bug = new RangeError('Maximum call stack size exceeded');
    await expect(
      orTooMuch('x', size, () => {
        throw bug;
      }),
    ).rejects.toBe(bug);
    const inner = new TooMuch('Said already.');
    await expect(
      orTooMuch('x', size, () => {
        throw inner;
      }),
    ).rejects.toBe(inner);
  });
});
