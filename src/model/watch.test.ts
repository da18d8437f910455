import { describe, expect, it } from 'vitest';
import { OutOfTime, orTooMuch, TooMuch, unwatched, watchFor } from './watch.ts';

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

  it('says after ten seconds how long it would take, where that is too long', () => {
    const clock = clockAt();
    const watch = watchFor(300, clock.read);
    watch.look(0);
    clock.now += 9000;
    watch.look(0.001);
    clock.now += 1000;
    expect(() => {
      watch.look(0.002);
    }).toThrow('after 10 s (at this pace it would take 83 minutes, and the limit is 5 minutes)');
  });

  it('does not take the loading of a solver for the pace', () => {
    const clock = clockAt();
    const watch = watchFor(300, clock.read);
    clock.now += 12_000;
    watch.look(0);
    clock.now += 10_000;
    watch.look(0.1);
    clock.now += 10_000;
    expect(() => {
      watch.look(0.05);
    }).toThrow('after 32 s (at this pace it would take 7 minutes');
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
