import { Curves } from './curves.svelte.ts';
import { defaultTraining, keepSettings, keptSettings, type TrainingSettings } from './nextTraining.ts';
import { sentenceOf } from '../bridge/bridge.ts';
import { Trainer } from '../bridge/trainer.ts';
import type { Scenario } from '../../experiments/scenario.ts';
import type { Budget } from '../../learning/training.ts';
import type { Parent, RunRecord, Series } from '../../storage/records.ts';
import type { AgentRecord, BackendProbe, TrainEvent, TrainPoint } from '../../../workers/protocol.ts';

export type TrainingStatus = 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'done' | 'failed';

/** All that begins a training. */
export interface Plan extends Omit<TrainingSettings, 'seed' | 'seeds'> {
  readonly id: string;
  readonly name: string;
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  readonly parent: Parent | undefined;
}

/** The agent on the scenario's own trace at one time of the training. */
export interface Check {
  /** Share of the budget. */
  readonly progress: number;
  readonly regret: number;
}

const idle = ['idle', 'done', 'failed'];

/** The training under way, or the last one; the newest agent stays until the next begins to improve on nothing. */
export class Training {
  status = $state<TrainingStatus>('idle');
  readonly #kept = keptSettings();
  #settings = $state.raw<TrainingSettings>(this.#kept?.settings ?? defaultTraining);
  /** What is trained; undefined before the first training of this visit. */
  plan = $state.raw<Plan | undefined>();
  curves = $state.raw(new Curves());
  checks: Check[] = [];
  backend = $state('');
  probes = $state.raw<readonly BackendProbe[]>([]);
  error = $state('');
  /** One sentence for the status line: what took over, what could not be saved. */
  remark = $state(this.#kept?.told.join(' ') ?? '');
  /** The run is safe up to this step; undefined before the first checkpoint. */
  saved = $state<number | undefined>();
  /** How the last training ended. */
  reason = $state<'finished' | 'stopped' | 'converged' | undefined>();
  agent = $state.raw<AgentRecord | undefined>();
  /** The run that the agent comes from. */
  origin = $state<string | undefined>();
  /** Counts agents, so that a replay can tell a new one. */
  generation = $state(0);
  /** Seconds of training behind the agent, of all seeds. */
  trainedSeconds = $state(0);
  /** Decisions learned from so far, of all seeds. */
  steps = $state(0);

  readonly active = $derived(!idle.includes(this.status));
  readonly budget = $derived(this.plan?.budget ?? this.settings.budget);

  readonly #trainer = new Trainer();
  #ended: Promise<void> = Promise.resolve();
  #best = -Infinity;

  /** What the next training will be; kept over a reload. */
  get settings(): TrainingSettings {
    return this.#settings;
  }
  set settings(next: TrainingSettings) {
    this.#settings = next;
    keepSettings(next);
  }

  /** The first seed's points: what the lab draws. */
  get points(): readonly TrainPoint[] {
    return this.curves.members[0] ?? [];
  }

  get version(): number {
    return this.curves.version;
  }

  get last(): TrainPoint | undefined {
    return this.points.at(-1);
  }

  /** Share of the budget spent, 0..1. */
  get progress(): number {
    const { budget, plan } = this;
    const spent =
      'seconds' in budget
        ? this.trainedSeconds / budget.seconds
        : this.steps / (budget.steps * (plan?.seeds.length ?? 1));
    return Math.min(1, spent);
  }

  /** Seconds until the budget is spent, at the speed so far. */
  get secondsLeft(): number {
    const { budget, progress } = this;
    if ('seconds' in budget) return Math.max(0, budget.seconds - this.trainedSeconds);
    return progress > 0 ? (this.trainedSeconds * (1 - progress)) / progress : NaN;
  }

  start(plan: Plan): void {
    if (this.active) return;
    this.#begin(plan, new Curves());
    this.steps = 0;
    this.trainedSeconds = 0;
    this.saved = undefined;
    const { id, name, scenario, overrides, seeds, budget, backend, parent } = plan;
    this.#follow(
      this.#trainer.train(
        { scenario, overrides, seeds, budget, backend, run: { id, name }, fork: parent },
        this.#hear,
      ),
    );
  }

  /** Goes on with a kept run from its last checkpoint; `series` is what it told until then. */
  resume(run: RunRecord, series: Series, budget: Budget | undefined): void {
    if (this.active) return;
    this.#begin(planOf(run, budget ?? run.budget), new Curves(series.points, series.evaluations));
    this.steps = run.steps;
    this.trainedSeconds = run.elapsedSeconds;
    this.saved = run.steps;
    this.#best = run.objective ?? -Infinity;
    this.#follow(this.#trainer.resume(run.id, budget, this.#hear));
  }

  togglePause(): void {
    if (this.status !== 'running' && this.status !== 'paused') return;
    const pause = this.status === 'running';
    this.status = pause ? 'paused' : 'running';
    this.#trainer.pause(pause).catch(() => undefined);
  }

  /** Asks for the end; resolves when it has come. */
  async stop(): Promise<void> {
    if (!this.active) return;
    if (this.status !== 'stopping') {
      this.status = 'stopping';
      this.#trainer.stop(this.#ended).catch(() => undefined);
    }
    await this.#ended;
  }

  /** Gives the lab an agent that was trained before, in the run `origin` where that is kept. */
  use(agent: AgentRecord, seconds: number, origin?: string): void {
    this.#adopt(agent, origin);
    if (!this.active) this.trainedSeconds = seconds;
  }

  /** The agent's regret on the trace on screen, measured by replaying it there. */
  check(scenario: Scenario, regret: number): void {
    if (this.status === 'idle' || this.plan?.scenario !== scenario) return;
    this.checks.push({ progress: this.progress, regret });
    this.curves.version++;
  }

  #begin(plan: Plan, curves: Curves): void {
    this.status = 'starting';
    this.plan = plan;
    this.curves = curves;
    this.checks = [];
    this.error = '';
    this.remark = '';
    this.backend = '';
    this.probes = [];
    this.reason = undefined;
    this.#best = -Infinity;
  }

  #follow(running: Promise<void>): void {
    this.#ended = running.then(
      () => {
        if (this.active) this.#finish();
      },
      (error: unknown) => {
        if (this.status === 'stopping') this.#finish();
        else {
          this.status = 'failed';
          this.error = sentenceOf(error);
          this.#trainer.terminate();
        }
      },
    );
  }

  #finish(): void {
    this.status = this.agent ? 'done' : 'idle';
  }

  readonly #hear = (event: TrainEvent): void => {
    switch (event.kind) {
      case 'backend':
        this.backend = event.backend;
        this.probes = event.probe;
        break;
      case 'points': {
        if (this.status === 'starting') this.status = 'running';
        this.curves.add(event.points);
        const { last } = this.curves;
        this.steps = last.reduce((sum, point) => sum + point.steps, 0);
        this.trainedSeconds = last.reduce((sum, point) => sum + point.elapsedSeconds, 0);
        break;
      }
      case 'agent': {
        if (this.status === 'starting') this.status = 'running';
        this.curves.evaluated(event.evaluation);
        const { objective } = event.evaluation;
        // One seed shows itself as it learns; of several the best so far.
        if (this.plan?.seeds.length === 1 || objective > this.#best) this.#adopt(event.agent);
        this.#best = Math.max(this.#best, objective);
        break;
      }
      case 'fallback':
      case 'unsaved':
        this.remark = event.sentence;
        break;
      case 'saved':
        this.saved = event.steps;
        break;
      case 'done':
        this.steps = event.steps;
        this.trainedSeconds = event.elapsedSeconds;
        this.reason = event.reason;
        this.#adopt(event.agent);
        this.status = 'done';
        break;
    }
  };

  #adopt(agent: AgentRecord, origin = this.plan?.id): void {
    this.agent = agent;
    this.origin = origin;
    this.generation++;
  }
}

function planOf(run: RunRecord, budget: Budget): Plan {
  const { id, name, scenario, seeds, overrides, parent } = run;
  return { id, name, scenario, seeds, overrides, parent, budget, backend: 'auto' };
}
