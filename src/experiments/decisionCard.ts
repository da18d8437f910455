/** Everything there is to say about one decision of one policy, as plain data. */
import { emptySeries, writeStep } from '../scenario/episode.ts';
import { shareInTime } from '../scenario/measures.ts';
import { createEnvironment, type Prepared } from '../scenario/prepare.ts';
import { order, replayTo } from '../scenario/replay.ts';
import { sizeOf } from '../scenario/size.ts';
import { termsOf, type Term } from '../scenario/terms.ts';
import { COUNT_COLUMNS, entries } from '../environment/columns.ts';
import type { Environment, Observation } from '../environment/environment.ts';
import { pipelineActions } from '../learning/network/actions.ts';
import { KNOBS, type Configuration, type Knob } from '../model/pipeline.ts';
import { coresLeft, inCores, toAction, toConfiguration, type Tables } from '../model/tables.ts';
import { orTooMuch } from '../model/watch.ts';
import type { PolicyFactory, Prospects } from '../policies/policy.ts';

/** One choice of a head. */
export interface HeadChoice {
  /** Index of the variant, number of replicas or size of the batch. */
  readonly value: number;
  /** Undefined for a policy that gives no probabilities. */
  readonly probability: number | undefined;
  /** Cores that its stage would hold at least. */
  readonly cores: number;
  /** W_max leaves fewer: see `StageRoom`. The other limits, F_max and B_max, end the list of choices. */
  readonly forbidden: boolean;
}

export interface Head {
  readonly stage: number;
  readonly knob: Knob;
  /** Index of what was chosen. */
  readonly chosen: number;
  readonly choices: readonly HeadChoice[];
}

/** What W_max leaves to a stage. */
export interface StageRoom {
  /** Cores that the choices for earlier stages take. */
  readonly taken: number;
  /** Cores of the cheapest single replica of every later stage: they must still fit. */
  readonly reserved: number;
  /** W_max less both. */
  readonly room: number;
}

/** What somebody would order in the same state. */
export interface Alternative {
  /** Policy id; `KEEP` for leaving things as they are, `PLAN` for what the best plan found orders. */
  readonly id: string;
  readonly configuration: Configuration;
  /** Reward of the coming ten seconds, simulated from this very state, and the share of its requests in time, 0..1. */
  readonly reward: number;
  readonly inTime: number;
}

/** Ordering once more what is ordered already. */
export const KEEP = 'keep';
/** The best configuration for the true coming load. */
export const OPTIMUM = 'optimum-true';
/** What the best plan found orders at that time, which was in a state of its own. */
export const PLAN = 'plan';

const OUTCOME_COLUMNS = ['load', 'accuracy', 'throughput', 'latency', 'unmet', 'cost', 'batch'] as const;

/** Means over the ten seconds that followed. */
export interface DecisionOutcome extends Readonly<Record<(typeof OUTCOME_COLUMNS)[number], number>> {
  /** Share of the requests answered or dropped in them that were in time, 0..1. */
  readonly inTime: number;
  /** Throughput beyond the load, req/s. */
  readonly spare: number;
}

export interface DecisionCard {
  readonly policy: string;
  /** Number of the decision, from 0. */
  readonly decision: number;
  readonly observation: Observation;
  readonly configuration: Configuration;
  /** Three a stage, in the order in which they are decided. */
  readonly heads: readonly Head[];
  /** One a stage. */
  readonly rooms: readonly StageRoom[];
  /** What an agent expects of this state (`Weighing.value`); undefined for other policies. */
  readonly value: number | undefined;
  /** What a planner expected of each order that it tried; undefined for other policies. */
  readonly prospects: Prospects | undefined;
  readonly outcome: DecisionOutcome;
  /** The reward's terms of this step; they add up to `reward`. */
  readonly terms: readonly Term[];
  readonly reward: number;
  /** The most the equations allow for the step's true load, applied at once and without queues. */
  readonly bound: number;
  /** What every rival, the optimum for the true load, the plan and `KEEP` would order, best reward first; the policy's own is among them. */
  readonly alternatives: readonly Alternative[];
  /** Ids of rivals that took too long over the decisions before this one. */
  readonly left: readonly string[];
}

/**
 * The card of decision `k` in the episode of `factory`; `rivals` are told what it saw, all along where they have a memory.
 * `plan` is what the best plan found orders at that decision, 3 x stages head indices, where one is known.
 * Throws `TooMuch`, a sentence, where it takes too long.
 */
export async function decisionCard(
  prepared: Prepared,
  factory: PolicyFactory,
  k: number,
  rivals: readonly PolicyFactory[],
  plan?: Int32Array,
): Promise<DecisionCard> {
  return orTooMuch(
    'What lies behind this decision',
    () => sizeOf(prepared.scenario),
    () => cardOf({ ...prepared, watch: prepared.patience.replay() }, factory, k, rivals, plan),
  );
}

