/** The real traces of the shared folder, which a clone may lack, and what rivals reach on them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runEpisode } from '../src/experiments/episode.ts';
import { prepare } from '../src/experiments/prepare.ts';
import type { EpisodeSummary, Scenario } from '../src/experiments/scenario.ts';
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
  readonly myopic: EpisodeSummary & { readonly forecaster: string };
  /** The better of the two that know the future: step by step, and the plan with its switching costs. */
  readonly future: EpisodeSummary;
}

export async function rivalsOn(scenario: Scenario, day: Float64Array): Promise<Rivals> {
  const run = (id: string, forecaster = scenario.forecaster): Promise<EpisodeSummary> =>
    judged({ ...scenario, forecaster }, policyById(id)!, day);
  let myopic: Rivals['myopic'] | undefined;
  for (const { id } of forecasters) {
    if (id === 'true') continue;
    const summary = await run('optimum-predicted', id);
    if (!myopic || summary.objective > myopic.objective) myopic = { ...summary, forecaster: id };
  }
  const [known, planned] = [await run('optimum-true'), await run('optimum-offline')];
  return {
    greedy: await run('greedy'),
    ipa: await run('ipa-exact'),
    myopic: myopic!,
    future: known.objective > planned.objective ? known : planned,
  };
}
