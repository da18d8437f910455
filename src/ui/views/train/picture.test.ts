import { describe, expect, it } from 'vitest';
import { domainOf, shadesOf } from './picture.ts';
import type { Diagnosis } from '../../../learning/doctor/doctor.ts';
import type { TrainPoint } from '../../../learning/training/progress.ts';

const point = (update: number): TrainPoint =>
  ({ update, steps: 256 * update, elapsedSeconds: update / 2 }) as TrainPoint;
const seed = (from: number, to: number): readonly TrainPoint[] =>
  Array.from({ length: to - from + 1 }, (_, i) => point(from + i));
const one = [{ members: [seed(1, 10), seed(1, 8)] }];
const minute = { seconds: 60 };

describe('the clock of the charts', () => {
  it('ends where the longest run does', () => {
    expect(domainOf(one, 'steps', undefined, minute)).toEqual([0, 2560]);
    expect(domainOf([...one, { members: [seed(1, 30)] }], 'seconds', undefined, minute)).toEqual([0, 15]);
  });

  it('reaches to the budget of a run that goes on, where that is in its unit', () => {
    expect(domainOf(one, 'seconds', { budget: minute, seeds: 2 }, minute)).toEqual([0, 30]);
    expect(domainOf(one, 'steps', { budget: minute, seeds: 2 }, minute)).toEqual([0, 2560]);
    expect(domainOf(one, 'steps', { budget: { steps: 9000 }, seeds: 2 }, minute)).toEqual([0, 9000]);
    const two = [...one, ...one];
    expect(domainOf(two, 'seconds', { budget: minute, seeds: 2 }, minute)).toEqual([0, 5]);
  });

  it('reaches as far as the next training would before anything is told', () => {
    expect(domainOf([], 'seconds', undefined, minute)).toEqual([0, 60]);
    expect(domainOf([], 'steps', undefined, minute)).toEqual([0, 180_000]);
    expect(domainOf([], 'seconds', undefined, { steps: 5000 })).toEqual([0, 5000]);
  });
});

describe('the doctor’s evidence', () => {
  const finding = (member: number, from: number, to: number): Diagnosis & { readonly member: number } => ({
    ...{ id: 'kl-spike', severity: 'warning', title: 'Steps too large', meaning: '', advice: '' },
    ...{ change: undefined, member },
    evidence: { metric: 'approxKl', from, to, sentence: '' },
  });

  it('lies where its seed was at those updates, also of a run that begins later', () => {
    const members = [seed(1, 10), seed(5, 8)];
    const shades = shadesOf([finding(0, 3, 4), finding(1, 6, 40), finding(2, 1, 2)], { members }, 'steps');
    expect(shades.map(({ from, to }) => [from / 256, to / 256])).toEqual([
      [3, 4],
      [6, 8],
      [0, 0],
    ]);
    expect(shades[0]).toMatchObject({ id: 'kl-spike', metric: 'approxKl', severity: 'warning' });
    expect(shadesOf([finding(0, 3, 4)], { members }, 'seconds')[0]).toMatchObject({ from: 1.5, to: 2 });
  });
});
