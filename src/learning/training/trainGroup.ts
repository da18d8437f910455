/** Trains an OPD agent with one seed or with several side by side. */
import type { AgentRecord } from '../network/trainedAgent.ts';
import type { TrainingState } from './checkpoint.ts';
import type { Look } from './look.ts';
import type { HeldOutEvaluation, TrainPoint } from './progress.ts';
import { AgentTraining, type Budget, type From, type TrainingInputs } from './agentTraining.ts';

/** A training with several seeds: its members take turns, update by update, and share loads and the held-out load. */
export interface GroupInputs extends Omit<TrainingInputs, 'from'> {
  /** One member each; `config.seed` is replaced by them. A budget in seconds is shared out evenly, one in steps is each member's. */
  readonly seeds: readonly number[];
  /** One state a member. */
  readonly from?: { readonly kind: From['kind']; readonly states: readonly TrainingState[] } | undefined;
  readonly onPoint?: ((point: TrainPoint) => void) | undefined;
  readonly onEvaluation?: ((evaluation: HeldOutEvaluation, agent: AgentRecord) => void) | undefined;
  /** Asked before every update: whoever is to be handed what it does, decision by decision. */
  readonly look?: (() => ((look: Look) => void) | undefined) | undefined;
  /** Awaited after every update: the moment for checkpoints. */
  readonly afterUpdate?: ((group: TrainingGroup) => Promise<void>) | undefined;
  /** True as soon as the training should end after the current update. */
  readonly stopped?: (() => boolean) | undefined;
}

/** A group between two updates. */
export interface TrainingGroup {
  /** Of all members. */
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** Best J on the held-out load; -Infinity before the first evaluation. */
  readonly objective: number;
  readonly agent: AgentRecord;
  /** Name of the engine at work. */
  readonly engine: string;
  states(): readonly TrainingState[];
}

export interface GroupResult {
  readonly reason: 'finished' | 'stopped' | 'converged';
  /** The best agent of all members by the held-out load. */
  readonly agent: AgentRecord;
  readonly objective: number;
  readonly steps: number;
  readonly elapsedSeconds: number;
  readonly members: readonly TrainingResult[];
}

export interface TrainingResult {
  /** The best agent by the held-out load. */
  readonly agent: AgentRecord;
  readonly objective: number;
  /** The agent after the last update. */
  readonly last: AgentRecord;
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** To go on from. */
  readonly state: TrainingState;
}

/** A clock that runs only while its member has the turn. */
class TurnClock {
  #spent = 0;
  #since: number | undefined;
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  readonly now = (): number => this.#spent + (this.#since === undefined ? 0 : this.#clock() - this.#since);

  async during<T>(turn: () => Promise<T>): Promise<T> {
    this.#since = this.#clock();
    try {
      return await turn();
    } finally {
      this.#spent += this.#clock() - this.#since;
      this.#since = undefined;
    }
  }
}

interface Member {
  readonly training: AgentTraining;
  readonly clock: TurnClock;
  /** Updates at the last evaluation. */
  evaluated: number;
}

/** Trains every member until its budget is spent or it converges, or until `stopped` says so. */
export async function trainGroup(inputs: GroupInputs): Promise<GroupResult> {
  const { config, onPoint, onEvaluation, afterUpdate, seeds, from } = inputs;
  const members: Member[] = [];
  const isStopped = (): boolean => inputs.stopped?.() ?? false;
  const evaluate = (member: Member, index: number): void => {
    const evaluation = member.training.evaluate();
    member.evaluated = evaluation.update;
    onEvaluation?.({ ...evaluation, member: index }, member.training.agent);
  };
  const sum = (f: (training: AgentTraining) => number): number =>
    members.reduce((total, { training }) => total + f(training), 0);
  const best = (): AgentTraining =>
    members.reduce(
      (a, { training }) => (training.bestObjective > a.bestObjective ? training : a),
      members[0]!.training,
    );
  const group: TrainingGroup = {
    get steps() {
      return sum((t) => t.steps);
    },
    get elapsedSeconds() {
      return sum((t) => t.elapsedSeconds);
    },
    get objective() {
      return best().bestObjective;
    },
    get agent() {
      return best().bestAgent;
    },
    get engine() {
      return members.at(-1)!.training.engine;
    },
    states: () => members.map(({ training }) => training.state()),
  };
  try {
    for (const [index, seed] of seeds.entries()) {
      const clock = new TurnClock(inputs.clock);
      const state = from?.states[index];
      const training = await AgentTraining.create({
        ...inputs,
        config: { ...config, seed },
        budget: shareOf(inputs.budget, seeds.length),
        from: from && state ? { kind: from.kind, state } : undefined,
        clock: clock.now,
      });
      members.push({ training, clock, evaluated: -1 });
    }
    const runs = ({ training }: Member): boolean => training.progress < 1 && !training.converged;
    while (!isStopped() && members.some(runs)) {
      for (const [index, member] of members.entries()) {
        if (isStopped() || !runs(member)) continue;
        await member.clock.during(async () => {
          const onLook = inputs.look?.();
          const point = await member.training.update(
            onLook && ((look) => onLook({ ...look, member: index })),
          );
          onPoint?.({ ...point, member: index });
          if (member.training.updates % member.training.config.evaluateEvery === 0) evaluate(member, index);
        });
        await afterUpdate?.(group);
      }
    }
    for (const [index, member] of members.entries()) {
      if (member.evaluated !== member.training.updates) evaluate(member, index);
    }
    const converged = members.some(({ training }) => training.converged);
    return {
      reason: isStopped() ? 'stopped' : converged ? 'converged' : 'finished',
      agent: group.agent,
      objective: group.objective,
      steps: group.steps,
      elapsedSeconds: group.elapsedSeconds,
      members: members.map(({ training }) => ({
        agent: training.bestAgent,
        objective: training.bestObjective,
        last: training.agent,
        steps: training.steps,
        elapsedSeconds: training.elapsedSeconds,
        state: training.state(),
      })),
    };
  } finally {
    for (const { training } of members) training.dispose();
  }
}

export type AgentInputs = Omit<GroupInputs, 'seeds' | 'from'> & { readonly from?: From | undefined };

/** `trainGroup` with `config.seed` alone. */
export async function trainAgent({
  from,
  ...inputs
}: AgentInputs): Promise<TrainingResult & Pick<GroupResult, 'reason'>> {
  const { reason, members } = await trainGroup({
    ...inputs,
    seeds: [inputs.config.seed],
    from: from && { kind: from.kind, states: [from.state] },
  });
  return { reason, ...members[0]! };
}

function shareOf(budget: Budget, members: number): Budget {
  return 'seconds' in budget ? { seconds: budget.seconds / members } : budget;
}
