/**
 * The command line is stopped at random moments, as a process: whatever it was doing, no half file is left, and one
 * sentence says what there is. A process costs seconds: a few stand for all, `SLUICE_KILLS=100` tries many moments of every kind.
 */
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBundle } from './bundle.ts';
import { exportManifests } from './export.ts';
import { Random } from '../model/random.ts';
import { agentText, parseAgent } from '../learning/network/trainedAgent.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';
import { untrainedAgent } from '../testing/agents.ts';

const KILLS = Number(process.env.SLUICE_KILLS ?? 1);
/** Of one stopped command, with the time that a busy machine takes to start it. */
const PATIENCE = 60_000;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

type Moment = { readonly after: number; readonly signal: NodeJS.Signals };

/** The command line as a process; each signal is sent so many milliseconds after the one before. */
function stopped(
  args: readonly string[],
  moments: readonly Moment[],
  heard?: RegExp,
  start = 'src/headless/start.mjs',
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [start, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(next);
      resolve({ code, out, err });
    });
    let next: NodeJS.Timeout | undefined;
    const send = ([moment, ...more]: readonly Moment[]): void => {
      if (!moment) return;
      next = setTimeout(() => {
        child.kill(moment.signal);
        send(more);
      }, moment.after);
    };
    if (heard) {
      child.stderr.on('data', () => {
        if (next === undefined && heard.test(err)) send(moments);
      });
    } else send(moments);
  });
}

const codes: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

function saysSoPlainly({ code, err }: Ended, { signal }: Moment): void {
  expect(err).not.toMatch(/^\s+at |Error:/m);
  // Before Node.js has started nobody hears a signal, and nothing has been done.
  if (code === null) {
    expect(err).toBe('');
    return;
  }
  expect([0, codes[signal]]).toContain(code);
  if (code !== 0) expect(err).toMatch(/^(Stopp|Ended|Once)[^\n]+\.$/m);
}

let here: string;
let agent: string;
beforeAll(async () => {
  here = await mkdtemp(join(tmpdir(), 'sluice-stopped-'));
  agent = join(here, 'agent.json');
  await writeFile(agent, agentText(untrainedAgent(compile(presetById('video')!, defaultLimits), 1)));
});
const place = async (): Promise<string> => mkdtemp(join(here, 'place-'));
const SMALL = ['--backend', 'cpu', '--set', 'width=16,blocks=1,lanes=16,horizon=16,minibatch=128'];

describe('train', () => {
  it(
    'keeps what it has learnt, and says after how many decisions',
    async () => {
      for (const signal of KILLS > 1 ? (['SIGINT', 'SIGTERM'] as const) : (['SIGINT'] as const)) {
        const out = join(await place(), 'a.zip');
        // Stopped once a line has told that it learns; on the first one the agent may not have been scored yet.
        const args = ['train', '--seconds', '600', ...SMALL, '--out', out];
        const ended = await stopped(
          args,
          [{ after: 0, signal }],
          /^train: [\d,]+ decisions.* about \d+ min left\.$/m,
        );
        expect(ended.err).toContain('Stopping; what is kept is said in a moment. Once more ends at once.\n');
        expect(ended.code).toBe(codes[signal]);
        const said =
          /^Stopped after ([\d,]+) decisions; what had been learnt until then is in ".*a\.zip"\.$/m;
        expect(ended.err).toMatch(said);
        const { run } = await loadBundle(out);
        const [kept] = run!.runs;
        expect(kept!.run.status).toBe('stopped');
        expect(kept!.run.steps.toLocaleString('en')).toBe(said.exec(ended.err)![1]);
        expect(kept!.checkpoints[0]!.states).toHaveLength(1);
        expect(JSON.parse(ended.out)).toMatchObject({
          reason: 'stopped',
          steps: kept!.run.steps,
          evaluations: [],
        });
      }
    },
    2 * PATIENCE,
  );

  it.each(KILLS > 1 ? ['zip', 'json'] : ['zip'])(
    'leaves a whole .%s or none, and an old one as it was, whenever it is stopped',
    async (kind) => {
      const random = Random.stream(7, 'kills', kind);
      for (let k = 0; k < KILLS; k++) {
        const folder = await place();
        const out = join(folder, `a.${kind}`);
        const old = k % 2 === 0;
        if (old) await writeFile(out, 'old');
        const signal = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)[random.integer(3)]!;
        const first = { after: 300 + 7000 * random.uniform(), signal };
        const twice = random.uniform() < 0.3 ? [{ after: 450 + 200 * random.uniform(), signal }] : [];
        const args = ['train', '--steps', '40000', ...SMALL, '--out', out, ...(old ? ['--force'] : [])];
        const ended = await stopped(args, [first, ...twice]);
        saysSoPlainly(ended, first);
        const there = await readdir(folder);
        expect(there.filter((name) => name !== `a.${kind}`)).toEqual([]);
        if (!there.includes(`a.${kind}`)) expect(ended.err).toMatch(/nothing was written|at once|^$/);
        else if ((await readFile(out, 'utf8')) === 'old') expect(old).toBe(true);
        else if (kind === 'zip') expect((await loadBundle(out)).run).toBeDefined();
        else expect(parseAgent(await readFile(out, 'utf8'), out).ok).toBe(true);
      }
    },
    KILLS * PATIENCE,
  );
});

