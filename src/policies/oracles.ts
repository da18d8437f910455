/** The exact optimum as a policy: with the true load, with the forecast, offline with a switching cost, and the best fixed one. */
import { buildFrontier } from './optimum/frontier.ts';
import { offlineOptimum, staticBest as bestFixed } from './optimum/offline.ts';
import type { PolicyContext, PolicyFactory, PolicyInfo } from './policy.ts';
import type { Configuration } from '../model/pipeline.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

/** Reward units charged for any change of configuration by the offline optimum: about three cores for one step. */
export const SWITCHING_COST = 0.5;

const knobs = { variant: true, replicas: true, batch: true } as const;
const source = 'Exact frontier over the bottleneck throughput; see optimum/frontier.ts.';

function stepOf({ future }: PolicyContext, time: number): number {
  return Math.round((time - future.startTime) / DECISION_SECONDS);
}

const trueInfo: PolicyInfo = {
  id: 'optimum-true',
  name: 'Optimum (load known)',
  summary:
    'The configuration of the highest reward for the load of the coming ten seconds, known in advance.',
  knobs,
  memory: 'none',
  simplifications: 'Myopic: it optimises each step by itself and does not foresee start-up or queues.',
  source,
};

export const optimumTrue: PolicyFactory = {
  info: trueInfo,
  create: (context) => {
    const frontier = buildFrontier(context.tables, context.weights);
    return Promise.resolve({
      info: trueInfo,
      decide: ({ time, predicted }) =>
        frontier.best(context.future.loads[stepOf(context, time)] ?? predicted),
    });
  },
};

const predictedInfo: PolicyInfo = {
  id: 'optimum-predicted',
  name: 'Myopic optimum',
  summary: 'The configuration of the highest reward for the forecast load.',
  knobs,
  memory: 'none',
  simplifications: trueInfo.simplifications,
  source,
};

export const optimumPredicted: PolicyFactory = {
  info: predictedInfo,
  create: ({ tables, weights }) => {
    const frontier = buildFrontier(tables, weights);
    return Promise.resolve({ info: predictedInfo, decide: ({ predicted }) => frontier.best(predicted) });
  },
};

/** A plan made in advance from the whole load. */
function planned(
  info: PolicyInfo,
  plan: (context: PolicyContext) => (step: number) => Configuration,
): PolicyFactory {
  return {
    info,
    create: (context) => {
      const at = plan(context);
      return Promise.resolve({ info, decide: ({ time }) => at(stepOf(context, time)) });
    },
  };
}

export const optimumOffline = planned(
  {
    id: 'optimum-offline',
    name: 'Offline optimum',
    summary: `The best sequence of configurations for the whole load known in advance, each change costing ${String(SWITCHING_COST)}.`,
    knobs,
    memory: 'the plan',
    simplifications: 'A uniform switching cost stands for start-up and rollout; queues are not foreseen.',
    source: 'Dynamic programme over the frontier; see optimum/offline.ts.',
  },
  ({ tables, weights, future }) => {
    const frontier = buildFrontier(tables, weights);
    const { points } = offlineOptimum(frontier, future.loads, SWITCHING_COST);
    return (step) => frontier.configuration(points[Math.min(step, points.length - 1)]!);
  },
);

export const staticBest = planned(
  {
    id: 'static-best',
    name: 'Best fixed',
    summary: 'The one configuration that would have earned most over the whole load: best in hindsight.',
    knobs: { variant: false, replicas: false, batch: false },
    memory: 'one configuration',
    simplifications: 'Chosen by the equations without queues.',
    source,
  },
  ({ tables, weights, future }) => {
    const fixed = bestFixed(buildFrontier(tables, weights), future.loads);
    return () => fixed;
  },
);
