import { Bridge } from './bridge.ts';
import type { DecisionCard } from '../../experiments/decisionCard.ts';
import type { Fork } from '../../experiments/fork.ts';
import type { Episode, Scenario } from '../../experiments/scenario.ts';
import type { Yardstick } from '../../experiments/yardstick.ts';
import type { AskedOfPipeline, ImportedPipeline } from '../../export/intake/pipelineFile.ts';
import type { AutoscalerImport } from '../../export/scalers/autoscalers.ts';
import type { Limits } from '../../model/pipeline.ts';
import type { Result } from '../../model/result.ts';
import type { Finding } from '../../policies/lint.ts';
import type { IntakeChoices } from '../../workload/intake/report.ts';
import type { PolicyChoice, SimulateApi, TraceRead } from '../../../workers/protocol.ts';

/** A run that a newer request overtakes is given up after this long; shorter ones may finish. */
const PATIENCE_MS = 1500;

const superseded = new DOMException('a newer request took its place', 'AbortError');

async function unlessSuperseded<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error === superseded) return undefined;
    throw error;
  }
}

/** `workers/simulate.ts`: the newest request wins; imports go to a worker of their own so that a huge file delays no replay. */
export class Simulator {
  readonly #runs = new Bridge<SimulateApi>(
    'simulation',
    () =>
      new Worker(new URL('../../../workers/simulate.ts', import.meta.url), {
        type: 'module',
        name: 'simulate',
      }),
  );
  readonly #imports = new Bridge<SimulateApi>(
    'import',
    () =>
      new Worker(new URL('../../../workers/simulate.ts', import.meta.url), {
        type: 'module',
        name: 'import',
      }),
  );
  #running: { readonly since: number; readonly done: Promise<unknown> } | undefined;
  #newest = 0;

  /** Runs every choice on `scenario`; undefined where a newer call took its place. Rejects with a sentence. */
  async simulate(
    scenario: Scenario,
    choices: readonly PolicyChoice[],
  ): Promise<readonly Episode[] | undefined> {
    const mine = ++this.#newest;
    if (this.#running) await this.#waitOrGiveUp(this.#running);
    if (mine !== this.#newest) return undefined;
    const call = this.#runs.call((remote) => remote.simulate(scenario, choices));
    this.#running = { since: performance.now(), done: call.catch(() => undefined) };
    try {
      const episodes = await call;
      return mine === this.#newest ? episodes : undefined;
    } catch (error) {
      if (error === superseded || mine !== this.#newest) return undefined;
      throw error;
    } finally {
      if (mine === this.#newest) this.#running = undefined;
    }
  }

  async #waitOrGiveUp(running: { readonly since: number; readonly done: Promise<unknown> }): Promise<void> {
    const left = Math.max(0, running.since + PATIENCE_MS - performance.now());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        resolve('late');
      }, left);
    });
    const first = await Promise.race([running.done, timeout]);
    clearTimeout(timer);
    if (first === 'late' && this.#running === running) {
      this.#running = undefined;
      this.#runs.terminate(superseded);
    }
  }

  /** What is wrong with the scenario's weights. */
  lint(scenario: Scenario): Promise<readonly Finding[]> {
    return this.#runs.call((remote) => remote.lint(scenario));
  }

  /** Joins the replays' worker, which holds the scenario ready; undefined where a newer replay ended it. */
  decisionCard(...asked: Parameters<SimulateApi['decisionCard']>): Promise<DecisionCard | undefined> {
    return unlessSuperseded(this.#runs.call((remote) => remote.decisionCard(...asked)));
  }

  /** As `decisionCard`. */
  fork(...asked: Parameters<SimulateApi['fork']>): Promise<Fork | undefined> {
    return unlessSuperseded(this.#runs.call((remote) => remote.fork(...asked)));
  }

  /** Takes seconds on a long load, so it goes where no replay waits. */
  yardstick(scenario: Scenario, seed: number): Promise<Yardstick> {
    return this.#imports.call((remote) => remote.yardstick(scenario, seed));
  }

  importTrace(file: File, asked: IntakeChoices = {}): Promise<Result<TraceRead>> {
    return this.#imports.call((remote) => remote.importTrace(file, asked) as Promise<Result<TraceRead>>);
  }

  importPipeline(
    text: string,
    fileName: string,
    limits: Limits,
    asked: AskedOfPipeline = {},
  ): Promise<Result<ImportedPipeline>> {
    return this.#imports.call(
      (remote) => remote.importPipeline(text, fileName, limits, asked) as Promise<Result<ImportedPipeline>>,
    );
  }

  importAutoscalers(
    text: string,
    fileName: string,
    stageNames: readonly string[],
  ): Promise<Result<AutoscalerImport>> {
    return this.#imports.call(
      (remote) => remote.importAutoscalers(text, fileName, stageNames) as Promise<Result<AutoscalerImport>>,
    );
  }
}
