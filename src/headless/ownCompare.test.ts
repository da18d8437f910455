import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { merge } from './merge.ts';
import { Notes } from './notes.ts';
import { simulate } from './simulate.ts';
import type { ComparisonDocument } from '../experiments/comparison/document.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';
import { examples } from '../policies/own/examples.ts';
import { simpleNetwork, simpleOnnx } from '../testing/networks.ts';

let folder = '';
let load = '';
const paths: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-own-'));
  load = join(folder, 'mine.csv');
  await writeFile(load, Array.from({ length: 320 }, (_, t) => 9 + 5 * Math.sin(t / 20)).join('\n'));
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    paths.push(join(folder, name));
    await writeFile(join(folder, name), content);
  };
  for (const { id, source } of examples) await write(`${id}.js`, source);
  const tables = compile(presetById('video')!, defaultLimits);
  await write('net.onnx', simpleOnnx(simpleNetwork(tables, 1)));
  await write(
    'wild.js',
    'export default { name: "w", decide: ({ stages }, t, m, r) => r() < 0.5 ? 7 : stages };',
  );
  await write(
    'late.js',
    'let k = 0; export default { name: "l", decide: ({ stages }) => { if (++k > 5) stages.no(); return stages; } };',
  );
});

const run = async (args: readonly string[], notes = new Notes()): Promise<ComparisonDocument> =>
  (await compare(['--pipelines', 'video', '--workloads', load, ...args], notes)) as ComparisonDocument;

describe('compare --policies with files', () => {
  it('has the same decisions as simulate for the three examples and a network', async () => {
    const four = paths.slice(0, 4);
    const { result } = await run(['--policies', four.join(), '--seeds', '1', '--series']);
    expect(result.plan.policies.map(({ id }) => id)).toEqual([
      ...['own-threshold.js', 'own-proportional.js', 'own-look-ahead.js', 'own-net.onnx'],
    ]);
    for (const [i, path] of four.entries()) {
      const alone = (await simulate(['--workload', load, '--seed', '1', '--policy', path])) as {
        readonly summary: Readonly<Record<string, unknown>>;
        readonly steps: readonly Readonly<Record<string, number>>[];
      };
      const cell = result.cells[i]!;
      expect({ ...cell.summary, decisionMs: 0 }).toMatchObject({
        ...{
          reward: alone.summary['reward'],
          cost: alone.summary['cost'],
          switches: alone.summary['switches'],
        },
        misfits: { repaired: 0, refused: 0 },
      });
      expect(cell.series!.cost).toEqual(alone.steps.map(({ cost }) => cost));
      expect(cell.series!.objective).toEqual(alone.steps.map(({ objective }) => objective));
    }
  });

  it('goes on where one fails, says what did not fit, and in shards comes to the same bytes', async () => {
    const args = ['--policies', ['greedy', ...paths.slice(4)].join(), '--seeds', '2'];
    const notes = new Notes();
    const whole = join(folder, 'whole.json');
    const { result } = await run([...args, '--out', whole], notes);
    expect(result.cells.map(({ policy }) => policy)).toEqual([
      ...['greedy', 'greedy', 'own-wild.js', 'own-wild.js'],
    ]);
    expect(result.late!.map(({ policy }) => policy)).toEqual(['own-late.js', 'own-late.js']);
    const [late, misfit] = notes.sentences.slice(-2);
    expect(late).toMatch(/^late\.js failed at decision 6: TypeError: .*, at line 1, column \d+\.$/);
    expect(misfit).toMatch(
      /^wild\.js: of its orders \d+ were refused\. At decision 1 its answer is 7, not an array of one order a stage\.$/,
    );
    const parts = [0, 1].map((i) => join(folder, `part-${String(i)}.json`));
    for (const [i, part] of parts.entries()) await run([...args, '--shard', `${String(i)}/2`, '--out', part]);
    const all = join(folder, 'all.json');
    await merge([...parts, '--out', all]);
    expect(await readFile(all, 'utf8')).toBe(await readFile(whole, 'utf8'));
  });
});
