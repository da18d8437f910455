/** What playing the configuration that is exported came to, in words: the share in time judges it, the mean is told as a mean. */
import { grouped } from '../model/grouped.ts';
import { objectiveWords } from '../model/objectiveWords.ts';
import { estimatesInTime, measureById } from '../scenario/measures.ts';
import type { EnvironmentKind, EpisodeSummary } from '../scenario/scenario.ts';
import { verdictOf, type Verdict } from '../scenario/verdict.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

export interface Played {
  readonly verdict: Verdict;
  /** Whether it carries or serves the load, where, and with what share in time; a sentence. */
  readonly says: string;
  /** The mean latency, what its slowest stage is short of, and how it was played; sentences. */
  readonly more: string;
  /** Single requests wait by chance too, and nobody counted that. */
  readonly chanceLeftOut: boolean;
}

/** Where it was played. */
const WHERE: Readonly<Record<EnvironmentKind, string>> = {
  fluid: 'As a fluid, without chance,',
  chance: 'With queues and chance, by formulas,',
  instant: 'By the paper’s equations alone',
  discrete: 'In single requests',
};

const VERBS: Readonly<Record<Verdict, string>> = {
  serves: 'it serves',
  carries: 'it carries',
  fails: 'it does not carry',
};

/** `summary` is of the configuration played at `load` req/s in `environment` (`playStill`); `counted`: single requests are too, beside it. */
export function playedAt(
  summary: EpisodeSummary,
  load: number,
  slaSeconds: number,
  environment: EnvironmentKind,
  counted = false,
): Played {
  const verdict = verdictOf(summary);
  const estimate = estimatesInTime(environment);
  if (summary.arrived === 0) {
    const says = `At ${String(load)} requests a second nobody came, so nobody was late.`;
    return { verdict, says, more: '', chanceLeftOut: false };
  }
  const share = `${estimate ? 'about ' : ''}${figure('inTime', summary)} %`;
  return {
    verdict,
    says: `${WHERE[environment]} ${VERBS[verdict]} ${String(load)} requests a second: ${share} of them are answered within the latency objective of ${objectiveWords(slaSeconds)}.`,
    more: [
      meanWords(summary, verdict, slaSeconds),
      ...shortWords(summary, load, verdict),
      playWords(summary, estimate),
    ].join(' '),
    chanceLeftOut: estimate && environment !== 'chance' && !counted,
  };
}

/** Said where nobody counted who waits by chance. */
export const UNCOUNTED = 'Single requests also wait by chance; that was not counted here.';

function meanWords(summary: EpisodeSummary, verdict: Verdict, slaSeconds: number): string {
  const mean = `The mean latency is ${figure('latency', summary)} s`;
  // A mean within the objective beside a share that is not: nobody shall take the one for the other.
  return verdict !== 'serves' && summary.latency <= slaSeconds
    ? `${mean}, which is within it, but a mean does not say who is late.`
    : `${mean}.`;
}

/** What its slowest stage is short of, where it is: calmly where the load is served all the same. */
function shortWords({ throughput }: EpisodeSummary, load: number, verdict: Verdict): readonly string[] {
  // What a second less than the whole of a load is, no sum of stages is off by.
  if (!(throughput < load * (1 - 1e-9))) return [];
  const most = `Its slowest stage serves ${throughput.toFixed(2)} of ${String(load)} a second`;
  return [
    verdict === 'fails'
      ? `${most}; the rest waits until it is dropped.`
      : `${most}: it is short by ${fewer(load - throughput)}, so a queue builds up slowly while the load stays there.`,
  ];
}

/** As many decimals as show it. */
const fewer = (gap: number): string => (gap < 0.005 ? 'less than 0.01' : gap.toFixed(2));

function playWords({ arrived, decisions }: EpisodeSummary, estimate: boolean): string {
  const seconds = decisions * DECISION_SECONDS;
  const time = seconds % 60 === 0 ? `${String(seconds / 60)} min` : `${String(seconds)} s`;
  return estimate
    ? `Played for ${time} at this load.`
    : `One play of ${grouped(arrived.toFixed(0))} requests in ${time} at this load; the Lab plays another length from another start, so its share differs a little.`;
}

/** A measure's figure in its own decimals. */
function figure(id: string, summary: EpisodeSummary): string {
  const { of, digits } = measureById(id);
  return (of(summary) ?? NaN).toFixed(digits);
}
