/** Where a lesson begins for one who comes by a link. */
import { expect, it } from 'vitest';
import { lessonById } from './lessons/index.ts';
import { beginningOf, keptLater } from './playing.ts';

const { lesson } = lessonById('forecasts')!;
const at = (id: string): number => lesson.steps.findIndex((step) => step.id === id);

it('a step that names figures of an earlier one begins there, unless they are known', () => {
  expect(beginningOf(lesson, at('long'), {})).toBe(at('last'));
  const all = { 'last.myopic': 1, 'last.unmet': 1, 'last.cores': 1, 'last.planner': 1 };
  expect(beginningOf(lesson, at('long'), all)).toBe(at('long'));
  const { 'last.cores': _, ...few } = all;
  expect(beginningOf(lesson, at('long'), few)).toBe(at('last'));
  expect(beginningOf(lesson, at('whose'), {})).toBe(at('whose'));
});

it('a step knows which of its figures are named later', () => {
  expect(keptLater(lesson, lesson.steps[at('last')]!)).toEqual(['myopic', 'planner', 'unmet', 'cores']);
  expect(keptLater(lesson, lesson.steps[at('quantile')]!)).toEqual([]);
});
