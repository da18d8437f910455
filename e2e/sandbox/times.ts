/** What a visitor's code costs in the built site: a decision there and back, and a comparison beside the lab's own policies. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { policyOf } from './attempts.ts';
import { builtFile, pageScript } from './open.ts';
import type { Compared, SandboxPage } from './page.ts';
import { serve } from '../served.ts';
import { browserArguments, findBrowser } from '../../scripts/browser.mjs';
import { root } from '../../scripts/dependencies.mjs';
import { examples } from '../../src/policies/own/examples.ts';

export interface SandboxTimes {
  /** Mean milliseconds of a decision, one an episode and without its first, by the worker that asks: of code that keeps what runs, and of Greedy. A single one is shorter than a browser's clock tells apart. */
  readonly least: readonly number[];
  readonly greedy: readonly number[];
  /** Milliseconds of a comparison of so many runs in one worker, round by round: five policies of one's own, five of the lab's. */
  readonly runs: number;
  readonly own: readonly number[];
  readonly builtIn: readonly number[];
  /** Of all those runs. */
  readonly decisions: number;
}

const EPISODES = 15;
const ROUNDS = 3;
const ON = {
  pipelines: ['video', 'audio-qa', 'sum-qa'],
  loads: ['steady-low', 'fluctuating', 'steady-high'],
  seeds: 5,
};
const BUILT_IN = ['greedy', 'hpa', 'kpa', 'keda', 'random'];

/** Rejects where a run did not come to its end; a sentence where it cannot be measured. */
export async function sandboxTimes(): Promise<SandboxTimes | string> {
  const site = join(root, 'dist');
  if (!existsSync(site)) return 'not run: there is no built site (npm run build)';
  const executablePath = await findBrowser();
  if (executablePath === undefined) return 'not run: there is no Chromium here';
  const { server, address } = await serve(site);
  const browser = await chromium.launch({ executablePath, args: [...browserArguments] });
  try {
    const page = await browser.newPage();
    await page.goto(new URL('notices.html', address).href);
    await page.evaluate(await pageScript());
    const play = async (policy: string, kind: 'code' | 'named'): Promise<number> => {
      const { why, decisionMs } = await page.evaluate(
        ([what, how]) => (window as never as { it: SandboxPage }).it.play(what, how, 'repair'),
        [policy, kind] as const,
      );
      if (why !== undefined) throw new Error(why);
      const rest = decisionMs.slice(1);
      return rest.reduce((sum, ms) => sum + ms, 0) / rest.length;
    };
    const compare = async (
      policies: readonly string[],
    ): Promise<Pick<Compared, 'ms' | 'runs' | 'decisions'>> => {
      const { ms, runs, decisions, late } = await page.evaluate(
        ([script, which, on]) => (window as never as { it: SandboxPage }).it.compare(script, which, on),
        [builtFile('compare-', '.js'), policies, ON] as const,
      );
      if (late.length > 0) throw new Error(late[0]![1]);
      return { ms, runs, decisions };
    };
    const least: number[] = [];
    const greedy: number[] = [];
    for (let episode = 0; episode < EPISODES; episode++) {
      least.push(await play(policyOf(''), 'code'));
      greedy.push(await play('greedy', 'named'));
    }
    const sources = examples.map(({ source }) => source);
    // Five programs: a text that is another has a sandbox of its own.
    const five = [...sources, ...sources.slice(0, 2).map((source) => `${source}\n// again`)];
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ own: await compare(five), builtIn: await compare(BUILT_IN) });
    return {
      ...{ least, greedy, runs: rounds[0]!.own.runs, decisions: rounds[0]!.own.decisions },
      own: rounds.map(({ own }) => own.ms),
      builtIn: rounds.map(({ builtIn }) => builtIn.ms),
    };
  } finally {
    await browser.close();
    server.kill();
  }
}
