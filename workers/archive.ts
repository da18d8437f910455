/** Everything into one file and back, and a policy's bundle back, off the main thread. */
import { expose } from 'comlink';
import './alive.ts';
import type { ArchiveApi, TakenIn } from './archiveProtocol.ts';
import { bundleFrom, holdsBundle } from '../src/export/policy/readBundle.ts';
import { settled } from '../src/export/policy/settle.ts';
import { accepted, refused, type Result } from '../src/model/result.ts';
import { exportArchive, mergeArchive } from '../src/storage/archive.ts';
import { archiveFrom } from '../src/storage/archiveRead.ts';
import { heldRuns } from '../src/storage/locks.ts';
import { openStore } from '../src/storage/openStore.ts';
import { unpack } from '../src/storage/unpack.ts';
import { MOST_BYTES } from '../src/storage/zipDirectory.ts';

async function takeBundle(
  files: ReadonlyMap<string, Uint8Array>,
  fileName: string,
): Promise<Result<TakenIn>> {
  const read = await bundleFrom(files, fileName);
  if (!read.ok) return read;
  const { scenario, agent, run } = settled(read.value);
  let unkept = '';
  if (run) {
    try {
      const store = await openStore();
      try {
        await mergeArchive(store, run, await heldRuns());
      } finally {
        store.close();
      }
    } catch (error) {
      // Where the browser keeps nothing, the agent is still of use.
      unkept = error instanceof Error ? error.message : String(error);
    }
  }
  return accepted({
    kind: 'bundle',
    scenario,
    agent,
    run: unkept === '' ? run?.runs[0]?.run : undefined,
    unkept,
  });
}

const api: ArchiveApi = {
  async exportAll() {
    const store = await openStore();
    try {
      return await exportArchive(store, Date.now());
    } finally {
      store.close();
    }
  },
  async damagedParts() {
    const store = await openStore();
    try {
      return await store.damagedParts();
    } finally {
      store.close();
    }
  },
  async takeIn(file, fileName) {
    if (file.size > MOST_BYTES) {
      return refused(
        `${fileName} is larger than ${String(MOST_BYTES / 2 ** 20)} MB; the lab exports no such file, but several smaller ones.`,
      );
    }
    const unpacked = unpack(new Uint8Array(await file.arrayBuffer()), fileName);
    if (!unpacked.ok) return unpacked;
    if (holdsBundle(unpacked.value)) return takeBundle(unpacked.value, fileName);
    const archive = archiveFrom(unpacked.value, fileName);
    if (!archive.ok) return archive;
    const store = await openStore();
    try {
      return accepted({
        kind: 'archive',
        merged: await mergeArchive(store, archive.value, await heldRuns()),
        leftOut: archive.value.leftOut,
      });
    } finally {
      store.close();
    }
  },
};

expose(api);
