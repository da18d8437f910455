import { agentOf, type AgentRecord } from '../network/trainedAgent.ts';
import type { TrainingState } from './checkpoint.ts';
import { DRAWN_WORLDS, type TrainingConfig } from '../ppo/config.ts';
import type { Engine } from '../ppo/engine.ts';
import { evaluateOn, type Judgement } from './evaluate.ts';
import type { FeatureRanges } from '../network/features.ts';
import { Forward } from '../network/forward.ts';
import type { NetworkShape } from '../network/network.ts';
import { PipelineTask } from '../task/pipelineTask.ts';
import type { Exposed } from '../ppo/slides.ts';
import { Ppo, type Schedule, type UpdateStatistics } from '../ppo/ppo.ts';
import { lookedAt, type Look } from './look.ts';
import type { HeldOutEvaluation, TrainPoint } from './progress.ts';
import { drawWorld, ownWorld } from '../task/trainingWorld.ts';
import type { Environment } from '../../environment/environment.ts';
import { createEnvironment, policyContext, prepare, type Prepared } from '../../scenario/prepare.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { sizeOf } from '../../scenario/size.ts';
import { patient, type Patience } from '../../model/patience.ts';
import { TooMuch, tooMuch } from '../../model/watch.ts';
import { ipaExact } from '../../policies/ipa.ts';
import { createForecaster } from '../../workload/forecasters/index.ts';

/** When a training ends: seconds, or decisions for a run that repeats byte for byte. */
export type Budget = { readonly seconds: number } | { readonly steps: number };

/** What a training begins from: a state to go on with exactly, or another's weights and optimiser for a run of its own. */
export type From =
  | { readonly kind: 'resume'; readonly state: TrainingState }
  | { readonly kind: 'fork'; readonly state: TrainingState };

export interface TrainingInputs {
  /** Pipeline, limits, weights and environment to train in; its workload is the one held out for choosing the best agent. */
  readonly scenario: Scenario;
  /** req/s per second; episodes start anywhere in them. */
  readonly loads: readonly Float64Array[];
  readonly config: TrainingConfig;
  readonly budget: Budget;
  readonly from?: From | undefined;
  /** `failed` names the engines that failed in this training already; rejects where none is left. */
  readonly engine: (shape: NetworkShape, failed: readonly string[]) => Promise<Engine>;
  /** Milliseconds of this training. */
  readonly clock: () => number;
  /** An engine failed and another took over from the last update; a sentence. */
  readonly onFallback?: ((sentence: string) => void) | undefined;
  /** Of each preparation, each update and each check on the held-out load; without it there is no limit. */
  readonly patience?: Patience | undefined;
  /** Awaited between minibatches; may wait (pause). */
  readonly between?: (() => Promise<void>) | undefined;
}

/** Drawn worlds are renewed one after another, one each so many updates. */
const RENEW_EVERY = 8;

/** One training of an OPD agent (Algorithm 2), update by update. */
export class AgentTraining {
  readonly #inputs: TrainingInputs;
  readonly #prepared: Prepared;
  readonly #task: PipelineTask;
  readonly #ppo: Ppo;
  readonly #shape: NetworkShape;
  readonly #ranges: FeatureRanges;
  readonly #evaluation: Environment;
  readonly #candidate: Forward;
  readonly #averaged: Float32Array;
  readonly #started: number;
  readonly #before: number;
  #best: { objective: number; update: number; parameters: Float32Array };
  #sinceBest = 0;
  #steps = 0;
  readonly #failed: string[] = [];
  #engineName: string;

  private constructor(
    inputs: TrainingInputs,
    prepared: Prepared,
    task: PipelineTask,
    ranges: FeatureRanges,
    shape: NetworkShape,
    engine: Engine,
  ) {
    this.#inputs = inputs;
    this.#prepared = prepared;
    this.#task = task;
    this.#ranges = ranges;
    this.#shape = shape;
    this.#engineName = engine.name;
    this.#ppo = new Ppo(task, shape, inputs.config, engine);
    this.#evaluation = createEnvironment(prepared, 1);
    this.#averaged = this.#ppo.parameters.slice();
    this.#candidate = new Forward(shape, this.#averaged);
    this.#best = { objective: -Infinity, update: 0, parameters: this.#averaged.slice() };
    this.#before = inputs.from?.kind === 'resume' ? inputs.from.state.elapsedSeconds : 0;
    if (inputs.from) this.#restore(inputs.from);
    this.#started = inputs.clock();
  }

