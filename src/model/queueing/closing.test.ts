import { describe, expect, it } from 'vitest';
import { closingOf, type Closing } from './closing.ts';
import { Random } from '../random.ts';

/** Mean size, mean seconds that a group waits and their mean square, and the variability between closings. */
interface Figures {
  readonly size: number;
  readonly wait: number;
  readonly wait2: number;
  readonly wait3: number;
  readonly scv: number;
}

function figuresOf({ batches, scv }: Closing): Figures {
  const sum = (f: (b: Closing['batches'][number]) => number): number =>
    batches.reduce((all, b) => all + b.share * f(b), 0);
  const size = sum((b) => b.size);
  const waits = [0, 1, 2].map((m) => sum((b) => b.waits[m]!) / size);
  return { size, wait: waits[0]!, wait2: waits[1]!, wait3: waits[2]!, scv };
}

/** The same of 200,000 batches that were played. */
function played(rate: number, full: number, timeout: number): Figures {
  const random = Random.stream(5, 'closing');
  const count = 200_000;
  let size = 0;
  const waits = [0, 0, 0];
  let between = 0;
  let between2 = 0;
  for (let k = 0; k < count; k++) {
    const idle = -Math.log(1 - random.uniform()) / rate;
    const came = [0];
    let closed = timeout;
    for (;;) {
      if (came.length === full) {
        closed = came.at(-1)!;
        break;
      }
      const next = came.at(-1)! - Math.log(1 - random.uniform()) / rate;
      if (next > timeout) break;
      came.push(next);
    }
    size += came.length;
    for (const t of came) for (let m = 1; m <= 3; m++) waits[m - 1]! += (closed - t) ** m;
    between += idle + closed;
    between2 += (idle + closed) ** 2;
  }
  const [wait, wait2, wait3] = waits.map((w) => w / size);
  const scv = between2 / count / (between / count) ** 2 - 1;
  return { size: size / count, wait: wait!, wait2: wait2!, wait3: wait3!, scv };
}

describe('how batches close', () => {
  it.each([
    [10, 4, 1],
    [3, 8, 1],
    [2, 2, 0.5],
    [20, 16, 1],
    [0.5, 16, 2],
  ])('of %f requests a second, %i a batch, %f s at most: as played', (rate, full, timeout) => {
    const expected = played(rate, full, timeout);
    const found = figuresOf(closingOf({ rate, scv: 1 }, full, timeout));
    for (const key of ['size', 'wait', 'wait2', 'wait3', 'scv'] as const)
      expect(Math.abs(found[key] / expected[key] - 1), key).toBeLessThan(0.01);
  });

  it('by the clock: every batch alike', () => {
    const found = figuresOf(closingOf({ rate: 4, scv: 0 }, 4, 1));
    expect(found).toEqual({
      size: 4,
      wait: 1.5 / 4,
      wait2: (9 + 4 + 1) / 64,
      wait3: (27 + 8 + 1) / 256,
      scv: 0,
    });
    // Three come within half a second: at 0, 0.25 and 0.5 s.
    expect(figuresOf(closingOf({ rate: 4, scv: 0 }, 8, 0.5)).size).toBe(3);
  });

  it('at once where a batch is one group, and in shares that add up to 1', () => {
    expect(figuresOf(closingOf({ rate: 4, scv: 0.3 }, 1, 1))).toEqual({
      size: 1,
      wait: 0,
      wait2: 0,
      wait3: 0,
      scv: 0.3,
    });
    for (const scv of [0, 0.4, 1])
      for (const full of [2, 2.5, 16]) {
        const { batches } = closingOf({ rate: 6, scv }, full, 1);
        expect(batches.reduce((sum, b) => sum + b.share, 0)).toBeCloseTo(1, 12);
      }
  });
});
