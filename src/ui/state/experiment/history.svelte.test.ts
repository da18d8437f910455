import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../scenario/experiment.ts';
import { EXPERIMENT, History, type Settable } from './history.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const seeded = (seed: number): Experiment => ({ ...defaultExperiment, seed });

/** Something that is set, and recorded before. */
function settable<T>(history: History, first: T, id = EXPERIMENT) {
  let value = first;
  const of: Settable<T> = {
    ...{ id, words: id },
    now: () => value,
    put: (next) => {
      value = next;
    },
  };
  const set = (next: T, what?: string): void => {
    history.record(of, what);
    value = next;
  };
  return { of, set, now: () => value };
}

it('goes back and forth, quick changes of one control in one step', () => {
  const history = new History();
  const { set, now } = settable(history, seeded(0));
  expect([history.canUndo, history.undo()]).toEqual([false, []]);
  set(seeded(1), 'seed');
  vi.advanceTimersByTime(300);
  set(seeded(2), 'seed');
  vi.advanceTimersByTime(300);
  set(seeded(3), 'cores');
  history.undo();
  expect(now().seed, 'another control is a step of its own').toBe(2);
  history.undo();
  expect([now().seed, history.canUndo, history.canRedo]).toEqual([0, false, true]);
  history.redo();
  expect(now().seed).toBe(2);
  set(seeded(2), 'seed');
  expect(history.canRedo, 'a change ends what could be redone').toBe(false);
  for (let seed = 0; seed < 150; seed++) {
    vi.advanceTimersByTime(1000);
    set(seeded(seed), 'seed');
  }
  let steps = 0;
  while (history.undo().length > 0) steps++;
  expect(steps, 'the hundred newest').toBe(100);
});

it('takes back each thing by itself, in the order in which they were set', () => {
  const history = new History();
  const experiment = settable(history, seeded(0));
  const compared = settable(history, 5, 'compared');
  experiment.set(seeded(1));
  compared.set(10);
  experiment.set(seeded(2));
  expect(history.undo().map(({ words }) => words)).toEqual([EXPERIMENT]);
  expect([experiment.now().seed, compared.now()]).toEqual([1, 10]);
  expect(history.undo().map(({ words }) => words)).toEqual(['compared']);
  expect([experiment.now().seed, compared.now()]).toEqual([1, 5]);
  history.redo();
  expect([experiment.now().seed, compared.now()]).toEqual([1, 10]);
});

it('what belongs together is one step, and what the visitor did not do is none', () => {
  const history = new History();
  const experiment = settable(history, seeded(0));
  const compared = settable(history, 5, 'compared');
  const training = settable(history, 60, 'training');
  history.together(() => {
    experiment.set(seeded(1));
    compared.set(10);
    compared.set(20);
    training.set(60);
  });
  history.quietly(() => {
    training.set(30);
  });
  expect(
    history.undo().map(({ words }) => words),
    'the training stayed as it was',
  ).toEqual([...[EXPERIMENT, 'compared']]);
  expect([experiment.now().seed, compared.now(), training.now(), history.canUndo]).toEqual([0, 5, 30, false]);
  history.redo();
  expect([experiment.now().seed, compared.now()]).toEqual([1, 20]);
});

it('does not go back to what was deleted', () => {
  const history = new History();
  const own = { ...defaultExperiment, workload: 'import:0000abcd' };
  const experiment = settable<Experiment>(history, defaultExperiment);
  const compared = settable(history, 5, 'compared');
  experiment.set({ ...own, seed: 3 }, 'import');
  compared.set(10);
  experiment.set(own, 'seed');
  experiment.set(defaultExperiment, 'forget');
  history.without('workload', own.workload, defaultExperiment.workload, defaultExperiment);
  history.undo();
  expect(experiment.now(), 'of the step before the seed is left').toEqual(seeded(3));
  history.undo();
  expect(compared.now(), 'what else was set is still taken back').toBe(5);
  history.undo();
  expect([experiment.now(), history.canUndo]).toEqual([defaultExperiment, false]);
});
