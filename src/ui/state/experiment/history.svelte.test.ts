import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaultExperiment, type Experiment } from './experiment.ts';
import { History } from './history.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const seeded = (seed: number): Experiment => ({ ...defaultExperiment, seed });

it('goes back and forth, quick changes of one control in one step', () => {
  const history = new History();
  expect([history.canUndo, history.undo(seeded(0))]).toEqual([false, undefined]);
  history.push(seeded(0), 'seed');
  vi.advanceTimersByTime(300);
  history.push(seeded(1), 'seed');
  vi.advanceTimersByTime(300);
  history.push(seeded(2), 'cores');
  expect(history.undo(seeded(3))?.seed, 'another control is a step of its own').toBe(2);
  expect(history.undo(seeded(2))?.seed).toBe(0);
  expect([history.canUndo, history.canRedo]).toEqual([false, true]);
  expect(history.redo(seeded(0))?.seed).toBe(2);
  history.push(seeded(2), 'seed');
  expect(history.canRedo, 'a change ends what could be redone').toBe(false);
  for (let seed = 0; seed < 150; seed++) {
    vi.advanceTimersByTime(1000);
    history.push(seeded(seed), 'seed');
  }
  let steps = 0;
  while (history.undo(seeded(0))) steps++;
  expect(steps, 'the hundred newest').toBe(100);
});

it('does not go back to what was deleted', () => {
  const history = new History();
  const own = { ...defaultExperiment, workload: 'import:0000abcd' };
  history.push(defaultExperiment, 'import');
  history.push({ ...own, seed: 3 }, 'seed');
  history.push(own, 'forget');
  history.without('workload', own.workload, defaultExperiment.workload, defaultExperiment);
  expect(history.undo(defaultExperiment), 'of the step before the seed is left').toEqual(seeded(3));
  expect(history.undo(seeded(3))).toEqual(defaultExperiment);
  expect(history.canUndo).toBe(false);
});
