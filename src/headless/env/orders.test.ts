import { describe, expect, it } from 'vitest';
import { servedBy } from '../env.ts';
import { Notes } from '../notes.ts';
import { Random } from '../../model/random.ts';
import { isFeasible, toConfiguration } from '../../model/tables.ts';

const STEP = { workload: 'step', predictor: 'last' };

describe('a repaired order', () => {
  it('makes fit what exceeds the cores, says so, and leaves what fits', async () => {
    const { lanes, prepared } = await servedBy({ ...STEP, limits: 'W_max=9' }, new Notes());
    const random = Random.stream(2, 'orders');
    let repaired = 0;
    for (let i = 0; i < 2000; i++) {
      const order = Int32Array.from(lanes.space.heads, (n) => random.integer(n));
      const fits = isFeasible(prepared.tables, toConfiguration(prepared.tables, order));
      const own = order.slice();
      expect(lanes.repair.fit(own, 0)).toBe(!fits);
      if (fits) expect(own).toEqual(order);
      else repaired++;
      expect(isFeasible(prepared.tables, toConfiguration(prepared.tables, own))).toBe(true);
    }
    expect(repaired).toBeGreaterThan(100);
    expect(repaired).toBeLessThan(2000);
  });
});

describe('the masks of heads that are drawn each by itself', () => {
  it('allow exactly the choices that some order within the limits has', async () => {
    const { lanes, prepared } = await servedBy({ ...STEP, limits: 'W_max=5,F_max=5,B_max=2' }, new Notes());
    const { heads } = lanes.space;
    const possible = lanes.masks.map(() => 0);
    const order = new Int32Array(heads.length);
    const all = (head: number): void => {
      if (head === heads.length) {
        if (!isFeasible(prepared.tables, toConfiguration(prepared.tables, order))) return;
        let first = 0;
        for (const [h, n] of heads.entries()) {
          possible[first + order[h]!] = 1;
          first += n;
        }
        return;
      }
      for (let choice = 0; choice < heads[head]!; choice++) {
        order[head] = choice;
        all(head + 1);
      }
    };
    all(0);
    expect([...lanes.masks]).toEqual([...possible]);
    expect(possible).toContain(0);
  });
});
