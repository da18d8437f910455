import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { exportManifests } from './export.ts';
import { Notes } from './notes.ts';
import { predictor } from './predictor.ts';
import { Stopped, stopOf, type Phase, type Stop } from './stop.ts';
import { train } from './train.ts';
import { tune } from './tune.ts';
import { parseAgent } from '../learning/network/trainedAgent.ts';
import { parsePredictor } from '../workload/forecasters/predictorFile.ts';

const place = async (): Promise<string> => mkdtemp(join(tmpdir(), 'sluice-stop-'));

/** Somebody asks for an end at the `looks`-th look of the command, 0 from the first on; what was told, and the drafts that are left. */
function stopAt(looks: number): { stop: Stop; phases: Phase[]; drafts: Set<string> } {
  const flag = new Int32Array(1);
  const phases: Phase[] = [];
  const drafts = new Set<string>();
  const stop = stopOf(
    flag,
    (phase) => phases.push(phase),
    (path, done) => (done ? drafts.delete(path) : drafts.add(path)),
  );
  let left = looks;
  const look = (): void => {
    if (left-- <= 0) flag[0] = 1;
  };
  return {
    phases,
    drafts,
    stop: {
      ...stop,
      asked: () => {
        look();
        return stop.asked();
      },
    },
  };
}
const SMALL = ['--backend', 'cpu', '--set', 'width=16,blocks=1,lanes=16,horizon=16,minibatch=128'];

describe('a command that is asked to end', () => {
  it.each([2, 5, 9])('train keeps what it has learnt (look %i)', async (looks) => {
    const out = join(await place(), 'a.json');
    const notes = new Notes();
    const { stop, phases, drafts } = stopAt(looks);
    const found = await train(['--seconds', '600', ...SMALL, '--out', out], notes, stop);
    expect(found).toMatchObject({ reason: 'stopped', evaluations: [] });
    expect(notes.sentences.join()).toMatch(
      /Stopped after [\d,]+ decisions; what had been learnt until then is in ".*a\.json"/,
    );
    expect(parseAgent(await readFile(out, 'utf8'), out).ok).toBe(true);
    // Said before anybody knows whether something has been learnt: it promises nothing.
    expect(phases).toEqual([{ end: 'by itself', sentence: 'Stopping; what is kept is said in a moment.' }]);
    expect([...drafts]).toEqual([]);
  });

  it('train and predictor write nothing where nothing has been learnt', async () => {
    const here = await place();
    for (const run of [
      () => train(['--seconds', '600', ...SMALL, '--out', join(here, 'a.json')], new Notes(), stopAt(0).stop),
      () => predictor(['--train', 'day', '--out', join(here, 'p.json')], new Notes(), stopAt(0).stop),
    ])
      await expect(run()).rejects.toThrow('Stopped before anything had been learnt; nothing was written.');
    expect(await readdir(here)).toEqual([]);
  });

  it('predictor keeps what it has learnt', async () => {
    const out = join(await place(), 'p.json');
    const notes = new Notes();
    const args = ['--train', 'bursty', '--units', '4', '--seconds', '600', '--out', out];
    expect(await predictor(args, notes, stopAt(8).stop)).toMatchObject({ reason: 'stopped' });
    expect(notes.sentences.join()).toMatch(/Stopped after [\d.,]+ epochs; .* is in ".*p\.json"/);
    expect(parsePredictor(await readFile(out, 'utf8'), out).ok).toBe(true);
  });

  it('compare prints the runs that are through', async () => {
    const notes = new Notes();
    const args = ['--policies', 'greedy,random', '--workloads', 'step', '--seeds', '5'];
    const found = (await compare(args, notes, stopAt(3).stop)) as {
      readonly result: { readonly cells: readonly unknown[]; readonly complete: boolean };
    };
    expect(found.result.cells.length).toBeGreaterThan(0);
    expect(found.result.complete).toBe(false);
    expect(notes.sentences.join()).toContain(`Stopped after ${String(found.result.cells.length)} of 10 runs`);
  });

  it('tune tells the best until then, or that there is none', async () => {
    const args = ['--workload', 'step', '--candidates', '24'];
    const notes = new Notes();
    const found = await tune(args, notes, stopAt(60).stop);
    expect(notes.sentences.join()).toMatch(/The search was stopped before it was through/);
    expect(found).toMatchObject({ complete: false });
    await expect(tune(args, new Notes(), stopAt(1).stop)).rejects.toThrow(
      'Stopped before any setting was judged; nothing was written.',
    );
  });

  it('between two states ends there, with the sentence of the one before', async () => {
    const flag = Int32Array.of(1);
    const stop = stopOf(
      flag,
      () => undefined,
      () => undefined,
    );
    expect(() => {
      stop.keeps('Stopping.');
    }).toThrow(new Stopped('Stopped; nothing was written.'));
    expect(() => {
      stop.leaves('Stopped; the agent is there.');
    }).toThrow(new Stopped('Stopped; the agent is there.'));
    const out = join(await place(), 'x');
    await expect(exportManifests(['--out', out], new Notes(), stop)).rejects.toThrow(Stopped);
    await expect(readdir(out)).rejects.toThrow();
  });
});
