/** Regret as the axis of the learning curve: 0 is the optimum, 1 is Greedy, on the same loads. */
import type { Reading } from './curve.ts';
import { UNIT_RIVAL, type Yardstick } from '../../../experiments/yardstick.ts';
import { policyStyle } from '../../theme/policies.ts';

/** Regrets smaller than this cannot be a unit. */
const LEAST = 0.02;

export interface RegretScale {
  /** Of the rollouts, which run on the training loads. */
  readonly ofRollout: Reading;
  /** Of an agent's J on the held-out load. */
  readonly ofObjective: (objective: number) => number;
  /** Points a decision on the held-out load. */
  readonly points: (objective: number) => number;
  readonly rivals: readonly {
    readonly id: string;
    readonly name: string;
    readonly regret: number;
    /** Share of requests in time on the held-out load, 0..1. */
    readonly inTime: number | undefined;
  }[];
  /** Greedy's regret while training; the doctor's measure of "bad". */
  readonly unit: number;
}

/** Undefined where Greedy is as good as the optimum: then nothing is left to scale by. */
export function regretScale({ optimum, rivals }: Yardstick): RegretScale | undefined {
  const greedy = rivals.find(({ id }) => id === UNIT_RIVAL);
  const unit = greedy?.trainingRegret;
  if (!greedy || unit === undefined) return undefined;
  const heldOut = optimum - greedy.objective;
  if (heldOut < LEAST || unit < LEAST) return undefined;
  const ofObjective = (objective: number): number => (optimum - objective) / heldOut;
  return {
    ofRollout: ({ regret }) => regret / unit,
    ofObjective,
    points: (objective) => optimum - objective,
    rivals: rivals.map(({ id, objective, inTime }) => ({
      id,
      name: policyStyle(id).name,
      regret: ofObjective(objective),
      inTime,
    })),
    unit,
  };
}
