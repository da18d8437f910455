/** A comparison in shards, one of them killed: merged, its bytes are those of the whole. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { merge } from './merge.ts';
import { Notes } from './notes.ts';
import { UsageError } from './options.ts';
import type { ComparisonDocument } from '../experiments/comparison/document.ts';
import { partText } from '../experiments/comparison/part.ts';
import { openPart } from '../experiments/comparison/partRead.ts';
import type { FoundPiece } from '../experiments/comparison/tasks.ts';

let here: string;
let load: string;
beforeAll(async () => {
  here = await mkdtemp(join(tmpdir(), 'sluice-shards-'));
  load = join(here, 'mine.csv');
  await writeFile(load, Array.from({ length: 250 }, (_, t) => 9 + 5 * Math.sin(t / 20)).join('\n'));
});
const place = async (): Promise<string> => mkdtemp(join(here, 'place-'));

/** Starts the command line as a process, and kills it as soon as `heard` stands on its standard error. */
async function killed(args: readonly string[], heard: RegExp): Promise<NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['src/headless/start.mjs', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString();
      if (heard.test(err)) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_, signal) => {
      resolve(signal);
    });
  });
}

const shardArgs = (args: readonly string[], i: number, of: number, folder: string): readonly string[] => [
  ...args,
  ...['--shard', `${String(i)}/${String(of)}`, '--out', join(folder, `part-${String(i)}.json`)],
];
const partsIn = (folder: string, of: number): readonly string[] =>
  Array.from({ length: of }, (_, i) => join(folder, `part-${String(i)}.json`));

