import type { Experiment } from '../../../scenario/experiment.ts';
import { isMadeOf } from '../../../workload/shaping/shaped.ts';

/** Changes of one control within this time are one step to undo. */
const TOGETHER_MS = 700;
/** Of the newest. */
const MOST = 100;

/** Something that a visitor sets and may take back. */
export interface Settable<T> {
  readonly id: string;
  /** What was taken back, for a sentence; '' where that is seen at once. */
  readonly words: string;
  /** What stands; values do not change. */
  now(): T;
  put(value: T): void;
}

/** The header, the lanes and the sliders. */
export const EXPERIMENT = 'experiment';

/** How something stood before it was changed. */
interface Step {
  readonly of: Settable<unknown>;
  readonly value: unknown;
}

/** What is taken back at once: mostly one step. */
type Entry = readonly Step[];

/** Undo and redo of whatever changes results: the experiment, and what is set in single views. */
export class History {
  #past = $state.raw<readonly Entry[]>([]);
  #future = $state.raw<readonly Entry[]>([]);
  #last: { readonly what: string; readonly at: number } | undefined;
  #quiet = false;
  #gathered: Step[] | undefined;

  readonly canUndo = $derived(this.#past.length > 0);
  readonly canRedo = $derived(this.#future.length > 0);

  /** Remembers how it stands before a change of `what`, which groups quick changes of one control. */
  record<T>(of: Settable<T>, what = of.id): void {
    if (this.#quiet) return;
    const step = { of: of as Settable<unknown>, value: of.now() };
    if (this.#gathered) {
      if (this.#gathered.every((one) => one.of.id !== of.id)) this.#gathered.push(step);
      return;
    }
    const now = performance.now();
    const together = this.#last?.what === what && now - this.#last.at < TOGETHER_MS;
    this.#last = { what, at: now };
    this.#future = [];
    if (!together) this.#push([step]);
  }

  /** All that `work` changes is one step. */
  together(work: () => void): void {
    if (this.#gathered) {
      work();
      return;
    }
    const gathered: Step[] = (this.#gathered = []);
    try {
      work();
    } finally {
      this.#gathered = undefined;
    }
    const changed = gathered.filter(({ of, value }) => of.now() !== value);
    if (changed.length === 0) return;
    this.#last = undefined;
    this.#future = [];
    this.#push(changed);
  }

  /** What `work` changes is not the visitor's doing, and is not taken back. */
  quietly(work: () => void): void {
    const before = this.#quiet;
    this.#quiet = true;
    try {
      work();
    } finally {
      this.#quiet = before;
    }
  }

  /** Takes the newest step back and says of what it was; empty where there is none. */
  undo(): readonly Settable<unknown>[] {
    const entry = this.#past.at(-1);
    if (!entry) return [];
    this.#past = this.#past.slice(0, -1);
    this.#future = [this.#swap(entry), ...this.#future];
    return entry.map(({ of }) => of);
  }

  redo(): readonly Settable<unknown>[] {
    const [entry, ...rest] = this.#future;
    if (!entry) return [];
    this.#future = rest;
    this.#past = [...this.#past, this.#swap(entry)];
    return entry.map(({ of }) => of);
  }

  /** What was deleted can be gone back to no longer: in every step `instead` stands for it. `current` is what stands now. */
  without(field: 'pipeline' | 'workload', id: string, instead: string, current: Experiment): void {
    // A step that changes nothing any more is none.
    const sifted = (newestFirst: readonly Entry[]): readonly Entry[] => {
      let beside = current;
      return newestFirst.flatMap((entry) => {
        const left = entry.flatMap((step): Entry => {
          if (step.of.id !== EXPERIMENT) return [step];
          const was = step.value as Experiment;
          const value = isMadeOf(was[field], id) ? { ...was, [field]: instead } : was;
          if (sameExperiment(value, beside)) return [];
          beside = value;
          return [{ ...step, value }];
        });
        return left.length > 0 ? [left] : [];
      });
    };
    this.#past = sifted([...this.#past].reverse()).toReversed();
    this.#future = sifted(this.#future);
    this.#last = undefined;
  }

  #push(entry: Entry): void {
    this.#past = [...this.#past.slice(1 - MOST), entry];
  }

  /** Puts an entry in force; what stood until then is the way back. */
  #swap(entry: Entry): Entry {
    const stood = entry.map(({ of }) => ({ of, value: of.now() }));
    this.#last = undefined;
    this.quietly(() => {
      for (const { of, value } of entry.toReversed()) of.put(value);
    });
    return stood;
  }
}

function sameExperiment(one: Experiment, other: Experiment): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}
