import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportManifests } from './export.ts';
import { Notes } from './notes.ts';
import { UsageError } from './options.ts';
import { outFolder, writeFolder, type OutFolder } from './outFolder.ts';
import type { ExportFile } from '../export/file.ts';

const here = async (): Promise<string> => mkdtemp(join(tmpdir(), 'sluice-export-'));
const target = (out: string, force = false): Promise<OutFolder> => outFolder({ out, force });
const filesOf = (content: string): readonly ExportFile[] =>
  ['README.md', 'manifests/a.yaml', 'manifests/b.yaml', 'policy/deep/c.onnx'].map((name) => ({
    name,
    content: `${name} ${content}`,
    objects: [],
  }));
/** Every file below a folder with what it holds; a link as where it leads, nothing else but folders. */
const tree = async (at: string): Promise<Readonly<Record<string, string>>> => {
  const found: Record<string, string> = {};
  for (const entry of await readdir(at, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path.slice(at.length + 1)] = await readFile(path, 'utf8');
    else if (!entry.isDirectory()) found[path.slice(at.length + 1)] = 'no file';
  }
  return found;
};
const whole = (content: string): Readonly<Record<string, string>> =>
  Object.fromEntries(filesOf(content).map((file) => [file.name, file.content as string]));
const write = async (out: OutFolder, content: string, notes = new Notes()): Promise<void> =>
  writeFolder(out, filesOf(content), notes);

