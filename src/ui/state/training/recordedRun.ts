/** The recorded training as the Train view shows a kept run. What it needs of the page stands here, beside the view: in the recording's own file it would split the first load's chunks. */
import { curvesOf, type Curves } from './curves.ts';
import type { TrainingOrder } from './training.svelte.ts';
import { recordedScenario, recordedTraining } from '../../../experiments/recorded/asked.ts';
import { pointsOf, type TrainingRecording } from '../../../experiments/recorded/file.ts';
import type { Yardstick } from '../../../experiments/yardstick.ts';

export interface RecordedRun {
  readonly order: TrainingOrder;
  readonly curves: Curves;
  readonly yardstick: Yardstick;
  /** The day it was made, as 2026-11-28. */
  readonly recorded: string;
}

export function recordedRun({
  recorded,
  engine,
  points,
  evaluations,
  yardstick,
}: TrainingRecording): RecordedRun {
  const { seed, budget } = recordedTraining;
  return {
    order: {
      ...{ id: 'recorded', name: 'The recorded run', scenario: recordedScenario(), seeds: [seed] },
      ...{ budget, backend: engine, overrides: {}, parent: undefined },
    },
    curves: curvesOf({ points: pointsOf(points), evaluations }),
    yardstick,
    recorded,
  };
}
