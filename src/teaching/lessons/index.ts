/** All lessons, in the order in which they are taught, each with its texts. */
import { afterEffects } from './after-effects/lesson.ts';
import { words as afterEffectsWords } from './after-effects/words.ts';
import { autoscalers } from './autoscalers/lesson.ts';
import { words as autoscalersWords } from './autoscalers/words.ts';
import { good } from './good/lesson.ts';
import { words as goodWords } from './good/words.ts';
import { forecasts } from './forecasts/lesson.ts';
import { words as forecastsWords } from './forecasts/words.ts';
import { ipa } from './ipa/lesson.ts';
import { words as ipaWords } from './ipa/words.ts';
import { oneStage } from './one-stage/lesson.ts';
import { words as oneStageWords } from './one-stage/words.ts';
import { cluster } from './cluster/lesson.ts';
import { words as clusterWords } from './cluster/words.ts';
import { ppo } from './ppo/lesson.ts';
import { words as ppoWords } from './ppo/words.ts';
import { policyMap } from './policy-map/lesson.ts';
import { words as policyMapWords } from './policy-map/words.ts';
import { pipelineLesson } from './pipeline/lesson.ts';
import { words as pipelineWords } from './pipeline/words.ts';
import { queues } from './queues/lesson.ts';
import { words as queuesWords } from './queues/words.ts';
import type { Lesson, LessonWords } from '../lesson.ts';

export interface Taught {
  readonly lesson: Lesson;
  readonly words: LessonWords;
}

export const lessons: readonly Taught[] = [
  { lesson: oneStage, words: oneStageWords },
  { lesson: pipelineLesson, words: pipelineWords },
  { lesson: queues, words: queuesWords },
  { lesson: good, words: goodWords },
  { lesson: autoscalers, words: autoscalersWords },
  { lesson: ipa, words: ipaWords },
  { lesson: forecasts, words: forecastsWords },
  { lesson: afterEffects, words: afterEffectsWords },
  { lesson: ppo, words: ppoWords },
  { lesson: policyMap, words: policyMapWords },
  { lesson: cluster, words: clusterWords },
];

export function lessonById(id: string): Taught | undefined {
  return lessons.find(({ lesson }) => lesson.id === id);
}
