import { describe, expect, it } from 'vitest';
import { MOST_KEPT, SetPolicies, type Shelf } from './setPolicies.svelte.ts';

function shelfWith(text: string | null): Shelf & { text: string | null } {
  return {
    text,
    getItem() {
      return this.text;
    },
    setItem(_key, value) {
      this.text = value;
    },
  };
}

describe('policies with settings of the visitor', () => {
  it('come back in the next visit, each once and in its one form', () => {
    const shelf = shelfWith(null);
    const now = new SetPolicies(shelf);
    now.keep(['hpa:target=0.5', 'greedy', '', 'hpa:target=0.5', 'kpa:window=30']);
    expect(now.kept).toEqual(['hpa:target=0.5', 'kpa:window=30']);
    expect(new SetPolicies(shelf).kept).toEqual(now.kept);
    expect(new SetPolicies(shelfWith('["hpa:target=.5","hpa:target=0.50"]')).kept).toEqual([
      'hpa:target=0.5',
    ]);
  });

  it('that this version does not take are told of', () => {
    const later = new SetPolicies(shelfWith('["hpa:target=0.5","hpa:mood=3"]'));
    expect(later.kept).toEqual(['hpa:target=0.5']);
    expect(later.lost).toEqual([expect.stringMatching(/^HPA has no setting "mood"/)]);
  });

  it.each(['{', '7', '[1,null]', null])('nothing is kept where the storage holds %s', (text) => {
    expect(new SetPolicies(shelfWith(text)).kept).toEqual([]);
  });

  it('without a storage last for the visit', () => {
    const bare = new SetPolicies(undefined);
    bare.keep(['hpa:target=0.5']);
    expect(bare.known).toEqual(['hpa:target=0.5']);
    const full = new SetPolicies({
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    });
    full.keep(['hpa:target=0.5']);
    expect(full.known).toEqual(['hpa:target=0.5']);
  });

  it('a change replaces what is being edited, until that is used', () => {
    const all = new SetPolicies(undefined);
    all.keep(['keda:polling=10']);
    all.edit('hpa', 'hpa:target=0.5');
    all.edit('hpa:target=0.5', 'hpa:target=0.6');
    expect(all.kept).toEqual(['keda:polling=10', 'hpa:target=0.6']);
    all.settle();
    all.edit('hpa:target=0.6', 'hpa:target=0.7');
    expect(all.kept).toEqual(['keda:polling=10', 'hpa:target=0.6', 'hpa:target=0.7']);
    // Back to what is there already: no second one, and the draft is gone.
    all.edit('hpa:target=0.7', 'hpa:target=0.6');
    expect(all.kept).toEqual(['keda:polling=10', 'hpa:target=0.6']);
    all.edit('hpa:target=0.6', 'hpa');
    expect(all.kept).toEqual(['keda:polling=10', 'hpa:target=0.6']);
  });

  it('a draft that is set back to the defaults is gone', () => {
    const all = new SetPolicies(undefined);
    all.edit('hpa', 'hpa:target=0.5');
    all.edit('hpa:target=0.5', 'hpa');
    expect(all.kept).toEqual([]);
  });

  it('of a link are not kept, and become so by use', () => {
    const shelf = shelfWith(null);
    const all = new SetPolicies(shelf);
    all.meet(['hpa:target=0.5', 'hpa']);
    expect(all.known).toEqual(['hpa:target=0.5']);
    expect(new SetPolicies(shelf).known).toEqual([]);
    all.keep(['hpa:target=0.5']);
    expect(all.known).toEqual(['hpa:target=0.5']);
    expect(new SetPolicies(shelf).known).toEqual(['hpa:target=0.5']);
    all.forget('hpa:target=0.5');
    expect(all.known).toEqual([]);
    expect(new SetPolicies(shelf).known).toEqual([]);
  });

  it('are bounded: the oldest go', () => {
    const all = new SetPolicies(undefined);
    all.keep(Array.from({ length: MOST_KEPT + 5 }, (_, i) => `hpa:stabilisation=${String(i + 1)}`));
    expect(all.kept).toHaveLength(MOST_KEPT);
    expect(all.kept[0]).toBe('hpa:stabilisation=6');
  });
});