async function cardOf(
  prepared: Prepared,
  factory: PolicyFactory,
  k: number,
  rivals: readonly PolicyFactory[],
  plan: Int32Array | undefined,
): Promise<DecisionCard> {
  const { tables, loads, frontier, scenario } = prepared;
  const others = rivals.filter(({ info }) => info.id !== factory.info.id && info.id !== OPTIMUM);
  const { environment, observation, policy, witnesses, left } = await replayTo(
    prepared,
    factory,
    k,
    others,
    true,
  );
  const weighing = policy.weigh?.(observation);
  const configuration = await order(prepared, policy, observation);
  const prospects = policy.prospects?.();
  const orders: readonly Omit<Alternative, 'reward' | 'inTime'>[] = [
    { id: factory.info.id, configuration },
    ...(await Promise.all(
      witnesses.map(async (rival) => ({
        id: rival.info.id,
        configuration: await order(prepared, rival, observation),
      })),
    )),
    ...(factory.info.id === OPTIMUM ? [] : [{ id: OPTIMUM, configuration: frontier.best(loads[k]!) }]),
    ...(plan ? [{ id: PLAN, configuration: toConfiguration(tables, plan) }] : []),
    { id: KEEP, configuration: toConfiguration(tables, observation.action) },
  ];
  const width = 3 * tables.stages;
  const fan = createEnvironment(prepared, orders.length);
  const actions = new Int32Array(orders.length * width);
  orders.forEach((each, lane) => {
    fan.copyLane(lane, environment, 0);
    toAction(each.configuration, actions, lane * width);
  });
  fan.step(actions);
  const bound = frontier.rewardAt(loads[k]!);
  const series = emptySeries(1, width);
  writeStep(series, 0, observation, bound, fan, 0);
  const inTime = orders.map((_, lane) => inTimeOf(fan, lane));
  const { rooms, heads } = headsOf(tables, series.actions, weighing?.probabilities);
  return {
    policy: factory.info.id,
    decision: k,
    observation,
    configuration,
    heads,
    rooms,
    value: weighing?.value,
    prospects,
    outcome: {
      ...entries(OUTCOME_COLUMNS, (column) => series[column][0]!),
      inTime: inTime[0]!,
      spare: series.unmet[0]! - series.excess[0]!,
    },
    terms: termsOf(series, scenario.weights),
    reward: fan.results.reward[0]!,
    bound,
    alternatives: orders
      .map((each, lane) => ({ ...each, reward: fan.results.reward[lane]!, inTime: inTime[lane]! }))
      .sort((p, q) => q.reward - p.reward),
    left: left.map(({ id }) => id),
  };
}

/** Share of a lane's requests in time in its last ten seconds. */
function inTimeOf({ results }: Environment, lane: number): number {
  return shareInTime(entries(COUNT_COLUMNS, (column) => results[column][lane]!)) ?? NaN;
}

/** The heads of one action, and what W_max left to each stage in turn: the masks under which the agent decides. */
export function headsOf(
  tables: Tables,
  action: Int32Array,
  probabilities: readonly Float64Array[] | undefined,
): { readonly heads: readonly Head[]; readonly rooms: readonly StageRoom[] } {
  const space = pipelineActions(tables);
  const mask = new Uint8Array(Math.max(...space.heads));
  const rooms: StageRoom[] = [];
  /** Units of cores. */
  let taken = 0;
  for (let n = 0; n < tables.stages; n++) {
    const reserved = tables.reserve[n]!;
    rooms.push({
      taken: inCores(tables, taken),
      reserved: inCores(tables, reserved),
      room: coresLeft(tables, taken + reserved),
    });
    taken += (action[3 * n + 1]! + 1) * tables.units[tables.variantOffset[n]! + action[3 * n]!]!;
  }
  const heads = space.heads.map((count, h): Head => {
    const stage = Math.floor(h / 3);
    const knob = KNOBS[h % 3]!;
    const coresOf = (variant: number, replicas = 1): number =>
      inCores(tables, replicas * tables.units[tables.variantOffset[stage]! + variant]!);
    const own = action[3 * stage]!;
    space.mask(h, action, 0, mask);
    const choices = Array.from({ length: count }, (_, j): HeadChoice => {
      const common = { probability: probabilities?.[h]?.[j], forbidden: mask[j] === 0 };
      if (knob === 'variant') return { ...common, value: j, cores: coresOf(j) };
      if (knob === 'replicas') return { ...common, value: j + 1, cores: coresOf(own, j + 1) };
      return { ...common, value: tables.batches[j]!, cores: coresOf(own, action[3 * stage + 1]! + 1) };
    });
    return { stage, knob, chosen: action[h]!, choices };
  });
  return { heads, rooms };
}
