/** An archive as it grows, record by record. */
import { strToU8, Zip, ZipPassThrough } from 'fflate';
import { ARCHIVE_FORMAT, MANIFEST, type ManifestEntry } from './archiveFormat.ts';
import { encode } from './codec.ts';
import { VERSION } from './migrations.ts';
import { digestOf } from '../model/digest.ts';

/** A record ready to be added. */
export interface Packed {
  readonly entry: ManifestEntry;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** `id` is the run's, pipeline's or trace's. Throws on what is no plain data. */
export function packed(path: string, id: string | undefined, record: unknown): Packed {
  const bytes = encode(record);
  const entry = { path, bytes: bytes.length, sha256: digestOf(bytes), ...(id === undefined ? {} : { id }) };
  return { entry, bytes };
}

/** Oldest moment that a .zip can name, the same in every time zone. */
export const earliest = (): Date => new Date(1980, 0, 1);
/** What a .zip can say, whatever the time zone, for a clock that was never set or set wrongly. */
const FIRST = Date.UTC(1980, 0, 2);
const LAST = Date.UTC(2099, 11, 30);

export class ArchiveWriter {
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  readonly #failures: Error[] = [];
  readonly #entries: ManifestEntry[] = [];
  readonly #now: number;
  readonly #dated: Date | number;
  #bytes = 0;
  readonly #zip = new Zip((error, chunk) => {
    if (error) this.#failures.push(error);
    // fflate hands out views into buffers of its own.
    else this.#parts.push(chunk.slice());
  });

  /** `now` is milliseconds since 1970; `dated` is what the .zip says of its files, which has no time zone. */
  constructor(now: number, dated?: Date) {
    this.#now = now;
    this.#dated = dated ?? Math.min(LAST, Math.max(FIRST, now));
  }

  get entries(): readonly ManifestEntry[] {
    return this.#entries;
  }

  /** Of the records so far. */
  get bytes(): number {
    return this.#bytes;
  }

  add({ entry, bytes }: Packed): void {
    this.#file(entry.path, bytes);
    this.#entries.push(entry);
    this.#bytes += bytes.length;
  }

  /** The .zip in parts, with the manifest at its end. */
  end(): readonly Uint8Array<ArrayBuffer>[] {
    const manifest = {
      sluice: 'archive',
      format: ARCHIVE_FORMAT,
      database: VERSION,
      created: this.#now,
      entries: this.#entries,
    };
    this.#file(MANIFEST, strToU8(JSON.stringify(manifest, undefined, 1)));
    this.#zip.end();
    if (this.#failures[0]) throw this.#failures[0];
    return this.#parts;
  }

  #file(path: string, bytes: Uint8Array): void {
    // Weights are noise to a packer: nothing is gained by packing them.
    const file = new ZipPassThrough(path);
    file.mtime = this.#dated;
    this.#zip.add(file);
    file.push(bytes, true);
  }
}
