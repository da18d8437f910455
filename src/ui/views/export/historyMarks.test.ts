import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOf } from './historyMarks.ts';
import { markRows, mostTelling } from '../../state/exporting/changeRows.ts';
import { knobs, type Change } from '../../../export/cluster/changes.ts';
import type { Knob } from '../../../model/pipeline.ts';

const turns = fc.array(fc.subarray([...knobs], { minLength: 1 }), { minLength: 1, maxLength: 40 });
const changesOf = (all: readonly (readonly Knob[])[]): readonly Change[] =>
  all.map((turned, k) => ({
    decision: k + 1,
    t: 130 + 10 * k,
    stages: [{ stage: 's', title: 's', knobs: turned.map((knob) => ({ knob, from: 1, to: 2 })) }],
    cores: { from: 1, to: 1 },
  }));

describe('marks of changes', () => {
  it('stand once each, in the row of the dearest knob', () => {
    fc.assert(
      fc.property(turns, (all) => {
        const changes = changesOf(all);
        const rows = markRows(changes);
        expect(rows.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual([...changes.keys()]);
        for (const { knob, members } of rows)
          for (const i of members) expect(knobs.find((one) => all[i]!.includes(one))).toBe(knob);
        const first = mostTelling(rows);
        expect(rows.find(({ members }) => members.length > 0)?.members[0]).toBe(first);
      }),
    );
  });

  it('are drawn once where they would cover each other, and none is far from what is drawn', () => {
    fc.assert(
      fc.property(turns, fc.double({ min: 1, max: 50, noNaN: true }), (all, gap) => {
        const changes = changesOf(all);
        for (const row of markRows(changes)) {
          const places = placesOf(row, changes, (t) => t / 3, gap);
          for (let k = 1; k < places.length; k++)
            expect(places[k]! - places[k - 1]!).toBeGreaterThanOrEqual(gap);
          for (const i of row.members)
            expect(places.some((place) => Math.abs(place - changes[i]!.t / 3) < gap)).toBe(true);
        }
      }),
    );
  });
});
