/** The answer to "what should I run?" in sentences. */
import type { Answer } from './answer.ts';
import type { Better } from './better.ts';
import type { Counted, Over } from './counted.ts';
import type { Deployed } from './deployed.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { NeverBest } from './neverBest.ts';
import { STILL, type OnTrace } from './onTrace.ts';
import { coreWords, secondsOf, threeDigits } from '../../model/amountWords.ts';
import { batchWaitWords } from '../../model/batchWait.ts';
import { figure } from '../../model/range.ts';
import { grouped } from '../../model/grouped.ts';
import { objectiveWords } from '../../model/objectiveWords.ts';
import type { EnvironmentKind } from '../../scenario/scenario.ts';

export interface AnswerWords {
  /** What to run. */
  readonly run: string;
  /** Whether and how well it does what was asked; sentences. */
  readonly does: readonly string[];
  /** Where it keeps what was asked for at the peak and not over the whole load: one sentence that says so. */
  readonly short: readonly string[];
  /** Where the worlds that the Lab shows have another share in time than single requests: one sentence that says so. */
  readonly elsewhere: readonly string[];
  /** What a better one would need, one sentence a stage; empty while unknown. */
  readonly better: readonly string[];
  /** Variants that the greatest reward takes at no load, one sentence each. */
  readonly never: readonly string[];
  /** The whole load, one sentence for each who played it. */
  readonly trace: readonly string[];
  /** How those of them are set that change replicas only, one sentence each. */
  readonly settings: readonly string[];
}

/** `shown`: the one world that is told of beside single requests; undefined: all of them. */
export function answerWords(answer: Answer, shown?: EnvironmentKind): AnswerWords {
  return {
    run: runWords(answer),
    does: [
      askedWords(answer),
      ...(answer.counted ? [countedWords(answer.counted, answer)] : []),
      ...quietWords(answer),
      ...batchWaitWords(
        answer.stages.map(({ batch }) => batch),
        answer.batchTimeoutSeconds,
        answer.slaSeconds,
      ),
      ...enoughWords(answer),
    ],
    short: shortWords(answer),
    elsewhere: elsewhereWords(answer, shown),
    better: answer.better?.map((one) => betterWords(one, answer)) ?? [],
    never: answer.never.map(neverWords),
    trace: answer.trace?.map((one) => traceWords(one, answer)) ?? [],
    settings: answer.trace?.flatMap(settingsWords) ?? [],
  };
}

function runWords({ stages, cores, load, peak }: Answer): string {
  const each = stages.map(
    ({ stage, name, replicas, batch }) =>
      `${stage}: ${name}, ${String(replicas)} ${replicas === 1 ? 'replica' : 'replicas'}, batch ${String(batch)}`,
  );
  const busiest =
    peak === 'maximum'
      ? 'the busiest second of this load'
      : 'which 99.9 % of the seconds of this load do not exceed';
  return `Run ${each.join('; ')}. That is ${coreWords(cores)}, for ${threeDigits(load)} requests a second, ${busiest}.`;
}

function askedWords(answer: Answer): string {
  const { objectiveAsked, keeps, carries, percent, share, slaSeconds, maxCores, throughput, seconds } =
    answer;
  const within = `within the latency objective of ${objectiveWords(slaSeconds)}`;
  const estimate = `by queueing theory ${percentWords(share, percent, keeps)} of the requests are answered ${within}`;
  const takes = `; in the mean one takes ${secondsOf(seconds)} before any waiting by chance`;
  if (objectiveAsked === 'j')
    return carries
      ? `It earns the greatest reward at this load; ${estimate}${takes}.`
      : `It earns the greatest reward at this load and serves ${threeDigits(throughput)} of it: the rest waits until it is dropped.`;
  const wanted =
    objectiveAsked === 'cores' ? 'No configuration of fewer cores' : 'No more accurate configuration';
  if (keeps)
    return `${wanted} within the limits answers at least ${figure(percent)} % in time: ${estimate}${takes}.`;
  return carries
    ? `Nothing within ${coreWords(maxCores)} and the other limits answers ${figure(percent)} % in time; this is the nearest: ${estimate}.`
    : `Nothing within ${coreWords(maxCores)} and the other limits carries this load; this carries most, ${threeDigits(throughput)} requests a second.`;
}

function enoughWords({ enough, percent, load }: Answer): readonly string[] {
  if (!enough) return [];
  const { cores, upToLoad } = enough;
  const ways = [
    ...(cores === undefined ? [] : [`with ${coreWords(cores)}`]),
    ...(upToLoad === undefined
      ? []
      : [`with a load below ${threeDigits(upToLoad)} instead of ${threeDigits(load)} requests a second`]),
  ];
  return [
    ways.length > 0
      ? `At least ${figure(percent)} % in time would be possible ${ways.join(', or ')}.`
      : `At least ${figure(percent)} % in time is possible with no number of cores and at no load within the limits of replicas and batches.`,
  ];
}

/** A configuration for the peak is not always one for quiet hours. */
function quietWords({ worst, percent, keeps, load, objectiveAsked }: Answer): readonly string[] {
  if (!keeps || objectiveAsked === 'j' || worst.load >= load || 100 * worst.share >= percent) return [];
  return [
    `At ${threeDigits(worst.load)} requests a second, which this load has too, by queueing theory only ${percentWords(worst.share, percent, false)} are in time: its batches wait longer to fill.`,
  ];
}

/** How the Lab calls a world, and why it may say otherwise. */
const ELSEWHERE: Readonly<Record<Exclude<EnvironmentKind, 'discrete'>, readonly [string, string]>> = {
  chance: ['with queues', 'formulas of the waits by chance, weakest where batches meet batches'],
  fluid: ['as a fluid', 'nobody waits by chance there'],
  instant: ['in the instant environment', 'nobody waits there'],
};

