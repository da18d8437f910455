import type { Learner, LearnerSnapshot, Order, UpdateResult } from './learner.ts';
import type { PipelineTask } from './pipelineTask.ts';
import type { NetworkShape } from '../network/network.ts';
import type { TrainingConfig } from '../ppo/config.ts';
import type { Engine } from '../ppo/engine.ts';
import { Ppo } from '../ppo/ppo.ts';
import type { Exposed } from '../ppo/slides.ts';

/** The pipeline's task on the processor, and PPO's matrices on an engine. */
export class ProcessorLearner implements Learner {
  readonly name: string;
  readonly #task: PipelineTask;
  readonly #ppo: Ppo;

  constructor(task: PipelineTask, shape: NetworkShape, config: TrainingConfig, engine: Engine) {
    this.name = engine.name;
    this.#task = task;
    this.#ppo = new Ppo(task, shape, config, engine);
  }

  get updates(): number {
    return this.#ppo.updates;
  }

  get stepsPerUpdate(): number {
    return this.#ppo.stepsPerUpdate;
  }

  get parameters(): Float32Array {
    return this.#ppo.parameters;
  }

  async update(
    { guided, ...schedule }: Order,
    between?: () => Promise<void>,
    onSlides?: (slides: { readonly first: Exposed; readonly last: Exposed }) => void,
  ): Promise<UpdateResult> {
    this.#task.guided = guided;
    const statistics = await this.#ppo.update(schedule, between, onSlides);
    return { ...statistics, ...this.#task.takeMeans() };
  }

  renew(turn: number): void {
    this.#task.renew(turn);
  }

  snapshot(): LearnerSnapshot {
    return { learner: this.#ppo.snapshot(), task: this.#task.snapshot() };
  }

  restore({ learner, task }: LearnerSnapshot, streams: boolean): void {
    this.#ppo.restore(learner, streams);
    if (!streams) return;
    if (!('device' in task)) this.#task.restore(task);
    // Of an update that was broken off.
    this.#task.takeMeans();
  }

  dispose(): void {
    this.#ppo.dispose();
  }
}
