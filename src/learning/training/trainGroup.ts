/** Trains an OPD agent with one seed or with several side by side. */
import type { AgentRecord } from '../network/trainedAgent.ts';
import type { TrainingState } from './checkpoint.ts';
import type { Look } from './look.ts';
import type { HeldOutEvaluation, TrainPoint } from './progress.ts';
import { AgentTraining, type Budget, type From, type TrainingInputs } from './agentTraining.ts';

/** A training with several seeds: its members take turns, update by update, or on a graphics device update at once; they share loads and the held-out load. */
export interface GroupInputs extends Omit<TrainingInputs, 'from'> {
  /** One member each; `config.seed` is replaced by them. A budget in seconds is shared out evenly, and so are the seconds of an update that several have at once; one in steps is each member's. */
  readonly seeds: readonly number[];
  /** One state a member. */
  readonly from?: { readonly kind: From['kind']; readonly states: readonly TrainingState[] } | undefined;
  readonly onPoint?: ((point: TrainPoint) => void) | undefined;
  readonly onEvaluation?: ((evaluation: HeldOutEvaluation, agent: AgentRecord) => void) | undefined;
  /** Asked before every update: whoever is to be handed what it does, decision by decision. */
  readonly look?: (() => ((look: Look) => void) | undefined) | undefined;
  /** Awaited after every update, once after one that several have at once: the moment for checkpoints. */
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

/** A clock that runs only while its member has the turn, for its share of it. */
class TurnClock {
  #spent = 0;
  #share = 1;
  #since: number | undefined;
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  readonly now = (): number => this.#spent + this.#running();

  begin(share: number): void {
    this.#share = share;
    this.#since = this.#clock();
  }

  end(): void {
    this.#spent += this.#running();
    this.#since = undefined;
  }

  #running(): number {
    return this.#since === undefined ? 0 : this.#share * (this.#clock() - this.#since);
  }
}

interface Member {
  readonly index: number;
  readonly training: AgentTraining;
  readonly clock: TurnClock;
  /** Updates at the last evaluation. */
  evaluated: number;
}

/** A turn that members have together: each is charged the same share of it, so that their seconds add up to those that went by. */
async function turnOf<T>(members: readonly Member[], turn: () => Promise<T>): Promise<T> {
  for (const { clock } of members) clock.begin(1 / members.length);
  try {
    return await turn();
  } finally {
    for (const { clock } of members) clock.end();
  }
}

/** Members that update at once, together; the others by themselves. */
function partiesOf(members: readonly Member[]): readonly (readonly Member[])[] {
  const parties = new Map<object, Member[]>();
  for (const member of members) {
    const key = member.training.together ?? member;
    const party = parties.get(key);
    if (party) party.push(member);
    else parties.set(key, [member]);
  }
  return [...parties.values()];
}

/** Does one piece of work after another. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

/** Trains every member until its budget is spent or it converges, or until `stopped` says so. */
export async function trainGroup(inputs: GroupInputs): Promise<GroupResult> {
  const { config, onPoint, onEvaluation, afterUpdate, seeds, from } = inputs;
  const members: Member[] = [];
  const isStopped = (): boolean => inputs.stopped?.() ?? false;
  const evaluate = (member: Member): void => {
    const evaluation = member.training.evaluate();
    member.evaluated = evaluation.update;
    onEvaluation?.({ ...evaluation, member: member.index }, member.training.agent);
  };
  const update = async (party: readonly Member[]): Promise<void> => {
    const updates = await turnOf(party, () =>
      // All are heard to their ends: none goes on where another failed.
      Promise.allSettled(
        party.map(({ index, training }) => {
          const onLook = inputs.look?.();
          return training.update(onLook && ((look) => onLook({ ...look, member: index })));
        }),
      ),
    );
    for (const [i, member] of party.entries()) {
      const done = updates[i]!;
      if (done.status === 'rejected') throw done.reason;
      await turnOf([member], () => {
        onPoint?.({ ...done.value, member: member.index });
        if (member.training.updates % member.training.config.evaluateEvery === 0) evaluate(member);
        return Promise.resolve();
      });
    }
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
  const company = { members: seeds.length };
  const alone = oneAtATime();
  try {
    for (const [index, seed] of seeds.entries()) {
      const clock = new TurnClock(inputs.clock);
      const state = from?.states[index];
      const training = await AgentTraining.create({
        ...inputs,
        ...{ company, alone },
        config: { ...config, seed },
        budget: shareOf(inputs.budget, seeds.length),
        from: from && state ? { kind: from.kind, state } : undefined,
        clock: clock.now,
      });
      members.push({ index, training, clock, evaluated: -1 });
    }
    const runs = ({ training }: Member): boolean => training.progress < 1 && !training.converged;
    while (!isStopped() && members.some(runs)) {
      for (const party of partiesOf(members)) {
        const going = party.filter(runs);
        if (isStopped() || going.length === 0) continue;
        await update(going);
        await afterUpdate?.(group);
      }
    }
    for (const member of members) {
      if (member.evaluated !== member.training.updates) evaluate(member);
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
