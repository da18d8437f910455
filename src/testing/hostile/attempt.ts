/** One attempt, told by seed, class and number alone, so that it can be had again. */
import { refusal, Wrong, type Counts, type HostileClass, type Outcome } from './class.ts';
import { sentenceComplaint } from './sentence.ts';
import { Random } from '../../model/random.ts';
import { TooMuch } from '../../model/watch.ts';

/** Processor time that an attempt may take: more is as good as a hang to whoever waits. */
export const MOST_MS = 2000;

export type Verdict = 'accepted' | 'refused' | 'wrong' | 'unhandled' | 'late';

export interface Attempted {
  readonly index: number;
  readonly verdict: Verdict;
  /** Why it is wrong, unhandled or late; what was said where it was refused. */
  readonly said: string;
  /** Of the processor. */
  readonly ms: number;
  readonly counts: Counts;
}

/** The input of attempt `index`. */
export async function inputOf(
  name: string,
  one: HostileClass,
  seed: number,
  index: number,
): Promise<unknown> {
  return one.make(Random.stream(seed, 'hostile', name, index));
}

/** Makes attempt `index` and judges what came of it; never throws. */
export async function attempt(
  name: string,
  one: HostileClass,
  seed: number,
  index: number,
  mostMs = MOST_MS,
): Promise<Attempted> {
  const stray: unknown[] = [];
  const catchStray = (error: unknown): void => void stray.push(error);
  process.on('unhandledRejection', catchStray);
  process.on('uncaughtException', catchStray);
  const input = await inputOf(name, one, seed, index);
  const before = process.cpuUsage();
  let judged: Pick<Attempted, 'verdict' | 'said' | 'counts'>;
  try {
    judged = judge(await one.meet(input));
  } catch (error) {
    if (error instanceof TooMuch) judged = judge(refusal(error.message));
    else
      judged =
        error instanceof Wrong
          ? { verdict: 'wrong', said: error.message, counts: {} }
          : { verdict: 'unhandled', said: told(error), counts: {} };
  }
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  // A promise that nobody holds is told a turn later.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', catchStray);
  process.off('uncaughtException', catchStray);
  if (stray.length > 0)
    judged = { verdict: 'unhandled', said: `nobody waits for: ${told(stray[0])}`, counts: {} };
  else if (ms > mostMs && (judged.verdict === 'accepted' || judged.verdict === 'refused'))
    judged = {
      ...judged,
      verdict: 'late',
      said: `${judged.verdict} after ${ms.toFixed(0)} ms: ${judged.said}`,
    };
  return { index, ms, ...judged };
}

function judge(outcome: Outcome): Pick<Attempted, 'verdict' | 'said' | 'counts'> {
  const sentences = outcome.sentences ?? [];
  const said = sentences[0] ?? '';
  const counts = outcome.kind === 'accepted' ? (outcome.counts ?? {}) : {};
  if (outcome.kind === 'refused' && sentences.length === 0)
    return { verdict: 'wrong', said: 'it is refused without a word', counts };
  for (const sentence of sentences) {
    const complaint = sentenceComplaint(sentence);
    if (complaint !== undefined)
      return { verdict: 'wrong', said: `${complaint}: ${JSON.stringify(sentence).slice(0, 400)}`, counts };
  }
  return { verdict: outcome.kind, said, counts };
}

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 600);
  const stack = error.stack ?? '';
  const frames = stack
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at ') && !line.includes('node:'));
  return `${error.name}: ${error.message.slice(0, 300)} ${frames
    .slice(0, 2)
    .map((line) => line.trim())
    .join(' ')}`;
}
