import { describe, expect, it } from 'vitest';
import { MOST_KEPT, SetPolicies } from './setPolicies.svelte.ts';
import type { Shelf } from '../keeping/shelf.ts';

function shelfWith(text: string | null): Shelf & { text: string | null } {
  return {
    text,
    getItem(key) {
      return key === 'sluice-set-policies' ? this.text : null;
    },
    setItem(key, value) {
      if (key === 'sluice-set-policies') this.text = value;
    },
  };
}

/** As a browser's: by key. */
function storage(): Shelf {
  const held = new Map<string, string>();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => {
      held.set(key, value);
    },
  };
}

describe('what a policy was imported from', () => {
  const origin = {
    ...{
      stage: 0,
      of: 'detect',
      kind: 'HorizontalPodAutoscaler',
      name: 'detect-predictor',
      namespace: 'prod',
    },
    target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'detect-predictor' },
  };

  it('is kept beside it over a reload, follows its changes, and goes with it', () => {
    const shelf = storage();
    const now = new SetPolicies(shelf);
    now.keep(['hpa:min=2']);
    now.from('hpa:min=2', [origin]);
    now.edit('hpa:min=2', 'hpa:min=3');
    const later = new SetPolicies(shelf);
    expect([later.originsOf('hpa:min=2'), later.originsOf('hpa:min=3')]).toEqual([[origin], [origin]]);
    expect(later.originsOf('hpa')).toEqual([]);
    later.forget('hpa:min=2');
    expect(new SetPolicies(shelf).originsOf('hpa:min=2')).toEqual([]);
    expect(new SetPolicies(shelf).originsOf('hpa:min=3')).toEqual([origin]);
  });

  it('is nothing where the storage holds nonsense', () => {
    const shelf = storage();
    new SetPolicies(shelf).keep(['hpa:min=2']);
    for (const text of ['{', '7', '[["hpa:min=2",[{"name":"A b"}]],3]']) {
      shelf.setItem('sluice-set-policies-from', text);
      expect(new SetPolicies(shelf).originsOf('hpa:min=2')).toEqual([]);
    }
  });
});

describe('two tabs', () => {
  it('share one list: what one keeps or forgets the other shows, and overwrites nothing', () => {
    const shelf = storage();
    const [one, other] = [new SetPolicies(shelf), new SetPolicies(shelf)];
    one.keep(['hpa:min=2']);
    other.keep(['kpa:window=30']);
    expect([other.kept, new SetPolicies(shelf).kept]).toEqual([
      ...[
        ['kpa:window=30', 'hpa:min=2'],
        ['kpa:window=30', 'hpa:min=2'],
      ],
    ]);
    one.hear();
    expect([...one.kept].sort()).toEqual(['hpa:min=2', 'kpa:window=30']);
    other.forget('hpa:min=2');
    one.edit('hpa', 'hpa:min=3');
    expect([...one.kept].sort()).toEqual(['hpa:min=3', 'kpa:window=30']);
    other.hear();
    expect([...other.kept].sort()).toEqual(['hpa:min=3', 'kpa:window=30']);
  });

  it('are of no matter where nothing can be written', () => {
    const full = new SetPolicies({
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    });
    full.keep(['hpa:min=2']);
    full.keep(['hpa:min=3']);
    full.hear();
    expect(full.kept).toEqual(['hpa:min=2', 'hpa:min=3']);
  });
});

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
