/** The exact optimum as a policy: with the true load, with the forecast, offline with a switching cost, and the best fixed one. */
import { frontierOf } from './optimum/frontierOf.ts';
import { offlineOptimum, bestStatic as bestFixed } from './optimum/offline.ts';
import { policyNames } from './ids.ts';
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
  name: policyNames['optimum-true'],
  summary:
    'The configuration of the highest reward for the load of the coming ten seconds, known in advance.',
  knobs,
  memory: 'none',
  simplifications: 'Myopic: it optimises each step by itself and does not foresee start-up or queues.',
  source,
  about: [
    'This optimum orders the configuration of the highest reward for the load that is about to come.',
    'It looks up the exact best configuration on a frontier that was computed once for the pipeline.',
    'It needs to know the true load of the coming ten seconds, which no real controller can.',
    'It does well wherever changes are free: in the instant world no policy earns more.',
    'It fails where changes cost time, because it follows every movement of the load and foresees no start-up, queues or lateness: there the myopic optimum may beat it.',
  ],
};

export const optimumTrue: PolicyFactory = {
  info: trueInfo,
  create: (context) => {
    const frontier = frontierOf(context.tables, context.weights, context.longRun, context.watch);
    return Promise.resolve({
      info: trueInfo,
      decide: ({ time, predicted }) =>
        frontier.best(context.future.loads[stepOf(context, time)] ?? predicted),
    });
  },
};

const predictedInfo: PolicyInfo = {
  id: 'optimum-predicted',
  name: policyNames['optimum-predicted'],
  summary: 'The configuration of the highest reward for the forecast load.',
  knobs,
  memory: 'none',
  simplifications: trueInfo.simplifications,
  source,
  about: [
    'The myopic optimum orders the configuration of the highest reward for the forecast load.',
    'It looks up the exact best configuration on a frontier that was computed once for the pipeline.',
    'It needs the profiles, the weights of the reward and the forecast.',
    'It does well where the forecast is good and the load moves slowly; its distance to the optimum with known load is the price of the forecast.',
    'It fails where the forecast is too low, for it keeps no margin, and where the load moves so fast that replicas are always starting.',
  ],
};

export const optimumPredicted: PolicyFactory = {
  info: predictedInfo,
  create: ({ tables, weights, longRun, watch }) => {
    const frontier = frontierOf(tables, weights, longRun, watch);
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
    name: policyNames['optimum-offline'],
    summary: `The best sequence of configurations for the whole load known in advance, each change costing ${String(SWITCHING_COST)}.`,
    knobs,
    memory: 'the plan',
    simplifications: 'A uniform switching cost stands for start-up and rollout; queues are not foreseen.',
    source: 'Dynamic programme over the frontier; see optimum/offline.ts.',
    about: [
      'The offline optimum plans the whole trace in advance and then follows the plan.',
      'A dynamic programme over the frontier weighs the reward of every step against a price for every change.',
      'It needs to know the whole load beforehand, so it is a yardstick and no controller.',
      'It does well where changes are costly and the load is jumpy, because it skips changes that would not pay.',
      'It fails where start-up and queues cost much more or much less than the uniform price it assumes for a change.',
    ],
  },
  ({ tables, weights, longRun, future, watch }) => {
    const frontier = frontierOf(tables, weights, longRun, watch);
    const { points } = offlineOptimum(frontier, future.loads, SWITCHING_COST, watch);
    return (step) => frontier.configuration(points[Math.min(step, points.length - 1)]!);
  },
);

export const staticBest = planned(
  {
    id: 'static-best',
    name: policyNames['static-best'],
    summary: 'The one configuration that would have earned most over the whole load: best in hindsight.',
    knobs: { variant: false, replicas: false, batch: false },
    memory: 'one configuration',
    simplifications: 'Chosen by the equations without queues.',
    source,
    about: [
      'This orders one configuration for the whole trace and never changes it.',
      'Of all it takes the one that earns most by the equations for the known load: where requests queue or come singly, another may beat it.',
      'It needs to know the whole load beforehand, so it is a yardstick of what no adaptation can do.',
      'It does well where the load is steady or replicas start slowly.',
      'It fails where the load changes by a large factor, since it must either waste cores in the valley or drop requests at the peak.',
    ],
  },
  ({ tables, weights, longRun, future, watch }) => {
    const fixed = bestFixed(frontierOf(tables, weights, longRun, watch), future.loads, watch);
    return () => fixed;
  },
);

/** Those that know the true load. */
export const knowing: readonly PolicyFactory[] = [optimumTrue, optimumOffline, staticBest];
