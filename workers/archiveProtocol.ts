/** What crosses the boundary of `workers/archive.ts`. Types only: no runtime code. */
import type { Result } from '../src/model/result.ts';
import type { Merged } from '../src/storage/archive.ts';

export interface Exported {
  /** A .zip. */
  readonly file: Blob;
  /** What is damaged and was left out, in sentences. */
  readonly leftOut: readonly string[];
}

/** `workers/archive.ts`. */
export interface ArchiveApi {
  exportAll(): Promise<Exported>;
  /** Takes everything of an archive over, or nothing: then the sentence says what is wrong with it. */
  importAll(file: Blob, fileName: string): Promise<Result<Merged>>;
}
