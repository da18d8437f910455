import { placeFrom } from '../state/learn/place.ts';
import { lessonById } from '../../teaching/lessons/index.ts';

/** What a visitor is told of a lesson before it begins; undefined where there is none. */
export function lessonName(
  place: string | undefined,
): { readonly title: string; readonly minutes: number; readonly steps: number } | undefined {
  const taught = lessonById(placeFrom(place ?? '')?.lesson ?? '');
  return (
    taught && { title: taught.words.title, minutes: taught.lesson.minutes, steps: taught.lesson.steps.length }
  );
}