/** What differs in the digits that are told, and by more than chance makes the plays differ. */
function elsewhereWords(
  { counted, elsewhere = [] }: Answer,
  shown: EnvironmentKind | undefined,
): readonly string[] {
  if (!counted) return [];
  const [low, high] = counted.share.interval ?? [counted.share.mean, counted.share.mean];
  const told = perHundred(counted.share.mean);
  const differs = ({ environment, share }: Elsewhere): boolean =>
    (shown ?? environment) === environment && (share < low || share > high) && perHundred(share) !== told;
  const others = elsewhere.filter(differs).flatMap(({ environment, share }) => {
    if (environment === 'discrete') return [];
    const [name, why] = ELSEWHERE[environment];
    return [`${name} ${perHundred(share)} (${why})`];
  });
  if (others.length === 0) return [];
  return [
    `The Lab has another share in time of the same at this load: ${others.join(', ')}; counted request by request it is ${told}, which is what holds here.`,
  ];
}

/** The peak is not all of a load: what stands still may fall short in other hours. */
function shortWords({ trace, keeps, percent, objectiveAsked }: Answer): readonly string[] {
  const share = trace?.find(({ policy }) => policy === STILL)?.counted.share.mean;
  if (share === undefined || !keeps || objectiveAsked === 'j' || 100 * share >= percent) return [];
  return [
    `It is for the peak. Over the whole load it answers ${percentWords(share, percent, false)} in time, less than the ${figure(percent)} % asked for.`,
  ];
}

/** With as many decimals as show on which side of what was asked it lies. */
function percentWords(share: number, percent: number, keeps: boolean): string {
  for (let digits = 1; digits < 6; digits++) {
    const words = (100 * share).toFixed(digits);
    if (Number(words) >= percent === keeps) return `${words} %`;
  }
  return `${(100 * share).toFixed(1)} %`;
}

/** With its interval, where that shows in as many digits. */
function overWords({ mean, interval }: Over, write: (value: number) => string): string {
  const [at, low, high] = [mean, ...(interval ?? [mean, mean])].map(write) as [string, string, string];
  return low === high ? at : `${at} (${low} to ${high})`;
}

const perHundred = (share: number): string => `${(100 * share).toFixed(1)} %`;

function countedWords(
  { plays, requests, share, goodput, latency, p99 }: Counted,
  { percent }: Answer,
): string {
  const short = 100 * share.mean < percent ? ', which is less than was asked for' : '';
  return `Counted request by request, ${grouped(String(requests))} of them in ${String(plays)} ${plays === 1 ? 'play' : 'plays'} at this load: ${overWords(share, perHundred)} in time${short}, ${overWords(goodput, threeDigits)} of them a second; mean latency ${overWords(latency, secondsOf)}, p99 ${overWords(p99, secondsOf)}.`;
}

function betterWords(
  { stage, from, to, accuracy, moreCores, aboveDevice, upToLoad, shorter }: Better,
  { load, maxCores }: Answer,
): string {
  const lead = `For ${to} instead of ${from} at ${stage} (accuracy +${threeDigits(accuracy)})`;
  if (moreCores === 0) return `${lead} the cores that there are suffice.`;
  const ways = [
    ...(moreCores === undefined
      ? []
      : [
          `${coreWords(moreCores)} more would be needed${aboveDevice ? `, above the ${coreWords(maxCores)} of the device` : ''}`,
        ]),
    ...(upToLoad === undefined
      ? []
      : [`a load below ${threeDigits(upToLoad)} instead of ${threeDigits(load)} requests a second`]),
    ...(shorter === undefined
      ? []
      : [`a service shorter by ${secondsOf(shorter)} at batch 1, and in proportion at others`]),
  ];
  if (ways.length === 0)
    return `${lead} neither more cores, nor less load, nor a shorter service is enough within the limits of replicas and batches.`;
  if (moreCores === undefined)
    return `${lead} no number of cores is enough within the limits; it would take ${ways.join(', or ')}.`;
  return ways.length === 1
    ? `${lead} ${ways[0]!}.`
    : `${lead} ${ways[0]!}; with the cores that there are it would take ${ways.slice(1).join(', or ')}.`;
}

const neverWords = ({ stage, variant, besides }: NeverBest): string =>
  `${variant} at ${stage} earns the greatest reward at no load within these limits${
    besides === undefined ? '' : `: ${besides} is as accurate, as quick and as small, or better`
  }.`;

function traceWords({ policy, name, counted, coreHours }: OnTrace, { stages }: Answer): string {
  const who = policy === STILL ? 'Standing still through the whole load' : `${name} through the whole load`;
  const cores = overWords(counted.cores, threeDigits);
  return `${who}: ${cores} ${cores === '1' ? 'core' : 'cores'} in the mean (${threeDigits(coreHours)} core hours), ${overWords(counted.share, perHundred)} in time, accuracy ${overWords(counted.accuracy, threeDigits)}${stages.length > 1 ? ' over all stages' : ''}, J ${overWords(counted.objective, threeDigits)}.`;
}

function settingsWords({ name, deployed }: OnTrace): readonly string[] {
  return deployed
    ? [
        `${name} as set here. ${deployed.aim} From its first decision on ${deployed.stages.map(keptWords).join('; ')}.`,
      ]
    : [];
}

const keptWords = ({ stage, name, batch, minReplicas, maxReplicas }: Deployed['stages'][number]): string =>
  `${stage} keeps ${name}, batch ${String(batch)}, with ${String(minReplicas)} to ${String(maxReplicas)} ${maxReplicas === 1 ? 'replica' : 'replicas'}`;
