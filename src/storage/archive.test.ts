import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportArchive, mergeArchive } from './archive.ts';
import { readArchive } from './archiveRead.ts';
import { encode } from './codec.ts';
import { openStore } from './openStore.ts';
import type { Store } from './store.ts';
import { MOST_BYTES } from './zipDirectory.ts';
import { accept, checkpointOf, evaluationAt, pointAt, runRecord } from '../testing/runs.ts';
import { presets } from '../model/presets/index.ts';
import { defaultPredictor } from '../workload/forecasters/lstmDefault.ts';
import { generateWorkload } from '../workload/generators.ts';

async function emptyStore(): Promise<Store> {
  globalThis.indexedDB = new IDBFactory();
  return openStore();
}

async function fullStore(): Promise<Store> {
  const store = await emptyStore();
  for (const [id, updated] of [
    ['a/b', 5],
    ['c', 6],
  ] as const) {
    await store.save({
      run: runRecord({ id, updated, objective: 1.5 }),
      checkpoints: [checkpointOf(id, 'latest', [512, 256]), checkpointOf(id, 'best', [256, 256])],
      points: [pointAt(0, 256), pointAt(1, 256), pointAt(0, 512)],
      evaluations: [evaluationAt(0, 512)],
    });
  }
  await store.putPipeline(presets[0]!);
  await store.putTrace(generateWorkload('bursty', 2));
  await store.putPredictor(defaultPredictor(), true);
  return store;
}

const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

const joined = async (store: Store): Promise<Uint8Array> => {
  const { files } = await exportArchive(store, 1_800_000_000_000);
  expect(files).toHaveLength(1);
  return bytesOf(files[0]!);
};

/** Everything that a store holds. */
const contentOf = async (store: Store) => ({
  runs: await store.runs(),
  checkpoints: [await store.checkpoint('a/b', 'latest'), await store.checkpoint('c', 'best')],
  series: [await store.series('a/b'), await store.series('c')],
  pipelines: await store.pipelines(),
  traces: await store.traces(),
  predictor: await store.keptPredictor(),
});

let zip: Uint8Array;
beforeEach(async () => {
  zip = await joined(await fullStore());
});

/** The archive with some of its files replaced, added, or (undefined) taken out. */
function changed(files: Readonly<Record<string, Uint8Array | undefined>>): Uint8Array {
  const all = Object.entries({ ...unzipSync(zip), ...files });
  return zipSync(
    Object.fromEntries(all.filter((entry): entry is [string, Uint8Array] => entry[1] !== undefined)),
  );
}

const refusalOf = (bytes: Uint8Array): string => {
  const result = readArchive(bytes, 'mine.zip');
  if (!result.ok) return result.message;
  return result.value.leftOut.length === 0 ? 'accepted' : `left out: ${result.value.leftOut.join(' ')}`;
};

