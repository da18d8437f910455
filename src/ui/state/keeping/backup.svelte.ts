import type { Lab } from '../lab.svelte.ts';
import type { Damaged, Memory } from './memory.svelte.ts';
import type { Runs } from '../training/runs.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { Archiver } from '../../bridge/archiver.ts';

/** What exports and imports of everything need of the lab. */
export interface BackupHost extends Pick<Lab, 'imported' | 'beginImport'> {
  readonly memory: Pick<Memory, 'change' | 'survey' | 'measure'>;
  readonly runs: Pick<Runs, 'refresh'>;
}

/** A file of an export that is too much for one. */
export interface ExportPart {
  readonly name: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
}

/** What is done with files: the page's own ways, or a test's. */
export interface Files {
  readonly exporting: Pick<Archiver, 'exportAll'>;
  /** Takes a .zip over and says what it brought; rejects with a sentence. */
  readonly take: (file: File) => Promise<string>;
  /** Hands one file to the visitor, as `name`.zip. */
  readonly save: (file: Blob, name: string) => void;
  /** An address under which a file can be saved, and its end. */
  readonly address: (file: Blob) => string;
  readonly release: (url: string) => void;
  /** Today, as 2026-11-27. */
  readonly day: () => string;
}

/** They lie in the browser's local storage, not among the records. */
const NOT_IN_IT =
  'Not in it: policies with settings of your own and names of images, which a link from Share carries; the settings of the next training; the last comparison, and how agents did on the load on screen as they learned.';

export function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** Everything that the browser keeps, out into files and back in. */
export class Backup {
  busy = $state<'' | 'exporting' | 'importing'>('');
  /** Of the last export, where one file was not enough: to be saved one by one. */
  parts = $state.raw<readonly ExportPart[]>([]);

  readonly #host: BackupHost;
  readonly #files: Files;

  constructor(host: BackupHost, files: Files) {
    this.#host = host;
    this.#files = files;
  }

  /** Looks at what is there: how much, and what of it is damaged. */
  look(): void {
    void this.#host.memory.measure();
    this.#host.memory.survey().catch((failure: unknown) => {
      this.#host.imported = { said: '', error: sentenceOf(failure) };
    });
  }

  exportAll(): Promise<void> {
    return this.#during('exporting', async () => {
      this.forget();
      const { files, leftOut } = await this.#files.exporting.exportAll();
      const told = leftOut.join(' ');
      const [only, ...more] = files;
      if (!only) throw new Error(`Nothing could be exported. ${told}`);
      const day = this.#files.day();
      const but = leftOut.length === 0 ? '' : ` Left out: ${told}`;
      const of = String(files.length);
      if (more.length > 0) {
        this.parts = files.map((file, k) => ({
          name: `sluice-${day}-${String(k + 1)}-of-${of}.zip`,
          url: this.#files.address(file),
          size: file.size,
        }));
        return `Everything is too much for one file: save all ${of} files below, each can be imported by itself. ${NOT_IN_IT}${but}`;
      }
      this.#files.save(only, `sluice-${day}`);
      return `sluice-${day}.zip holds all ${leftOut.length === 0 ? '' : 'that is sound of the '}runs, imported pipelines and loads, and the trained forecaster, ${megabytes(only.size)}; it was read back and can be imported. ${NOT_IN_IT}${but}`;
    });
  }

  importAll(files: readonly File[]): Promise<void> {
    return this.#during('importing', async () => {
      const told: string[] = [];
      for (const file of files) told.push(await this.#files.take(file));
      void this.#host.memory.survey(true).catch(() => undefined);
      return told.join(' ');
    });
  }

  /** Deletes a damaged record for good. */
  remove(entry: Damaged): Promise<boolean> {
    const { memory, runs } = this.#host;
    return memory.change(async (store) => {
      if ('at' in entry) await store.removePart(entry);
      else if (entry.kind === 'run') await store.removeRun(entry.id);
      else if (entry.kind === 'trace') await store.removeTrace(entry.id);
      else if (entry.kind === 'pipeline') await store.removePipeline(entry.id);
      else if (entry.kind === 'policy') await store.removePolicy(entry.id);
      else await store.removePredictor();
      await Promise.all([memory.survey(true), runs.refresh()]);
    });
  }

  /** Lets go of the files of the last export. */
  forget(): void {
    for (const { url } of this.parts) this.#files.release(url);
    this.parts = [];
  }

  async #during(what: 'exporting' | 'importing', work: () => Promise<string>): Promise<void> {
    this.busy = what;
    this.#host.beginImport();
    try {
      this.#host.imported = { said: await work(), error: '' };
    } catch (failure) {
      this.#host.imported = { said: '', error: sentenceOf(failure) };
    } finally {
      this.busy = '';
    }
  }
}
