/**
 * A recording shows what today's defaults and today's code would make: what went in is the same, and what is quick to make
 * again comes out the same. `npm run record -- --check` makes all of it again.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recordedComparison } from './comparison.ts';
import comparisonText from './comparison.json?raw';
import { recordedEvaluation } from './evaluation.ts';
import evaluationText from './evaluation.json?raw';
import { recordedTraining as training } from './training.ts';
import trainingText from './training.json?raw';
import { defaultCompared, standingUnder } from '../state/comparing/compared.ts';
import { Reproduction } from '../state/comparing/reproduction.svelte.ts';
import { recordedRun as runOf } from '../state/training/recordedRun.ts';
import { defaultTraining } from '../state/training/nextTraining.ts';
import { documentOf } from '../../experiments/comparison/document.ts';
import { runPlan } from '../../experiments/comparison/run.ts';
import { RECORD_COMMAND, recordedScenario, recordedTraining } from '../../experiments/recorded/asked.ts';
import { recordedPairs, recordedPlan } from '../../experiments/recorded/comparisonPlan.ts';
import { pointsOf, rounded, type Recording } from '../../experiments/recorded/file.ts';
import { inputsOf, recordedNames, type RecordedName } from '../../experiments/recorded/inputs.ts';
import { madeCurves, madeYardstick } from '../../experiments/recorded/make.ts';
import { claims } from '../../experiments/reproduction/claims.ts';
import type { Contender, LoadName } from '../../experiments/reproduction/evidence.ts';
import { measuredSeries } from '../../experiments/reproduction/gather.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { AGENT_ID } from '../../policies/ids.ts';
import { policyById } from '../../policies/registry.ts';
import { generateWorkload } from '../../workload/generators.ts';

const texts: Readonly<Record<RecordedName, string>> = {
  training: trainingText,
  comparison: comparisonText,
  evaluation: evaluationText,
};
const again = (name: RecordedName, found: string): string =>
  `src/ui/recorded/${name}.json shows ${found}; "${RECORD_COMMAND}" makes it again, in some minutes`;
const recordedRun = runOf(training);
const clock = (): number => 0;
/** Enough of a training to differ where its code does. */
const UPDATES = 4;

describe('recordings', () => {
  it.each(recordedNames)('%s: what went in is what today’s defaults put in', (name) => {
    const { inputs, recorded, format } = JSON.parse(texts[name]) as Recording;
    expect(inputs, again(name, 'a result of other defaults')).toBe(inputsOf(name));
    expect(format).toBe(1);
    expect(new Date(recorded).toISOString().slice(0, 10)).toBe(recorded);
  });

  it.each([
    ['training', 30],
    ['comparison', 70],
    ['evaluation', 4],
  ] as const)('%s is at most %d kB compressed', (name, most) => {
    expect(gzipSync(texts[name]).length).toBeLessThanOrEqual(1000 * most);
  });

  it('the training began as one begins today', async () => {
    const { made } = await madeCurves({ clock, tell: () => undefined }, UPDATES);
    const timeless = (points: ReturnType<typeof pointsOf>): readonly unknown[] =>
      points.map((point) => ({ ...point, elapsedSeconds: 0, stepsPerSecond: 0 }));
    const { order, curves } = recordedRun;
    expect(timeless(pointsOf(made.points)), again('training', 'a training of other code')).toEqual(
      timeless(curves.members[0]!.slice(0, UPDATES)),
    );
    expect(order.seeds).toEqual([defaultTraining.seed]);
    expect(defaultTraining.overrides).toEqual({});
    const last = curves.members[0]!.at(-1)!.steps;
    expect(order.budget).toEqual(recordedTraining.budget);
    expect(last).toBeGreaterThanOrEqual((order.budget as { readonly steps: number }).steps);
    expect(curves.evaluations.some(({ best }) => best)).toBe(true);
  });

  it('the training is measured against the rivals of today', async () => {
    const { rivals, possible } = recordedRun.yardstick;
    expect((await madeYardstick(true)).rivals, again('training', 'rivals of other code')).toEqual(rivals);
    expect(possible.searching).toBe(false);
    for (const { objective } of rivals) expect(possible.plan).toBeGreaterThanOrEqual(objective);
    expect(possible.bound).toBeGreaterThanOrEqual(possible.plan);
  });

  it('the comparison is what the Compare view compares at first, whole', () => {
    const { result } = recordedComparison.document;
    const scenario = recordedScenario();
    const standing = standingUnder(defaultCompared, scenario);
    const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);
    const { plan } = result;
    expect(
      [ids(plan.pipelines), ids(plan.workloads), ids(plan.policies), plan.seeds.length],
      again('comparison', 'another choice'),
    ).toEqual([standing.pipelines, standing.workloads, standing.policies, standing.seeds]);
    expect(plan.environment).toBe(standing.environment);
    expect([result.complete, result.late]).toEqual([true, undefined]);
    expect(result.cells).toHaveLength(standing.policies.length * standing.workloads.length * standing.seeds);
  });

  it('the comparison has the numbers that follow from its runs, and quick runs come out the same', async () => {
    const { document } = recordedComparison;
    const { result } = document;
    expect(rounded(documentOf(result, recordedPairs)), again('comparison', 'other numbers')).toEqual(
      document,
    );
    const plan = recordedPlan(undefined);
    const quick = ['ipa-exact', 'greedy', 'random', 'optimum-predicted'];
    const part = {
      ...plan,
      policies: plan.policies.filter(({ key }) => quick.includes(key)),
      seeds: plan.seeds.slice(0, 1),
    };
    const stopped = { cells: [], late: [] };
    const references = result.references.filter(({ seed }) => part.seeds.includes(seed));
    const { cells } = await runPlan(part, { clock }, { ...stopped, references });
    expect(cells).toHaveLength(quick.length * plan.workloads.length);
    const keyed = (all: typeof cells): Readonly<Record<string, unknown>> =>
      Object.fromEntries(
        all.flatMap(({ workload, policy, seed, summary, series }) =>
          part.seeds.includes(seed) && quick.includes(policy)
            ? [[`${workload} ${policy}`, { series, summary: { ...summary, decisionMs: 0 } }]]
            : [],
        ),
      );
    expect(keyed(rounded(cells)), again('comparison', 'runs of other code')).toEqual(keyed(result.cells));
  });

  it('the evaluation judges each claim, and quick runs of it come out the same', async () => {
    const { evidence } = recordedEvaluation;
    for (const { judge } of claims) expect(judge(evidence).measured).not.toMatch(/NaN|Infinity|undefined/);
    const given = recordedScenario();
    const seed = evidence.seeds[0]!;
    const day = generateWorkload('day', seed);
    for (const load of ['steady-low', 'fluctuating', 'steady-high'] satisfies LoadName[]) {
      const scenario = {
        ...given,
        ...{ weights: { ...given.weights, lateWeight: 0 }, seed, workload: generateWorkload(load, seed) },
      };
      const ready = prepare(scenario, day.rates);
      for (const who of ['random', 'greedy', 'ipa-exact'] satisfies Contender[]) {
        const { series } = await runEpisode(ready, policyById(who)!, { clock, record: false });
        expect(
          rounded(measuredSeries(series)),
          again('evaluation', `${who} on ${load} by other code`),
        ).toEqual(evidence.levels[load][who][0]);
      }
    }
    expect(evidence.seeds, again('evaluation', 'another number of seeds')).toHaveLength(
      new Reproduction({ run: () => Promise.resolve(undefined) }).seeds,
    );
    expect(evidence.levels['steady-low'][AGENT_ID]).toHaveLength(evidence.seeds.length);
  });
});
