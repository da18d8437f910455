/** Browsers' storages in memory: one with something of everything in it, and empty ones to bring it to. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { Wrong } from './class.ts';
import { presets } from '../../model/presets/index.ts';
import { exportArchive, mergeArchive } from '../../storage/archive.ts';
import { readArchive } from '../../storage/archiveRead.ts';
import { encode } from '../../storage/codec.ts';
import { openStore } from '../../storage/openStore.ts';
import type { Store } from '../../storage/store.ts';
import { defaultPredictor } from '../../workload/forecasters/lstmDefault.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { checkpointOf, evaluationAt, pointAt, runRecord } from '../runs.ts';

/** 15 January 2027, the moment of every export here: the same content, the same bytes. */
const NOW = 1_800_000_000_000;

export function emptyStore(): Promise<Store> {
  globalThis.indexedDB = new IDBFactory();
  return openStore();
}

export async function fullStore(): Promise<Store> {
  const store = await emptyStore();
  for (const id of ['a/b', 'c'])
    await store.save({
      run: runRecord({ id, updated: 5, objective: 1.5 }),
      checkpoints: [checkpointOf(id, 'latest', [512, 256]), checkpointOf(id, 'best', [256, 256])],
      points: [pointAt(0, 256), pointAt(1, 256), pointAt(0, 512)],
      evaluations: [evaluationAt(0, 512)],
    });
  await store.putPipeline(presets[0]!);
  await store.putTrace(generateWorkload('bursty', 2));
  await store.putPredictor(defaultPredictor(), true);
  return store;
}

/** What a store hands out: files, and what it says was left out. */
export async function exported(
  store: Store,
): Promise<{ readonly zips: readonly Uint8Array[]; readonly leftOut: readonly string[] }> {
  const { files, leftOut } = await exportArchive(store, NOW);
  const zips = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  return { zips, leftOut };
}

/** Exports, imports into an empty browser, exports again: equal, or `Wrong`. Resolves to what was said to be left out. */
export async function backedUp(store: Store): Promise<readonly string[]> {
  const first = await exported(store);
  const before = await contentOf(store);
  const other = await emptyStore();
  for (const zip of first.zips) {
    const read = readArchive(zip, 'backup.zip');
    if (!read.ok) throw new Wrong(`a backup is refused: ${read.message}`);
    await mergeArchive(other, read.value);
  }
  const after = await contentOf(other);
  const lost = Object.keys(before).find((key) => before[key] !== after[key]);
  if (lost !== undefined)
    throw new Wrong(
      `a backup brings another ${lost.slice(0, 100)} than was exported; it said: ${first.leftOut.join(' ')}`,
    );
  const second = await exported(other);
  const same =
    first.zips.length === second.zips.length &&
    first.zips.every((zip, i) => Buffer.compare(zip, second.zips[i]!) === 0);
  if (!same) throw new Wrong('what was brought back is exported otherwise');
  other.close();
  return first.leftOut;
}

/** Each thing that can be read, by its id, as bytes that tell every difference. */
async function contentOf(store: Store): Promise<Readonly<Record<string, string>>> {
  const content: Record<string, string> = {};
  const add = (what: string, value: unknown): void => {
    content[what] = Buffer.from(encode(value)).toString('latin1');
  };
  for (const run of (await store.runs()).runs) {
    add(`run ${run.id}`, run);
    for (const { slot } of await store.checkpoints(run.id)) {
      const checkpoint = await store.checkpoint(run.id, slot);
      if (checkpoint.ok) add(`checkpoint ${slot} of ${run.id}`, checkpoint.value);
    }
    const { points, evaluations } = await store.series(run.id);
    add(`curves of ${run.id}`, { points, evaluations });
  }
  for (const pipeline of await store.pipelines()) add(`pipeline ${pipeline.id}`, pipeline);
  for (const trace of await store.traces()) add(`trace ${trace.id}`, trace);
  const predictor = await store.keptPredictor();
  if (predictor.ok) add('predictor', predictor.value);
  return content;
}
