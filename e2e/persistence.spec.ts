/**
 * A browser that is killed at any moment: of a training alone, or while everything is exported, an archive comes in or
 * policies are compared beside it. `npm run kills` kills a hundred times (SLUICE_KILLS says how often) and prints what was
 * lost; `npm test` does a few.
 */
import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from './fixtures.ts';
import { Harness, request } from './harness.ts';
import { imported, launch, trained } from './killing.ts';
import type { TrainingState } from '../src/learning/training/checkpoint.ts';
import { Random } from '../src/model/random.ts';
import { exportArchive } from '../src/storage/archive.ts';
import { openStore } from '../src/storage/openStore.ts';
import { checkpointOf, pointAt, runRecord } from '../src/testing/runs.ts';

const KILLS = Number(process.env.SLUICE_KILLS ?? 8);
/** Seconds of training that a kill may cost. */
const MOST_LOST = 5;

const phases = ['training', 'export', 'import', 'comparison'] as const;
type Phase = (typeof phases)[number];

/** Runs that archives bring, some 12 MB: written long enough for a kill to fall into it. */
const IDS = Array.from({ length: 6 }, (_, k) => `import-${String(k)}/../__proto__`);
const PARAMETERS = 50_000;

/** An archive of these runs in which everything says `round`. */
async function archiveOf(round: number): Promise<Buffer> {
  globalThis.indexedDB = new IDBFactory();
  const store = await openStore();
  const large = (state: TrainingState): TrainingState => {
    const floats = new Float32Array(PARAMETERS).fill(round);
    return {
      ...state,
      learner: {
        ...state.learner,
        parameters: floats,
        adam: { ...state.learner.adam, m: floats, v: floats },
      },
      averaged: floats,
      best: { ...state.best, parameters: floats },
    };
  };
  for (const id of IDS) {
    const checkpoints = (['latest', 'best'] as const).map((slot) => {
      const made = checkpointOf(id, slot, [round]);
      return { ...made, states: made.states.map(large) };
    });
    const run = runRecord({ id, note: String(round), updated: round, steps: round, status: 'stopped' });
    await store.save({ run, checkpoints, points: [pointAt(0, round)], evaluations: [] });
  }
  const { files, leftOut } = await exportArchive(store, round);
  expect(leftOut).toEqual([]);
  store.close();
  return Buffer.from(await files[0]!.arrayBuffer());
}

/** What goes on beside the training, until the kill; `done` hears that an import came to its end. */
async function beside(
  phase: Phase,
  harness: Harness,
  context: BrowserContext,
  { baseURL, archive, done }: { baseURL: string; archive: Buffer; done: () => void },
): Promise<void> {
  switch (phase) {
    case 'training':
      return;
    case 'export':
      for (;;) expect(await harness.archive('exportAll')).toMatchObject({ leftOut: [] });
    case 'import':
      expect(await harness.archive('takeIn', archive)).toMatchObject({ ok: true });
      done();
      return;
    case 'comparison': {
      const page = await context.newPage();
      // Not `goto`, whose answer Playwright could not take in from a browser that was killed meanwhile.
      await page.evaluate((url) => {
        location.assign(url);
      }, `${baseURL}#v=compare`);
      await page.getByRole('button', { name: /^Compare: \d+ runs$/ }).click();
      return;
    }
  }
}

test('a browser killed at any moment leaves everything whole, and a run that lost little and goes on', async ({
  baseURL,
}, info) => {
  test.skip(process.platform === 'win32', 'there is no SIGKILL');
  test.setTimeout(60_000 + KILLS * 60_000);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-kill-'));
  const moments = Random.stream(11, 'kills');
  const lost: { readonly phase: Phase; readonly seconds: number }[] = [];
  const elapsed = { told: 0, kept: 0 };
  /** Of the archives: the last one of which it is sure that it came in, and the one that was on its way. */
  const rounds = { sure: 0, tried: 0 };
  let phase: Phase = 'training';
  let undone = 0;
  /** Milliseconds within which a kill falls into an import: more where the last one was undone, less where it came in. */
  let importMs = 1500;
  let end = (): void => undefined;
  try {
    for (let i = 0; i <= KILLS; i++) {
      const { context, kill } = await launch(folder);
      end = kill;
      const harness = await Harness.open(context, baseURL!);
      if (i > 0) {
        const { run, latest } = await trained(harness, 'kill');
        expect(run.status).toBe('running');
        expect(latest!.elapsedSeconds).toBeGreaterThanOrEqual(elapsed.kept);
        elapsed.kept = latest!.elapsedSeconds;
        lost.push({ phase, seconds: elapsed.told - elapsed.kept });
        const round = (await imported(harness, IDS)) ?? 0;
        expect([rounds.sure, rounds.tried], 'an archive came in whole or not at all').toContain(round);
        if (phase === 'import') {
          const lacking = round < rounds.tried;
          if (lacking) undone++;
          importMs *= lacking ? 1.5 : 0.6;
        }
        rounds.sure = round;
        expect(await harness.archive('damagedParts'), 'nothing is damaged').toEqual([]);
        if (process.env.SLUICE_KILLS !== undefined)
          console.log(`kill ${String(i)}, ${phase}: whole; ${lost.at(-1)!.seconds.toFixed(2)} s lost`);
      }
      if (i === KILLS) {
        await context.close();
        end = () => undefined;
        break;
      }
      // The first training is begun, every other one resumed: it must go on from where the store says it was.
      const ended = i === 0 ? harness.train(request('kill')) : harness.resume('kill');
      const refused = ended.then(
        (sentence) => {
          throw new Error(`the training ended: ${sentence}`);
        },
        // The browser is gone.
        () => undefined,
      );
      await Promise.race([harness.hears(i === 0 ? 'saved' : 'points', 0, 120_000), refused]);
      phase = phases[i % phases.length]!;
      if (phase === 'import') rounds.tried = i;
      const archive = phase === 'import' ? await archiveOf(i) : Buffer.alloc(0);
      const wait =
        phase === 'import'
          ? importMs * (0.5 + moments.uniform())
          : 1000 * (0.5 + 4.5 * moments.uniform() ** 1.5);
      let killed = false;
      const other = beside(phase, harness, context, {
        baseURL: baseURL!,
        archive,
        done: () => (rounds.sure = i),
      }).catch((error: unknown) => {
        if (!killed) throw error;
      });
      const failed = other.then(() => new Promise<never>(() => undefined));
      await Promise.race([new Promise((resolve) => setTimeout(resolve, wait)), refused, failed]);
      killed = true;
      kill();
      end = () => undefined;
      elapsed.told = harness.told.findLast(({ kind }) => kind === 'points')?.elapsedSeconds ?? elapsed.kept;
      await context.close().catch(() => undefined);
      await other;
    }
    const seconds = lost.map((one) => one.seconds).sort((a, b) => a - b);
    const at = (share: number): string => seconds[Math.floor(share * (seconds.length - 1))]!.toFixed(2);
    const told = `${String(KILLS)} kills (${phases.map((one) => `${one} ${String(lost.filter((l) => l.phase === one).length)}`).join(', ')}; ${String(undone)} imports undone): invalid 0; seconds of training lost: median ${at(0.5)}, 90 % ${at(0.9)}, most ${at(1)}`;
    info.annotations.push({ type: 'kills', description: told });
    console.log(told);
    expect(lost).toHaveLength(KILLS);
    expect(seconds.at(-1)).toBeLessThan(MOST_LOST);
    expect(elapsed.kept, 'the training came on').toBeGreaterThan(5);
  } finally {
    end();
    // A browser that is just ending may still write; its last words must not hide what went wrong.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  }
});
