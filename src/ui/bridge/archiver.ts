import { Bridge, reading } from './bridge.ts';
import type { Result } from '../../model/result.ts';
import type { Archive } from '../../storage/archive.ts';
import type { DamagedPart } from '../../storage/store.ts';
import type { ArchiveApi, TakenIn } from '../../../workers/archiveProtocol.ts';

/** `workers/archive.ts`, as long as one export or import lasts. */
export class Archiver {
  readonly #bridge = new Bridge<ArchiveApi>(
    'archive',
    () =>
      new Worker(new URL('../../../workers/archive.ts', import.meta.url), {
        type: 'module',
        name: 'archive',
      }),
    'nothing was changed',
    reading,
  );

  /** Rejects with a sentence. */
  exportAll(): Promise<Archive> {
    return this.#once(this.#bridge.call((remote) => remote.exportAll()));
  }

  /** What of the runs' checkpoints and curves cannot be read. Rejects with a sentence. */
  damagedParts(): Promise<readonly DamagedPart[]> {
    return this.#once(this.#bridge.call((remote) => remote.damagedParts()));
  }

  /** Rejects with a sentence where the storage fails; a file that is neither archive nor bundle is refused. */
  takeIn(file: File): Promise<Result<TakenIn>> {
    return this.#once(
      this.#bridge.call((remote) => remote.takeIn(file, file.name) as Promise<Result<TakenIn>>),
    );
  }

  async #once<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } finally {
      this.#bridge.terminate();
    }
  }
}
