import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Notes } from './notes.ts';
import { UsageError } from './options.ts';
import { ownInFile } from './ownFile.ts';
import { ownRuns } from './ownRuns.ts';
import { simulate } from './simulate.ts';
import { policyOnnx } from '../export/onnx/policyOnnx.ts';
import { agentText } from '../learning/network/trainedAgent.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';
import { examples } from '../policies/own/examples.ts';
import { OwnFailure } from '../policies/own/failure.ts';
import { ownPolicy } from '../policies/own/ownPolicy.ts';
import type { OwnPolicy, OwnProgram } from '../policies/own/program.ts';
import { runEpisode } from '../scenario/episode.ts';
import { prepare } from '../scenario/prepare.ts';
import { defaultScenario, type Episode } from '../scenario/scenario.ts';
import { untrainedAgent } from '../testing/agents.ts';
import { slowOnnx } from '../testing/networks.ts';
import { generateWorkload } from '../workload/generators.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-own-'));
});

const runs = ownRuns();
afterAll(() => {
  runs.end();
});

const video = presetById('video')!;
// A few decisions are enough for what fails at one of them.
const short = prepare(defaultScenario(video, generateWorkload('steady-low', 1, 560)));

const ownOf = (program: OwnProgram, key = 'own-mine'): OwnPolicy => ({
  ...{ key, name: 'Mine', onMisfit: 'repair', program },
});
const play = (own: OwnPolicy): Promise<Episode> =>
  runEpisode(short, ownPolicy(own, runs), { clock: () => 0, record: false });
/** An episode of what stands in `decide(seen, tables, memory, random)`; `keep` is what runs now, in the form of an order. */
const code = (decide: string, before = ''): Promise<Episode> =>
  play(
    ownOf({
      kind: 'code',
      source: `${before}
const keep = ({ stages }) => stages.map(({ variant, replicas, batch }) => ({ variant, replicas, batch }));
let k = 0;
export default { name: 'Mine', decide(seen, tables, memory, random) { k++; ${decide}
return keep(seen); } };`,
    }),
  );

/** A text as a file of the folder; its path. */
async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('code of one’s own in a thread', () => {
  it.each([
    ['throws', 'if (k === 41) seen.nothing.here();', 'Mine failed at decision 41: TypeError: '],
    ['never ends', 'if (k === 3) for (;;);', 'Mine was ended at decision 3: it took more than the 50 ms'],
    ['waits', 'if (k === 2) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);', 'at decision 2'],
    ['ends its thread', 'if (k === 2) process.exit(0);', 'Mine was ended at decision 2: it ended its thread'],
    [
      'keeps bytes without end',
      'memory[k] = new ArrayBuffer(2 ** 26);',
      'Mine keeps more than the 256 MB that it may.',
    ],
    [
      'keeps objects without end',
      'memory[k] = Array.from({ length: 2e5 }, (_, i) => ({ i, k }));',
      'Mine was ended at decision',
    ],
    [
      'speaks for its thread',
      'if (k === 2) process.getBuiltinModule("worker_threads").parentPort.postMessage(null);',
      'Mine was ended at decision 2: its thread says what is no answer.',
    ],
    [
      'changes what its thread is built of',
      'if (k === 2) Map.prototype.get = () => undefined;',
      'Mine was ended at decision 3: its thread says what is no answer.',
    ],
    [
      'goes too deep',
      'const deep = (n) => 1 + deep(n + 1); if (k === 2) deep(0);',
      'RangeError: Maximum call',
    ],
  ])('fails in a sentence where it %s', async (_, decide, sentence) => {
    const failure: unknown = await code(decide).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OwnFailure);
    expect((failure as Error).message).toContain(sentence);
    // The next one runs.
    expect((await code('')).summary.misfits).toEqual({ repaired: 0, refused: 0, first: undefined });
  });

  it.each([
    ['is no module', 'let x = ;', 'Mine could not begin: Unexpected token, at line 1, column 9.'],
    ['throws at once', 'throw new Error("no")', 'Mine could not begin: '],
    ['never ends to begin', 'for (;;);\nexport default {}', 'Mine could not begin: it took more than'],
  ])('does not begin where it %s', async (_, source, sentence) => {
    await expect(play(ownOf({ kind: 'code', source }))).rejects.toThrow(sentence);
  });

  it.each([
    [
      'a promise',
      'return Promise.reject(new Error("no"));',
      'its answer is a promise, and it must answer at once',
    ],
    ['NaN', 'return NaN;', 'its answer is NaN'],
    ['nothing', 'return;', 'its answer is nothing'],
    [
      'NaN replicas',
      'return keep(seen).map((one) => ({ ...one, replicas: NaN }));',
      'replicas of stage 1 is NaN',
    ],
  ])('is counted as refused where it answers with %s', async (_, decide, words) => {
    const { misfits, decisions } = (await code(`if (k % 2 === 0) { ${decide} }`)).summary;
    expect(misfits).toMatchObject({ repaired: 0, refused: Math.floor(decisions / 2) });
    expect(misfits!.first).toContain(`At decision 2 ${words}`);
  });

  it('is counted as repaired where it breaks a limit', async () => {
    const { summary } = await code('return keep(seen).map((one) => ({ ...one, replicas: 99 }));');
    expect(summary.misfits).toMatchObject({ repaired: summary.decisions, refused: 0 });
    expect(summary.misfits!.first).toContain('99 replicas of stage 1');
  });

  it('cannot change what it is shown', async () => {
    const changed = await code('seen.load = 0; seen.stages.length = 0; tables.maxCores = 1e9; return [];');
    const kept = await code('');
    expect(changed.series.load).toEqual(kept.series.load);
    expect(changed.summary.misfits).toMatchObject({ refused: kept.summary.decisions });
  });
});

