/** The recorded training, as the Train view shows a kept run: fetched where there is none of the visitor's own. */
import text from './training.json?raw';
import { curvesOf, type Curves } from '../state/training/curves.ts';
import type { TrainingOrder } from '../state/training/training.svelte.ts';
import { recordedScenario, recordedTraining } from '../../experiments/recorded/asked.ts';
import type { Yardstick } from '../../experiments/yardstick.ts';
import { pointsOf, type TrainingRecording } from '../../experiments/recorded/file.ts';

export interface RecordedRun {
  readonly order: TrainingOrder;
  readonly curves: Curves;
  readonly yardstick: Yardstick;
  /** The day it was made, as 2026-11-28. */
  readonly recorded: string;
}

const { recorded, engine, points, evaluations, yardstick } = JSON.parse(text) as TrainingRecording;
const { seed, budget } = recordedTraining;

export const recordedRun: RecordedRun = {
  order: {
    ...{ id: 'recorded', name: 'The recorded run', scenario: recordedScenario(), seeds: [seed] },
    ...{ budget, backend: engine, overrides: {}, parent: undefined },
  },
  curves: curvesOf({ points: pointsOf(points), evaluations }),
  yardstick,
  recorded,
};
