import { describe, expect, it } from 'vitest';
import { lessonTwin, type Played } from './lessonTwin.ts';
import { plainText } from './twin.ts';
import { judge } from '../../teaching/goals.ts';
import { lessonById } from '../../teaching/lessons/index.ts';
import { play } from '../../teaching/played.ts';
import { figuresOf, rightOption } from '../../teaching/playing.ts';

const taught = lessonById('autoscalers')!;
const steps = await play(taught.lesson);

/** As the page has it at the first step of a kind; `answers` were given. */
function playedAt(at: number, answers: Played['given']['answers'], done: boolean): Played {
  const { step, before, after } = steps[at]!;
  const facts = done ? after : before;
  const values = figuresOf(step.figures, facts);
  return {
    ...{ taught, step, at, facts, values, outcome: undefined },
    words: taught.words.steps[step.id],
    given: { answers, done, figures: {} },
    right: 'right' in step ? rightOption(step.right, facts) : undefined,
    judged: step.kind === 'do' ? judge(step.goal, facts) : undefined,
    free: done || step.kind === 'read' || step.kind === 'look',
  };
}

/** A text up to its first figure or term. */
const start = (text: string): string => text.split(/[{[]/)[0]!;

const said = (played: Played): string => plainText(lessonTwin(played));

describe('a lesson in words', () => {
  it.each(steps.map((_, at) => at))('says where it stands and its text with its figures, step %i', (at) => {
    const words = said(playedAt(at, [], true));
    const { step } = steps[at]!;
    expect(words).toContain(`Lesson: ${taught.words.title}`);
    expect(words).toContain(
      `Step: ${String(at + 1)} of ${String(steps.length)}, ${taught.words.steps[step.id]!.heading}`,
    );
    expect(words, 'no figure and no term is left as it is written in the source').not.toMatch(/\{\w+\}|\[\[/);
  });

  it('keeps a guess, says what came out and what is wrong with it, and not before', () => {
    const at = steps.findIndex(({ step }) => step.kind === 'predict');
    const { step, after } = steps[at]!;
    if (step.kind !== 'predict') throw new Error('the lesson has no guess');
    const right = rightOption(step.right, after)!;
    const wrong = step.options.find((option) => option !== right)!;
    const { options } = taught.words.steps[step.id]!;
    const before = said({ ...playedAt(at, [], false), right: undefined });
    expect(before).toContain('Not answered yet.');
    expect(before).not.toContain('so it is');
    const guessed = said(playedAt(at, [wrong], true));
    const lineOf = (option: string): string | undefined =>
      guessed.split('\n').find((line) => line.startsWith(`- ${start(options![option]!.text)}`));
    expect(lineOf(wrong)).toMatch(/\(your guess\)$/);
    expect(lineOf(right)).toMatch(/\(so it is\)$/);
    expect(guessed).toContain(start(options![wrong]!.wrong!));
    expect(before).not.toContain(start(options![wrong]!.wrong!));
  });

  it('says what a task still wants, and that the next step is open once it is met', () => {
    const at = steps.findIndex(({ step }) => step.kind === 'do');
    const open = playedAt(at, [], false);
    expect(open.judged!.met).toBe(false);
    expect(said(open)).toContain(open.judged!.missing);
    const done = said(playedAt(at, [], true));
    expect(done).not.toContain(open.judged!.missing);
    expect(done).toMatch(/The next step is open\.|The lesson can be finished\./);
  });

  it('is nothing without a lesson', () => {
    expect(lessonTwin({ ...playedAt(0, [], false), taught: undefined })).toEqual([]);
  });
});
