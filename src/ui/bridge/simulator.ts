import { proxy, type Remote } from 'comlink';
import { Bridge, reading } from './bridge.ts';
import { LATE, within } from './within.ts';
import { lendSandboxes } from '../own/lend.ts';
import type { DecisionCard } from '../../experiments/decisionCard.ts';
import type { Fork } from '../../experiments/fork.ts';
import type { Episode, Scenario } from '../../scenario/scenario.ts';
import type { Yardstick } from '../../experiments/yardstick.ts';
import type { AskedOfPipeline, ImportedPipeline } from '../../export/intake/pipelineFile.ts';
import type { AutoscalerImport } from '../../export/scalers/autoscalers.ts';
import type { Limits } from '../../model/pipeline.ts';
import type { Result } from '../../model/result.ts';
import { SILENCE } from '../../model/timeLimits.ts';
import type { Finding } from '../../policies/lint.ts';
import type { IntakeChoices } from '../../workload/intake/report.ts';
import type { MapTold, PolicyChoice, SimulateApi, TraceRead } from '../../../workers/protocol.ts';

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

/** The worker under a name of its own. */
export const spawn = (name: string) => (): Worker =>
  lendSandboxes(
    new Worker(new URL('../../../workers/simulate.ts', import.meta.url), { type: 'module', name }),
  );

/** What is asked of the replays' worker, which computes one thing after the other. */
interface Running {
  readonly since: number;
  readonly done: Promise<unknown>;
}

/**
 * `workers/simulate.ts`: the newest replay wins, over older ones and over cards and forks of what is no longer on screen.
 * Imports, yardsticks and policy maps go to workers of their own, so that none delays a replay or another.
 */
export class Simulator {
  readonly #runs = new Bridge<SimulateApi>('simulation', spawn('simulate'));
  readonly #imports = new Bridge<SimulateApi>('import', spawn('import'), 'the lab is as it was', reading);
  readonly #yardsticks = new Bridge<SimulateApi>('measurement of the rivals', spawn('yardstick'));
  readonly #maps = new Bridge<SimulateApi>('policy map', spawn('policy map'));
  readonly #running = new Set<Running>();
  #newest = 0;

  /** Runs every choice on `scenario`; undefined where a newer call took its place. Rejects with a sentence; `doing` names it there. */
  async simulate(
    scenario: Scenario,
    choices: readonly PolicyChoice[],
    doing = 'The replay',
  ): Promise<readonly Episode[] | undefined> {
    const mine = ++this.#newest;
    await this.#waitOrGiveUp();
    if (mine !== this.#newest) return undefined;
    try {
      const episodes = await this.#run((remote) => remote.simulate(scenario, choices), doing);
      return mine === this.#newest ? episodes : undefined;
    } catch (error) {
      if (error === superseded || mine !== this.#newest) return undefined;
      throw error;
    }
  }

  /** A call to the replays' worker, which a newer replay may end. */
  #run<T>(use: (remote: Remote<SimulateApi>) => Promise<T>, doing: string): Promise<T> {
    const call = this.#runs.call(use, { doing, within: SILENCE.answer });
    const running = { since: performance.now(), done: call.catch(() => undefined) };
    this.#running.add(running);
    void running.done.then(() => this.#running.delete(running));
    return call;
  }

  /** What runs may finish if it takes no longer than `PATIENCE_MS` in all; else its worker is ended. */
  async #waitOrGiveUp(): Promise<void> {
    const running = [...this.#running];
    if (running.length === 0) return;
    const since = Math.min(...running.map((one) => one.since));
    const left = Math.max(0, since + PATIENCE_MS - performance.now());
    const first = await within(left, Promise.all(running.map(({ done }) => done)));
    if (first === LATE && running.some((one) => this.#running.has(one))) {
      this.#running.clear();
      this.#runs.terminate(superseded);
    }
  }

  /** Ends whatever runs at once: its callers get nothing. */
  stop(): void {
    this.#newest++;
    this.#running.clear();
    this.#runs.terminate(superseded);
  }

  /** What is wrong with the scenario's weights; nothing where a newer replay ended the question. */
  async lint(scenario: Scenario): Promise<readonly Finding[]> {
    return (
      (await unlessSuperseded(this.#run((remote) => remote.lint(scenario), 'The check of the weights'))) ?? []
    );
  }

  /** Joins the replays' worker, which holds the scenario ready; undefined where a newer replay ended it. */
  decisionCard(...asked: Parameters<SimulateApi['decisionCard']>): Promise<DecisionCard | undefined> {
    return unlessSuperseded(
      this.#run((remote) => remote.decisionCard(...asked), 'What lies behind this decision'),
    );
  }

  /** As `decisionCard`. */
  fork(...asked: Parameters<SimulateApi['fork']>): Promise<Fork | undefined> {
    return unlessSuperseded(this.#run((remote) => remote.fork(...asked), 'The other future'));
  }

  /** Takes seconds, so it goes where no replay waits; `told` hears of each that is better than the last. */
  yardstick(scenario: Scenario, seed: number, told: (yardstick: Yardstick) => void): Promise<void> {
    return this.#yardsticks.call((remote) => remote.yardstick(scenario, seed, proxy(told)));
  }

  /** As `SimulateApi`; with the signal its worker is ended at once, and this rejects with the signal's reason. */
  async policyMap(
    scenario: Scenario,
    policy: PolicyChoice,
    told: (row: MapTold) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const heard = (row: MapTold): void => {
      // What was on its way when the worker was ended.
      if (!signal.aborted) told(row);
    };
    await this.#maps.call((remote) => remote.policyMap(scenario, policy, proxy(heard)), {
      doing: 'The policy map',
      signal,
      ends: true,
    });
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
