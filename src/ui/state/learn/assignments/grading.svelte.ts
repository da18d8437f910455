import { assignmentsOf, type Assignments, type Keeping } from './assignments.svelte.ts';
import { sentenceOf } from '../../../bridge/bridge.ts';
import { Grader } from '../../../bridge/grader.ts';
import type { Assignment } from '../../../../teaching/assignments/assignment.ts';
import { Heap } from '../../../../teaching/assignments/dropped.ts';
import type { TextFile } from '../../../../teaching/assignments/files.ts';
import { knownOf, withCopies, type Known, type Row } from '../../../../teaching/assignments/grade.ts';

/** Fewer are graded before a second worker has started. */
const FEW = 4;

type Worker = Pick<Grader, 'open' | 'grade' | 'end'>;

/** Hand-ins of a class: read, run again by two workers, and set beside one another. */
export class Grading {
  /** In the order in which they were dropped, without those that are still to be graded. */
  rows = $state.raw<readonly Row[]>([]);
  done = $state(0);
  total = $state(0);
  busy = $state(false);
  /** Assignments that came with the files. */
  brought = $state.raw<readonly Assignment[]>([]);
  /** Seconds that the last files took. */
  seconds = $state<number | undefined>();

  readonly #all: Assignments;
  readonly #spawn: () => Worker;
  readonly #cores: number;
  readonly #heap = new Heap();

  readonly known: Known = $derived.by(() => knownOf([...this.#all.kept.built, ...this.brought]));

  constructor(
    lab: Keeping,
    spawn: () => Worker = () => new Grader(),
    cores = navigator.hardwareConcurrency || 1,
  ) {
    this.#all = assignmentsOf(lab);
    this.#spawn = spawn;
    this.#cores = cores;
  }

  clear(): void {
    this.rows = [];
    this.#heap.clear();
    this.done = 0;
    this.total = 0;
    this.seconds = undefined;
  }

  /** Grades files, each of which may be a .zip; assignments among them are what is graded by. */
  async take(files: readonly File[]): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const began = performance.now();
    const first = this.#spawn();
    const workers = [first];
    try {
      await this.#all.loaded;
      const read: { readonly at: number; readonly row?: Row; readonly handIn?: TextFile }[] = [];
      for (const file of files) await this.#open(first, file, read);
      const waiting = read.flatMap(({ at, handIn }) => (handIn ? [{ at, handIn }] : []));
      const found: (Row | undefined)[] = read.map(({ row }) => row);
      const before = this.rows;
      const show = (): void => {
        this.rows = withCopies([...before, ...found.filter((row) => row !== undefined)]);
      };
      this.total = waiting.length;
      this.done = 0;
      if (waiting.length >= FEW && this.#cores > 1) workers.push(this.#spawn());
      const known = [...this.known.values()];
      const work = async (worker: Worker): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const { at, handIn } = next;
          found[at] = await worker.grade(handIn, known).catch((error: unknown): Row => ({
            file: handIn.file,
            refused: `${handIn.file}: ${sentenceOf(error)}`,
          }));
          this.done++;
          show();
        }
      };
      await Promise.all(workers.map(work));
      show();
    } finally {
      for (const worker of workers) worker.end();
      this.seconds = (performance.now() - began) / 1000;
      this.busy = false;
    }
  }

  async #open(
    worker: Worker,
    file: File,
    read: { readonly at: number; readonly row?: Row; readonly handIn?: TextFile }[],
  ): Promise<void> {
    const parts = await worker
      .open(file)
      .catch((error: unknown) => [{ file: file.name, refused: `${file.name}: ${sentenceOf(error)}` }]);
    for (const one of this.#heap.take(parts)) {
      const at = read.length;
      if ('assignment' in one) this.brought = [...this.brought, one.assignment];
      else read.push('handIn' in one ? { at, handIn: one.handIn } : { at, row: one });
    }
  }
}

const gradings = new WeakMap<Keeping, Grading>();

/** The lab's own: what was graded stays while another view is looked at. */
export function gradingOf(lab: Keeping): Grading {
  const known = gradings.get(lab);
  if (known) return known;
  let made!: Grading;
  $effect.root(() => {
    made = new Grading(lab);
  });
  gradings.set(lab, made);
  return made;
}
