/** Files of an export as one .zip. */
import { strToU8, zipSync } from 'fflate';
import type { ExportFile } from './file.ts';

/** Oldest moment that a zip can name: the same files make the same bytes whenever they are saved. */
const ZIP_TIME = new Date(1980, 0, 1);

/** The files in one folder `name`. */
export function zipOf(name: string, files: readonly ExportFile[]): Uint8Array<ArrayBuffer> {
  const entries = Object.fromEntries(
    files.map((file) => [
      `${name}/${file.name}`,
      typeof file.content === 'string' ? strToU8(file.content) : file.content,
    ]),
  );
  return zipSync(entries, { mtime: ZIP_TIME });
}
