import type { Configuration, Knob, Weights } from '../model/pipeline.ts';
import type { Random } from '../model/random.ts';
import type { Tables } from '../model/tables.ts';
import type { Watch } from '../model/watch.ts';
import type { Settings } from './settings/types.ts';
import type { Environment, EnvironmentOptions, Observation } from '../environment/environment.ts';
import type { LongRun } from '../environment/longRun.ts';

/** What a policy declares about itself. */
export interface PolicyInfo {
  readonly id: string;
  readonly name: string;
  /** One sentence: what it optimises. */
  readonly summary: string;
  /** The knobs it drives. */
  readonly knobs: Readonly<Record<Knob, boolean>>;
  /** What it keeps between decisions; begins with 'none' where an observation alone fixes its order (`remembers`). */
  readonly memory: string;
  /** What was simplified or chosen where the source is silent. */
  readonly simplifications: string;
  readonly source: string;
  /** Exactly five plain sentences: what it does, how it decides, what it needs to know, when it does well, when it fails. */
  readonly about: readonly string[];
}

/** Whether earlier observations bear on an order: such a policy must be asked at every decision. */
export function remembers({ memory }: PolicyInfo): boolean {
  return !/^none\b/.test(memory);
}

/** How a policy that weighs its choices sees a decision. */
export interface Weighing {
  /** Per head, in the order of an action (variant, replicas, batch of each stage): choices that are not allowed have 0. */
  readonly probabilities: readonly Float64Array[];
  /** What it expects of the state, on the scale of its training: discounted (r - r*) / reward scale. */
  readonly value: number;
}

/** What a policy that plans expected of an order that it thought of. */
export interface Prospect {
  readonly configuration: Configuration;
  /** Mean reward of a decision over the time ahead and the loads thought of: if it is held, and if another may follow it. */
  readonly held: number;
  readonly expected: number;
  /** Given up before the end: it fell so far behind that both numbers take the rest as well as any order went. */
  readonly givenUp: boolean;
}

/** What it expected at a decision. */
export interface Prospects {
  /** How far it looked ahead, s. */
  readonly seconds: number;
  /** The loads that it thought of: maxima of the coming ten seconds, req/s, from the lowest on, all as likely. */
  readonly loads: readonly number[];
  /** The best first: what it ordered. */
  readonly orders: readonly Prospect[];
}

/** One decision maker on one episode. */
export interface Policy {
  readonly info: PolicyInfo;
  /** The configuration to order now. It must be feasible (`isFeasible`). */
  decide(observation: Observation): Configuration;
  /** The probabilities behind `decide`, where there are any. Leaves no trace in the policy. */
  weigh?(observation: Observation): Weighing;
  /** What it expected at its latest decision, where it plans ahead; undefined before the first. */
  prospects?(): Prospects | undefined;
  /** In the place of `decide`, which throws, where the policy runs elsewhere and cannot answer at once. Rejects with `OwnFailure` (own/failure.ts). */
  ask?(observation: Observation): Promise<Configuration>;
  /** Milliseconds that its last decision took, where a clock around `ask` counts what is not its own (own/runs.ts). */
  tookMs?(): number;
  /** What became of its orders so far, where they are not taken as they are. */
  misfits?(): Misfits;
  /** Lets go of what it holds; called where an episode was played to its end. Whoever lends the means lets go of the rest (own/runs.ts). */
  end?(): void;
}

/** Orders of an episode that could not run as they were given. */
export interface Misfits {
  /** Broke a limit, and the nearest that fits ran. */
  readonly repaired: number;
  /** Were no order, or broke a limit where that is not repaired: what ran went on. */
  readonly refused: number;
  /** What was wrong with the first of them, as a sentence; undefined without any. */
  readonly first: string | undefined;
}

/** What `policy` orders now, wherever it runs. */
export function orderOf(policy: Policy, observation: Observation): Configuration | Promise<Configuration> {
  return policy.ask ? policy.ask(observation) : policy.decide(observation);
}

/** What policies may know. */
export interface PolicyContext {
  readonly tables: Tables;
  readonly weights: Weights;
  readonly slaSeconds: number;
  /** How many requests are late in the long run, by configuration and load, as this world has it. */
  readonly longRun: LongRun;
  /** The world that it acts in: for a policy that plays its choices forward in a model of it. */
  readonly world: { readonly kind: Environment['kind']; readonly options: EnvironmentOptions };
  /** A stream of the policy's own. */
  readonly random: Random;
  /** Only for oracles (true load, offline, static best): the maxima of the coming 10 s at each decision of the episode, from `startTime`. */
  readonly future: { readonly startTime: number; readonly loads: Float64Array };
  /** Asked within searches that may take long: it throws once the episode's time is up. Without it there is no limit. */
  readonly watch?: Watch;
}

/** Makes a policy for one episode. Asynchronous because solvers load. */
export interface PolicyFactory {
  readonly info: PolicyInfo;
  create(context: PolicyContext): Promise<Policy>;
  /** The same policy set otherwise, where it has settings (`settings/fields.ts`); its id is the key. */
  withSettings?(settings: Settings): PolicyFactory;
}
