import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { exportManifests } from './export.ts';
import { forecast } from './forecast.ts';
import { readInput } from './inputs.ts';
import { Notes } from './notes.ts';
import { optimum } from './optimum.ts';
import { UsageError } from './options.ts';
import { predictor } from './predictor.ts';
import { simulate } from './simulate.ts';
import { train } from './train.ts';
import { tune } from './tune.ts';

let here: string;
let server: Server;
/** Of everything that is no plain file, its path and what the sentence calls it. */
let strange: readonly (readonly [string, RegExp])[];
beforeAll(async () => {
  here = await mkdtemp(join(tmpdir(), 'sluice-in-'));
  const at = (name: string): string => join(here, name);
  execFileSync('mkfifo', [at('pipe')]);
  await mkdir(at('folder'));
  server = createServer();
  await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
  await symlink('/dev/zero', at('to-zero'));
  await symlink(at('pipe'), at('to-pipe'));
  await symlink('nowhere', at('dangling'));
  await symlink('circle', at('circle'));
  await writeFile(at('huge'), '');
  // Takes no room on the disk.
  await truncate(at('huge'), 2 ** 31);
  strange = [
    ['/dev/zero', / is a device, not a plain file, and may never end/],
    ['/dev/urandom', / is a device, not/],
    ['/dev/full', / is a device, not/],
    ['/dev/tty', / is a device, not|cannot be read/],
    [at('pipe'), / is a named pipe, not a plain file, and may never end; save what it gives into a file/],
    [at('socket'), / is a socket, not/],
    [at('folder'), / is a folder, not a plain file; name a file in it/],
    [here + '/', / is a folder, not/],
    [at('to-zero'), / is a device, not/],
    [at('to-pipe'), / is a named pipe, not/],
    [at('dangling'), / is a link that leads nowhere/],
    [at('circle'), / cannot be read: its links lead in a circle/],
    [at('huge'), / is larger than \d+ MB, the most that is read/],
    ['/proc/self/mem', / cannot be read: the disk reports an error/],
  ];
});
afterAll(async () => {
  server.close();
  await rm(here, { recursive: true, force: true });
});

const read = (path: string): ReturnType<typeof readInput> => readInput(path, 'The file', 'pipeline');

describe('a file of the command line', () => {
  it('is a plain file, also behind a link, and where it says that it is empty', async () => {
    const path = join(here, 'plain');
    await writeFile(path, 'äöü');
    await symlink(path, join(here, 'to-plain'));
    await symlink(here, join(here, 'to-here'));
    for (const name of ['plain', 'to-plain', 'to-here/to-plain', '../' + here.split('/').at(-1)! + '/plain'])
      expect(new TextDecoder().decode(await read(join(here, name))), name).toBe('äöü');
    await writeFile(join(here, 'empty'), '');
    expect((await read(join(here, 'empty')))!.length).toBe(0);
    // Files of the kernel have no size until they are read.
    if (process.platform === 'linux')
      expect(new TextDecoder().decode(await read('/proc/self/status'))).toMatch(/^Name:/);
  });

  it('is undefined where nothing is, so that it may be the name of something else', async () => {
    for (const name of ['none', 'none/none', 'plain/none', 'x'.repeat(300), 'hpa:target=0.5', 'a\0b', ''])
      expect(await read(name === '' ? '' : join(here, name)), name).toBeUndefined();
  });

  it('is refused in one sentence where it is anything else, at once', async () => {
    const from = performance.now();
    for (const [path, sentence] of strange) {
      await expect(read(path), path).rejects.toThrow(sentence);
      await expect(read(path), path).rejects.toThrow(new RegExp(`^The file "`));
      await expect(read(path), path).rejects.toBeInstanceOf(UsageError);
    }
    expect(performance.now() - from).toBeLessThan(5000);
  });

  it('is bounded while it is read, whatever size it says', async () => {
    // Says 0 bytes and gives 8 for every page of the address space.
    if (process.platform === 'linux')
      await expect(read('/proc/self/pagemap')).rejects.toThrow(/larger than 16 MB|cannot be read/);
  });

  it('that may not be read is refused with the reason', async () => {
    const path = join(here, 'mine');
    await writeFile(path, 'x');
    await chmod(path, 0);
    // Root reads everything.
    if (process.getuid?.() === 0) expect((await read(path))!.length).toBe(1);
    else await expect(read(path)).rejects.toThrow(/cannot be read: this user may not \(EACCES\)/);
  });
});

describe('every file that a command reads', () => {
  it.each([
    ['simulate --workload', (x: string) => simulate(['--workload', x])],
    ['simulate --pipeline', (x: string) => simulate(['--workload', 'step', '--pipeline', x])],
    ['simulate --policy', (x: string) => simulate(['--workload', 'step', '--policy', x])],
    ['optimum --pipeline', (x: string) => optimum(['--loads', '5', '--pipeline', x])],
    ['optimum --workload', (x: string) => optimum(['--offline', '--workload', x])],
    ['train --workload', (x: string) => train(['--seconds', '600', '--workload', x])],
    ['train --pipeline', (x: string) => train(['--seconds', '600', '--pipeline', x])],
    ['train --evaluate', (x: string) => train(['--seconds', '600', '--evaluate', `step,${x}`])],
    ['forecast --train', (x: string) => forecast(['--train', x, '--test', 'step'])],
    ['forecast --test', (x: string) => forecast(['--train', 'day', '--test', x])],
    ['forecast --lstm', (x: string) => forecast(['--train', 'step', '--test', 'step', '--lstm', x])],
    ['predictor --train', (x: string) => predictor(['--train', x])],
    ['compare --pipelines', (x: string) => compare(['--pipelines', x])],
    ['compare --workloads', (x: string) => compare(['--workloads', x])],
    ['compare --policies', (x: string) => compare(['--policies', x])],
    ['compare --paper --pipeline', (x: string) => compare(['--paper', '--pipeline', x])],
    ['export --pipeline', (x: string) => exportManifests(['--out', join(here, 'out'), '--pipeline', x])],
    ['export --policy', (x: string) => exportManifests(['--out', join(here, 'out'), '--policy', x])],
    ['export --bundle', (x: string) => exportManifests(['--out', join(here, 'out'), '--bundle', x])],
    ['tune --workload', (x: string) => tune(['--workload', x], new Notes())],
    ['tune --from', (x: string) => tune(['--workload', 'step', '--from', x], new Notes())],
    ['tune --pipeline', (x: string) => tune(['--workload', 'step', '--pipeline', x], new Notes())],
  ])('%s takes plain files only', async (_, run) => {
    const from = performance.now();
    for (const [path, sentence] of strange) {
      await expect(run(path), path).rejects.toThrow(sentence);
      await expect(run(path), path).rejects.toBeInstanceOf(UsageError);
    }
    expect(performance.now() - from).toBeLessThan(15_000);
  });
});
