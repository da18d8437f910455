/** Files of an export as one .zip. */
import { strToU8, zipSync } from 'fflate';
import type { ExportFile } from './file.ts';
import { earliest } from '../storage/archiveWriter.ts';

/**
 * The files in one folder `name`: the same files make the same bytes whenever and wherever they are saved. Throws where two
 * have one name, of which a zip would hold one.
 */
export function zipOf(name: string, files: readonly ExportFile[]): Uint8Array<ArrayBuffer> {
  const names = new Set(files.map((file) => file.name));
  if (names.size < files.length) throw new Error(`two files of ${name} have one name`);
  const entries = Object.fromEntries(
    files.map((file) => [
      `${name}/${file.name}`,
      typeof file.content === 'string' ? strToU8(file.content) : file.content,
    ]),
  );
  return zipSync(entries, { mtime: earliest() });
}
