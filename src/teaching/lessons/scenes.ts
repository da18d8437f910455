import type { Scene } from '../lesson.ts';
import type { EnvironmentKind } from '../../scenario/scenario.ts';

/** The Lab on the fluctuating load with Greedy in both lanes: it gives nothing away of what a lesson asks. */
export const bothGreedy = (environment: EnvironmentKind): Scene => ({
  page: 'lab',
  set: { pipeline: 'video', workload: 'fluctuating', environment, seed: 7, a: 'greedy', b: 'greedy' },
  play: false,
  card: 'none',
});
