/** All lessons, in the order in which they are taught, each with its texts. */
import { autoscalers } from './autoscalers/lesson.ts';
import { words as autoscalersWords } from './autoscalers/words.ts';
import type { Lesson, LessonWords } from '../lesson.ts';

export interface Taught {
  readonly lesson: Lesson;
  readonly words: LessonWords;
}

export const lessons: readonly Taught[] = [{ lesson: autoscalers, words: autoscalersWords }];

export function lessonById(id: string): Taught | undefined {
  return lessons.find(({ lesson }) => lesson.id === id);
}