describe('a folder that is written', () => {
  it('is refused before the work where it cannot be', async () => {
    const place = await here();
    await writeFile(join(place, 'file'), 'x');
    await mkdir(join(place, 'full'));
    await writeFile(join(place, 'full', '.hidden'), 'theirs');
    await mkdir(join(place, 'many'));
    for (const name of ['a', 'b', 'c', 'd', 'e']) await writeFile(join(place, 'many', name), 'theirs');
    await symlink(join(place, 'full'), join(place, 'to-folder'));
    await symlink('nowhere', join(place, 'dangling'));
    execFileSync('mkfifo', [join(place, 'pipe')]);
    const before = await tree(place);
    for (const [out, sentence] of [
      ['file', /is a plain file; a folder's name was expected/],
      ['file/deep/er', /cannot be written: a part of the path is a file, not a folder \(ENOTDIR\)/],
      ['full', /is a folder that holds \.hidden already; .* --force/],
      ['many/', /holds a, b, c and 2 more already/],
      ['to-folder', /is a link to ".*full"/],
      ['to-folder/', /is a link to ".*full"/],
      ['dangling', /is a link to "nowhere"/],
      ['dangling/deep', /"[^"]*dangling" is a link, where a folder was expected/],
      ['pipe', /is a named pipe; a folder's name/],
      ['y'.repeat(300), /the name is too long/],
    ] as const) {
      const path = place + '/' + out;
      await expect(target(path), out).rejects.toThrow(sentence);
      await expect(target(path), out).rejects.toBeInstanceOf(UsageError);
      await expect(exportManifests(['--out', path]), out).rejects.toThrow(sentence);
    }
    await expect(target('/proc/new/export')).rejects.toThrow(/nothing can be written in the folder "\/proc"/);
    await expect(outFolder({})).rejects.toThrow(/--out is missing/);
    await expect(target('')).rejects.toThrow(/--out is empty/);
    expect(await tree(place)).toEqual(before);
  });

  it('is made in one piece, with the folders on the way, and nothing is left beside it', async () => {
    const place = await here();
    const out = join(place, 'deep', 'er', 'export');
    await write(await target(`${out}/`), '1');
    expect(await tree(out)).toEqual(whole('1'));
    expect(await readdir(place)).toEqual(['deep']);
    expect(await readdir(dirname(out))).toEqual(['export']);
    const empty = join(place, 'empty');
    await mkdir(empty);
    await write(await target(empty), '2');
    expect(await tree(place)).toMatchObject({ 'empty/README.md': 'README.md 2' });
    expect((await readdir(empty)).sort()).toEqual(['README.md', 'manifests', 'policy']);
  });

  it('keeps with --force what it does not write, says so, and follows no link', async () => {
    const place = await here();
    const out = join(place, 'export');
    await write(await target(out), '1');
    await chmod(join(out, 'README.md'), 0o640);
    await writeFile(join(out, 'manifests', 'old.yaml'), 'theirs');
    const notes = new Notes();
    await write(await target(out, true), '2', notes);
    expect(await tree(out)).toEqual({ ...whole('2'), 'manifests/old.yaml': 'theirs' });
    expect((await stat(join(out, 'README.md'))).mode & 0o777).toBe(0o640);
    expect(notes.sentences.join()).toMatch(
      /holds files of before beside those of this export: manifests\/old\.yaml\./,
    );
  });

  it.each([
    ['manifests', 'a link', /"[^"]*manifests" is a link to/],
    ['policy/deep', 'a link', /"[^"]*deep" is a link to/],
    ['manifests/a.yaml', 'a link', /"[^"]*a\.yaml" is a link to/],
    ['policy/deep/c.onnx', 'a dangling link', /"[^"]*c\.onnx" is a link to "nowhere"/],
    ['README.md', 'a folder', /"[^"]*README\.md" is a folder, where a file was expected/],
    ['manifests', 'a file', /"[^"]*manifests" is a plain file, where a folder was expected/],
    ['policy/deep/c.onnx', 'a pipe', /"[^"]*c\.onnx" is a named pipe, where a file was expected/],
  ])('is refused whole where %s is %s, with --force too', async (name, kind, sentence) => {
    const place = await here();
    const out = join(place, 'export');
    const outside = join(place, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'a.yaml'), 'theirs');
    await mkdir(dirname(join(out, name)), { recursive: true });
    if (kind === 'a link')
      await symlink(name.endsWith('.yaml') ? join(outside, 'a.yaml') : outside, join(out, name));
    else if (kind === 'a dangling link') await symlink('nowhere', join(out, name));
    else if (kind === 'a folder') await mkdir(join(out, name));
    else if (kind === 'a file') await writeFile(join(out, name), 'theirs');
    else execFileSync('mkfifo', [join(out, name)]);
    const before = await tree(place);
    await expect(write(await target(out, true), '1')).rejects.toThrow(sentence);
    expect(await tree(place)).toEqual(before);
  });

  it('is not touched where the new files cannot even be laid out', async () => {
    const place = await here();
    const out = join(place, 'export');
    await write(await target(out), '1');
    const before = await tree(out);
    const files = [...filesOf('2'), { name: `new/${'n'.repeat(300)}`, content: 'x', objects: [] }];
    await expect(writeFolder(await target(out, true), files, new Notes())).rejects.toThrow(
      /could not be written: the name is too long \(ENAMETOOLONG\); what stood there is as it was\./,
    );
    expect(await tree(out)).toEqual(before);
    const fresh = join(place, 'fresh');
    await expect(writeFolder(await target(join(fresh, 'deep')), files, new Notes())).rejects.toThrow(
      /too long/,
    );
    expect(await readdir(place)).toEqual(['export']);
  });
});

describe('two commands that write one folder', () => {
  it('where none was: one writes it whole, the others say a sentence', async () => {
    const out = join(await here(), 'new', 'export');
    const outs = await Promise.all(Array.from({ length: 6 }, () => target(out)));
    const ends = await Promise.allSettled(outs.map((one, i) => write(one, String(i))));
    const won = ends.findIndex(({ status }) => status === 'fulfilled');
    for (const [i, end] of ends.entries())
      if (i !== won) {
        expect(end.status).toBe('rejected');
        expect(String((end as PromiseRejectedResult).reason)).toMatch(/made by another process meanwhile/);
      }
    expect(await tree(out)).toEqual(whole(String(won)));
    expect(await readdir(dirname(out))).toEqual(['export']);
  });

  it.each(['an empty folder', 'a full one', 'none'])(
    'with --force into %s: the last one is there whole',
    async (kind) => {
      const out = join(await here(), 'export');
      if (kind !== 'none') await mkdir(out);
      if (kind === 'a full one') await write(await target(out, true), 'old');
      const outs = await Promise.all(Array.from({ length: 6 }, () => target(out, true)));
      const ends = await Promise.allSettled(outs.map((one, i) => write(one, String(i))));
      expect(ends.map(({ status }) => status)).toEqual(Array(6).fill('fulfilled'));
      const files = await tree(out);
      expect([0, 1, 2, 3, 4, 5].map((i) => whole(String(i)))).toContainEqual(files);
    },
  );

  it('without --force into an empty folder: one writes it, the others say a sentence', async () => {
    const out = join(await here(), 'export');
    await mkdir(out);
    const outs = await Promise.all(Array.from({ length: 6 }, () => target(out)));
    const ends = await Promise.allSettled(outs.map((one, i) => write(one, String(i))));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const won = ends.findIndex(({ status }) => status === 'fulfilled');
    expect(await tree(out)).toEqual(whole(String(won)));
    expect((await lstat(out)).isDirectory()).toBe(true);
  });

  it('of which one was killed: its lock holds nobody up for long', async () => {
    const out = join(await here(), 'export');
    await mkdir(join(out, '.sluice-lock'), { recursive: true });
    const long = new Date(Date.now() - 120_000);
    await utimes(join(out, '.sluice-lock'), long, long);
    await write(await target(out), '1');
    expect(await tree(out)).toEqual(whole('1'));
    expect(await readdir(out)).not.toContain('.sluice-lock');
  });
});

it.each(['/', '//', '/tmp/..', homedir(), `${homedir()}/`])(
  '%s is no place for an export, with --force neither',
  async (out) => {
    await expect(target(out, true)).rejects.toThrow(
      /(root of the file system|home folder), which is no place/,
    );
  },
);

it('a file in the place of the lock is said at once', async () => {
  const place = await here();
  await writeFile(join(place, '.sluice-lock'), '');
  await expect(write(await target(place, true), 'new')).rejects.toThrow(
    /sluice-lock" is a plain file, .*; remove it\./,
  );
  expect(await tree(place)).toEqual({ '.sluice-lock': '' });
});

it('a folder whose name leads elsewhere by now is not written through', async () => {
  const place = join(await here(), 'export');
  const other = await here();
  await mkdir(place);
  const out = await target(place, true);
  await rename(place, `${place}.old`);
  await symlink(other, place);
  await expect(write(out, 'new')).rejects.toThrow(/another one has its name now; nothing of this export/);
  expect(await tree(other)).toEqual({});
});
