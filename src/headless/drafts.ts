/** Names of what is in the making beside its place, and what becomes of those that a killed process left. */
import { randomBytes } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const DRAFT = /^\.sluice-\d+-[0-9a-f]{12}\.part$/;
/** Writing takes seconds: what is as old as this has lost its process. Milliseconds. */
const OLD = 3_600_000;

/** A path in `folder` that nothing else has: short, so that it fits wherever the result's own name fits. */
export function draftIn(folder: string): string {
  return join(folder, `.sluice-${String(process.pid)}-${randomBytes(6).toString('hex')}.part`);
}

export function isDraft(name: string): boolean {
  return DRAFT.test(name);
}

/** Removes drafts in `folder` whose process was killed over an hour ago; what cannot be removed stays. */
export async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!isDraft(name)) continue;
    const path = join(folder, name);
    const stats = await lstat(path).catch(() => undefined);
    if (stats && Date.now() - stats.mtimeMs > OLD)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
