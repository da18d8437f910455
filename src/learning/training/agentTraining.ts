import { processorEngine } from '../engines/backends.ts';
import { inSoftware } from '../engines/inSoftware.ts';
import { agentOf, type AgentRecord } from '../network/trainedAgent.ts';
import type { TrainingState } from './checkpoint.ts';
import { DRAWN_WORLDS, type DeviceSettings, type TrainingConfig } from '../ppo/config.ts';
import type { Engine } from '../ppo/engine.ts';
import { evaluateOn, type Judgement } from './evaluate.ts';
import { pipelineActions } from '../network/actions.ts';
import { FeatureEncoder, type FeatureRanges } from '../network/features.ts';
import { Forward } from '../network/forward.ts';
import type { NetworkShape } from '../network/network.ts';
import type { Company, Learner, LearnerOn, LearnerSnapshot, Order, UpdateResult } from '../task/learner.ts';
import { PipelineTask } from '../task/pipelineTask.ts';
import { rangesOf } from '../task/ranges.ts';
import { ProcessorLearner } from '../task/processorLearner.ts';
import type { Exposed } from '../ppo/slides.ts';
import { lookedAt, type Look } from './look.ts';
import type { HeldOutEvaluation, TrainPoint } from './progress.ts';
import { drawWorld, ownWorld, type Expert, type TrainingWorld } from '../task/trainingWorld.ts';
import type { Environment } from '../../environment/environment.ts';
import { createEnvironment, policyContext, prepare, type Prepared } from '../../scenario/prepare.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { sizeOf } from '../../scenario/size.ts';
import { patient, type Patience } from '../../model/patience.ts';
import { TooMuch, tooMuch } from '../../model/watch.ts';
import { ipaExact } from '../../policies/ipa.ts';
import type { Forecaster } from '../../workload/forecaster.ts';
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
  /**
   * Take the place of `config`'s where a graphics device trains from the beginning on. A training that is gone on with keeps
   * its settings, and an adapter in software, which is a processor, has a processor's.
   */
  readonly onDevice?: DeviceSettings | undefined;
  /** Hears what took the place of `config`'s settings. */
  readonly onSettings?: ((settings: DeviceSettings) => void) | undefined;
  readonly budget: Budget;
  readonly from?: From | undefined;
  /**
   * `failed` names the engines that failed in this training already; rejects where none is left. `learnerOn` makes a learner
   * of this training, to be measured.
   */
  readonly engine: (shape: NetworkShape, failed: readonly string[], learnerOn: LearnerOn) => Promise<Engine>;
  /** Whom it may share a device with. */
  readonly company?: Company | undefined;
  /** What a training does by itself while others of its company update too: one does so at a time. */
  readonly alone?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined;
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
  #learner: Learner;
  readonly #learnerOn: LearnerOn;
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

  private constructor(
    inputs: TrainingInputs,
    prepared: Prepared,
    ranges: FeatureRanges,
    shape: NetworkShape,
    learner: Learner,
    learnerOn: LearnerOn,
  ) {
    this.#inputs = inputs;
    this.#prepared = prepared;
    this.#ranges = ranges;
    this.#shape = shape;
    this.#learner = learner;
    this.#learnerOn = learnerOn;
    this.#evaluation = createEnvironment(prepared, 1);
    this.#averaged = this.#learner.parameters.slice();
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
    const ranges = rangesOf(prepared.scenario, loads);
    const ipa =
      config.expert === 'ipa' ? await ipaExact.create(policyContext(prepared, ipaExact.info.id)) : undefined;
    const expert = config.expertMode === 'none' ? undefined : { name: config.expert, ipa };
    const space = pipelineActions(prepared.tables);
    const { width, blocks } = config;
    const inputsOf = new FeatureEncoder(prepared.tables, ranges).size;
    const shape: NetworkShape = { inputs: inputsOf, width, blocks, heads: space.heads };
    const worldsFor = worldsOf(config, prepared, loads, forecaster, expert);
    const learnersOf = (own: TrainingConfig): LearnerOn => {
      const { worlds, draw } = worldsFor(own.lanes);
      return async (engine, company) => {
        const { gpu } = engine;
        if (!gpu) {
          const task = new PipelineTask({ tables: prepared.tables, ranges, worlds, draw, config: own });
          return new ProcessorLearner(task, shape, own, engine);
        }
        const { learnerOnDevice } = await import('../gpu/onDevice.ts');
        const given = { shape, ranges, config: own, worlds, draw };
        return learnerOnDevice(gpu, prepared, loads, given, company);
      };
    };
    const settings = inputs.from?.kind === 'resume' ? undefined : inputs.onDevice;
    const set = { ...config, ...settings };
    const [there, here] = [learnersOf(set), learnersOf(config)];
    const isThere = ({ gpu }: Engine): boolean => settings !== undefined && !!gpu && !inSoftware(gpu);
    const engine = await inputs.engine(shape, [], (tried) => (isThere(tried) ? there : here)(tried));
    const learnerOn = isThere(engine) ? there : here;
    const learner = await learnerOn(engine, inputs.company);
    if (settings && learnerOn === there) inputs.onSettings?.(settings);
    const trained = learnerOn === there ? { ...inputs, config: set } : inputs;
    return new AgentTraining(trained, prepared, ranges, shape, learner, learnerOn);
  }

  /** As it trains: the graphics device's settings among them. */
  get config(): TrainingConfig {
    return this.#inputs.config;
  }

  get updates(): number {
    return this.#learner.updates;
  }

  get steps(): number {
    return this.#steps;
  }

  get elapsedSeconds(): number {
    return this.#before + (this.#inputs.clock() - this.#started) / 1000;
  }

  /** Trainings that have the same here update at once where they are asked in the same breath. */
  get together(): object | undefined {
    return this.#learner.together;
  }

  /** Name of the engine at work. */
  get engine(): string {
    return this.#learner.name;
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
    const { config, between, alone = asItIs } = this.#inputs;
    this.#prepared.watch.begin();
    if (config.randomise > 0 && this.updates > 0 && this.updates % RENEW_EVERY === 0) {
      this.#learner.renew(this.updates / RENEW_EVERY);
    }
    const order = this.#order();
    const before = this.#learner.snapshot();
    let slides: { readonly first: Exposed; readonly last: Exposed } | undefined;
    const onSlides = onLook && ((seen: typeof slides): void => void (slides = seen));
    let result: UpdateResult;
    try {
      result = await this.#learner.update(order, between, onSlides);
    } catch (error) {
      result = await alone(() => this.#again(error, before, order, onSlides));
    }
    const shownBy =
      onLook && !slides
        ? await alone(() => this.#showOnProcessor(before, order, onSlides))
        : this.#learner.name;
    this.#steps += this.#learner.stepsPerUpdate;
    const { parameters } = this.#learner;
    for (let i = 0; i < parameters.length; i++) {
      this.#averaged[i] = config.averaging * this.#averaged[i]! + (1 - config.averaging) * parameters[i]!;
    }
    const { guided: _guided, ...schedule } = order;
    if (slides) onLook?.({ ...this.#lookAt(slides, schedule), engine: shownBy });
    const elapsedSeconds = this.elapsedSeconds;
    return {
      ...result,
      ...schedule,
      headEntropies: Array.from(result.headEntropies),
      update: this.updates,
      steps: this.#steps,
      elapsedSeconds,
      stepsPerSecond: this.#steps / Math.max(1e-9, elapsedSeconds),
    };
  }

  /** The update that failed with `error`, by the next engine from the state before it; and by the one after where that fails too. */
  async #again(
    error: unknown,
    before: LearnerSnapshot,
    order: Order,
    onSlides: Parameters<Learner['update']>[2],
  ): Promise<UpdateResult> {
    const { between, onFallback, engine } = this.#inputs;
    this.#prepared.watch.begin();
    for (;;) {
      // No engine is to blame.
      if (error instanceof TooMuch) throw this.#tooMuch('One step of the training', error);
      const reason = error instanceof Error ? error.message : String(error);
      const { name } = this.#learner;
      this.#failed.push(name);
      if (this.#failed.length > 1 && (error as Error).name === 'NotFinite') {
        throw new Error(
          `The numbers ran to infinity on ${this.#failed.join(' and on ')}: the settings are to blame, most likely the learning rate.`,
          { cause: error },
        );
      }
      const next = await engine(this.#shape, this.#failed, this.#learnerOn);
      if (this.#failed.includes(next.name)) throw error;
      this.#learner.dispose();
      this.#learner = await this.#learnerOn(next);
      this.#learner.restore(before, true);
      onFallback?.(
        `${name} failed (${reason.replace(/\.$/, '')}); training goes on with ${next.name} from step ${String(this.#steps)}.`,
      );
      try {
        return await this.#learner.update(order, between, onSlides);
      } catch (another) {
        error = another;
      }
    }
  }

  /** A graphics device shows no decisions: a processor repeats the update from the same weights, in episodes of its own, for the sake of looking. Returns its engine's name. */
  async #showOnProcessor(
    before: LearnerSnapshot,
    order: Order,
    onSlides: Parameters<Learner['update']>[2],
  ): Promise<string> {
    const learner = await this.#learnerOn(await processorEngine(this.#shape));
    try {
      learner.restore(before, true);
      await learner.update(order, undefined, onSlides);
      return learner.name;
    } finally {
      learner.dispose();
    }
  }

  #lookAt(
    { first, last }: { readonly first: Exposed; readonly last: Exposed },
    schedule: Omit<Order, 'guided'>,
  ): Omit<Look, 'member' | 'engine'> {
    const { clip, valueCoefficient, expertMode } = this.#inputs.config;
    const { limits } = this.#prepared.scenario;
    return {
      ...schedule,
      ...{ update: this.updates, steps: this.#steps },
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
    if (best) this.#best = { objective, update: this.updates, parameters: this.#averaged.slice() };
    this.#sinceBest = best ? 0 : this.#sinceBest + 1;
    return {
      update: this.updates,
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
      ...this.#learner.snapshot(),
      averaged: this.#averaged.slice(),
      best: { ...this.#best, parameters: this.#best.parameters.slice() },
      sinceBest: this.#sinceBest,
    };
  }

  dispose(): void {
    this.#learner.dispose();
  }

  #restore({ kind, state }: From): void {
    const resume = kind === 'resume';
    this.#learner.restore(state, resume);
    this.#averaged.set(state.averaged);
    if (!resume) return;
    this.#best = { ...state.best, parameters: state.best.parameters.slice() };
    this.#sinceBest = state.sinceBest;
    this.#steps = state.steps;
  }

  #order(): Order {
    const { config } = this.#inputs;
    const done = Math.min(1, this.progress);
    const guidance = config.expertMode === 'none' ? 0 : Math.max(0, 1 - done / config.guidanceUntil);
    const distils = config.expertMode === 'distil';
    return {
      guided: distils || (config.expertMode !== 'none' && (guidance > 0 || config.guidanceUntil >= 1)),
      learningRate: config.learningRate * (config.finalRate + (1 - config.finalRate) * (1 - done)),
      entropyCoefficient: distils
        ? 0
        : config.entropyCoefficient * (config.finalEntropy + (1 - config.finalEntropy) * (1 - done)),
      imitation: distils ? config.imitation : config.imitation * guidance,
    };
  }
}

const asItIs = <T>(work: () => Promise<T>): Promise<T> => work();

/**
 * Worlds that share so many lanes evenly, and the `generation`-th draw of one of them. A learner that takes over meets those of the
 * one before, also where it has other lanes.
 */
function worldsOf(
  { randomise, seed }: TrainingConfig,
  prepared: Prepared,
  loads: readonly Float64Array[],
  forecaster: Forecaster,
  expert: Expert | undefined,
): (lanes: number) => {
  readonly worlds: number;
  readonly draw: (index: number, generation: number) => TrainingWorld;
} {
  const drawn = randomise > 0;
  /** The newest draw of each, once a count of lanes. */
  const made = new Map<number, { readonly generation: number; readonly worlds: TrainingWorld[] }>();
  return (lanes) => {
    const worlds = drawn ? Math.min(DRAWN_WORLDS, lanes) : 1;
    const each = Math.max(1, Math.floor(lanes / worlds));
    const draw = (index: number, generation: number): TrainingWorld => {
      let known = made.get(index);
      if (known?.generation !== generation) made.set(index, (known = { generation, worlds: [] }));
      let world = known.worlds.find(({ environment }) => environment.lanes === each);
      if (world) return world;
      world =
        known.worlds[0]?.withLanes(each) ??
        (drawn
          ? drawWorld(prepared, loads, forecaster, each, expert, seed, index, generation)
          : ownWorld(prepared, loads, forecaster, each, expert));
      known.worlds.push(world);
      return world;
    };
    return { worlds, draw };
  };
}
