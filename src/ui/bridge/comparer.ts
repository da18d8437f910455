import { proxy } from 'comlink';
import { Bridge, Unanswered } from './bridge.ts';
import { lendSandboxes } from '../own/lend.ts';
import type { ComparisonDocument } from '../../experiments/comparison/document.ts';
import { TaskLine } from '../../experiments/comparison/line.ts';
import { workloadName, type ComparisonPlan } from '../../experiments/comparison/plan.ts';
import type { ComparisonResult } from '../../experiments/comparison/result.ts';
import { firstLate, restOfAll } from '../../experiments/comparison/tasks.ts';
import type { Found, FoundPiece, ComparisonTask } from '../../experiments/comparison/tasks.ts';
import type { DecisionTime } from '../../experiments/reproduction/evidence.ts';
import type { CompareApi } from '../../../workers/compareProtocol.ts';

/** Milliseconds between two reports of what was found: at most ten a second, however many workers. */
const REPORT_MS = 100;
const MOST_WORKERS = 8;
const REMEDY = 'what was compared so far is kept, and Resume goes on';

function bridge(): Bridge<CompareApi> {
  return new Bridge<CompareApi>(
    'comparison',
    () =>
      lendSandboxes(
        new Worker(new URL('../../../workers/compare.ts', import.meta.url), {
          type: 'module',
          name: 'compare',
        }),
      ),
    REMEDY,
  );
}

/** As a sentence names the run of a task that is under way. */
function doingOf({ group }: ComparisonTask): string {
  return `A run on ${group.pipeline.name} and ${workloadName(group.workload)}`;
}

/** `workers/compare.ts` as a pool: a core is left to the page. */
export class Comparer {
  readonly #pool: readonly Bridge<CompareApi>[];

  constructor(cores: number = navigator.hardwareConcurrency) {
    const size = Math.min(MOST_WORKERS, Math.max(1, cores - 1));
    this.#pool = Array.from({ length: size }, bridge);
  }

  get size(): number {
    return this.#pool.length;
  }

  /**
   * Runs what `found` lacks of the plan. Resolves when all is done; rejects with the signal's reason when aborted, with
   * a sentence when a worker dies or an agent does not fit. A run that hangs becomes a piece that says so. What was found until then has been reported in every case.
   */
  async run(
    plan: ComparisonPlan,
    found: Found,
    report: (pieces: readonly FoundPiece[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const line = new TaskLine(plan, found);
    let pieces: FoundPiece[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      clearTimeout(timer);
      timer = undefined;
      const some = pieces;
      pieces = [];
      if (some.length > 0) report(some);
    };
    const hear = (some: readonly FoundPiece[]): void => {
      pieces.push(...some);
      line.hear(some);
      timer ??= setTimeout(flush, REPORT_MS);
    };
    const work = async (worker: Bridge<CompareApi>): Promise<void> => {
      let chunk = await line.chunk(this.#pool.length);
      if (chunk.length === 0) return;
      const open = (): Promise<void> =>
        worker.call(
          async (remote) => {
            await remote.open(plan.settings);
          },
          { signal },
        );
      await open();
      for (; chunk.length > 0; chunk = await line.chunk(this.#pool.length)) {
        const queue: (readonly ComparisonTask[])[] = [chunk.map(({ task }) => task)];
        for (let mine = queue.shift(); mine !== undefined; mine = queue.shift()) {
          const tasks: readonly ComparisonTask[] = mine;
          const doing = doingOf(tasks[0]!);
          const heard: FoundPiece[] = [];
          const take = (some: readonly FoundPiece[]): void => {
            heard.push(...some);
            hear(some);
          };
          try {
            await worker.call((remote) => remote.run(tasks, proxy(take)), { doing, signal });
          } catch (error) {
            if (!(error instanceof Unanswered)) throw error;
            let left = restOfAll(tasks, heard);
            // The run that hung is told as such, and a fresh worker goes on behind it; of several it is known where each is alone.
            if (tasks.length === 1 && left[0]) {
              const late = firstLate(left[0], { why: error.message });
              hear([late]);
              left = restOfAll(left, [late]);
            }
            queue.unshift(...left.map((one) => [one]));
            await open();
          }
        }
        for (const { ended } of chunk) ended();
      }
    };
    try {
      await Promise.all(this.#pool.map(work));
    } catch (error) {
      // Whoever still computes does so for nothing.
      for (const worker of this.#pool) worker.terminate();
      throw error;
    } finally {
      flush();
    }
  }

  /** The numbers over seeds. Values over time are most of a result, and neither go to the worker nor come back. */
  async document(result: ComparisonResult, references: readonly string[]): Promise<ComparisonDocument> {
    const cells = result.cells.map((cell) => ({ ...cell, series: undefined }));
    const numbers = await this.#pool[0]!.call((remote) => remote.numbers({ ...result, cells }, references));
    return { result, ...numbers };
  }

  /** Rejects with the signal's reason when aborted, and then ends the measurement. */
  async decisionTimes(signal: AbortSignal): Promise<readonly DecisionTime[]> {
    try {
      return await this.#pool[0]!.call((remote) => remote.decisionTimes(), { signal });
    } catch (error) {
      this.#pool[0]!.terminate();
      throw error;
    }
  }
}
