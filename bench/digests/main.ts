/**
 * `npm run digests -- --out file [--root checkout]`: what the command line of a checkout computes on fixed seeds, each
 * output as a SHA-256. It knows the commands and nothing of the code, so that an older checkout is asked the same.
 * `npm run digests -- --compare before after`: what differs; ends with 1 where anything does.
 * Options: --only pattern (with the jobs whose output those need), --beside 2 (how many commands run at a time).
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { jobsFor, type Job } from './jobs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', default: join(import.meta.dirname, '../..') },
    out: { type: 'string' },
    only: { type: 'string', default: '' },
    beside: { type: 'string', default: '2' },
    compare: { type: 'boolean', default: false },
  },
});

type Digests = Readonly<Record<string, string>>;

const STANDING = new URL('./standing.mjs', import.meta.url).href;
/** A program made of the code itself, and what lists its digest: another text for every commit. */
const OF_THE_CODE = /(^|\/)agent\/agent\.mjs$/;

const digest = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Runs a job in the checkout; gives the digests of what it printed and wrote. Throws the command's sentence. */
async function carryOut(job: Job, root: string, folder: string): Promise<Digests> {
  const args = [
    ...job.args,
    ...(job.after === undefined ? [] : [join(folder, job.after)]),
    ...(job.out === undefined ? [] : ['--out', join(folder, job.out)]),
    '--quiet',
  ];
  const child = spawn(process.execPath, ['src/headless/start.mjs', ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: `--import ${STANDING}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((heard, failed) => {
    child.on('error', failed);
    child.on('close', heard);
  });
  if (code !== 0) throw new Error(`${job.name}: ${Buffer.concat(said).toString().trim()}`);
  const text = Buffer.concat(printed).toString().replaceAll(folder, '.');
  const digests: Record<string, string> = { [job.name]: digest(text) };
  if (job.out === undefined) return digests;
  const at = join(folder, job.out);
  const files = statSync(at).isDirectory()
    ? readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((file) =>
        statSync(join(at, file)).isFile(),
      )
    : [''];
  for (const file of files.sort())
    if (!OF_THE_CODE.test(file)) digests[join(job.out, file)] = digest(readFileSync(join(at, file)));
  return digests;
}

async function measure(root: string, beside: number): Promise<Digests> {
  const folder = mkdtempSync(join(tmpdir(), 'digests-'));
  const found: Record<string, Digests> = {};
  const jobs = jobsFor(new RegExp(values.only));
  const waiting = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const from = performance.now();
      // Its turn comes last, and what it waits for was begun first.
      while (job.after !== undefined && !existsSync(join(folder, job.after)))
        await new Promise((heard) => setTimeout(heard, 200));
      found[job.name] = await carryOut(job, root, folder);
      console.log(`${job.name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
    }
  };
  try {
    await Promise.all(Array.from({ length: beside }, worker));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Object.fromEntries(jobs.flatMap(({ name }) => Object.entries(found[name] ?? {})));
}

/** Prints what is not alike and gives how much that is. */
function differences(before: Digests, after: Digests): number {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const unlike = names.filter((name) => before[name] !== after[name]);
  for (const name of unlike)
    console.log(
      `${name}: ${before[name] === undefined ? 'only after' : after[name] === undefined ? 'only before' : 'other bytes'}`,
    );
  console.log(`${String(unlike.length)} of ${String(names.length)} digests differ.`);
  return unlike.length;
}

const read = (file: string): Digests => JSON.parse(readFileSync(file, 'utf8')) as Digests;

if (values.compare) {
  const [before, after] = positionals;
  if (before === undefined || after === undefined) throw new Error('--compare takes two files.');
  process.exitCode = differences(read(before), read(after)) > 0 ? 1 : 0;
} else {
  if (values.out === undefined) throw new Error('--out names the file for the digests.');
  const found = await measure(resolve(values.root), Number(values.beside));
  writeFileSync(values.out, `${JSON.stringify(found, undefined, 1)}\n`);
  console.log(`${String(Object.keys(found).length)} digests; all together ${digest(JSON.stringify(found))}`);
}