describe('compare --shard', () => {
  it('in seven parts, one killed in the middle and run again, merges to the bytes of the whole', async () => {
    const folder = await place();
    const args = [
      ...['--pipelines', 'audio-qa', '--workloads', `${load},steady-low,${load}~x1.5`],
      ...['--policies', 'greedy,random,hpa:target=0.6', '--against', 'greedy', '--seeds', '2'],
    ];
    const whole = join(folder, 'whole.json');
    const told = (await compare([...args, '--out', whole])) as ComparisonDocument;
    const [of, doomed] = [7, 3];
    const signal = await killed(
      ['compare', ...shardArgs(args, doomed, of, folder)],
      /^compare: shard 3\/7, \d+ runs? of the comparison\.$/m,
    );
    expect(signal).toBe('SIGKILL');
    expect(await readdir(folder)).toEqual(['whole.json']);
    let runs = 0;
    for (let i = 0; i < of; i++) {
      const part = (await compare(shardArgs(args, i, of, folder))) as { readonly runs: number };
      runs += part.runs;
    }
    expect(runs).toBe(told.result.cells.length);
    const all = join(folder, 'all.json');
    const merged = (await merge([...partsIn(folder, of).toReversed(), '--out', all])) as ComparisonDocument;
    expect(await readFile(all, 'utf8')).toBe(await readFile(whole, 'utf8'));
    // The document on standard output has what clocks read, and is the same but for that.
    expect(merged.result.cells.map(({ summary }) => summary.reward)).toEqual(
      told.result.cells.map(({ summary }) => summary.reward),
    );
    expect(merged.result.cells.every(({ summary }) => summary.decisionMs > 0)).toBe(true);
    expect(await readFile(all, 'utf8')).not.toMatch(/decisionMs|wallSeconds|processorSeconds/);
  }, 240_000);

  it('gives single requests with their twins and values over time too', async () => {
    const folder = await place();
    const args = [
      ...['--pipelines', 'audio-qa', '--workloads', load, '--policies', 'greedy,random', '--seeds', '2'],
      ...['--environment', 'discrete', '--series'],
    ];
    const [whole, all] = [join(folder, 'whole.json'), join(folder, 'all.json')];
    await compare([...args, '--out', whole]);
    for (let i = 0; i < 3; i++) await compare(shardArgs(args, i, 3, folder));
    await merge([...partsIn(folder, 3), '--out', all]);
    const text = await readFile(all, 'utf8');
    expect(text).toBe(await readFile(whole, 'utf8'));
    expect(text).toContain('"twin"');
    expect(text).toContain('"series"');
  }, 240_000);

  it('of two that run one shard at once, writes one part, and neither is refused', async () => {
    const folder = await place();
    const args = ['--workloads', load, '--policies', 'random', '--seeds', '2', '--shard', '0/1'];
    const notes = [new Notes(), new Notes()];
    const told = await Promise.all(
      notes.map((own) => compare([...args, '--out', join(folder, 'part-0.json')], own)),
    );
    expect(told.map((one) => (one as { readonly runs: number }).runs)).toEqual([2, 2]);
    expect(await readdir(folder)).toEqual(['part-0.json']);
    expect(
      notes.filter(({ sentences }) =>
        /made by another process meanwhile, and is kept/.test(sentences.join()),
      ),
    ).toHaveLength(1);
  });

  it('runs nothing where its part is there, and replaces nothing else without --force', async () => {
    const folder = await place();
    const args = ['--workloads', load, '--policies', 'random', '--seeds', '1'];
    const first = shardArgs(args, 0, 2, folder);
    await compare(first);
    const path = join(folder, 'part-0.json');
    const bytes = await readFile(path, 'utf8');
    const notes = new Notes();
    const again = (await compare(first, notes)) as { readonly runs: number };
    expect(notes.sentences.at(-1)).toContain('is there already, whole, and is shard 0/2 of this very');
    expect(again.runs).toBe(1);
    const at = (...more: readonly string[]): Promise<object> => compare([...more, '--out', path]);
    await expect(at(...args, '--shard', '1/2')).rejects.toThrow(/is shard 0\/2 of this comparison; name/);
    await expect(at(...args, '--shard', '0/2', '--sla', '0.3')).rejects.toThrow(/of another comparison/);
    expect(await readFile(path, 'utf8')).toBe(bytes);
    await writeFile(path, bytes.slice(0, -40));
    await expect(compare(first)).rejects.toThrow(/is no whole part of this comparison; name another/);
    await compare([...first, '--force']);
    expect(await readFile(path, 'utf8')).toMatch(/^\{"head":.*"sha256":"[0-9a-f]{64}"\}\}\n$/s);
    await expect(merge([path])).rejects.toThrow(/^Of 2 shards one is missing: 1\/2\.$/);
  }, 240_000);

  it('counts the same runs of a part that is there, also where what is possible came to nothing', async () => {
    const folder = await place();
    const args = ['--workloads', load, '--policies', 'random', '--seeds', '1', '--shard', '0/1'];
    const path = join(folder, 'part-0.json');
    const first = (await compare([...args, '--out', path])) as { readonly runs: number };
    const part = openPart(await readFile(path), path);
    if (!part.ok) throw new Error(part.message);
    const pieces = [...part.value.pieces()].map((piece): FoundPiece => {
      if (!piece.ok) throw new Error(piece.message);
      if (piece.value.kind !== 'references') return piece.value;
      const { pipeline, workload, seed } = piece.value.references;
      return { kind: 'late', late: { pipeline, workload, seed, why: 'It took too long.' } };
    });
    expect(pieces.filter(({ kind }) => kind === 'late')).toHaveLength(1);
    await writeFile(path, partText(part.value.head, pieces));
    expect(await compare([...args, '--out', path])).toMatchObject({ runs: first.runs });
  }, 240_000);

  it.each([
    ['7/7', /--shard counts from 0: of 7 the last is 6\/7, and 7\/7 is not there\.$/],
    ['1', /--shard takes which of how many parts, counted from 0 .* "1" is not that\.$/],
    ['0/0', /"0\/0" is not that/],
    ['0/1001', /at most 1,000/],
    ['-1/7', /"-1\/7" is not that/],
  ])('refuses --shard %s in a sentence', async (shard, sentence) => {
    const asked = compare([`--shard=${shard}`, '--out', join(here, 'none.json')]);
    await expect(asked).rejects.toThrow(sentence);
    await expect(asked).rejects.toBeInstanceOf(UsageError);
  });

  it('refuses to go without a file, and what no comparison is', async () => {
    await expect(compare(['--shard', '0/7'])).rejects.toThrow(/^--shard needs a file for its part: --out/);
    await expect(compare(['--shards', '7'])).rejects.toThrow(/^--shards is for --job/);
    await expect(merge([])).rejects.toThrow(/^No part is named/);
    await expect(merge([load])).rejects.toThrow(/mine\.csv" is no part of a comparison; compare --shard/);
    await expect(merge([join(here, 'nowhere.json')])).rejects.toThrow(/^There is no part ".*nowhere\.json"/);
    await expect(merge(['/dev/zero'])).rejects.toThrow(/is a device, not a plain file/);
  });
});