describe('export', () => {
  it(
    'leaves the whole folder or none, whenever it is stopped',
    async () => {
      const { files } = (await exportManifests(['--policy', agent, '--out', join(await place(), 'x')])) as {
        readonly files: readonly { readonly file: string }[];
      };
      const names = files.map(({ file }) => file).sort();
      const random = Random.stream(8, 'kills');
      for (let k = 0; k < KILLS; k++) {
        const folder = await place();
        const out = join(folder, 'out');
        const full = k % 2 === 1;
        if (full) {
          await mkdir(out);
          await writeFile(join(out, 'theirs'), 'old');
        }
        const signal = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)[random.integer(3)]!;
        const first = { after: 300 + 6000 * random.uniform(), signal };
        const ended = await stopped(
          ['export', '--policy', agent, '--out', out, ...(full ? ['--force'] : [])],
          [first, ...(random.uniform() < 0.5 ? [{ after: 420, signal }] : [])],
        );
        saysSoPlainly(ended, first);
        const there = (await readdir(folder, { recursive: true, withFileTypes: true }))
          .filter((entry) => !entry.isDirectory())
          .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
          .filter((name) => name !== 'theirs');
        expect([[], names]).toContainEqual(there.sort());
        expect((await readdir(folder)).filter((name) => name !== 'out')).toEqual([]);
      }
    },
    KILLS * PATIENCE,
  );
});

describe('the others', () => {
  it.each(
    (
      [
        [
          'compare',
          ['--paper', '--seeds', '5'],
          /^Stopped; nothing was kept or written, since compare --paper gives its report only when every training is through\. Fewer --seeds or --seconds make it shorter\.$|^Stopped; nothing was written\.$/m,
        ],
        ['compare', ['--seeds', '1000', '--sla', '0.5'], /^Stopp.*\.$/m],
        ['tune', ['--workload', 'fluctuating', '--seconds', '600'], /^Stopp.*\.$/m],
        ['predictor', ['--train', 'day', '--seconds', '600'], /^Stopped; nothing was written\.$/m],
        ['simulate', ['--workload', 'day', '--policy', 'ipa'], /^Stopped; nothing was written\.$/m],
        ['optimum', ['--offline', '--workload', 'day'], /^Stopped; nothing was written\.$/m],
      ] as const
    ).slice(0, KILLS > 1 ? undefined : 1),
  )(
    '%s %j end with a sentence',
    async (name, args, sentence) => {
      const random = Random.stream(9, 'kills', name);
      const first = { after: 1500 + 4000 * random.uniform(), signal: 'SIGINT' as const };
      const ended = await stopped([name, ...args], [first, { after: 5000, signal: 'SIGINT' }]);
      saysSoPlainly(ended, first);
      if (ended.code) expect(ended.err).toMatch(sentence);
      if (ended.code && ended.out !== '') expect(JSON.parse(ended.out)).toHaveProperty('notes');
    },
    PATIENCE,
  );
});

describe('two command lines', () => {
  it(
    'that write one file or folder: one wins whole, the other says a sentence',
    async () => {
      const folder = await place();
      const out = join(folder, 'out');
      const exports = await Promise.all(
        [5, 20].map((load) => stopped(['export', '--load', String(load), '--out', out], [])),
      );
      expect(exports.map(({ code }) => code).sort()).toEqual([0, 2]);
      expect(exports.find(({ code }) => code === 2)!.err).toMatch(
        /is a folder that holds|was made by another process/,
      );
      expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
      // out.test.ts has the same of files, within one process.
      if (KILLS === 1) return;
      const files = await place();
      const zip = join(files, 'a.zip');
      const train = ['train', '--steps', '1024', ...SMALL, '--out', zip];
      const both = await Promise.all([1, 2].map((seed) => stopped([...train, '--seed', String(seed)], [])));
      expect(both.map(({ code }) => code).sort(), both.map(({ err }) => err).join()).toEqual([0, 2]);
      expect(both.find(({ code }) => code === 2)!.err).toMatch(
        /is there already|was made by another process meanwhile; .* the result is in ".*a-2\.zip"/,
      );
      for (const name of await readdir(files))
        expect((await loadBundle(join(files, name))).run).toBeDefined();
      expect((await readdir(files)).filter((name) => name.endsWith('.part'))).toEqual([]);
    },
    2 * PATIENCE,
  );
});

describe('before anything is loaded', () => {
  it.each(Object.entries(codes))(
    '%s is heard already, and answered with a sentence',
    async (signal, code) => {
      const folder = await place();
      await copyFile('src/headless/start.mjs', join(folder, 'start.mjs'));
      // What reads TypeScript is the first that is loaded: here it says that it is, and never gets ready.
      const tsx = join(folder, 'node_modules', 'tsx');
      await mkdir(tsx, { recursive: true });
      await writeFile(join(tsx, 'package.json'), '{"exports": {"./esm/api": "./api.mjs"}}');
      await writeFile(
        join(tsx, 'api.mjs'),
        'setInterval(() => {}, 1000); console.error("loading"); await new Promise(() => {});',
      );
      const moments = [{ after: 0, signal: signal as NodeJS.Signals }];
      const ended = await stopped(['export'], moments, /loading/, join(folder, 'start.mjs'));
      expect(ended).toEqual({ code, out: '', err: 'loading\nStopped; nothing was written.\n' });
    },
    PATIENCE,
  );
});
