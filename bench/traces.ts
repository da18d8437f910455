/** The real traces of the shared folder, which a clone may lack, and what rivals reach on them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runEpisode } from '../src/scenario/episode.ts';
import { prepare } from '../src/scenario/prepare.ts';
import type { EpisodeSummary, Scenario } from '../src/scenario/scenario.ts';
import type { PolicyFactory } from '../src/policies/policy.ts';
import { policyById } from '../src/policies/registry.ts';
import { sharedFolder } from '../src/testing/shared.ts';
import { forecasters } from '../src/workload/forecasters/index.ts';
import { importWorkload } from '../src/workload/import.ts';
import type { Workload } from '../src/workload/workload.ts';

/** What agents are judged on; they train on the day before. */
export const TRACES = ['steady-low', 'fluctuating', 'steady-high'] as const;

/** A trace by name; undefined, said once on the console, where the shared folder is absent. */
export function trace(name: string): Workload | undefined {
  const folder = sharedFolder();
  if (folder === undefined) {
    console.log(`  skipped: ../shared/data/traces/${name}.csv is absent`);
    return undefined;
  }
  const bytes = readFileSync(join(folder, 'data', 'traces', `${name}.csv`));
  const parsed = importWorkload(bytes, name);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value.workload;
}

/** A kind of load and the stretches that stand for it. */
export interface Regime {
  readonly name: string;
  readonly parts: readonly Workload[];
}

const DAY = 86_400;
const STRETCH = 1200;

/**
 * The last two of the fourteen real days, which neither an agent's defaults nor the shipped predictor's weights were
 * fitted on: four stretches of a kind. Empty where the shared folder is absent.
 */
export const lastDays = (): readonly Regime[] => kindsOf('last days', 12, 14, 4);

/** The days 2 to 7, which settings may be sought on: twelve stretches of a kind. Empty where the shared folder is absent. */
export const searchDays = (): readonly Regime[] => kindsOf('days 2 to 7', 1, 7, 12);

/**
 * The days from `first` until before `end` (0 to 14), cut into stretches as long as the test traces: the `count` busiest on
 * average, of the others the `count` that vary most, and the `count` nearest the lower quartile of the mean. By rule, not by eye.
 */
function kindsOf(days: string, first: number, end: number, count: number): readonly Regime[] {
  const fortnight = trace('training-14-days');
  if (!fortnight) return [];
  const cut: { rates: Float64Array; mean: number; deviation: number }[] = [];
  const until = Math.min(end * DAY, fortnight.rates.length);
  for (let at = first * DAY; at + STRETCH <= until; at += STRETCH) {
    const rates = fortnight.rates.slice(at, at + STRETCH);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / STRETCH;
    const deviation = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / STRETCH);
    cut.push({ rates, mean, deviation });
  }
  cut.sort((a, b) => a.mean - b.mean);
  const middle = Math.floor(cut.length / 4) - count / 2;
  const rest = cut.slice(0, -count).sort((a, b) => b.deviation - a.deviation);
  return [
    { name: `${days}, quiet`, chosen: cut.slice(middle, middle + count) },
    { name: `${days}, varying`, chosen: rest.slice(0, count) },
    { name: `${days}, busy`, chosen: cut.slice(-count) },
  ].map(({ name, chosen }) => ({ name, parts: chosen.map(({ rates }) => ({ ...fortnight, rates })) }));
}

/** `day` is what fitted forecasters learn from. */
export async function judged(
  scenario: Scenario,
  policy: PolicyFactory,
  day: Float64Array,
): Promise<EpisodeSummary> {
  const { summary } = await runEpisode(prepare(scenario, day), policy, {
    clock: () => performance.now(),
    record: false,
  });
  return summary;
}

export interface Rivals {
  readonly greedy: EpisodeSummary;
  readonly ipa: EpisodeSummary;
  /** The myopic optimum with whichever forecaster serves it best here. */
  readonly myopic: EpisodeSummary;
  /** The better of the two that know the future: step by step, and the plan with its switching costs. */
  readonly future: EpisodeSummary;
  /** With the scenario's own forecaster. */
  readonly planner: EpisodeSummary;
}

export async function rivalsOn(scenario: Scenario, day: Float64Array): Promise<Rivals> {
  const run = (id: string, forecaster = scenario.forecaster): Promise<EpisodeSummary> =>
    judged({ ...scenario, forecaster }, policyById(id)!, day);
  let myopic: EpisodeSummary | undefined;
  for (const { id } of forecasters) {
    if (id === 'true') continue;
    const summary = await run('optimum-predicted', id);
    if (!myopic || summary.objective > myopic.objective) myopic = summary;
  }
  const [known, planned] = [await run('optimum-true'), await run('optimum-offline')];
  return {
    greedy: await run('greedy'),
    ipa: await run('ipa-exact'),
    myopic: myopic!,
    future: known.objective > planned.objective ? known : planned,
    planner: await run('planner'),
  };
}
