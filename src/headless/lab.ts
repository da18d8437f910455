/** Which lab this is: results of another one may differ in the last digit. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab } from '../experiments/comparison/planDigest.ts';

/** The system's own, faster than the page's. */
const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What no number of the command line comes from. */
const BESIDE = new Set(['ui', 'testing', 'teaching', 'storage', 'runs']);

/** Version, digest of the sources and of the list of packages, and the engine. */
export async function thisLab(): Promise<Lab> {
  const lock = await readFile(join(ROOT, 'package-lock.json'));
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const files = await sourcesIn(join(ROOT, 'src'));
  const lines = await Promise.all(
    files.map(async (file) => `${named(file)} ${digestOf(await readFile(file))}\n`),
  );
  return {
    version,
    sources: digestOf([...lines.sort(), digestOf(lock)].join('')),
    node: process.version,
  };
}

/** From the root on, with the same separator everywhere. */
const named = (file: string): string => relative(ROOT, file).split(sep).join('/');

async function sourcesIn(folder: string): Promise<readonly string[]> {
  const rooms = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    rooms
      .filter((room) => room.isDirectory() && !BESIDE.has(room.name))
      .map(async ({ name }) => {
        const room = join(folder, name);
        const names = await readdir(room, { recursive: true, withFileTypes: true });
        return names
          .filter((one) => one.isFile() && !one.name.endsWith('.test.ts'))
          .map((one) => join(one.parentPath, one.name));
      }),
  );
  return found.flat();
}
