/** A look into a kept run: the updates that would come next from its latest checkpoint, of which nothing is kept. */
import type { Store } from '../storage/store.ts';
import type { Engine } from '../learning/ppo/engine.ts';
import type { NetworkShape } from '../learning/network/network.ts';
import { configFrom } from '../learning/ppo/settings.ts';
import { AgentTraining } from '../learning/training/agentTraining.ts';
import type { Look } from '../learning/training/look.ts';
import { heldOutScenario, trainingLoads } from '../learning/task/trainingLoads.ts';
import type { Patience } from '../model/patience.ts';
import { accepted, refused, type Result } from '../model/result.ts';

export interface KeptLookInputs {
  readonly store: Pick<Store, 'run' | 'checkpoint'>;
  readonly engine: (shape: NetworkShape) => Promise<Engine>;
  readonly clock: () => number;
  readonly patience?: Patience | undefined;
  /** Awaited between minibatches. */
  readonly between?: (() => Promise<void>) | undefined;
}

/** The first seed's training of a kept run, gone on with for the sake of looking. */
export class KeptLook {
  readonly #training: AgentTraining;

  private constructor(training: AgentTraining) {
    this.#training = training;
  }

  /** Refused in a sentence where the run has no checkpoint to go on from. */
  static async open(
    id: string,
    { store, engine, clock, ...rest }: KeptLookInputs,
  ): Promise<Result<KeptLook>> {
    const found = await store.run(id);
    if (!found.ok) return found;
    const { outdated, overrides, scenario, seeds, budget } = found.value;
    if (outdated !== undefined) return refused(`This run cannot be looked into. ${outdated}`);
    const config = configFrom(overrides);
    if (!config.ok) return refused(`This run cannot be looked into. ${config.message}`);
    const checkpoint = await store.checkpoint(id, 'latest');
    if (!checkpoint.ok) return refused(`This run cannot be looked into. ${checkpoint.message}`);
    const { loads, heldOut } = trainingLoads(scenario.workload, seeds[0]!);
    const training = await AgentTraining.create({
      ...rest,
      scenario: heldOutScenario(scenario, heldOut),
      loads,
      config: { ...config.value, seed: seeds[0]! },
      budget: 'seconds' in budget ? { seconds: budget.seconds / seeds.length } : budget,
      from: { kind: 'resume', state: checkpoint.value.states[0]! },
      engine,
      clock,
    });
    return accepted(new KeptLook(training));
  }

  /** The next update, looked into. */
  async next(): Promise<Look> {
    let seen: Look | undefined;
    await this.#training.update((look) => {
      seen = { ...look, member: 0 };
    });
    if (!seen) throw new Error('an update without a minibatch');
    return seen;
  }

  dispose(): void {
    this.#training.dispose();
  }
}
