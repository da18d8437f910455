import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import type { ComparisonDocument } from '../../experiments/comparison/document.ts';
import type { ComparisonPlan } from '../../experiments/comparison/plan.ts';
import type { ComparisonResult } from '../../experiments/comparison/result.ts';
import { tasksOf, type Found, type FoundPiece, type Task } from '../../experiments/comparison/tasks.ts';
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
      new Worker(new URL('../../../workers/compare.ts', import.meta.url), {
        type: 'module',
        name: 'compare',
      }),
    REMEDY,
  );
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
   * a sentence when a worker dies or an agent does not fit. What was found until then has been reported in every case.
   */
  async run(
    plan: ComparisonPlan,
    found: Found,
    report: (pieces: readonly FoundPiece[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const waiting = [...tasksOf(plan, found)];
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
      timer ??= setTimeout(flush, REPORT_MS);
    };
    const work = async (worker: Bridge<CompareApi>): Promise<void> => {
      let task: Task | undefined = waiting.shift();
      if (!task) return;
      await worker.call(async (remote) => {
        await remote.open(plan.settings);
      }, signal);
      for (; task; task = waiting.shift()) {
        const mine = task;
        await worker.call((remote) => remote.run(mine, proxy(hear)), signal);
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
      return await this.#pool[0]!.call((remote) => remote.decisionTimes(), signal);
    } catch (error) {
      this.#pool[0]!.terminate();
      throw error;
    }
  }
}