  static async create(inputs: TrainingInputs): Promise<AgentTraining> {
    const { scenario, loads, config } = inputs;
    const patience = inputs.patience ?? patient;
    const prepared = { ...prepare(scenario, loads[0], undefined, patience), watch: patience.replay() };
    const forecaster = createForecaster(scenario.forecaster, loads[0], scenario.predictor);
    const ranges = rangesFor(prepared, loads);
    const ipa =
      config.expert === 'ipa' ? await ipaExact.create(policyContext(prepared, ipaExact.info.id)) : undefined;
    const expert = config.expertMode === 'none' ? undefined : { name: config.expert, ipa };
    const drawn = config.randomise > 0;
    const worlds = drawn ? Math.min(DRAWN_WORLDS, config.lanes) : 1;
    const each = Math.max(1, Math.floor(config.lanes / worlds));
    const task = new PipelineTask({
      tables: prepared.tables,
      ranges,
      worlds,
      draw: (index, generation) =>
        drawn
          ? drawWorld(prepared, loads, forecaster, each, expert, config.seed, index, generation)
          : ownWorld(prepared, loads, forecaster, each, expert),
      config,
    });
    const shape: NetworkShape = {
      inputs: task.inputs,
      width: config.width,
      blocks: config.blocks,
      heads: task.space.heads,
    };
    return new AgentTraining(inputs, prepared, task, ranges, shape, await inputs.engine(shape, []));
  }

  get updates(): number {
    return this.#ppo.updates;
  }

  get steps(): number {
    return this.#steps;
  }

  get elapsedSeconds(): number {
    return this.#before + (this.#inputs.clock() - this.#started) / 1000;
  }

  /** Name of the engine at work. */
  get engine(): string {
    return this.#engineName;
  }

  get bestObjective(): number {
    return this.#best.objective;
  }

  /** Share of the budget spent. */
  get progress(): number {
    const { budget } = this.#inputs;
    return 'steps' in budget ? this.#steps / budget.steps : this.elapsedSeconds / budget.seconds;
  }

  /** Whether enough evaluations in a row brought nothing better. */
  get converged(): boolean {
    const { earlyStop } = this.#inputs.config;
    return earlyStop > 0 && this.#sinceBest >= earlyStop;
  }

