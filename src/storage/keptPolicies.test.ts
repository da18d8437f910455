import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportArchive, mergeArchive } from './archive.ts';
import { readArchive } from './archiveRead.ts';
import { ArchiveWriter, packed } from './archiveWriter.ts';
import { DATABASE } from './database.ts';
import { VERSION } from './migrations.ts';
import { openStore } from './openStore.ts';
import type { KeptPolicy } from './records.ts';
import type { Store } from './store.ts';
import { examples } from '../policies/own/examples.ts';
import { accept } from '../testing/runs.ts';

const code: KeptPolicy = {
  ...{ key: 'own-a1', name: 'Mine', onMisfit: 'repair', draft: undefined, ran: true },
  program: { kind: 'code', source: examples[0]!.source },
};
const network: KeptPolicy = {
  ...{ key: 'own-b2', name: 'Net', onMisfit: 'refuse', draft: undefined, ran: true },
  program: { kind: 'network', bytes: Uint8Array.of(1, 2, 3) },
};

let store: Store;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openStore();
});

const exported = async (): Promise<Uint8Array> =>
  new Uint8Array(await (await exportArchive(store, 0)).files[0]!.arrayBuffer());

describe('policies of one’s own in the browser', () => {
  it('come back as they were kept, until they are removed', async () => {
    await store.putPolicy(code);
    await store.putPolicy(network);
    expect((await store.keptPolicies()).sound).toEqual([code, network]);
    await store.removePolicy(code.key);
    expect((await store.keptPolicies()).sound).toEqual([network]);
  });

  it.each([
    ['a key with a colon', { key: 'own-a1:x' }],
    ['no program', { program: undefined }],
    ['an empty text', { program: { kind: 'code', source: ' ' } }],
    ['a text that is too long', { program: { kind: 'code', source: 'a'.repeat(2 ** 16 + 1) } }],
    ['an empty network', { program: { kind: 'network', bytes: new Uint8Array() } }],
    ['another way with misfits', { onMisfit: 'guess' }],
    ['no word on whether it was run', { ran: undefined }],
  ])('are damaged with %s, and hide no other', async (_, change) => {
    await store.putPolicy(network);
    const db = await openDB(DATABASE, VERSION);
    await db.put('policies', { ...code, ...change }, 'own-a1');
    db.close();
    const { sound, damaged } = await store.keptPolicies();
    expect(sound).toEqual([network]);
    expect(damaged).toHaveLength(1);
    expect(damaged[0]!.sentence).toMatch(/^The policy own-a1 is damaged/);
  });

  it('come out of an archive as never run, and take nobody’s place', async () => {
    await store.putPolicy(code);
    await store.putPolicy(network);
    const archive = accept(readArchive(await exported(), 'all.zip'));
    expect(archive.policies).toEqual([
      { ...code, ran: false },
      { ...network, ran: false },
    ]);
    await store.removePolicy(network.key);
    expect(await mergeArchive(store, archive)).toEqual({ added: 1, replaced: 0, kept: 1 });
    expect((await store.keptPolicies()).sound).toEqual([code, { ...network, ran: false }]);
  });

  it('are not believed by an archive that says they were run', () => {
    const writer = new ArchiveWriter(0);
    writer.add(packed('policies/1', code.key, code));
    const parts = writer.end();
    const zip = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      zip.set(part, at);
      at += part.length;
    }
    expect(accept(readArchive(zip, 'sly.zip')).policies).toEqual([{ ...code, ran: false }]);
  });
});
