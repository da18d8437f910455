/** What tests of comparisons fix alike. */
import {
  groupsOf,
  placeOf,
  type ComparisonPlan,
  type ComparisonSettings,
} from '../experiments/comparison/plan.ts';
import type { References } from '../experiments/comparison/result.ts';
import { Grounds, runTask } from '../experiments/comparison/run.ts';
import {
  joined,
  nothingFound,
  tasksOf,
  type Found,
  type FoundPiece,
} from '../experiments/comparison/tasks.ts';
import { defaultLimits, defaultWeights } from '../model/pipeline.ts';
import { noOwnRuns } from '../policies/own/ownPolicy.ts';
import { defaultEnvironment } from '../scenario/scenario.ts';

/** The lab's defaults with a forecaster that needs no network. */
export const usualSettings: ComparisonSettings = {
  environment: defaultEnvironment,
  forecaster: 'ewma',
  limits: defaultLimits,
  weights: defaultWeights,
  slaSeconds: undefined,
  rollout: 'surge',
  startupSeconds: undefined,
  batchTimeoutSeconds: 1,
  batchRestartSeconds: 0,
  dropAfterSla: 2,
  nodes: 1,
};

/** What made-up references lie above the best run: points. */
export const MADE_UP = { found: 0.2, bound: 0.5 } as const;

/** The runs of a plan, with a made-up bracket for each load in the place of a search that would take its time. */
export async function runsWithoutSearch(plan: ComparisonPlan): Promise<Found> {
  const means = { grounds: new Grounds(plan.settings), clock: () => 0, own: noOwnRuns };
  const pieces: FoundPiece[] = [];
  for (const task of tasksOf(plan, nothingFound))
    for await (const piece of runTask({ ...task, references: false }, means)) pieces.push(piece);
  const found = joined(nothingFound, pieces);
  const references = groupsOf(plan).map((group): References => {
    const at = placeOf(group);
    const rewards = found.cells
      .filter((c) => c.pipeline === at.pipeline && c.workload === at.workload && c.seed === at.seed)
      .map(({ summary }) => summary.reward);
    const best = Math.max(...rewards);
    return {
      ...at,
      ...{ kind: 'bracket', found: best + MADE_UP.found, bound: best + MADE_UP.bound },
      plan: { cost: 9, qos: 14 },
      random: Math.min(...rewards),
      front: [4, 8, 12].map((cost, i) => ({ costWeight: 1 - 0.3 * i, cost, qos: 10 + 2 * i })),
    };
  });
  return { ...found, references };
}
