import type { TrainingConfig } from '../../ppo/config.ts';

/** What of a training's settings the worlds on the device know. */
export type WorldConfig = Pick<
  TrainingConfig,
  'episode' | 'peers' | 'rewardScale' | 'expertEvery' | 'expertMode'
>;
