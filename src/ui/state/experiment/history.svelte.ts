import type { Experiment } from './experiment.ts';

/** Changes of one control within this time are one step to undo. */
const TOGETHER_MS = 700;

/** Undo and redo of experiments. */
export class History {
  #past = $state.raw<readonly Experiment[]>([]);
  #future = $state.raw<readonly Experiment[]>([]);
  #last: { readonly what: string; readonly at: number } | undefined;

  readonly canUndo = $derived(this.#past.length > 0);
  readonly canRedo = $derived(this.#future.length > 0);

  /** Remembers `before`, the state that a change of `what` is about to replace. */
  push(before: Experiment, what: string): void {
    const now = performance.now();
    const together = this.#last?.what === what && now - this.#last.at < TOGETHER_MS;
    this.#last = { what, at: now };
    this.#future = [];
    if (!together) this.#past = [...this.#past.slice(-99), before];
  }

  undo(current: Experiment): Experiment | undefined {
    const before = this.#past.at(-1);
    if (!before) return undefined;
    this.#past = this.#past.slice(0, -1);
    this.#future = [current, ...this.#future];
    this.#last = undefined;
    return before;
  }

  redo(current: Experiment): Experiment | undefined {
    const [after, ...rest] = this.#future;
    if (!after) return undefined;
    this.#future = rest;
    this.#past = [...this.#past, current];
    this.#last = undefined;
    return after;
  }

  /** What was deleted can be gone back to no longer: in every step `instead` stands for it. `current` is what stands now. */
  without(field: 'pipeline' | 'workload', id: string, instead: string, current: Experiment): void {
    const mended = (steps: readonly Experiment[]): readonly Experiment[] =>
      steps.map((step) => (step[field] === id ? { ...step, [field]: instead } : step));
    // A step that changes nothing any more is none.
    const past = mended(this.#past);
    this.#past = past.filter((step, i) => !sameExperiment(step, past[i + 1] ?? current));
    const future = mended(this.#future);
    this.#future = future.filter((step, i) => !sameExperiment(step, future[i - 1] ?? current));
    this.#last = undefined;
  }
}

function sameExperiment(one: Experiment, other: Experiment): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}
