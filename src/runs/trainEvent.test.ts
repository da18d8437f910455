import { describe, expect, it } from 'vitest';
import { gathering, type TrainEvent } from './trainEvent.ts';
import type { TrainPoint } from '../learning/training/progress.ts';

const point = (update: number): TrainEvent => ({
  kind: 'points',
  points: [{ member: 0, update } as TrainPoint],
});
const words = (event: TrainEvent): string =>
  event.kind === 'points' ? event.points.map(({ update }) => update).join('+') : event.kind;

describe('what a training tells', () => {
  it('comes in batches of points, none of them behind what followed it', () => {
    let now = 0;
    const heard: string[] = [];
    const tell = gathering(
      (event) => heard.push(words(event)),
      100,
      () => now,
    );
    tell(point(1));
    now = 60;
    tell(point(2));
    expect(heard).toEqual([]);
    now = 100;
    tell(point(3));
    expect(heard).toEqual(['1+2+3']);
    tell(point(4));
    tell({ kind: 'saved', steps: 4, elapsedSeconds: 1 });
    // Told at 100 ms again, so that the next batch is not due before 200.
    now = 199;
    tell(point(5));
    expect(heard).toEqual(['1+2+3', '4', 'saved']);
    now = 200;
    tell(point(6));
    tell({ kind: 'unsaved', sentence: 'The storage is full.' });
    expect(heard).toEqual(['1+2+3', '4', 'saved', '5+6', 'unsaved']);
  });
});
