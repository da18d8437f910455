import { curvesOf, lastOf, noCurves, withEvaluation, withPoints, type Curves } from './curves.ts';
import { defaultTraining, keepSettings, keptSettings, type TrainingSettings } from './nextTraining.ts';
import { IDLE, isActive, type RunStanding, type TrainingStatus } from './trainingStatus.ts';
import { scenarioChanges } from '../changed.ts';
import { readKey } from '../policies/policyKeys.ts';
import { AGENT } from '../../theme/policies.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { Trainer } from '../../bridge/trainer.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { deviceSentence } from '../../../learning/ppo/deviceConfig.ts';
import type { Budget } from '../../../learning/training/agentTraining.ts';
import type { Check, Judged, Rival } from '../../../storage/judged.ts';
import type { Parent, RunRecord, Series } from '../../../storage/records.ts';
import type { BackendProbe } from '../../../learning/training/probe.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import type { Look } from '../../../learning/training/look.ts';
import type { TrainPoint } from '../../../learning/training/progress.ts';
import type { TrainEvent } from '../../../runs/trainEvent.ts';
import { isOfLesson } from '../../../teaching/lessons/ppo/named.ts';

/** All that begins a training. */
export interface TrainingOrder extends Omit<TrainingSettings, 'seed' | 'seeds'> {
  readonly id: string;
  readonly name: string;
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  readonly parent: Parent | undefined;
}

/** What is left of a training before this visit. */
export interface LeftBehind {
  readonly standing: RunStanding;
  readonly series: Series & { readonly damaged?: readonly string[] };
  /** Undefined where it was not kept. */
  readonly judged: Judged | undefined;
}

/** What is asked of the worker; a test gives its own. */
export type TrainingWorker = Pick<
  Trainer,
  'train' | 'resume' | 'pause' | 'look' | 'lookAtKept' | 'stop' | 'terminate'
>;

/** All that a training and its agent are on the page. */
type Standing = Pick<
  Training,
  | 'status'
  | 'plan'
  | 'curves'
  | 'checks'
  | 'rivals'
  | 'restored'
  | 'uncharted'
  | 'backend'
  | 'probes'
  | 'remark'
  | 'saved'
  | 'agent'
  | 'origin'
  | 'look'
  | 'trainedSeconds'
  | 'steps'
> & { readonly best: number };

