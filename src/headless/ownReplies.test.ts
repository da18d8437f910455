import { describe, expect, it } from 'vitest';
import { answerIn, replyIn } from './ownReplies.ts';
import { plainAnswer } from '../policies/own/guest.ts';

describe('what a thread says', () => {
  it.each([
    [{ id: 1, ok: true, answer: 5 }],
    [{ id: 0, ok: true, answer: undefined }],
    [{ id: 2, ok: false, why: 'It failed.', last: false }],
  ])('%j is a reply', (message) => {
    expect(replyIn(message)).toEqual(message);
  });

  it.each([
    [null],
    [undefined],
    [5],
    [[]],
    [{}],
    [{ id: '1', ok: true }],
    [{ id: 1 }],
    [{ id: 1, ok: false, why: 7 }],
    [{ id: 1, ok: 1, why: '' }],
  ])('%j is none', (message) => {
    expect(replyIn(message)).toBeUndefined();
  });

  it.each([[[{ variant: 0, replicas: NaN, batch: 'x' }, null]], [[1]], [undefined], [{}], [new Array(1e6)]])(
    'what an answer is taken down to is one: %#',
    (answer) => {
      const taken = plainAnswer(answer, 2);
      expect(answerIn(taken)).toBe(taken);
    },
  );

  it.each([
    [undefined],
    [null],
    [{ kind: 'constructor' }],
    [{ kind: 'value' }],
    [{ kind: 'length', stages: '1' }],
    [{ kind: 'order' }],
    [{ kind: 'order', stages: [[1, 2]] }],
    [{ kind: 'order', stages: [[1, 2, {}]] }],
    [{ kind: 'order', stages: [null] }],
  ])('%j is no answer', (answer) => {
    expect(answerIn(answer)).toBeUndefined();
  });
});
