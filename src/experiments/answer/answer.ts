/**
 * "What should I run?": the configuration for a pipeline, a load and an objective, found exactly, counted by single requests,
 * with what would have to change for a better one and what the load costs under others. In steps, so that it can be told as
 * it grows and stopped between any two.
 */
import { betterThan, enoughFor, type Better, type Enough } from './better.ts';
import { countedOf, type Counted } from './counted.ts';
import { elsewhereOf, type Elsewhere } from './elsewhere.ts';
import { neverBest, type NeverBest } from './neverBest.ts';
import { playedOnTrace, playsOf, still, type OnTrace } from './onTrace.ts';
import { peakOf, type Objective, type Peak, type Question } from './question.ts';
import { foundFor, longRunIn, standingOf, type Found } from './standing.ts';
import { agentPolicy, type AgentRecord } from '../../learning/network/trainedAgent.ts';
import type { LongRun } from '../../environment/longRun.ts';
import { exactCores } from '../../model/cores.ts';
import { patient, type Patience } from '../../model/patience.ts';
import type { Configuration } from '../../model/pipeline.ts';
import type { EpisodeSummary } from '../../scenario/scenario.ts';
import { inSingles } from '../../scenario/singles.ts';
import { prepare, tablesOf } from '../../scenario/prepare.ts';
import { sizeOf } from '../../scenario/size.ts';
import { playStill } from '../../scenario/still.ts';
import { decisionsIn } from '../../workload/workload.ts';
import { frontierOf } from '../../policies/optimum/frontierOf.ts';
import type { PolicyFactory } from '../../policies/policy.ts';
import { policyById } from '../../policies/registry.ts';
import { orTooMuch } from '../../model/watch.ts';

/** One stage of the answer, named. */
export interface RunStage {
  readonly stage: string;
  /** Index into the stage's variants. */
  readonly variant: number;
  readonly name: string;
  readonly replicas: number;
  readonly batch: number;
  /** Of all its replicas. */
  readonly cores: number;
}

/** Plain data. What is not found yet is undefined. */
export interface Answer extends Found {
  readonly objectiveAsked: Objective;
  /** Of a hundred requests in time, as asked. */
  readonly percent: number;
  readonly peak: Peak;
  /** req/s that the configuration is for. */
  readonly load: number;
  readonly slaSeconds: number;
  /** What a batch waits at the most to fill. */
  readonly batchTimeoutSeconds: number;
  readonly maxCores: number;
  readonly stages: readonly RunStage[];
  /** Variants that the greatest reward takes at no load within the limits. */
  readonly never: readonly NeverBest[];
  /** Of the loads that the trace has, that at which fewest are answered in time: by queueing theory, 0..1; req/s. */
  readonly worst: { readonly load: number; readonly share: number };
  /** At the peak, while it lasts. */
  readonly counted: Counted | undefined;
  /** What the other worlds make of the same; the Lab shows one of them. */
  readonly elsewhere: readonly Elsewhere[] | undefined;
  /** Where nothing within the limits is as asked: what would be. */
  readonly enough: Enough | undefined;
  /** One a stage whose most accurate variant does not run; none where the answer itself is not as asked. */
  readonly better: readonly Better[] | undefined;
  /** The answer first, then the policies as asked, as far as they are played; none for a load without a decision. */
  readonly trace: readonly OnTrace[] | undefined;
}

/** How far an answer is. */
export interface Answering {
  /** Of all steps, 0..1. */
  readonly share: number;
  readonly answer: Answer;
}

export interface AnswerOptions {
  /** Milliseconds. */
  readonly clock: () => number;
  readonly patience?: Patience;
  /** A trained agent, played on the load beside the policies. */
  readonly agent?: AgentRecord | undefined;
}

/**
 * Yields the answer as it grows, the configuration first. Throws `TooMuch`, a sentence, where it is too much; an error where a
 * key names no policy. The load must have a second with requests.
 */
