import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { carryOut } from './carryOut.ts';
import { compare } from './compare.ts';
import { exportManifests } from './export.ts';
import { forecast } from './forecast.ts';
import type { CommandName } from './help.ts';
import { Notes } from './notes.ts';
import { optimum } from './optimum.ts';
import { UsageError } from './options.ts';
import { predictor } from './predictor.ts';
import { askedOf } from './reading.ts';
import { simulate } from './simulate.ts';
import { train } from './train.ts';
import { Random } from '../model/random.ts';
import { outsideSettings } from '../testing/outsideSettings.ts';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as a process; `deaf` closes its standard output before anything was read. */
function spawned(args: readonly string[], deaf = false): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['src/headless/start.mjs', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    if (deaf) child.stdout.destroy();
    else child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

/** A process costs a second or two of the processor: `SLUICE_PROCESSES=all` starts one for every case, else a few stand for all. */
const ALL = process.env.SLUICE_PROCESSES === 'all';

/** The command line as `spawned` gives it, but in this process where that is enough. */
async function called([name, ...args]: readonly string[], process = ALL): Promise<Ended> {
  if (process) return spawned([name!, ...args]);
  let [out, err, code] = ['', '', 0];
  await carryOut(name as CommandName, args, new Int32Array(1), (message) => {
    if (message.kind === 'result') out = message.text;
    else if ('sentence' in message && message.kind !== 'begins') err += `${message.sentence}\n`;
    if (message.kind === 'refused') code = 2;
    if (message.kind === 'bug') [code, err] = [1, `${err}${message.error}\n`];
  });
  return { code, out, err };
}

let folder: string;
let pipeline: string;
let trace: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  pipeline = join(folder, 'mine.yaml');
  const container = '{name: one, image: "a/b:heavy", resources: {requests: {cpu: 2}}}';
  await writeFile(
    pipeline,
    `apiVersion: machinelearning.seldon.io/v1
kind: SeldonDeployment
metadata: {name: mine}
spec: {predictors: [{name: d, graph: {name: one}, componentSpecs: [{spec: {containers: [${container}]}}]}]}`,
  );
  trace = join(folder, 'two.json');
  // Two series, which are added up or chosen from: either way something is to be told.
  const values = Array.from({ length: 150 }, (_, k) => [1_700_000_000 + 10 * k, '5']);
  const result = ['a', 'b'].map((pod) => ({ metric: { pod }, values }));
  await writeFile(trace, JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
});