/** The training under way, or the last one; the newest agent stays until the next begins to improve on nothing. */
export class Training {
  status = $state.raw<TrainingStatus>(IDLE);
  readonly #kept = keptSettings();
  #settings = $state.raw<TrainingSettings>(this.#kept?.settings ?? defaultTraining);
  /** What is trained; undefined before the first training of this visit. */
  plan = $state.raw<TrainingOrder | undefined>();
  curves = $state.raw<Curves>(noCurves);
  checks = $state.raw<readonly Check[]>([]);
  /** What other policies lose on its own load, where they have run there; the latest last. */
  rivals = $state.raw<readonly Rival[]>([]);
  /** The kept run that stands here since a reload; undefined once another training begins. */
  restored = $state.raw<RunRecord | undefined>();
  /** How the restored agent did on its load while it learned was not kept. */
  uncharted = $state(false);
  backend = $state('');
  probes = $state.raw<readonly BackendProbe[]>([]);
  /** One sentence for the status line: what took over, what could not be saved. */
  remark = $state(this.#kept?.told.join(' ') ?? '');
  /** The run is safe up to this step; undefined before the first checkpoint. */
  saved = $state<number | undefined>();
  agent = $state.raw<AgentRecord | undefined>();
  /** The run that the agent comes from. */
  origin = $state<string | undefined>();
  /** What the last update did that was looked into; undefined before the first. */
  look = $state.raw<Look | undefined>();
  /** Seconds of training behind the agent, of all seeds. */
  trainedSeconds = $state(0);
  /** Decisions learned from so far, of all seeds. */
  steps = $state(0);

  readonly active = $derived(isActive(this.status));
  readonly budget = $derived(this.plan?.budget ?? this.settings.budget);

  /** Called before the settings of the next training change. */
  beforeChange: () => void = () => undefined;
  /** Called with what is judged, so that a reload finds it. */
  onJudged: (run: string, judged: Judged) => void = () => undefined;

  readonly #trainer: TrainingWorker;
  #ended: Promise<void> = Promise.resolve();
  #best = -Infinity;
  /** How it stood before a lesson began to train. */
  #aside = $state.raw<Standing | undefined>();

  constructor(trainer: TrainingWorker = new Trainer()) {
    this.#trainer = trainer;
  }

  /** What the next training will be; kept over a reload. */
  get settings(): TrainingSettings {
    return this.#settings;
  }
  set settings(next: TrainingSettings) {
    this.beforeChange();
    this.#settings = next;
    keepSettings(next);
  }

  /** The first seed's points: what the lab draws. */
  get points(): readonly TrainPoint[] {
    return this.curves.members[0] ?? [];
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

  start(plan: TrainingOrder): void {
    if (this.active) return;
    this.#borrow(plan);
    this.#begin(plan, noCurves);
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
    const known = this.plan?.id === run.id ? this : { checks: [], rivals: [] };
    const { checks, rivals } = known;
    const before = this.budget;
    this.#begin(planOf(run, budget ?? run.budget), curvesOf(series));
    this.#standAt(run);
    // Of a larger budget they are another share.
    if (budget === undefined || sameKind(before, budget))
      this.checks = upTo(checks, shareOf(before, this.budget), this.progress);
    this.rivals = rivals;
    this.#follow(this.#trainer.resume(run.id, budget, this.#hear));
  }

  /** A kept run comes back as a reload found it, with what it told and how its agent did on its load. */
  restore(run: RunRecord, { standing, series, judged }: LeftBehind): void {
    if (this.active) return;
    const { remark } = this;
    if (standing === 'elsewhere') {
      this.remark = `${run.name} is being trained in another tab; the agent here is the best that it had kept.`;
      return;
    }
    this.#begin(planOf(run, run.budget), curvesOf(series));
    this.#standAt(run);
    this.restored = run;
    this.backend = run.backend === 'auto' ? '' : run.backend;
    this.checks = upTo(judged?.checks ?? [], 1, this.progress);
    // Another version of the lab may have had other policies.
    this.rivals = judged?.rivals.filter(({ id }) => readKey(id).ok) ?? [];
    this.uncharted = judged === undefined && run.agent !== undefined;
    this.remark = [remark, ...(series.damaged ?? [])].filter((said) => said !== '').join(' ');
    this.status = statusOf(run, standing);
  }

  togglePause(): void {
    const { kind } = this.status;
    if (kind !== 'running' && kind !== 'paused') return;
    const pause = kind === 'running';
    this.status = { kind: pause ? 'paused' : 'running' };
    this.#trainer.pause(pause).catch(() => undefined);
  }

  /** Has the next update looked into; a training that is paused goes on for that one update. */
  askLook(): void {
    const { kind } = this.status;
    if (kind === 'running' || kind === 'paused') this.#trainer.look(kind === 'paused').catch(() => undefined);
  }

  /** What the next update of a kept run at rest would do; with `on` the one after the last that was looked at. */
  lookAtKept(id: string, on: boolean): Promise<Look> {
    return this.#trainer.lookAtKept(id, on);
  }

  /** Asks for the end; resolves when it has come. */
  async stop(): Promise<void> {
    if (!this.active) return;
    if (this.status.kind !== 'stopping') {
      this.status = { kind: 'stopping' };
      this.#trainer.stop(this.#ended).catch(() => undefined);
    }
    await this.#ended;
  }

  /** Gives the lab an agent that was trained before, in the run `origin` where that is kept. */
  use(agent: AgentRecord, seconds: number, origin?: string): void {
    this.#adopt(agent, origin);
    if (!this.active) this.trainedSeconds = seconds;
  }

  /** The run whose agent a link names: what trains has none at first, and a lesson's goes with the lesson. */
  get linked(): string | undefined {
    if (this.#aside) return this.#aside.origin;
    return this.origin ?? (this.active ? this.plan?.id : undefined);
  }

  /** The lesson is over. What stood before it trained stands again: the agent and all that its training told, or nothing where there was none. A training that the visitor began since then stays. */
  async giveBack(): Promise<void> {
    const before = this.#aside;
    if (!before) return;
    await this.stop();
    // The visitor has begun another meanwhile.
    if (this.#aside !== before) return;
    this.#aside = undefined;
    const { best, ...standing } = before;
    Object.assign(this, standing);
    this.#best = best;
  }

  /** Before a lesson trains, what stands is set aside; the visitor's own training begins with the agent that stood before. */
  #borrow({ name }: TrainingOrder): void {
    const before = this.#aside;
    if (isOfLesson(name)) this.#aside ??= this.#standing();
    else if (before) {
      this.#aside = undefined;
      this.agent = before.agent;
      this.origin = before.origin;
    }
  }

  #standing(): Standing {
    const { status, plan, curves, checks, rivals, restored, uncharted, backend, probes, remark } = this;
    const { saved, agent, origin, look, trainedSeconds, steps } = this;
    return {
      ...{ status, plan, curves, checks, rivals, restored, uncharted, backend, probes, remark },
      ...{ saved, agent, origin, look, trainedSeconds, steps, best: this.#best },
    };
  }

  /** The agent's regret on the trace on screen, measured by replaying it there, and that of all that has run there. */
  check(scenario: Scenario, regret: number, levels: readonly Rival[] = []): void {
    const { plan, progress } = this;
    // An agent of another run may stand in the lane.
    if (this.status.kind === 'idle' || !plan || this.origin !== plan.id || !this.isOf(scenario)) return;
    const last = this.checks.at(-1);
    if (last?.progress === progress && last.regret === regret) return;
    this.checks = [...this.checks, { progress, regret }];
    this.rivals = [
      ...this.rivals.filter(({ id }) => levels.every((level) => level.id !== id)),
      ...levels.filter(({ id }) => id !== AGENT).map(({ id, regret: own }) => ({ id, regret: own })),
    ];
    if (!this.active) this.#tellJudged(plan.id);
  }

  /** It is, or was, on this very load under these settings: judged there, the agent stands beside its rivals there. */
  isOf(scenario: Scenario): boolean {
    const own = this.plan?.scenario;
    return own !== undefined && (own === scenario || scenarioChanges(own, scenario).length === 0);
  }

  #tellJudged(run: string): void {
    const { checks, rivals } = this;
    this.onJudged(run, { checks, rivals });
  }

  #standAt({ steps, elapsedSeconds, objective }: RunRecord): void {
    this.steps = steps;
    this.trainedSeconds = elapsedSeconds;
    this.saved = steps;
    this.#best = objective ?? -Infinity;
  }

  #begin(plan: TrainingOrder, curves: Curves): void {
    this.status = { kind: 'starting' };
    this.plan = plan;
    this.curves = curves;
    this.checks = [];
    this.rivals = [];
    this.restored = undefined;
    this.uncharted = false;
    this.remark = '';
    this.backend = '';
    this.probes = [];
    this.look = undefined;
    this.#best = -Infinity;
  }

