/** `env` as a process, as a trainer drives it. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const OPTIONS = ['env', '--workload', 'step', '--predictor', 'last', '--lanes', '64', '--quiet'];
const RESET = '{"request":"reset","seed":1}\n';
const ORDERS = new Int32Array(64 * 6).map((_, i) => i % 4);
const STEP = Buffer.concat([
  Buffer.from(`{"request":"step","bytes":${String(ORDERS.byteLength)}}\n`),
  Buffer.from(ORDERS.buffer),
]);
const CLOSE = '{"request":"close"}\n';

function started(args: readonly string[] = OPTIONS): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['src/headless/start.mjs', ...args], { stdio: 'pipe' });
}

interface Ended {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
}

function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const out: Buffer[] = [];
  let err = '';
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  // What was asked of it may no longer find a reader.
  child.stdin.on('error', () => undefined);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, out: Buffer.concat(out), err });
    });
  });
}

describe('env', () => {
  it('answers two clients with one seed by the same bytes, and ends where it is closed', async () => {
    const played = async (): Promise<Ended> => {
      const child = started();
      child.stdin.write(`{"request":"hello"}\n${RESET}`);
      for (let k = 0; k < 20; k++) child.stdin.write(STEP);
      child.stdin.write(CLOSE);
      // Its input stays open: close alone must end it.
      return endOf(child);
    };
    const [one, other] = await Promise.all([played(), played()]);
    expect([one.code, one.err]).toEqual([0, '']);
    expect(one.out.subarray(-18).toString()).toBe('{"reply":"close"}\n');
    expect(one.out.length).toBeGreaterThan(20 * 64 * 44 * 4);
    expect(other.out.equals(one.out)).toBe(true);
  });

  it('says in a sentence that its client left, whenever it does, and that is no fault', async () => {
    const within = started();
    within.stdin.end(`${RESET}{"request":"st`);
    const reading = started();
    reading.stdin.write(RESET);
    const deaf = endOf(reading);
    reading.stdout.once('data', () => {
      // Killed within a step: nobody reads, while requests are on their way.
      reading.stdout.destroy();
      for (let k = 0; k < 50; k++) reading.stdin.write(STEP);
    });
    expect(await endOf(within)).toMatchObject({
      code: 0,
      err: 'The client ended within a line; 0 decisions had been taken.\n',
    });
    const { code, err } = await deaf;
    expect(code).toBe(0);
    expect(err).toMatch(/^The client no longer reads; [\d,]+ decisions had been taken\.\n$/);
  });

  it('says in a sentence where its input or its output fails', async () => {
    const folder = openSync('.', 'r');
    const full = existsSync('/dev/full') ? openSync('/dev/full', 'w') : undefined;
    const of = (stdin: 'pipe' | number, stdout: 'pipe' | number): Promise<Ended> => {
      const child = spawn(process.execPath, ['src/headless/start.mjs', ...OPTIONS], {
        stdio: [stdin, stdout, 'pipe'],
      });
      child.stdin?.end(RESET);
      let err = '';
      child.stderr!.on('data', (part: Buffer) => (err += part.toString()));
      return new Promise((resolve) => {
        child.on('close', (code) => {
          resolve({ code, out: Buffer.alloc(0), err });
        });
      });
    };
    const [read, written] = await Promise.all([of(folder, 'pipe'), full && of('pipe', full)]);
    expect(read).toMatchObject({
      code: 2,
      err: 'Standard input cannot be read: it is a folder (EISDIR).\n',
    });
    if (written)
      expect(written).toMatchObject({
        code: 2,
        err: 'An answer cannot be written to standard output: the disk is full (ENOSPC).\n',
      });
  });

  it('reads a file of requests, and refuses options like every command', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'sluice-')), 'requests');
    await writeFile(file, CLOSE);
    const command = 'exec "$0" src/headless/start.mjs env --workload step --predictor last < "$1"';
    const shell = spawn('sh', ['-c', command, process.execPath, file], { stdio: 'pipe' });
    expect(await endOf(shell)).toMatchObject({ code: 0, err: '', out: Buffer.from('{"reply":"close"}\n') });
    const refused = await endOf(started(['env', '--workload', 'step', '--lanes', '0']));
    expect(refused).toMatchObject({
      code: 2,
      err: '--lanes takes a whole number from 1 to 4,096 lanes; 0 is outside.\n',
    });
  });
});
