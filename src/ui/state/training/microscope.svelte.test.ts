import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Microscope } from './microscope.svelte.ts';
import { Training } from './training.svelte.ts';
import type { Look } from '../../../learning/training/look.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldPoint, ToldTraining } from '../../../testing/trainings.ts';

const lookAt = (update: number): Look => ({ update, member: 0 }) as Look;

let end: (() => void) | undefined;
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  end?.();
  end = undefined;
  vi.useRealTimers();
});

/** A training that runs as r1, and a microscope that is shown. */
function watched(run = 'r1') {
  const worker = new ToldTraining();
  const training = new Training(worker);
  const microscope = new Microscope(training, () => run);
  const { scenario } = runRecord();
  const begin = (): void => {
    training.start({
      ...{ id: 'r1', name: 'Run 1', scenario, seeds: [1], parent: undefined },
      ...{ budget: { seconds: 60 }, backend: 'auto', overrides: {} },
    });
    worker.tell({ kind: 'points', points: [toldPoint(0, 1)] });
  };
  const show = (): void => {
    end = $effect.root(() => {
      $effect(() => microscope.watch());
    });
    flushSync();
  };
  const asked = (): readonly string[] => worker.asked.filter((what) => /look|step/.test(what));
  return { worker, training, microscope, begin, show, asked };
}

describe('the microscope', () => {
  it('asks for nothing until it is shown, then for a look at a time, and for none while the training is paused', () => {
    const { worker, training, microscope, begin, show, asked } = watched();
    begin();
    vi.advanceTimersByTime(10_000);
    expect(asked()).toEqual([]);
    show();
    vi.advanceTimersByTime(0);
    expect(asked()).toEqual(['look']);
    // Unanswered, it is not asked again.
    vi.advanceTimersByTime(10_000);
    expect(asked()).toEqual(['look']);
    worker.tell({ kind: 'look', look: lookAt(2) });
    flushSync();
    expect(microscope.look?.update).toBe(2);
    vi.advanceTimersByTime(1400);
    expect(asked()).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(asked()).toEqual(['look', 'look']);
    worker.tell({ kind: 'look', look: lookAt(30) });
    training.togglePause();
    flushSync();
    vi.advanceTimersByTime(10_000);
    expect(asked()).toHaveLength(2);
    expect(microscope.look?.update).toBe(30);
    void microscope.next();
    expect(asked()).toEqual(['look', 'look', 'step']);
  });

  it('looks into a run at rest by itself once, goes on when asked, and says why it cannot', async () => {
    const { worker, microscope, show, asked } = watched('r7');
    show();
    expect(asked()).toEqual(['look at r7']);
    worker.seen(lookAt(41));
    await vi.advanceTimersByTimeAsync(0);
    expect([microscope.look?.update, microscope.tried, microscope.busy]).toEqual([41, true, false]);
    void microscope.next();
    expect(asked()).toEqual(['look at r7', 'look at r7, on']);
    worker.unseen(new Error('This run cannot be looked into.'));
    await vi.advanceTimersByTimeAsync(0);
    expect([microscope.trouble, microscope.look?.update]).toEqual(['This run cannot be looked into.', 41]);
  });
});
