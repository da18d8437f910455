import type { Spell } from '../../environment/discrete/journal.ts';

/**
 * The place on screen of each spell: for replicas of the ordered variant a cell of their stage's chamber, for those that
 * give way (replaced or draining) a mark in the row below it. A replica keeps its place as long as it stays in
 * one of the two; it gets the lowest that is free.
 */
export function placesOf(spells: readonly Spell[]): Int32Array {
  const places = new Int32Array(spells.length);
  /** Of each place in a row, the second until which it is taken. */
  const rows = new Map<string, number[]>();
  const rowOf = (spell: Spell): number[] => {
    const key = `${String(spell.stage)} ${String(givesWay(spell))}`;
    const row = rows.get(key) ?? [];
    rows.set(key, row);
    return row;
  };
  /** Index of the latest spell of each slot. */
  const latest = new Map<number, number>();
  for (let i = 0, to = 0; i < spells.length; i = to) {
    while (to < spells.length && spells[to]!.from === spells[i]!.from) to++;
    const fresh: number[] = [];
    for (let j = i; j < to; j++) {
      const spell = spells[j]!;
      const before = latest.get(spell.slot);
      latest.set(spell.slot, j);
      if (before !== undefined && goesOn(spells[before]!, spell)) {
        places[j] = places[before]!;
        rowOf(spell)[places[j]!] = spell.until;
      } else {
        fresh.push(j);
      }
    }
    // Who stays where it was has its place; the others take what is left.
    for (const j of fresh) {
      const spell = spells[j]!;
      const row = rowOf(spell);
      const free = row.findIndex((until) => until <= spell.from);
      places[j] = free < 0 ? row.length : free;
      row[places[j]] = spell.until;
    }
  }
  return places;
}

/** The same replica, in the same row. On one slot another may start at the moment at which the one before is gone. */
function goesOn(before: Spell, spell: Spell): boolean {
  return (
    before.until === spell.from &&
    before.stage === spell.stage &&
    spell.state !== 'starting' &&
    givesWay(before) === givesWay(spell)
  );
}

export function givesWay({ state }: Spell): boolean {
  return state === 'replaced' || state === 'draining';
}