export async function* answering(
  question: Question,
  { clock, patience = patient, agent }: AnswerOptions,
): AsyncGenerator<Answering> {
  const { scenario, objective, inTime: percent, seeds } = question;
  const policies = [
    ...question.policies.map((key) => {
      const factory = policyById(key);
      if (!factory) throw new Error(`there is no policy "${key}"`);
      return factory;
    }),
    ...(agent ? [agentPolicy(agent)] : []),
  ];
  const { pipeline, limits, slaSeconds, workload } = scenario;
  const standing = standingOf(question);
  const load = peakOf(question);
  if (!(load > 0)) throw new Error('nothing is asked of a load without requests');
  const tables = tablesOf(scenario);
  const size = (): ReturnType<typeof sizeOf> => sizeOf(scenario);
  const within = <T>(what: string, work: () => T): Promise<T> => orTooMuch(what, size, work);
  const finding = `Finding the best configuration of ${pipeline.name}`;
  const longRun = longRunIn(tables, standing);
  const found = await within(finding, () =>
    foundFor(objective, tables, standing, load, percent, patience.frontier()),
  );
  const frontier = await within(finding, () =>
    frontierOf(tables, standing.weights, longRun, patience.frontier()),
  );
  const decisions = decisionsIn(workload.rates.length);
  const plays = decisions > 0 ? playsOf(workload.rates, seeds) : 0;
  // The configuration, its plays, one change a stage, and the plays of the load.
  const before = 1 + seeds + pipeline.stages.length;
  const steps = before + plays * (1 + policies.length);
  let answer: Answer = {
    ...found,
    ...{ objectiveAsked: objective, percent, peak: question.peak, load, slaSeconds },
    batchTimeoutSeconds: scenario.batchTimeoutSeconds,
    maxCores: limits.maxCores,
    stages: found.configuration.map(({ variant, replicas, batch }, n) => {
      const { name, variants } = pipeline.stages[n]!;
      const cores = exactCores(replicas * variants[variant]!.cores);
      return { stage: name, variant, name: variants[variant]!.name, replicas, batch, cores };
    }),
    never: neverBest(frontier),
    worst: worstOf(longRun, found.configuration, workload.rates, load),
    ...{ counted: undefined, elsewhere: undefined, enough: undefined, better: undefined },
    trace: undefined,
  };
  const told = (done: number, more: Partial<Answer>): Answering => {
    answer = { ...answer, ...more };
    return { share: done / steps, answer };
  };
  yield told(1, {});

  const singles = inSingles(scenario);
  const summaries: EpisodeSummary[] = [];
  const playing = 'Playing the answer';
  const elsewhere = await within(playing, () =>
    elsewhereOf(scenario, found.configuration, load, patience.replay),
  );
  for (let i = 0; i < seeds; i++) {
    const own = { ...singles, seed: (scenario.seed + i) >>> 0 };
    summaries.push(await within(playing, () => playStill(own, found.configuration, load, patience.replay())));
    yield told(1 + summaries.length, { counted: countedOf(summaries), elsewhere });
  }

  const better: Better[] = [];
  const under = {
    ...{ pipeline: tables.pipeline, limits, standing, load, percent },
    budget: objective === 'accuracy' ? limits.maxCores : found.cores,
    watch: patience.frontier,
  };
  const looking = 'Looking for what would be better';
  const short = !found.keeps && objective !== 'j';
  const changes = betterThan(found, under);
  for (;;) {
    if (short) break;
    const step = await within(looking, () => changes.next());
    if (step.done === true) break;
    better.push(step.value);
    yield told(1 + seeds + better.length, { better: [...better] });
  }
  const enough = short ? await within(looking, () => enoughFor(under)) : undefined;
  yield told(before, { better, enough });

  if (decisions === 0) return;
  const prepared = prepare(singles, undefined, tables, patience);
  const trace: OnTrace[] = [];
  const all: readonly PolicyFactory[] = [still(found.configuration), ...policies];
  for (const [i, factory] of all.entries()) {
    for await (const played of playedOnTrace(prepared, factory, found.configuration, plays, clock)) {
      trace[i] = played;
      yield told(before + i * plays + played.counted.plays, { trace: [...trace] });
    }
  }
}

/** Loads of the trace that are looked at: from the quietest on, evenly by how often they occur. */
const LOOKED_AT = 20;

function worstOf(
  longRun: LongRun,
  configuration: Configuration,
  rates: Float64Array,
  peak: number,
): Answer['worst'] {
  const sorted = Float64Array.from(rates).sort();
  const loads = Array.from(
    { length: LOOKED_AT },
    (_, i) => sorted[Math.floor((i / LOOKED_AT) * sorted.length)]!,
  );
  let worst = { load: peak, share: longRun.share(configuration, peak) };
  for (const load of new Set(loads)) {
    if (!(load > 0 && load < peak)) continue;
    const share = longRun.share(configuration, load);
    if (share < worst.share) worst = { load, share };
  }
  return worst;
}

/** The last of what `answering` yields, unless `goOn` says no before: then what there is by then. */
export async function answered(
  question: Question,
  options: AnswerOptions,
  told: (answering: Answering) => void = () => undefined,
  goOn: () => boolean = () => true,
): Promise<Answer> {
  let last: Answering | undefined;
  for await (const step of answering(question, options)) {
    last = step;
    told(step);
    if (!goOn()) break;
  }
  return last!.answer;
}
