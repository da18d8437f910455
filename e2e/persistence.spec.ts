import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Harness, request } from './harness.ts';
import { browserArguments, findBrowser } from '../scripts/browser.mjs';
import { parseTrainingState } from '../src/learning/checkpoint.ts';
import { Random } from '../src/model/random.ts';
import { checkCheckpoint, checkRun } from '../src/storage/schemas.ts';
import { fromChunk, seriesUpTo } from '../src/storage/series.ts';
import { accept } from '../src/testing/runs.ts';

const KILLS = 20;
/** Seconds of training that a kill may cost. */
const MOST_LOST = 5;

/** The living process that the profile's lock names; throws where there is none after ten seconds. */
async function owner(folder: string): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      const pid = Number(readlinkSync(join(folder, 'SingletonLock')).split('-').at(-1));
      process.kill(pid, 0);
      return pid;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('no living browser has locked the profile');
}

/** The browser on the profile `folder`, by itself and killable. */
async function launch(folder: string): Promise<{ context: BrowserContext; kill: () => void }> {
  const executablePath = await findBrowser();
  const context = await chromium.launchPersistentContext(folder, {
    args: [...browserArguments],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  // Chromium's own note of who uses the profile: "host-pid". Playwright starts it as the head of a process group. A killed
  // browser's note outlives it, until the next one has written its own.
  const pid = await owner(folder);
  return {
    context,
    kill: () => {
      process.kill(-pid, 'SIGKILL');
    },
  };
}

/** What the profile holds of the run, every record parsed; throws where one is damaged. */
async function kept(harness: Harness, id: string) {
  const [runs, infos, states, chunks] = await Promise.all(
    ['runs', 'checkpoints', 'states', 'series'].map((name) => harness.records(name)),
  );
  const run = accept(checkRun(runs!.find(({ key }) => key === id)?.value, 'The run'));
  const checkpoints = infos!.map(({ value }) => accept(checkCheckpoint(value, 'A checkpoint')));
  expect(states!.map(({ key }) => key)).toEqual(infos!.map(({ key }) => key));
  for (const { value } of states!) (value as unknown[]).forEach((state) => accept(parseTrainingState(state)));
  const latest = checkpoints.find(({ slot }) => slot === 'latest');
  const told = chunks!.map(({ value }) => accept(fromChunk(value, 'Curves')));
  const points = told.flatMap((chunk) => chunk.points);
  // Nothing beyond the checkpoint, nothing twice, nothing missing.
  expect(points.map(({ update }) => update)).toEqual(points.map((_, i) => i + 1));
  expect(seriesUpTo({ points, evaluations: [] }, latest?.memberSteps ?? []).points).toHaveLength(
    points.length,
  );
  expect(points.at(-1)?.steps).toBe(latest?.steps);
  return { run, latest };
}

test('a browser killed at any moment of a training leaves a run that lost little and goes on', async ({
  baseURL,
}, info) => {
  test.skip(process.platform === 'win32', 'there is no SIGKILL');
  test.setTimeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-kill-'));
  const moments = Random.stream(11, 'kills');
  const lost: number[] = [];
  const elapsed = { told: 0, kept: 0 };
  let end = (): void => undefined;
  try {
    for (let i = 0; i <= KILLS; i++) {
      const { context, kill } = await launch(folder);
      end = kill;
      const harness = await Harness.open(context, baseURL!);
      if (i > 0) {
        const { run, latest } = await kept(harness, 'kill');
        expect(run.status).toBe('running');
        expect(latest!.elapsedSeconds).toBeGreaterThanOrEqual(elapsed.kept);
        elapsed.kept = latest!.elapsedSeconds;
        lost.push(elapsed.told - elapsed.kept);
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
      if (i === 0) await Promise.race([harness.hears('saved'), refused]);
      await Promise.race([
        harness.page.waitForTimeout(1000 * (0.5 + 4.5 * moments.uniform() ** 1.5)),
        refused,
      ]);
      kill();
      end = () => undefined;
      elapsed.told = harness.told.findLast(({ kind }) => kind === 'points')?.elapsedSeconds ?? elapsed.kept;
      await context.close().catch(() => undefined);
    }
    info.annotations.push({
      type: 'seconds of training lost',
      description: lost.map((s) => s.toFixed(1)).join(' '),
    });
    expect(lost).toHaveLength(KILLS);
    expect(Math.max(...lost)).toBeLessThan(MOST_LOST);
    expect(elapsed.kept, 'the training came on').toBeGreaterThan(5);
  } finally {
    end();
    // A browser that is just ending may still write; its last words must not hide what went wrong.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  }
});
