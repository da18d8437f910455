import { describe, expect, it } from 'vitest';
import { Memory } from './memory.svelte.ts';
import type { DamagedPart, Store } from '../../../storage/store.ts';

const store = {
  keptPipelines: () => Promise.resolve({ sound: [{ id: 'p' }], damaged: [{ id: 'q', sentence: 'q is.' }] }),
  keptTraces: () => Promise.resolve({ sound: [{ id: 't' }], damaged: [] }),
  keptPolicies: () => Promise.resolve({ sound: [], damaged: [{ id: 'own-x', sentence: 'x is.' }] }),
  keptPredictor: () => Promise.resolve({ ok: false, message: 'The predictor is damaged.' }),
  runs: () => Promise.resolve({ runs: [], damaged: [{ id: 'r', sentence: 'r is.' }] }),
} as unknown as Store;
const part = { id: 's', kind: 'leftover', sentence: 's is.', at: [] } as unknown as DamagedPart;

describe('what the browser keeps', () => {
  it('is found at the start, without what is damaged', async () => {
    const memory = new Memory(
      () => Promise.resolve(store),
      () => undefined,
    );
    expect(await memory.find()).toEqual({
      ...{ pipelines: [{ id: 'p' }], traces: [{ id: 't' }], policies: [], predictor: undefined, used: false },
    });
  });

  it('is nothing where the browser keeps nothing: who has kept nothing misses nothing', async () => {
    const memory = new Memory(
      () => Promise.reject(new Error('no')),
      () => undefined,
    );
    expect(await memory.find()).toMatchObject({ pipelines: [], traces: [] });
  });

  it('is looked through for damage, its parts once a visit unless asked anew', async () => {
    let looked = 0;
    const archiver = {
      damagedParts: () => {
        looked++;
        return looked === 1 ? Promise.reject(new Error('busy')) : Promise.resolve([part]);
      },
    };
    const memory = new Memory(
      () => Promise.resolve(store),
      () => undefined,
      archiver,
    );
    await expect(memory.survey()).rejects.toThrow('busy');
    await memory.survey();
    await memory.survey();
    expect(looked).toBe(2);
    expect(memory.damaged.map(({ kind, sentence }) => `${kind}: ${sentence}`)).toEqual([
      ...[
        'pipeline: q is.',
        'policy: x is.',
        'predictor: The predictor is damaged.',
        'run: r is.',
        'leftover: s is.',
      ],
    ]);
    await memory.survey(true);
    expect(looked).toBe(3);
  });

  it('says what could not be kept, each sentence once', async () => {
    const said: string[] = [];
    const memory = new Memory(
      () => Promise.resolve(store),
      (sentence) => said.push(sentence),
    );
    expect(await memory.change(() => Promise.resolve())).toBe(true);
    for (const why of ['The storage is full', 'The storage is full', 'It is locked'])
      expect(await memory.change(() => Promise.reject(new Error(why)))).toBe(false);
    expect(said).toEqual(['The storage is full.', 'It is locked.']);
  });
});
