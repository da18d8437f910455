import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { Notes } from './notes.ts';
import { outFolder, writeFolder } from './outFolder.ts';

/** Ends of the paths at which nothing can be put, whoever asks: root may write everywhere else. */
const refusing = vi.hoisted((): string[] => []);
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const refuse = (path: string): void => {
    if (!path.includes('.part') && refusing.some((end) => path.endsWith(end)))
      throw Object.assign(new Error('refused'), { code: 'EACCES' });
  };
  return {
    ...real,
    rename: async (from: string, to: string) => {
      refuse(to);
      return real.rename(from, to);
    },
    mkdir: async (path: string, options?: object) => {
      refuse(path);
      return real.mkdir(path, options);
    },
  };
});

it.each(['a.yaml', 'new/b.yaml', 'new', 'newer/c.yaml', 'newer/deep', 'd.yaml'])(
  'takes back what was done where %s cannot be put into the folder',
  async (end) => {
    const out = join(await mkdtemp(join(tmpdir(), 'sluice-undo-')), 'export');
    await mkdir(out);
    await writeFile(join(out, 'a.yaml'), 'old a');
    await writeFile(join(out, 'd.yaml'), 'old d');
    await writeFile(join(out, 'theirs.yaml'), 'theirs');
    const files = ['a.yaml', 'new/b.yaml', 'newer/c.yaml', 'newer/deep/x.yaml', 'd.yaml'].map((name) => ({
      name,
      content: `new ${name}`,
      objects: [],
    }));
    refusing.push(`/${end}`);
    try {
      await expect(writeFolder(await outFolder({ out, force: true }), files, new Notes())).rejects.toThrow(
        /export" could not be written: this user may not \(EACCES\); what stood there is as it was\.$/,
      );
    } finally {
      refusing.length = 0;
    }
    expect((await readdir(out)).sort()).toEqual(['a.yaml', 'd.yaml', 'theirs.yaml']);
    expect(await readFile(join(out, 'a.yaml'), 'utf8')).toBe('old a');
    expect(await readFile(join(out, 'd.yaml'), 'utf8')).toBe('old d');
  },
);
