import { describe, expect, it } from 'vitest';
import { Grading } from './grading.svelte.ts';
import { assignmentText } from '../../../../teaching/assignments/assignment.ts';
import { filesIn } from '../../../../teaching/assignments/files.ts';
import { gradeText, isGraded, knownOf } from '../../../../teaching/assignments/grade.ts';
import { assignmentOfThirty, byPolicy } from '../../../../testing/classOfThirty.ts';
import { handInText } from '../../../../teaching/assignments/handIn.ts';

/** A browser that keeps nothing, and workers that work here. */
const grading = new Grading(
  {
    store: () => Promise.reject(new Error('nothing is kept')),
    memory: { change: () => Promise.resolve(false) },
  },
  () => ({
    open: async (file) => filesIn(new Uint8Array(await file.arrayBuffer()), file.name),
    grade: ({ file, text }, known) => gradeText(text, file, knownOf(known)),
    end: () => undefined,
  }),
  2,
);

describe('a class whose files have equal names', () => {
  it('has a row for each, told apart, also where more are dropped later', async () => {
    const texts = await Promise.all(
      ['hpa', 'kpa', 'keda'].map(async (policy, i) => handInText(await byPolicy(policy, i))),
    );
    const file = (text: string): File => new File([text], 'hand-in.json');
    await grading.take([
      new File([assignmentText(assignmentOfThirty)], 'a.json'),
      ...texts.slice(0, 2).map(file),
      new File(['{}'], 'hand-in.json (2)'),
    ]);
    await grading.take([file(texts[2]!)]);
    expect(grading.rows.map((row) => row.file)).toEqual([
      ...['hand-in.json', 'hand-in.json (2)', 'hand-in.json (2) (2)', 'hand-in.json (3)'],
    ]);
    expect(grading.rows.map(isGraded)).toEqual([true, true, false, true]);
    grading.clear();
    await grading.take([file(texts[0]!)]);
    expect(grading.rows.map((row) => row.file)).toEqual(['hand-in.json']);
  });
});
