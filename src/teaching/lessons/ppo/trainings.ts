/** The trainings of the lesson on PPO: by steps and with a seed, so that each repeats; small, so that it takes seconds. */
import { NAMED } from './named.ts';
import type { TrainingConfig } from '../../../learning/ppo/config.ts';

export const BUDGET = { steps: 15_360 } as const;
export const SEED = 1;

const SMALL = {
  ...{ width: 16, blocks: 1 },
  ...{ lanes: 16, horizon: 32, minibatch: 256, evaluateEvery: 5 },
  ...{ learningRate: 0.003, finalRate: 1 },
  ...{ imitation: 3, guidanceUntil: 0.5 },
} satisfies Partial<TrainingConfig>;

interface LessonTraining {
  /** As the run is called among those that the browser keeps. */
  readonly name: string;
  readonly overrides: Readonly<Record<string, string | number>>;
}

/** By the ids under which the lesson asks for them. */
export const trainings = {
  advised: { name: NAMED, overrides: SMALL },
  alone: { name: `${NAMED}, no expert`, overrides: { ...SMALL, expertMode: 'none' } },
  fast: { name: `${NAMED}, too fast`, overrides: { ...SMALL, learningRate: 0.1 } },
} satisfies Readonly<Record<string, LessonTraining>>;

export type TrainingId = keyof typeof trainings;

export const isTrainingId = (id: unknown): id is TrainingId =>
  typeof id === 'string' && Object.hasOwn(trainings, id);