  #follow(running: Promise<void>): void {
    this.#ended = running.then(
      () => {
        if (this.active) this.#finish();
      },
      (error: unknown) => {
        if (this.status.kind === 'stopping') this.#finish();
        else {
          this.status = { kind: 'failed', sentence: sentenceOf(error) };
          this.#trainer.terminate();
        }
      },
    );
  }

  #finish(): void {
    this.status = this.agent ? { kind: 'done', early: false } : IDLE;
  }

  readonly #hear = (event: TrainEvent): void => {
    switch (event.kind) {
      case 'backend':
        this.backend = event.backend;
        this.probes = event.probe;
        break;
      case 'settings':
        this.remark = deviceSentence(event.settings);
        if (this.plan) this.plan = { ...this.plan, overrides: { ...this.plan.overrides, ...event.settings } };
        break;
      case 'points': {
        this.#running();
        this.curves = withPoints(this.curves, event.points);
        const last = lastOf(this.curves);
        this.steps = last.reduce((sum, point) => sum + point.steps, 0);
        this.trainedSeconds = last.reduce((sum, point) => sum + point.elapsedSeconds, 0);
        break;
      }
      case 'agent': {
        this.#running();
        this.curves = withEvaluation(this.curves, event.evaluation);
        const { objective } = event.evaluation;
        // One seed shows itself as it learns; of several the best so far.
        if (this.plan?.seeds.length === 1 || objective > this.#best) this.#adopt(event.agent);
        this.#best = Math.max(this.#best, objective);
        break;
      }
      case 'look':
        this.look = event.look;
        break;
      case 'fallback':
      case 'unsaved':
        this.remark = event.sentence;
        break;
      case 'saved':
        this.saved = event.steps;
        if (this.plan && this.checks.length > 0) this.#tellJudged(this.plan.id);
        break;
      case 'done':
        this.steps = event.steps;
        this.trainedSeconds = event.elapsedSeconds;
        this.#adopt(event.agent);
        this.status = { kind: 'done', early: event.reason === 'converged' };
        break;
    }
  };

  #running(): void {
    if (this.status.kind === 'starting') this.status = { kind: 'running' };
  }

  #adopt(agent: AgentRecord, origin = this.plan?.id): void {
    this.agent = agent;
    this.origin = origin;
  }
}

/** How a run that was left behind stands here. */
function statusOf({ note }: RunRecord, standing: RunStanding): TrainingStatus {
  switch (standing) {
    case 'finished':
    case 'stopped':
    case 'converged':
      return { kind: 'done', early: standing === 'converged' };
    case 'failed':
      return { kind: 'failed', sentence: note === '' ? 'It broke off.' : note };
    case 'interrupted':
      return { kind: 'interrupted' };
    default:
      return IDLE;
  }
}

const amountOf = (budget: Budget): number => ('seconds' in budget ? budget.seconds : budget.steps);
const sameKind = (one: Budget, other: Budget): boolean => 'seconds' in one === 'seconds' in other;
/** What a share of one budget is of another. */
const shareOf = (of: Budget, now: Budget): number => amountOf(of) / amountOf(now);

/** Those until a checkpoint: a training that goes on from there makes those behind it anew. */
function upTo(checks: readonly Check[], scale: number, progress: number): readonly Check[] {
  const scaled = scale === 1 ? checks : checks.map((one) => ({ ...one, progress: scale * one.progress }));
  return scaled.filter((one) => one.progress <= progress + 1e-9);
}

function planOf(run: RunRecord, budget: Budget): TrainingOrder {
  const { id, name, scenario, seeds, overrides, parent } = run;
  return { id, name, scenario, seeds, overrides, parent, budget, backend: 'auto' };
}
