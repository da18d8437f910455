/** Tests against the project's shared folder (paper figures, traces, schemas), which a clone may lack. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';

/** The shared folder: SLUICE_SHARED, or `../shared` beside the repository. Undefined if neither holds `design/`. */
export function sharedFolder(): string | undefined {
  const beside = join(import.meta.dirname, '..', '..', '..', 'shared');
  return [process.env.SLUICE_SHARED, beside].find(
    (folder) => folder !== undefined && existsSync(join(folder, 'design')),
  );
}

let told = false;

/** A test that needs the shared folder; without it, a skipped test and one line that says so. */
export function itWithShared(name: string, test: (folder: string) => void | Promise<void>): void {
  const folder = sharedFolder();
  if (folder !== undefined) {
    it(name, () => test(folder));
    return;
  }
  if (!told) console.log('skipped: ../shared is absent');
  told = true;
  it.skip(name);
}
