/** Regret as the axis of the learning curve: 0 is the best plan found on the held-out load, 1 is Greedy there. */
import type { Reading } from './curve.ts';
import { UNIT_RIVAL } from '../../../experiments/unitRival.ts';
import type { HeldOutPossible, Yardstick } from '../../../experiments/yardstick.ts';
import { policyStyle } from '../../theme/policies.ts';

/** Regrets smaller than this cannot be a unit. */
const LEAST = 0.02;

export interface RegretScale {
  /**
   * Of the rollouts, which run on the training loads. Where the optimum is exact it is theirs; else nobody knows what is
   * possible there, and it is 1 for whoever earns what Greedy earns on them, in the unit of the held-out load.
   */
  readonly ofRollout: Reading;
  /** Of an agent's J on the held-out load; below 0 above the best plan found. */
  readonly ofObjective: (objective: number) => number;
  /** Points a decision on the held-out load from the best plan found; below 0 above it. */
  readonly points: (objective: number) => number;
  /** Points a decision that are 1 on the axis. */
  readonly one: number;
  readonly possible: HeldOutPossible;
  /** Where the bound lies on the axis, 0 or less; undefined where there is none. */
  readonly floor: number | undefined;
  readonly rivals: readonly {
    readonly id: string;
    readonly name: string;
    readonly regret: number;
    /** Share of requests in time on the held-out load, 0..1. */
    readonly inTime: number | undefined;
  }[];
  /** Greedy's regret while training, against the optimum of the equations; the doctor's measure of "bad". */
  readonly unit: number;
}

/** Undefined where Greedy is as good as the best plan found: then nothing is left to scale by. */
export function regretScale({ possible, rivals }: Yardstick): RegretScale | undefined {
  const greedy = rivals.find(({ id }) => id === UNIT_RIVAL);
  const unit = greedy?.trainingRegret;
  if (!greedy || unit === undefined) return undefined;
  const { kind, plan, bound } = possible;
  const heldOut = plan - greedy.objective;
  if (!(heldOut >= LEAST && unit >= LEAST)) return undefined;
  const ofObjective = (objective: number): number => (plan - objective) / heldOut;
  return {
    ofRollout:
      kind === 'exact' ? ({ regret }) => regret / unit : ({ regret }) => 1 + (regret - unit) / heldOut,
    ofObjective,
    points: (objective) => plan - objective,
    one: heldOut,
    possible,
    floor: bound === undefined ? undefined : Math.min(0, ofObjective(bound)),
    rivals: rivals.map(({ id, objective, inTime }) => ({
      id,
      name: policyStyle(id).name,
      regret: ofObjective(objective),
      inTime,
    })),
    unit,
  };
}

/** What 0 is, as it is said. */
export function zeroOf({ kind }: Pick<HeldOutPossible, 'kind'>): 'optimum' | 'best plan found' {
  return kind === 'exact' ? 'optimum' : 'best plan found';
}
