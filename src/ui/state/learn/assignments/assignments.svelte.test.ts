import { describe, expect, it } from 'vitest';
import { assignmentsOf, type Keeping } from './assignments.svelte.ts';
import { ASSIGNMENTS, keptFrom, type SheetRecord } from './kept.ts';
import type { Store } from '../../../../storage/store.ts';
import { someAssignment } from '../../../../testing/assignments.ts';

/** A tab of a browser: all tabs have one storage, and each its own memory of it. */
function tabOn(records: Map<string, unknown>): Keeping {
  const store = {
    found: (name: string) => Promise.resolve(structuredClone(records.get(name))),
    putFound: (name: string, value: unknown) => {
      records.set(name, structuredClone(value));
      return Promise.resolve();
    },
  } as unknown as Store;
  return {
    store: () => Promise.resolve(store),
    memory: {
      change: async (work) => {
        await work(store);
        return true;
      },
    },
  };
}

const assignment = someAssignment();
const sheet = (changes: Partial<SheetRecord> = {}): SheetRecord => ({
  assignment,
  ...{ sheet: '0123456789abcdef', name: '', attempts: 0, answers: {}, experiment: undefined },
  ...changes,
});

describe('assignments in two tabs of a browser', () => {
  it('do not give tries back: what the other tab handed in counts', async () => {
    const records = new Map<string, unknown>();
    const [one, other] = [assignmentsOf(tabOn(records)), assignmentsOf(tabOn(records))];
    await Promise.all([one.loaded, other.loaded]);
    await one.keepSheet('s', sheet({ attempts: 2, name: 'Ada' }));
    expect(await other.attemptsOf('s')).toBe(2);
    // The other tab knows nothing of it and keeps what is typed there.
    await other.keepSheet('s', sheet({ attempts: 0, name: 'Ada L.' }));
    expect(keptFrom(records.get(ASSIGNMENTS)).sheets.s).toMatchObject({ attempts: 2, name: 'Ada L.' });
  });

  it('lose nothing that the other tab built or began', async () => {
    const records = new Map<string, unknown>();
    const [one, other] = [assignmentsOf(tabOn(records)), assignmentsOf(tabOn(records))];
    await Promise.all([one.loaded, other.loaded]);
    await one.keepBuilt(assignment);
    await one.keepSheet('mine', sheet());
    await other.keepBuilt(someAssignment({ title: 'Another' }));
    await other.keepSheet('yours', sheet());
    const kept = keptFrom(records.get(ASSIGNMENTS));
    expect(kept.built.map(({ title }) => title)).toEqual([assignment.title, 'Another']);
    expect(Object.keys(kept.sheets)).toEqual(['mine', 'yours']);
  });
});
