/** What lessons name of the page: words of the glossary, views, parts, policies. */
import { expect, it } from 'vitest';
import { places } from './places.ts';
import { termIds } from '../glossary/terms.ts';
import { PAGES } from '../state/pages.ts';
import { lessons } from '../../teaching/lessons/index.ts';
import type { StepWords } from '../../teaching/lesson.ts';
import { after, pieces } from '../../teaching/playing.ts';

const textsOf = ({ text, after: then = [], question = '', options = {} }: StepWords): readonly string[] => [
  ...text,
  ...then,
  question,
  ...Object.values(options).flatMap(({ text: option, wrong = '' }) => [option, wrong]),
];

it.each(lessons)('$lesson.id names terms, parts and views that there are', ({ lesson, words }) => {
  const pages: readonly string[] = PAGES.map(({ id }) => id);
  for (const step of lesson.steps) {
    for (const text of textsOf(words.steps[step.id]!))
      for (const piece of pieces(text, step.figures, {}))
        if (piece.kind === 'term') expect(termIds, step.id).toContain(piece.id);
    const parts = [step.part, ...(step.equation?.symbols ?? []).map(({ part }) => part)];
    for (const part of parts) if (part !== undefined) expect(Object.keys(places), step.id).toContain(part);
    const { equation } = step;
    const named = [...(equation?.tex ?? '').matchAll(/\\sym\{(\w+)\}/g)].map(([, id]) => id!);
    const told = words.steps[step.id]!.equation;
    expect(told === undefined, `${step.id}: an equation has words`).toBe(equation === undefined);
    expect(new Set(equation?.symbols.map(({ id }) => id)), step.id).toEqual(new Set(named));
    expect(Object.keys(told?.symbols ?? {}), step.id).toEqual(equation?.symbols.map(({ id }) => id) ?? []);
    const { page } = after(lesson.scene, step.scene);
    expect(pages, step.id).toContain(page);
  }
});
