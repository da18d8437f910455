/** The command line as a process: special files, closed pipes, full disks, and orders too large for any machine. */
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostile, Wrong, type Outcome } from '../class.ts';
import { cpuOf } from '../processTime.ts';
import { hostileText, NUMBERS, pick } from '../values.ts';
import { isDraft } from '../../../headless/drafts.ts';
import type { Random } from '../../../model/random.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
/** Of the processor, which the program itself needs for a second or two to begin. */
const MOST_MS = 10_000;
/** Of the clock, without computing. */
const MOST_WAITING_MS = 20_000;
const LOOK_EVERY_MS = 100;

interface Given {
  /** `{dir}` stands for a folder with the files that `furnish` makes. */
  readonly args: readonly string[];
  readonly stdout: 'read' | 'closed' | 'full';
}

const SOURCES = [
  '/dev/zero',
  '/dev/urandom',
  '/dev/full',
  '/dev/null',
  '{dir}/fifo',
  '{dir}',
  '{dir}/loop',
  '{dir}/binary',
  '{dir}/secret',
  '/proc/self/mem',
  '/dev/stdin',
  '{dir}/nul\u0000',
];
const PLACES = [
  '{dir}/made/',
  '{dir}/file.txt',
  '{dir}/file.txt/below',
  '{dir}/link.txt',
  '{dir}/loop',
  '{dir}/fifo',
  '/dev/full',
  '/dev/null',
  '{dir}',
  '',
  '/proc/x',
  '{dir}/' + 'x'.repeat(300),
  '{dir}/no/such/folder/file.json',
];
const HUGE = ['1e9', '1e308', '-1', '1.5', 'NaN', '0', '99999999999999999999', 'Infinity'];

function argsOf(random: Random): readonly string[] {
  const source = pick(SOURCES, random);
  const place = pick(PLACES, random);
  switch (random.integer(12)) {
    case 0:
      return ['simulate', '--workload', source, '--policy', 'hpa'];
    case 1:
      return ['simulate', '--workload', 'bursty', '--pipeline', source];
    case 2:
      return ['simulate', '--workload', 'bursty', '--policy', source];
    case 3:
      return ['forecast', '--train', source, '--test', pick(SOURCES, random)];
    case 4:
      return [
        'compare',
        '--seeds',
        pick(HUGE, random),
        '--policies',
        pick(['hpa,nobody', 'nobody', 'hpa:target=9'], random),
      ];
    case 5:
      return [
        'train',
        '--workload',
        'bursty',
        '--steps',
        pick(['1.5', '1e308', '-1', '0', 'x'], random),
        '--out',
        place,
      ];
    case 6:
      return ['train', '--workload', source, '--steps', '1', '--out', place];
    case 7:
      return ['export', '--pipeline', 'video', '--out', place];
    case 8:
      return ['export', '--bundle', source, '--out', place];
    case 9:
      return ['tune', '--policy', 'nobody', '--workload', source];
    case 10:
      return [hostileText(random), `--${pick(NUMBERS, random)}`];
    default:
      return ['optimum', '--loads', pick(HUGE, random), '--pipeline', pick([source, 'video'], random)];
  }
}

const given = (random: Random): Given => ({
  args: argsOf(random).map((arg) => arg.replaceAll('\u0000', '')),
  stdout: random.uniform() < 0.8 ? 'read' : random.uniform() < 0.5 ? 'closed' : 'full',
});

const SECRET = 'not to be overwritten\n';

function furnish(dir: string): void {
  writeFileSync(join(dir, 'file.txt'), SECRET);
  writeFileSync(join(dir, 'target.txt'), SECRET);
  writeFileSync(join(dir, 'secret'), SECRET, { mode: 0o000 });
  writeFileSync(join(dir, 'binary'), Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)));
  symlinkSync(join(dir, 'target.txt'), join(dir, 'link.txt'));
  symlinkSync(join(dir, 'loop'), join(dir, 'loop'));
  try {
    execFileSync('mkfifo', [join(dir, 'fifo')]);
  } catch {
    // A system without them: the name is then one of no file.
  }
  mkdirSync(join(dir, 'full'));
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
  /** Of the processor, ms. */
  readonly spent: number;
}

function run(args: readonly string[], stdout: Given['stdout']): Promise<Ended> {
  const command = [process.execPath, join(ROOT, 'src/headless/start.mjs'), ...args];
  const child =
    stdout === 'full' && existsSync('/dev/full')
      ? spawn('sh', ['-c', 'exec "$@" > /dev/full', 'sh', ...command], {
          cwd: ROOT,
          stdio: ['ignore', 'pipe', 'pipe'],
        })
      : spawn(command[0]!, command.slice(1), { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(0, 20_000)));
  if (stdout === 'closed') child.stdout.destroy();
  else child.stdout.resume();
  let spent = 0;
  let idleSince = performance.now();
  const timer = setInterval(() => {
    const cpu = cpuOf(child) ?? spent;
    if (cpu > spent) idleSince = performance.now();
    spent = cpu;
    if (spent > MOST_MS || performance.now() - idleSince > MOST_WAITING_MS) child.kill('SIGKILL');
  }, LOOK_EVERY_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(timer);
      resolve({ code, signal, errors, spent });
    });
  });
}

export const commands = hostile<Given>({
  make: given,
  async meet({ args, stdout }): Promise<Outcome> {
    const dir = mkdtempSync(join(tmpdir(), 'hostile-'));
    try {
      furnish(dir);
      const { code, signal, errors, spent } = await run(
        args.map((arg) => arg.replaceAll('{dir}', dir)),
        stdout,
      );
      if (signal !== null)
        throw new Wrong(
          `it was stopped after ${String(spent)} ms of the processor's time: ${errors.slice(0, 200)}`,
        );
      if (/\n\s+at /.test(errors)) throw new Wrong(`it ends with a stack: ${errors.slice(0, 300)}`);
      for (const name of ['file.txt', 'target.txt'])
        if (readFileSync(join(dir, name), 'utf8') !== SECRET) throw new Wrong(`it overwrote ${name}`);
      const draft = readdirSync(dir).find(isDraft);
      if (draft !== undefined) throw new Wrong(`it left ${draft} behind`);
      const sentences = errors
        .trim()
        .split('\n')
        .filter((line) => line !== '');
      if (code === 0) return { kind: 'accepted', sentences };
      if (code !== 2) throw new Wrong(`it ends with ${String(code)}: ${errors.slice(0, 200)}`);
      return { kind: 'refused', sentences };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
});
