import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { Notes } from './notes.ts';
import { UsageError } from './options.ts';
import { simulate } from './simulate.ts';
import { claims } from '../experiments/reproduction/claims.ts';
import type { ComparisonDocument } from '../experiments/comparison/document.ts';
import type { EpisodeSummary } from '../scenario/scenario.ts';

const run = async (...args: string[]): Promise<ComparisonDocument> =>
  (await compare(args)) as ComparisonDocument;

describe('compare', () => {
  it('gives the table with means and intervals, of the runs that simulate gives one by one', async () => {
    const found = await run(
      '--pipelines',
      'audio-qa,nlp',
      '--policies',
      'greedy,random',
      '--seeds',
      '2',
      '--json',
    );
    expect(found.table).toHaveLength(2 * 3 * 2);
    expect(found.result.complete).toBe(true);
    const row = found.table.find(
      (r) => r.pipeline === 'nlp' && r.workload === 'fluctuating' && r.policy === 'random',
    )!;
    for (const [i, seed] of ['1', '2'].entries()) {
      const alone = (await simulate([
        '--pipeline',
        'nlp',
        '--workload',
        'fluctuating',
        '--policy',
        'random',
        '--seed',
        seed,
      ])) as { summary: EpisodeSummary };
      expect(row.metrics['cost']!.values[i]).toBe(alone.summary.cost);
      expect(row.metrics['objective']!.values[i]).toBe(alone.summary.objective);
    }
    expect(row.metrics['cost']!.meanInterval![0]).toBeLessThanOrEqual(row.metrics['cost']!.mean);
    expect(found.paired.map((p) => p.reference)).toEqual(Array(4).fill('greedy'));
  });

  it('takes a trace from a file, the same for every seed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
    const file = join(folder, 'mine.csv');
    await writeFile(file, Array.from({ length: 300 }, (_, t) => 5 + (t % 7)).join('\n'));
    const { table, result } = await run(
      '--workloads',
      file,
      '--policies',
      'greedy',
      '--seeds',
      '3',
      '--series',
    );
    expect(new Set(table[0]!.metrics['load']?.values ?? table[0]!.metrics['cost']!.values).size).toBe(1);
    expect(result.cells.map((c) => c.series?.t.length)).toEqual([18, 18, 18]);
    expect(result.plan.workloads[0]).toMatchObject({ drawn: false });
  });

  it.each([
    [['--policies', 'magic'], /The policy "magic" is neither/],
    [['--seeds', '0'], /--seeds takes a whole number from 1 to 1,000 seeds; 0 is outside\./],
    [['--policies', 'greedy,greedy'], /The policy "greedy" is there twice/],
    [['--policies', 'greedy', '--against', 'random'], /"random", which is not compared here/],
    [['--workloads', 'nowhere.csv'], /"nowhere\.csv" is neither a file/],
  ])('refuses %j in a sentence', async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence);
    await expect(run(...args)).rejects.toThrow(UsageError);
  });
});

describe('compare --paper', () => {
  it('judges every claim of the paper and writes the report', async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'sluice-')), 'report.md');
    const notes = new Notes();
    const args = [
      '--paper',
      '--seeds',
      '1',
      '--steps',
      '8192',
      '--weights',
      'late=0.2',
      '--out',
      out,
      '--json',
    ];
    const { claims: judged } = (await compare(args, notes)) as {
      claims: readonly { readonly claim: string; readonly verdict: string }[];
    };
    expect(judged).toHaveLength(claims.length);
    expect(notes.sentences.join()).toContain('no price of late requests: lateWeight is taken as 0.');
    const text = await readFile(out, 'utf8');
    for (const { claim, verdict } of judged) {
      expect(['holds', 'holds in part', 'does not hold', 'cannot be judged']).toContain(verdict);
      expect(text).toContain(claim);
    }
    await expect(compare(['--paper', '--policies', 'greedy'])).rejects.toThrow(UsageError);
  }, 120_000);
});
