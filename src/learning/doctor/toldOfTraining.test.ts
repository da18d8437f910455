import { expect, it } from 'vitest';
import { toldOfMinibatch, toldOfTraining } from './toldOfTraining.ts';
import { FATES, type Fate } from '../ppo/slides.ts';
import type { TrainPoint } from '../training/progress.ts';

const point = (approxKl: number, regret: number, headEntropies: readonly number[]): TrainPoint =>
  ({ approxKl, regret, headEntropies }) as TrainPoint;
const points = [point(0.02, 6, [1, 0.8]), point(1.5, 2, [0.5, 0.7])];
const judged = (...all: readonly number[]) => all.map((objective) => ({ objective }));

it('tells of a training what its updates did and the most that was lost from one judgement to the next', () => {
  const told = toldOfTraining(points, judged(4, 9, 6, 8, 7), [{ id: 'kl-spike', severity: 'serious' }]);
  expect(told).toEqual({
    ...{ 'train.entropyFirst': 90, 'train.entropyLast': 60, 'train.kl': 1.5, 'train.lost': 4 },
    ...{ 'train.early': 4, 'train.last': 7, 'train.fall': 3, 'train.tooLarge': true },
  });
});

it('tells nothing before there are two judgements, no fall where J only rose, and nothing of what is over', () => {
  expect(toldOfTraining(points, judged(4), [])).toEqual({});
  const told = toldOfTraining(points, judged(4, 5), [{ id: 'kl-spike', severity: 'note' }]);
  expect([told['train.fall'], told['train.tooLarge']]).toEqual([0, false]);
});

it('counts what has left the clip region, and what of it is still pushed', () => {
  const fates: readonly Fate[] = ['free', 'clip', 'free', 'none', 'dual'];
  const slide = {
    ratio: Float64Array.of(1.2, 1.3, 0.7, 9, 4),
    fate: Uint8Array.from(fates, (fate) => FATES.indexOf(fate)),
  };
  expect(toldOfMinibatch(slide, 0.25)).toEqual({
    ...{ 'microscope.decisions': 4, 'microscope.least': 0.7, 'microscope.most': 4 },
    ...{ 'microscope.outside': 3, 'microscope.pushed': 1 },
  });
});
