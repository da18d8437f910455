/** A browser on a profile of its own that can be killed as a crash would, and what it left behind. */
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { expect } from './fixtures.ts';
import type { Harness } from './harness.ts';
import { browserArguments, findBrowser } from '../scripts/browser.mjs';
import { parseTrainingState } from '../src/learning/training/checkpoint.ts';
import type { RunRecord } from '../src/storage/records.ts';
import { checkCheckpoint, checkRun, type StoredCheckpoint } from '../src/storage/schemas.ts';
import { fromChunk, seriesUpTo } from '../src/storage/series.ts';
import { accept } from '../src/testing/runs.ts';

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
export async function launch(folder: string): Promise<{ context: BrowserContext; kill: () => void }> {
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

const of = <T extends { readonly key: unknown }>(all: readonly T[], id: string): readonly T[] =>
  all.filter(({ key }) => Array.isArray(key) && key[0] === id);

/** What the profile holds of the run that was trained, every record parsed; throws where one is damaged. */
export async function trained(
  harness: Harness,
  id: string,
): Promise<{ readonly run: RunRecord; readonly latest: StoredCheckpoint | undefined }> {
  const [runs, infos, states, chunks] = await Promise.all(
    ['runs', 'checkpoints', 'states', 'series'].map((name) => harness.records(name, id)),
  );
  const run = accept(checkRun(runs![0]?.value, 'The run'));
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

/**
 * What the profile holds of the runs that archives brought: all of one round, each whole. `round` says what an archive
 * wrote into its runs' notes; undefined before the first.
 */
export async function imported(harness: Harness, ids: readonly string[]): Promise<number | undefined> {
  const runs = await harness.records('runs');
  const infos = await harness.records('checkpoints');
  const chunks = await harness.records('series');
  const rounds = new Set<number>();
  const here = ids.filter((id) => runs.some(({ key }) => key === id));
  if (here.length === 0) return undefined;
  expect(here, 'all runs of an archive, or none').toEqual(ids);
  for (const id of ids) {
    const run = accept(checkRun(runs.find(({ key }) => key === id)?.value, 'An imported run'));
    const round = Number(run.note);
    rounds.add(round);
    const latest = of(infos, id).map(({ value }) => accept(checkCheckpoint(value, 'An imported checkpoint')));
    expect(latest.map(({ slot }) => slot).sort()).toEqual(['best', 'latest']);
    expect(latest.map(({ steps }) => steps)).toEqual([round, round]);
    const told = of(chunks, id).map(({ value }) => accept(fromChunk(value, 'Imported curves')));
    expect(told.flatMap(({ points }) => points)).toHaveLength(1);
  }
  expect([...rounds], 'all runs of one archive').toHaveLength(1);
  return [...rounds][0];
}
