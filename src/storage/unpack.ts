/** A .zip from outside, unpacked within bounds. */
import { unzipSync } from 'fflate';
import { accepted, refused, type Result } from '../model/result.ts';

/** An archive unpacks to at most so much: more would not fit into a tab. */
export const MOST_BYTES = 2 ** 29;
export const MOST_ENTRIES = 20_000;

/** Files by name. A refusal is a sentence that begins with `fileName`. */
export function unpack(zip: Uint8Array, fileName: string): Result<Map<string, Uint8Array>> {
  let size = 0;
  let count = 0;
  let problem = '';
  try {
    const files = unzipSync(zip, {
      // Asked with the sizes of the directory before an entry is unpacked, which then gets exactly that much memory.
      filter: ({ name, originalSize }) => {
        size += originalSize;
        if (++count > MOST_ENTRIES) problem = `holds more than ${MOST_ENTRIES.toLocaleString('en')} files`;
        else if (size > MOST_BYTES) problem = `unpacks to more than ${String(MOST_BYTES / 2 ** 20)} MB`;
        else if (name.split('/').includes('__proto__')) problem = 'holds a file named “__proto__”';
        else if (/^\/|\\/.test(name) || name.split('/').includes('..'))
          problem = 'holds a file that would lie outside its folder';
        return problem === '';
      },
    });
    if (problem !== '') return refused(`${fileName}: it ${problem}; that is no archive of the lab’s.`);
    return accepted(new Map(Object.entries(files)));
  } catch {
    return refused(`${fileName}: it is no .zip file, or a part of it is missing.`);
  }
}
