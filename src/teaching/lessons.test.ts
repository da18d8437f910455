/** Every lesson is played: its texts name figures that there are, its claims hold, its questions have one right answer, its tasks can be done and are not done before. */
import { describe, expect, it } from 'vitest';
import { play, type PlayedStep } from './played.ts';
import { stands, judge } from './goals.ts';
import { valueOf } from './figures.ts';
import { lessons, lessonById } from './lessons/index.ts';
import type { Step, StepWords } from './lesson.ts';
import { pieces, rightOption } from './playing.ts';
import { surroundings } from './surroundings.ts';

function textsOf(words: StepWords): readonly string[] {
  const options = Object.values(words.options ?? {}).flatMap(({ text, wrong }) =>
    wrong === undefined ? [text] : [text, wrong],
  );
  return [...words.text, ...(words.after ?? []), words.question ?? '', ...options];
}

const optionsOf = (step: Step): readonly string[] => ('options' in step ? step.options : []);

describe.each(lessons)('$lesson.id', ({ lesson, words }) => {
  let playing: Promise<readonly PlayedStep[]> | undefined;
  const played = () =>
    (playing ??= play(lesson, { clock: () => performance.now(), ...surroundings[lesson.id] }));

  it('has texts for every step, and none besides', () => {
    expect(Object.keys(words.steps)).toEqual(lesson.steps.map(({ id }) => id));
    expect(new Set(lesson.steps.map(({ id }) => id)).size).toBe(lesson.steps.length);
    for (const id of lesson.needs) expect(lessonById(id), id).toBeDefined();
    expect(lesson.minutes).toBeGreaterThanOrEqual(3);
    expect(lesson.minutes).toBeLessThanOrEqual(6);
  });

  it('names only figures that are there, and uses every one that it has', () => {
    for (const step of lesson.steps) {
      const its = words.steps[step.id]!;
      const named = new Set(
        textsOf(its).flatMap((text) =>
          pieces(text, step.figures, {}).flatMap((piece) => (piece.kind === 'figure' ? [piece.name] : [])),
        ),
      );
      const claimed = (step.claims ?? []).flatMap(({ figure, than }) => [figure, String(than)]);
      for (const name of Object.keys(step.figures ?? {}))
        expect([...named, ...claimed], `${step.id}: ${name}`).toContain(name);
    }
  });

  it('has an option for every answer, and a sentence for every wrong one', async () => {
    for (const { step, after } of await played()) {
      if (step.kind !== 'predict' && step.kind !== 'explain') continue;
      const its = words.steps[step.id]!;
      expect(its.question, step.id).toBeTruthy();
      expect(Object.keys(its.options ?? {})).toEqual([...optionsOf(step)]);
      const right = rightOption(step.right, after);
      expect(optionsOf(step), `${step.id}: the right option`).toContain(right);
      for (const [option, { wrong }] of Object.entries(its.options ?? {}))
        if (option !== right) expect(wrong, `${step.id}: why ${option} is wrong`).toBeTruthy();
    }
  });

  it('knows every figure, and says what is so', async () => {
    for (const { step, after } of await played()) {
      for (const [name, figure] of Object.entries(step.figures ?? {}))
        expect(Number.isFinite(valueOf(figure, after)), `${step.id}: ${name} is a number`).toBe(true);
      for (const { id, figure } of step.equation?.symbols ?? [])
        if (figure)
          expect(Number.isFinite(valueOf(figure, after)), `${step.id}: ${id} is a number`).toBe(true);
      for (const { figure, is, than, and } of step.claims ?? []) {
        const value = valueOf(step.figures![figure]!, after)!;
        const other = typeof than === 'number' ? than : valueOf(step.figures![than]!, after)!;
        expect(
          stands(value, is, other, and),
          `${step.id}: ${figure} (${String(value)}) is ${is} ${String(than)} (${String(other)})`,
        ).toBe(true);
      }
    }
  });

  it('asks for what is not done yet and can be done', async () => {
    for (const { step, before, after } of await played()) {
      if (step.kind !== 'do') continue;
      const first = judge(step.goal, before);
      expect(first.met, `${step.id}: met before anything is done`).toBe(false);
      expect(first.missing, step.id).toMatch(/\.$/);
      expect(judge(step.goal, after).missing, `${step.id}: “Show me”`).toBe('');
    }
  });
});
