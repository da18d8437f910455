import { curvesOf, type Curves } from './curves.ts';
import type { OpenStore } from '../keeping/openOnce.ts';
import type { Training } from './training.svelte.ts';
import type { RunStanding } from './trainingStatus.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { heldRuns } from '../../../storage/locks.ts';
import { judged, judgedFrom, judgedOf, type Judged } from '../../../storage/judged.ts';
import type { CheckpointInfo, RunRecord, Series } from '../../../storage/records.ts';
import type { Refused } from '../../../storage/store.ts';

/** The runs that the browser keeps. */
export class Runs {
  list = $state.raw<readonly RunRecord[]>([]);
  damaged = $state.raw<readonly Refused[]>([]);
  /** The list was read at least once. */
  loaded = $state(false);
  /** Why nothing can be kept here, a sentence. */
  trouble = $state('');
  /** Runs that some tab trains now. */
  #held = $state.raw<readonly string[]>([]);

  /** Curves of runs at rest, by id; `updated` tells whether they are still true. */
  #curves = $state.raw<Readonly<Record<string, { readonly updated: number; readonly curves: Curves }>>>({});

  readonly #training: Pick<Training, 'plan' | 'active' | 'status'>;
  readonly #store: OpenStore;

  constructor(training: Pick<Training, 'plan' | 'active' | 'status'>, store: OpenStore) {
    this.#training = training;
    this.#store = store;
  }

  /** Reads the list anew. Says why where the browser keeps nothing. */
  async refresh(): Promise<void> {
    try {
      const store = await this.#store();
      const { runs, damaged } = await store.runs();
      this.#held = [...(await heldRuns())];
      this.list = runs;
      this.damaged = damaged;
      this.trouble = '';
    } catch (error) {
      this.trouble = sentenceOf(error);
    }
    this.loaded = true;
  }

  /** The run as it stands: the live one from what is heard, the others from what is kept. */
  find(id: string | undefined): RunRecord | undefined {
    return this.list.find((run) => run.id === id);
  }

  standing(run: RunRecord): RunStanding {
    const { plan, active, status } = this.#training;
    if (plan?.id === run.id && active) return status.kind === 'paused' ? 'paused' : 'running';
    if (run.status !== 'running' && run.status !== 'paused') return run.status;
    return this.#held.includes(run.id) ? 'elsewhere' : 'interrupted';
  }

  async series(id: string): Promise<Series & { readonly damaged?: readonly string[] }> {
    return (await this.#store()).series(id);
  }

  /** How a run's agent and its rivals did on its own load as it learned; undefined where that was not kept. */
  async judged(id: string): Promise<Judged | undefined> {
    try {
      return judgedFrom(await (await this.#store()).found(judgedOf(id)));
    } catch {
      return undefined;
    }
  }

  /** Keeps that. Where it cannot be, the page says so when it is missed. */
  async keepJudged(id: string, found: Judged): Promise<void> {
    try {
      await (await this.#store()).putFound(judgedOf(id), judged(found));
    } catch {
      // As said above.
    }
  }

  /** The curves of a run at rest, as they were read last; undefined before `want` has brought them. */
  curves(id: string): Curves | undefined {
    return this.#curves[id]?.curves;
  }

  /** Reads the curves of a run unless they are there; rejects with a sentence. */
  async want(run: RunRecord): Promise<void> {
    if (this.#curves[run.id]?.updated === run.updated) return;
    const curves = curvesOf(await this.series(run.id));
    this.#curves = { ...this.#curves, [run.id]: { updated: run.updated, curves } };
  }

  async checkpoints(id: string): Promise<readonly CheckpointInfo[]> {
    return (await this.#store()).checkpoints(id);
  }

  async rename(id: string, name: string): Promise<void> {
    await (await this.#store()).rename(id, name);
    await this.refresh();
  }

  async remove(id: string): Promise<void> {
    await (await this.#store()).removeRun(id);
    await this.refresh();
  }

  /** A name that no run has yet: Run 4. */
  nextName(): string {
    const taken = this.list.map(({ name }) => Number(/^Run (\d+)/.exec(name)?.[1] ?? 0));
    return `Run ${String(Math.max(0, ...taken) + 1)}`;
  }
}

/** An id that no other run has, also where a page without https has no `randomUUID`. */
export function newRunId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
