/** Everything into one file and back, off the main thread. */
import { expose } from 'comlink';
import type { ArchiveApi } from './archiveProtocol.ts';
import { exportArchive, mergeArchive, MOST_BYTES, readArchive } from '../src/storage/archive.ts';
import { openStore } from '../src/storage/openStore.ts';
import { accepted, refused } from '../src/model/result.ts';

const api: ArchiveApi = {
  async exportAll() {
    const store = await openStore();
    try {
      const { parts, leftOut } = await exportArchive(store, Date.now());
      return { file: new Blob([...parts], { type: 'application/zip' }), leftOut };
    } finally {
      store.close();
    }
  },
  async importAll(file, fileName) {
    if (file.size > MOST_BYTES) {
      return refused(
        `${fileName} is larger than ${String(MOST_BYTES / 2 ** 20)} MB; the lab exports no such file.`,
      );
    }
    const archive = readArchive(new Uint8Array(await file.arrayBuffer()), fileName);
    if (!archive.ok) return archive;
    const store = await openStore();
    try {
      return accepted(await mergeArchive(store, archive.value));
    } finally {
      store.close();
    }
  },
};

expose(api);
