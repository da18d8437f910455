import { spawn, execFileSync } from 'node:child_process';
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draftIn } from './drafts.ts';
import { Notes } from './notes.ts';
import { UsageError } from './options.ts';
import { outFile, writeWhole, type OutFile } from './out.ts';
import { predictor } from './predictor.ts';
import { train } from './train.ts';
import { tune } from './tune.ts';

const folder = async (): Promise<string> => mkdtemp(join(tmpdir(), 'sluice-out-'));
const target = async (path: string, force = false): Promise<OutFile> =>
  (await outFile({ out: path, force }))!;
/** Names in a folder and what the files hold: what must be equal before and after a refusal. */
const holds = async (path: string): Promise<readonly (readonly [string, string])[]> =>
  Promise.all(
    (await readdir(path)).sort().map(async (name) => {
      const at = join(path, name);
      return [name, (await lstat(at)).isFile() ? await readFile(at, 'utf8') : 'no file'] as const;
    }),
  );

describe('--out', () => {
  it('is refused before any work where it cannot be written', async () => {
    const here = await folder();
    await mkdir(join(here, 'b'));
    await writeFile(join(here, 'old.json'), 'old');
    await symlink(join(here, 'old.json'), join(here, 'to-file'));
    await symlink(join(here, 'nowhere'), join(here, 'dangling'));
    await symlink('/dev/full', join(here, 'to-device'));
    await symlink('circle', join(here, 'circle'));
    execFileSync('mkfifo', [join(here, 'pipe')]);
    const before = await holds(here);
    for (const [out, sentence] of [
      [join(here, 'none', 'a.yaml'), /there is no folder/],
      [join(here, 'b'), /is a folder; a file's name/],
      [`${join(here, 'c')}/`, /is a folder's name; a file's name/],
      [join(here, 'old.json', 'a.yaml'), /there is no folder/],
      [join(here, 'old.json'), /is there already; name another file, or add --force/],
      [join(here, 'to-file'), /is a link to ".*old\.json", and nothing is written through links/],
      [join(here, 'dangling'), /is a link to ".*nowhere"/],
      [join(here, 'to-device'), /is a link to "\/dev\/full"/],
      [join(here, 'circle'), /is a link to "circle"/],
      [join(here, 'circle', 'a.json'), /there is no folder/],
      [join(here, 'pipe'), /is a special file \(a named pipe\)/],
      ['/dev/null', /is a special file \(a device\)/],
      ['/dev/full', /is a special file \(a device\)/],
      [join(here, 'x'.repeat(300)), /the name is too long \(ENAMETOOLONG\)/],
      [join('/proc', 'a.json'), /nothing can be written in the folder "\/proc"/],
      ['', /--out is empty/],
      [' ', /--out is empty/],
      [join(here, 'a\0b'), /holds a NUL character/],
    ] as const) {
      await expect(outFile({ out }), out).rejects.toThrow(sentence);
      await expect(outFile({ out }), out).rejects.toBeInstanceOf(UsageError);
      // --force replaces files; it does not follow links, nor replace anything else.
      if (!out.endsWith('old.json'))
        await expect(outFile({ out, force: true }), out).rejects.toBeInstanceOf(UsageError);
    }
    expect(await holds(here)).toEqual(before);
    expect(await outFile({ out: join(here, 'a.yaml') })).toMatchObject({ path: join(here, 'a.yaml') });
    expect(await outFile({})).toBeUndefined();
  });

  it('is refused by every command before it works', async () => {
    const here = await folder();
    const old = join(here, 'old.json');
    await writeFile(old, 'old');
    const from = performance.now();
    for (const out of [old, join(here, 'none', 'better.yaml')])
      for (const run of [
        () => tune(['--workload', 'fluctuating', '--seconds', '60', '--out', out], new Notes()),
        () => train(['--seconds', '600', '--out', out]),
        () => predictor(['--train', 'day', '--seconds', '600', '--out', out]),
      ])
        await expect(run()).rejects.toThrow(/there is no folder|is there already/);
    expect(performance.now() - from).toBeLessThan(10_000);
    expect(await holds(here)).toEqual([['old.json', 'old']]);
  });

  it('is written whole, over what stood there where --force says so, and leaves nothing beside it', async () => {
    const here = await folder();
    const path = join(here, 'a.txt');
    await writeWhole(await target(path), 'first', new Notes());
    await chmod(path, 0o600);
    await link(path, join(here, 'second-name'));
    const notes = new Notes();
    await writeWhole(await target(path, true), 'new', notes);
    expect(await holds(here)).toEqual([
      ['a.txt', 'new'],
      ['second-name', 'first'],
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(notes.sentences).toEqual([]);
  });

  it('as long as names may be, and as deep', async () => {
    const here = await folder();
    const path = join(here, `${'é'.repeat(125)}.json`);
    await writeWhole(await target(path), 'x', new Notes());
    expect(await readdir(here)).toEqual([`${'é'.repeat(125)}.json`]);
  });
});

describe('what another process does meanwhile', () => {
  it('is left as it is, and the result is kept beside it', async () => {
    const here = await folder();
    for (const [name, made, sentence] of [
      [
        'a.json',
        writeFile,
        /a\.json" was made by another process meanwhile; .* the result is in ".*a-2\.json"/,
      ],
      ['b.json', (path: string) => mkdir(path), /b\.json" .*; .* the result is in ".*b-2\.json"/],
      [
        'c.zip',
        (path: string) => symlink('/etc/passwd', path),
        /c\.zip" is a link to .*; .* is in ".*c-2\.zip"/,
      ],
      ['d', (path: string) => symlink('nowhere', path), /d" is a link to "nowhere".*; .* is in ".*d-2"/],
      ['.e', writeFile, /\.e" was made by another process meanwhile; .* is in ".*\.e-2"/],
    ] as const) {
      const out = await target(join(here, name));
      await made(join(here, name), 'theirs');
      const before = await lstat(join(here, name));
      await expect(writeWhole(out, 'mine', new Notes()), name).rejects.toThrow(sentence);
      expect((await lstat(join(here, name))).ino).toBe(before.ino);
    }
    expect((await holds(here)).filter(([, content]) => content === 'mine')).toHaveLength(5);
    expect((await readdir(here)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is replaced by --force, and that is said; a link or a folder is not', async () => {
    const here = await folder();
    const path = join(here, 'a.json');
    const out = await target(path, true);
    await writeFile(path, 'theirs');
    const notes = new Notes();
    await writeWhole(out, 'mine', notes);
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect(notes.sentences.join()).toMatch(/was written by another process meanwhile; that is replaced/);
    const folderThere = await target(join(here, 'b'), true);
    await mkdir(join(here, 'b'));
    await expect(writeWhole(folderThere, 'mine', notes)).rejects.toThrow(
      /is a folder now, where a file was expected; .* "[^"]*b-2"/,
    );
    const linkThere = await target(join(here, 'c'), true);
    await symlink(path, join(here, 'c'));
    await expect(writeWhole(linkThere, 'other', notes)).rejects.toThrow(/is a link/);
    expect(await readFile(path, 'utf8')).toBe('mine');
  });

  it('of two at once, one is there whole and the other is beside it', async () => {
    const here = await folder();
    const path = join(here, 'a.json');
    const outs = await Promise.all(Array.from({ length: 8 }, () => target(path)));
    const contents = outs.map((_, i) => String(i).repeat(200_000));
    const ends = await Promise.allSettled(outs.map((out, i) => writeWhole(out, contents[i]!, new Notes())));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const files = await holds(here);
    expect(files).toHaveLength(8);
    expect(new Set(files.map(([, content]) => content))).toEqual(new Set(contents));
    const forced = await Promise.all(Array.from({ length: 8 }, () => target(path, true)));
    await Promise.all(forced.map((out, i) => writeWhole(out, contents[i]!, new Notes())));
    expect(contents).toContain(await readFile(path, 'utf8'));
    expect(await readdir(here)).toHaveLength(8);
  });
});

describe('what a killed process left', () => {
  it('is removed by the next that writes there, once it is old', async () => {
    const here = await folder();
    const [old, young] = [draftIn(here), draftIn(here)];
    await mkdir(join(old, 'manifests'), { recursive: true });
    await writeFile(join(old, 'manifests', 'a.yaml'), 'half');
    await writeFile(young, 'half');
    const others = ['.sluice-1-abc.part', 'a.part', '.sluice-1-0123456789ab.part.txt'];
    const long = new Date(Date.now() - 2 * 3_600_000);
    for (const name of others) await writeFile(join(here, name), 'theirs');
    for (const name of [...others, old, young].map((name) => join(here, name.replace(here, ''))))
      if (name !== young) await utimes(name, long, long);
    await writeWhole(await target(join(here, 'a.json')), 'x', new Notes());
    expect((await readdir(here)).sort()).toEqual([...others, young.slice(here.length + 1), 'a.json'].sort());
  });
});

/** A small program that writes `size` bytes to `path`, in a shell that limits files to one block. */
function writingWithin(blocks: number, path: string, size: number, force: boolean): Promise<string> {
  const code = `
    import { outFile, writeWhole } from './src/headless/out.ts';
    import { Notes } from './src/headless/notes.ts';
    process.on('SIGXFSZ', () => {});
    const out = await outFile({ out: ${JSON.stringify(path)}, force: ${String(force)} });
    await writeWhole(out, 'x'.repeat(${String(size)}), new Notes()).then(() => console.log('written'), (e) => console.log(e.message));`;
  return new Promise((resolve, reject) => {
    const child = spawn(
      'sh',
      ['-c', `ulimit -f ${String(blocks)}; exec "$0" --import tsx --input-type=module`, process.execPath],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
    );
    child.stdin.end(code);
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    child.on('error', reject);
    child.on('close', () => {
      resolve(said.trim());
    });
  });
}

describe('a disk without room', () => {
  it('keeps the old file, and no part of the new one', async () => {
    const here = await folder();
    const path = join(here, 'a.json');
    await writeFile(path, 'old');
    expect(await writingWithin(8, path, 1_000_000, true)).toMatch(
      /a\.json" could not be written: it would be larger than files may be here \(EFBIG\); what stood there is as it was\.$/,
    );
    expect(await holds(here)).toEqual([['a.json', 'old']]);
    expect(await writingWithin(8, join(here, 'b.json'), 100, false)).toBe('written');
    expect((await readdir(here)).sort()).toEqual(['a.json', 'b.json']);
  }, 60_000);
});

describe('a folder that is changed while a command works', () => {
  /** What is done to the folder between the check and the end, by a name for it. */
  const changes: readonly (readonly [string, (folder: string) => Promise<unknown>])[] = [
    [
      'a link to another has its name',
      async (at) => (await rename(at, `${at}.old`), symlink(await folder(), at)),
    ],
    ['a link to itself has its name', async (at) => (await rename(at, `${at}.old`), symlink('/dev', at))],
    ['another one has its name', async (at) => (await rename(at, `${at}.old`), mkdir(at))],
    ['a file has its name', async (at) => (await rename(at, `${at}.old`), writeFile(at, 'x'))],
    ['it is gone', async (at) => rm(at, { recursive: true })],
  ];

  it.each(changes)('%s: nothing is written there, and the result is kept', async (_, change) => {
    const at = join(await folder(), 'results');
    await mkdir(at);
    const name = `${String(process.pid)}-${String(performance.now())}.json`;
    const out = await target(join(at, name));
    await change(at);
    const failed: unknown = await writeWhole(out, 'hours of work', new Notes()).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(UsageError);
    const kept =
      /gone, or another one has its name now; nothing was written there, and the result is in "(.+)"\.$/.exec(
        (failed as UsageError).message,
      )?.[1];
    expect(await readFile(kept!, 'utf8')).toBe('hours of work');
    await rm(kept!);
    expect(await stat(join(at, name)).catch(() => undefined)).toBeUndefined();
  });

  it.each([
    ['mkfifo', (at: string) => execFileSync('mkfifo', [at])],
    ['a folder', (at: string) => mkdir(at)],
  ] as const)('%s that appeared at the place is not replaced with --force either', async (_, make) => {
    const at = join(await folder(), 'a.json');
    const out = await target(at, true);
    await make(at);
    await expect(writeWhole(out, 'new', new Notes())).rejects.toThrow(
      /is a (named pipe|folder) now, where a file was expected; .* the result is in ".*a-2\.json"\.$/,
    );
    expect((await lstat(at)).isFile()).toBe(false);
  });
});
