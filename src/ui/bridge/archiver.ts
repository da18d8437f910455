import { Bridge } from './bridge.ts';
import type { Result } from '../../model/result.ts';
import type { ArchiveApi, Exported, TakenIn } from '../../../workers/archiveProtocol.ts';

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
  );

  /** Rejects with a sentence. */
  exportAll(): Promise<Exported> {
    return this.#once(this.#bridge.call((remote) => remote.exportAll()));
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
