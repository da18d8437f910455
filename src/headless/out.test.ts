import { lstat, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outFile, writeWhole } from './out.ts';
import { tune } from './tune.ts';
import { Notes } from './notes.ts';

const folder = async (): Promise<string> => mkdtemp(join(tmpdir(), 'sluice-out-'));

describe('--out', () => {
  it('is refused before any work where it cannot be written', async () => {
    const here = await folder();
    await expect(outFile({ out: join(here, 'none', 'a.yaml') })).rejects.toThrow(/there is no folder/);
    await mkdir(join(here, 'b'));
    await expect(outFile({ out: join(here, 'b') })).rejects.toThrow(/is a folder; a file's name/);
    await expect(outFile({ out: '/dev/null' })).rejects.toThrow(/is a special file/);
    expect(await outFile({ out: join(here, 'a.yaml') })).toBe(join(here, 'a.yaml'));
    expect(await outFile({})).toBeUndefined();
  });

  it('is refused by tune before it searches', async () => {
    const out = join(await folder(), 'none', 'better.yaml');
    const from = performance.now();
    await expect(
      tune(['--workload', 'fluctuating', '--seconds', '60', '--out', out], new Notes()),
    ).rejects.toThrow(/there is no folder/);
    expect(performance.now() - from).toBeLessThan(10_000);
  });

  it('is written whole, over what stood there, and leaves nothing beside it', async () => {
    const here = await folder();
    const out = join(here, 'a.txt');
    await writeFile(out, 'old');
    await writeWhole(out, 'new');
    expect(await readFile(out, 'utf8')).toBe('new');
    expect(await readdir(here)).toEqual(['a.txt']);
    await mkdir(join(here, 'b'));
    await expect(writeWhole(join(here, 'b'), 'x')).rejects.toThrow(/could not be written/);
    expect((await lstat(join(here, 'b'))).isDirectory()).toBe(true);
    expect((await readdir(here)).sort()).toEqual(['a.txt', 'b']);
  });
});
