import { expect, it } from 'vitest';
import { merged, newStep, progressFrom, type LessonRecord } from './progress.ts';

const done = { ...newStep, done: true };
const of = (at: number, steps: LessonRecord['steps'], version = 1): LessonRecord => ({ version, at, steps });

it('a lesson that a link opens before the storage answers loses none of its steps', () => {
  const kept = { queues: of(3, { one: done, two: done }), good: of(1, { one: done }) };
  expect(merged(kept, { queues: of(2, { two: { ...newStep, answers: ['half'] } }) })).toEqual({
    queues: of(2, { one: done, two: { ...newStep, answers: ['half'] } }),
    good: of(1, { one: done }),
  });
});

it('steps of another version do not hold', () => {
  expect(merged({ queues: of(3, { one: done }, 1) }, { queues: of(0, {}, 2) })).toEqual({
    queues: of(0, {}, 2),
  });
});

it('what lies in the storage in another form is left out, lesson by lesson and step by step', () => {
  const lies = {
    queues: { version: 1, at: 1, steps: { one: done, two: 7 } },
    good: 'nothing',
    one: { at: -1 },
  };
  expect(progressFrom(lies)).toEqual({ queues: of(1, { one: done }) });
  expect(progressFrom(null)).toEqual({});
});