describe('the command line', () => {
  it.each([
    ['simulate', ['--policy', 'greedy'], 'pipeline'],
    ['optimum', [], 'pipeline'],
    ['compare', ['--policies', 'greedy', '--seeds', '1'], 'pipelines'],
    ['train', ['--steps', '256', '--set', 'width=8,lanes=8,horizon=8', '--backend', 'cpu'], 'pipeline'],
    ['forecast', ['--train', 'day'], ''],
    ['predictor', ['--epochs', '1', '--units', '4'], ''],
  ])(
    '%s tells what was assumed of its files, in the JSON and on standard error',
    async (command, args, its) => {
      const option =
        { compare: '--workloads', forecast: '--test', predictor: '--train' }[command] ?? '--workload';
      const pipelines = its === '' ? [] : [`--${its}`, pipeline];
      const asked = [command, ...args, option, trace, ...pipelines, '--quiet'];
      const { code, out, err } = await called(asked, ALL || command === 'compare');
      expect(err).not.toMatch(/^\s+at /m);
      expect(code, err).toBe(0);
      const { notes } = JSON.parse(out) as { notes: readonly string[] };
      expect(notes.some((note) => note.includes('two.json'))).toBe(true);
      if (its !== '') expect(notes.some((note) => note.includes('mine.yaml'))).toBe(true);
      expect(err.trimEnd().split('\n')).toEqual(notes);
    },
    60_000,
  );

  it('export tells too, and where nothing is to be told the list is empty', async () => {
    const { out, err } = await spawned([
      ...['export', '--pipeline', pipeline, '--out', join(folder, 'out'), '--quiet'],
    ]);
    const { notes } = JSON.parse(out) as { notes: readonly string[] };
    expect(notes.length).toBeGreaterThan(1);
    expect(err.trimEnd().split('\n')).toEqual(notes);
    const none = await called(['optimum', '--loads', '5', '--json']);
    expect(JSON.parse(none.out)).toMatchObject({ notes: [] });
    expect(none.err).toBe('');
  }, 60_000);

  it('says what there is where it is asked for --help, and ends well', async () => {
    const all = await spawned(['--help']);
    expect([all.code, all.err]).toEqual([0, '']);
    const named = [...all.out.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name!);
    expect(named).toEqual([
      'simulate',
      'optimum',
      'answer',
      'train',
      'forecast',
      'predictor',
      'compare',
      'merge',
      'export',
      'profile',
      'grade',
      'tune',
      'env',
    ]);
    // Also where others are given or missing; optionsHelp.test.ts looks at the lines.
    for (const asked of [
      ...named.map((name) => [name, '--help']),
      ['compare', '--paper', '--help', '--seeds', '0'],
    ]) {
      const { code, out, err } = await called(asked, ALL || asked[0] === 'simulate');
      expect([code, err], asked.join(' ')).toEqual([0, '']);
      const options = out
        .split('Options:\n')[1]!
        .trimEnd()
        .match(/^ {2}--.*/gm)!;
      expect(options.length, asked.join(' ')).toBeGreaterThan(4);
    }
  }, 120_000);

  it('ends quietly where nobody listens any more', async () => {
    const { code, err } = await spawned(
      ['simulate', '--workload', 'step', '--policy', 'greedy', '--quiet'],
      true,
    );
    expect(err).toBe('');
    expect(code).toBe(0);
  }, 60_000);

  it('says in a sentence that its result could not be written', async () => {
    const child = spawn(
      'sh',
      ['-c', 'exec "$0" src/headless/start.mjs optimum --loads 5 > /dev/full', process.execPath],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let err = '';
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(err).toBe('The result could not be written to standard output: the disk is full (ENOSPC).\n');
    expect(code).toBe(2);
  }, 60_000);

  it.each([
    [
      ['train', '--set', 'minibatch=0'],
      '--set minibatch: Minibatch takes a whole number from 2 to 131,072 decisions; 0 is outside.',
    ],
    [['train', '--seconds', '0'], '--seconds takes a number from 0.1 to 604,800 seconds; 0 is outside.'],
    [
      ['train', '--steps', '1.5'],
      '--steps takes a whole number from 1 to 1,000,000,000 steps; 1.5 is not whole.',
    ],
    [['train', '--steps', '5', '--seconds', '5'], '--seconds and --steps are two budgets: give one of them.'],
    [['train', '--set', 'seed=3'], '--set: the seed is an option of its own, --seed.'],
    [
      ['simulate', '--workload', 'step', '--seed', '-1'],
      '--seed takes a whole number from 0 to 4,294,967,295; -1 is outside.',
    ],
    [
      ['compare', '--seeds', '1e9'],
      '--seeds takes a whole number from 1 to 1,000 seeds; 1,000,000,000 is outside.',
    ],
  ])(
    'refuses %j at once, in one sentence and without a stack',
    async (args, sentence) => {
      const { code, out, err } = await called(args, ALL || args[0] === 'simulate');
      expect(err).toBe(`${sentence}\n`);
      expect([code, out]).toEqual([2, '']);
    },
    30_000,
  );
});

describe('every number of the command line', () => {
  it('of --set is refused by the sentence of every other door', async () => {
    for (const { name, value, sentence } of outsideSettings(Random.stream(6, 'command line'))) {
      if (name === 'seed') continue;
      const args = ['--set', `${name}=${String(value)}`];
      await expect(train(args), args.join(' ')).rejects.toThrow(new UsageError(`--set ${name}: ${sentence}`));
    }
  });

  it.each([
    ['simulate', 'seed', ['1.5', '-1', '1e300', 'x', '']],
    ['simulate', 'sla', ['0', '-1', '1e9']],
    ['simulate', 'startup', ['-5', '1e9', 'NaN']],
    ['simulate', 'nodes', ['0', '1.5', '-2', '1e9']],
    ['compare', 'seeds', ['0', '1e9', '2.5', '-1']],
    ['optimum', 'loads', ['-1', '1e300', 'x', '5,-1']],
    ['optimum', 'switching', ['-1', 'Infinity', '1e300']],
    ['train', 'seconds', ['0', '-1', '1e300', 'long']],
    ['train', 'steps', ['0', '-1', '1.5', '1e300']],
    ['forecast', 'quantile', ['0', '1', '-1', '2']],
    ['forecast', 'days', ['0', '-1', '1e300']],
    ['predictor', 'units', ['0', '2.5', '1e300']],
    ['predictor', 'epochs', ['0', '-1', '1.5', '1e300']],
    ['export', 'load', ['-1', '1e300']],
    ['export', 'drain', ['-1', '1e9']],
    ['export', 'batch-timeout', ['-1', '1e9']],
  ] as const)('%s --%s is refused outside its range', async (command, option, values) => {
    const run = { simulate, compare, optimum, train, forecast, predictor, export: exportManifests }[command];
    const rest = {
      simulate: ['--workload', 'step'],
      compare: [],
      optimum: option === 'switching' ? ['--workload', 'step'] : [],
      train: [],
      forecast: ['--train', 'day', '--test', 'step'],
      predictor: ['--train', 'day'],
      export: ['--out', join(folder, 'none')],
    }[command];
    for (const value of values) {
      const refused = run([...rest, `--${option}`, value], new Notes());
      await expect(refused, value).rejects.toThrow(
        / takes a (whole )?number from [\d.,]+ to [\d.,]+.*; .* is (outside|none|not whole)\.$/,
      );
      await expect(refused, value).rejects.toBeInstanceOf(UsageError);
    }
  });
});

describe('--read', () => {
  it('names choices of the intake; commas and plus signs of a series stay where they are', () => {
    expect(askedOf({ read: 'kind=counter, timeUnit=ms,series=a+b' })).toEqual({
      kind: ['counter'],
      timeUnit: ['ms'],
      series: ['a', 'b'],
    });
    expect(askedOf({ read: 'series={pod="a",job="x+y"}+c%2Cd,zone=+02:00' })).toEqual({
      series: ['{pod="a",job="x+y"}', 'c,d'],
      zone: ['+02:00'],
    });
    expect(askedOf({})).toEqual({});
  });

  it.each([
    ['colour=red', /^--read knows series, kind, .*, not "colour"\.$/],
    ['kind', /^--read takes name=value pairs separated by commas; "kind" names no value\.$/],
    ['series=a+', /names no value/],
    ['kind=rate,kind=counter', /^--read names kind twice/],
  ])('refuses %s', (read, sentence) => {
    expect(() => askedOf({ read })).toThrow(sentence);
  });

  it('has nothing to choose of a generated load, which says that it needs none', async () => {
    const drawn = await called([
      'simulate',
      '--workload',
      'step',
      '--policy',
      'greedy',
      '--read',
      'kind=rate',
    ]);
    expect((JSON.parse(drawn.out) as { notes: readonly string[] }).notes).toEqual([
      'The load "step" is generated; --read is for files, and changes nothing of it.',
    ]);
  }, 60_000);
});