/** Each part that an archive can hold with a bit flipped, and what it is called then. */
function flippedParts(
  files: Readonly<Record<string, Uint8Array>>,
  changed: (parts: Readonly<Record<string, Uint8Array>>) => Uint8Array,
): readonly (readonly [Uint8Array, RegExp])[] {
  const called: readonly (readonly [RegExp, string])[] = [
    [/^runs\/\d+\/run$/, 'a training run '],
    [/^runs\/\d+\/series$/, 'the curves of the training run “'],
    [/^runs\/\d+\/(latest|best|ring-)/, 'a saved state of the training run “'],
    [/^pipelines\//, 'an imported pipeline '],
    [/^predictor$/, 'the trained forecaster '],
  ];
  return called.map(([pattern, words]) => {
    const path = Object.keys(files).find((name) => pattern.test(name))!;
    const bytes = files[path]!.slice();
    bytes[bytes.length - 1]! ^= 1;
    return [
      changed({ [path]: bytes }),
      new RegExp(
        `^left out: ${words}.*\\(${path}\\): its content is not what was exported; it was damaged or changed since\\. Copy`,
      ),
    ] as const;
  });
}

describe('an archive', () => {
  it('carries everything to another browser, exactly', async () => {
    const before = await contentOf(await fullStore());
    const other = await emptyStore();
    expect(await mergeArchive(other, accept(readArchive(zip, 'mine.zip')))).toEqual({
      added: 5,
      replaced: 0,
      kept: 0,
    });
    expect(await contentOf(other)).toStrictEqual(before);
  });

  it('packed again by another program it is the same', async () => {
    const store = await emptyStore();
    await mergeArchive(store, accept(readArchive(changed({}), 'mine.zip')));
    expect((await store.runs()).runs).toHaveLength(2);
  });

  it('merges by id: the run that was updated later stays', async () => {
    const store = await emptyStore();
    const progress = { checkpoints: [], points: [], evaluations: [] };
    await store.save({ run: runRecord({ id: 'a/b', updated: 9, note: 'mine' }), ...progress });
    await store.save({
      run: runRecord({ id: 'c', updated: 2 }),
      ...progress,
      checkpoints: [checkpointOf('c', 'ring-3', [1])],
    });
    await store.putPipeline(presets[0]!);
    expect(await mergeArchive(store, accept(readArchive(zip, 'mine.zip')))).toEqual({
      added: 2,
      replaced: 1,
      kept: 2,
    });
    expect(accept(await store.run('a/b')).note).toBe('mine');
    expect((await store.checkpoints('c')).map(({ slot }) => slot).sort()).toEqual(['best', 'latest']);
  });

  it('leaves out what is damaged, and says so', async () => {
    const store = await fullStore();
    const request = indexedDB.open('sluice');
    const db = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
    });
    db.transaction('runs', 'readwrite').objectStore('runs').put('nonsense', 'c');
    db.close();
    const { files, leftOut } = await exportArchive(store, 0);
    expect(leftOut).toEqual([expect.stringMatching(/^The run c is damaged/)]);
    const archive = accept(readArchive(await bytesOf(files[0]!), 'mine.zip'));
    expect(archive.runs.map(({ run }) => run.id)).toEqual(['a/b']);
  });

  it('is refused, or without what is damaged, in a sentence that names file and place, whatever is wrong with it', () => {
    for (let cut = 0; cut < zip.length; cut += Math.ceil(zip.length / 40)) {
      expect(refusalOf(zip.subarray(0, cut))).toMatch(/^mine\.zip/);
    }
    const manifest = JSON.parse(strFromU8(unzipSync(zip)['manifest.json']!)) as {
      entries: { path: string }[];
    };
    const withManifest = (change: object): Uint8Array =>
      changed({ 'manifest.json': strToU8(JSON.stringify({ ...manifest, ...change })) });
    const flipped = unzipSync(zip)['traces/1']!;
    const trace = manifest.entries.find(({ path }) => path.startsWith('traces/'))!.path;
    const broken = unzipSync(zip)[trace]!.slice();
    broken[broken.length - 3]! ^= 1;
    const cases: readonly (readonly [Uint8Array, RegExp])[] = [
      [
        strToU8('PK nonsense'),
        /^mine\.zip: it is a \.zip that is cut off or damaged; copy or download it again, or export it anew\.$/,
      ],
      [
        zipSync({ 'data/load.csv': flipped }),
        /^mine\.zip: it is a zip of another file \(data\/load\.csv\), .*; unpack it and drop the file itself\.$/,
      ],
      [
        zipSync({ a: { 'b.csv': flipped }, 'c.txt': flipped, 'd.txt': flipped, 'e.txt': flipped }),
        /^mine\.zip: it is a zip of other files \(a\/b\.csv, c\.txt, d\.txt and 1 more\)/,
      ],
      [zipSync({}), /^mine\.zip: it is an empty zip/],
      [changed({ 'manifest.json': strToU8('{') }), /manifest\.json: it is not JSON/],
      [withManifest({ format: 7 }), /newer version of the lab/],
      [withManifest({ format: 1.5 }), /manifest\.json: not as expected at format/],
      [withManifest({ database: 99 }), /newer version of the lab/],
      [withManifest({ entries: [] }), /: the manifest does not name it\.$/],
      [
        changed({ [trace]: undefined }),
        /^left out: an imported load \(traces\/.*\): the manifest names it, and it is missing\. Copy or download the file again/,
      ],
      [
        changed({ [trace]: broken }),
        /^left out: an imported load \(traces\/.*\): its content is not what was exported.*\. Copy or download the file again, or export it anew\.$/,
      ],
      ...flippedParts(unzipSync(zip), changed),
      [
        zipSync({ '[Content_Types].xml': flipped, 'xl/workbook.xml': flipped }),
        /^mine\.zip: it is a spreadsheet; save the sheet as CSV and take that\.$/,
      ],
      [zipSync({ xl: { 'workbook.bin': flipped } }), /: it is a spreadsheet; save the sheet as CSV/],
      [
        zipSync({ '[Content_Types].xml': flipped, 'word/document.xml': flipped }),
        /: it is a document of an office program; the lab reads none\.$/,
      ],
      [changed({ evil: strToU8('x') }), /^mine\.zip, evil: the manifest does not name it/],
    ];
    for (const [bytes, sentence] of cases) expect(refusalOf(bytes)).toMatch(sentence);
  });

  it('comes without a record that is none, however well it is signed', async () => {
    const store = await fullStore();
    /** Signs what no export would write. */
    const forged = async (change: (archive: Record<string, Uint8Array>) => void): Promise<string> => {
      const { sha256 } = await import('@noble/hashes/sha2.js');
      const { bytesToHex } = await import('@noble/hashes/utils.js');
      const files = unzipSync(await joined(store));
      change(files);
      const { 'manifest.json': manifest, ...rest } = files;
      const old = (JSON.parse(strFromU8(manifest!)) as { entries: { path: string; id?: string }[] }).entries;
      const entries = Object.entries(rest).map(([path, bytes]) => ({
        ...old.find((entry) => entry.path === path),
        path,
        bytes: bytes.length,
        sha256: bytesToHex(sha256(bytes)),
      }));
      const signed = { ...(JSON.parse(strFromU8(manifest!)) as object), entries };
      return refusalOf(zipSync({ ...rest, 'manifest.json': strToU8(JSON.stringify(signed)) }));
    };
    expect(await forged(() => undefined)).toBe('accepted');
    expect(await forged((files) => (files['runs/1/run'] = encode(runRecord({ id: 'd' }))))).toMatch(
      /^left out: a training run.* \(runs\/1\/run\): it belongs to another run/,
    );
    expect(
      await forged((files) => (files['runs/1/run'] = encode({ ...runRecord({ id: 'a/b' }), seeds: [] }))),
    ).toMatch(/^left out: a training run “.*” \(runs\/1\/run\): it is damaged at seeds/);
    expect(await forged((files) => delete files['runs/1/run'])).toMatch(/runs\/1: it has no run/);
    expect(await forged((files) => (files['tools/x'] = encode({})))).toMatch(/does not know such a thing/);
    expect(await forged((files) => (files['runs/1/best'] = strToU8('nonsense')))).toMatch(
      /cut off|not a record/,
    );
  });

  it('that would unpack to more than fits is refused before it is unpacked', () => {
    const bomb = zipSync({ 'manifest.json': new Uint8Array(2 ** 20) });
    // The directory's word for how large its one file is; the last occurrence of the name is the directory's.
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    const at = Buffer.from(bomb).lastIndexOf('manifest.json') - 46;
    view.setUint32(at + 24, MOST_BYTES + 1, true);
    expect(refusalOf(bomb)).toMatch(/^mine\.zip: it unpacks to more than 512 MB/);
  });
});