describe('a network of one’s own in a thread', () => {
  it('is ended where it takes too long', async () => {
    const own = ownOf({ kind: 'network', bytes: slowOnnx() }, 'own-slow');
    await expect(play(own)).rejects.toThrow('Mine could not begin: it took more than the 2000 ms');
  });
});

interface Simulation {
  readonly policy: string;
  readonly summary: { readonly misfits?: object } & Readonly<Record<string, unknown>>;
  readonly steps: readonly { readonly configuration: object }[];
}

describe('simulate --policy with a file', () => {
  const asked = ['--workload', 'steady-low', '--policy'];
  const run = async (path: string, notes = new Notes()): Promise<Simulation> =>
    (await simulate([...asked, path], notes)) as Simulation;

  it.each(examples.map(({ id, source }) => [id, source] as const))(
    'runs the example %s',
    async (id, source) => {
      const notes = new Notes();
      const { policy, steps, summary } = await run(await file(`${id}.js`, source), notes);
      expect(policy).toBe(`own-${id}.js`);
      expect(steps.length).toBe(summary['decisions']);
      expect(summary.misfits).toEqual({ repaired: 0, refused: 0 });
      expect(notes.sentences).toEqual([]);
    },
  );

  it('says which orders did not fit', async () => {
    const notes = new Notes();
    const path = await file('wild.js', 'export default { name: "w", decide: () => 7 };');
    const { summary } = await run(path, notes);
    expect(notes.sentences).toEqual([
      `wild.js: of its orders ${String(summary['decisions'])} were refused. At decision 1 its answer is 7, not an array of one order a stage.`,
    ]);
  });

  it('refuses such as break a limit where that is asked for', async () => {
    const large = `export default { name: 'l', decide: ({ stages }) => stages.map(({ variant, batch }) => ({ variant, replicas: 99, batch })) };`;
    const args = [...asked, await file('large.js', large), '--misfits'];
    const how = async (way: string): Promise<Simulation> => (await simulate([...args, way])) as Simulation;
    const [repaired, refused] = [await how('repair'), await how('refuse')];
    const decisions = repaired.summary['decisions'];
    expect(repaired.summary.misfits).toMatchObject({ repaired: decisions, refused: 0 });
    expect(refused.summary.misfits).toMatchObject({ repaired: 0, refused: decisions });
    const kept = refused.steps.map(({ configuration }) => configuration);
    expect(new Set(kept.map((one) => JSON.stringify(one))).size).toBe(1);
    await expect(how('ask')).rejects.toThrow('--misfits must be one of repair, refuse, not "ask".');
    await expect(simulate([...asked, 'hpa', '--misfits', 'refuse'])).rejects.toThrow(
      "--misfits is for policies of one's own (mine.js, mine.onnx), and there is none here.",
    );
  });

  it('runs an agent’s policy.onnx as the agent itself', async () => {
    const agent = untrainedAgent(compile(video, defaultLimits), 6, 0.1);
    const bytes = policyOnnx(agent, compile(video, defaultLimits));
    const theirs = await run(await file('policy.onnx', bytes));
    const ours = await run(await file('agent.json', agentText(agent)));
    expect(theirs.steps.map(({ configuration }) => configuration)).toEqual(
      ours.steps.map(({ configuration }) => configuration),
    );
    expect(theirs.summary['reward']).toBe(ours.summary['reward']);
  });

  it.each([
    [
      'a.js',
      'export default {\n  name: "a",\n  decide( { }\n}',
      'a.js: Unexpected token, at line 4, column 1.',
    ],
    ['b.js', 'import fs from "node:fs";', 'nothing can be imported'],
    ['c.js', new Uint8Array([0xff, 0xfe, 0x41]), 'c.js: it is not text in UTF-8.'],
    ['d.onnx', 'a model', 'd.onnx: it is damaged, or no ONNX model.'],
    ['e.onnx', '', 'e.onnx: it is empty.'],
  ])('refuses %s in a sentence', async (name, content, sentence) => {
    const refusal: unknown = await run(await file(name, content)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UsageError);
    expect((refusal as Error).message).toContain(sentence);
  });

  it('says that a file is not there', async () => {
    await expect(ownInFile(join(folder, 'gone.js'), 'repair')).rejects.toThrow('There is no file');
    expect(await ownInFile('hpa', 'repair')).toBeUndefined();
  });
});