  /** The agent as it is now. */
  get agent(): AgentRecord {
    return agentOf(this.#prepared.scenario.pipeline.id, this.#shape, this.#ranges, this.#averaged.slice());
  }

  /** The best one by the held-out load so far. */
  get bestAgent(): AgentRecord {
    return agentOf(this.#prepared.scenario.pipeline.id, this.#shape, this.#ranges, this.#best.parameters);
  }

  /**
   * One update. Where the engine fails, the update is done again by the next one from the state before it; rejects
   * where no engine is left, or where the numbers run to infinity on two of them. Where `onLook` is given, it is handed
   * what the update did, decision by decision.
   */
  async update(onLook?: (look: Omit<Look, 'member'>) => void): Promise<Omit<TrainPoint, 'member'>> {
    const { config, between, onFallback, engine } = this.#inputs;
    this.#prepared.watch.begin();
    if (config.randomise > 0 && this.#ppo.updates > 0 && this.#ppo.updates % RENEW_EVERY === 0) {
      this.#task.renew(this.#ppo.updates / RENEW_EVERY);
    }
    const schedule = this.#schedule();
    const before = { learner: this.#ppo.snapshot(), task: this.#task.snapshot() };
    let statistics: UpdateStatistics;
    let slides: { readonly first: Exposed; readonly last: Exposed } | undefined;
    const onSlides = onLook && ((seen: typeof slides): void => void (slides = seen));
    for (;;) {
      try {
        statistics = await this.#ppo.update(schedule, between, onSlides);
        break;
      } catch (error) {
        // No engine is to blame.
        if (error instanceof TooMuch) throw this.#tooMuch('One step of the training', error);
        const reason = error instanceof Error ? error.message : String(error);
        this.#failed.push(this.#engineName);
        if (this.#failed.length > 1 && (error as Error).name === 'NotFinite') {
          throw new Error(
            `The numbers ran to infinity on ${this.#failed.join(' and on ')}: the settings are to blame, most likely the learning rate.`,
            { cause: error },
          );
        }
        const next = await engine(this.#shape, this.#failed);
        if (this.#failed.includes(next.name)) throw error;
        this.#ppo.replaceEngine(next);
        this.#ppo.restore(before.learner, true);
        this.#task.restore(before.task);
        this.#task.takeMeans();
        onFallback?.(
          `${this.#engineName} failed (${reason.replace(/\.$/, '')}); training goes on with ${next.name} from step ${String(this.#steps)}.`,
        );
        this.#engineName = next.name;
      }
    }
    this.#steps += this.#ppo.stepsPerUpdate;
    const { parameters } = this.#ppo;
    for (let i = 0; i < parameters.length; i++) {
      this.#averaged[i] = config.averaging * this.#averaged[i]! + (1 - config.averaging) * parameters[i]!;
    }
    if (slides) onLook?.(this.#lookAt(slides, schedule));
    const elapsedSeconds = this.elapsedSeconds;
    return {
      ...statistics,
      ...schedule,
      ...this.#task.takeMeans(),
      headEntropies: Array.from(statistics.headEntropies),
      update: this.#ppo.updates,
      steps: this.#steps,
      elapsedSeconds,
      stepsPerSecond: this.#steps / Math.max(1e-9, elapsedSeconds),
    };
  }

  #lookAt(
    { first, last }: { readonly first: Exposed; readonly last: Exposed },
    schedule: Schedule,
  ): Omit<Look, 'member'> {
    const { clip, valueCoefficient, expertMode } = this.#inputs.config;
    const { limits } = this.#prepared.scenario;
    return {
      ...schedule,
      ...{ update: this.#ppo.updates, steps: this.#steps, engine: this.#engineName },
      ...{ clip, valueCoefficient, expertMode },
      first: lookedAt(first, this.#ranges, limits),
      last: lookedAt(last, this.#ranges, limits),
    };
  }

  /** What the agent comes to on the held-out load; the best one so far is kept. */
  evaluate(): Omit<HeldOutEvaluation, 'member'> {
    this.#candidate.load(this.#averaged);
    const { track, watch } = this.#prepared;
    watch.begin();
    let judgement: Judgement;
    try {
      judgement = evaluateOn(this.#evaluation, track, this.#candidate, this.#ranges, watch);
    } catch (error) {
      throw this.#tooMuch('Checking the agent on the held-out load', error);
    }
    const { objective } = judgement;
    const best = objective > this.#best.objective;
    if (best) this.#best = { objective, update: this.#ppo.updates, parameters: this.#averaged.slice() };
    this.#sinceBest = best ? 0 : this.#sinceBest + 1;
    return {
      update: this.#ppo.updates,
      steps: this.#steps,
      elapsedSeconds: this.elapsedSeconds,
      ...judgement,
      best,
    };
  }

  #tooMuch(what: string, error: unknown): unknown {
    return tooMuch(what, () => sizeOf(this.#prepared.scenario), error);
  }

  /** All that is needed to go on from here; to be taken between updates. */
  state(): TrainingState {
    return {
      format: 1,
      steps: this.#steps,
      elapsedSeconds: this.elapsedSeconds,
      learner: this.#ppo.snapshot(),
      averaged: this.#averaged.slice(),
      task: this.#task.snapshot(),
      best: { ...this.#best, parameters: this.#best.parameters.slice() },
      sinceBest: this.#sinceBest,
    };
  }

  dispose(): void {
    this.#ppo.dispose();
  }

  #restore({ kind, state }: From): void {
    const resume = kind === 'resume';
    this.#ppo.restore(state.learner, resume);
    this.#averaged.set(state.averaged);
    if (!resume) return;
    this.#task.restore(state.task);
    this.#best = { ...state.best, parameters: state.best.parameters.slice() };
    this.#sinceBest = state.sinceBest;
    this.#steps = state.steps;
  }

  #schedule(): Schedule {
    const { config } = this.#inputs;
    const done = Math.min(1, this.progress);
    const guidance = config.expertMode === 'none' ? 0 : Math.max(0, 1 - done / config.guidanceUntil);
    const distils = config.expertMode === 'distil';
    this.#task.guided =
      distils || (config.expertMode !== 'none' && (guidance > 0 || config.guidanceUntil >= 1));
    return {
      learningRate: config.learningRate * (config.finalRate + (1 - config.finalRate) * (1 - done)),
      entropyCoefficient: distils
        ? 0
        : config.entropyCoefficient * (config.finalEntropy + (1 - config.finalEntropy) * (1 - done)),
      imitation: distils ? config.imitation : config.imitation * guidance,
    };
  }
}

/** Scales features by what the training loads and the scenario can reach. */
function rangesFor(prepared: Prepared, loads: readonly Float64Array[]): FeatureRanges {
  let load = 1;
  for (const rates of loads) for (const rate of rates) if (rate > load) load = rate;
  const { slaSeconds, dropAfterSla } = prepared.scenario;
  return { load, latency: 2 * slaSeconds, backlog: Math.max(1, load * slaSeconds * dropAfterSla) };
}
