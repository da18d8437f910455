/** A load made of its base and its steps. */
import { applied, joined, sum } from './apply.ts';
import { FLAT, importsOf } from './shaped.ts';
import { isCompose, stepKinds, type Load } from './steps.ts';
import { loadText } from './text.ts';
import { spanWords } from './times.ts';
import { loadName, type NameOfBase } from './words.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { generateWorkload, generators } from '../generators.ts';
import { HISTORY_SECONDS, LONGEST_REPLAY, SHORTEST_REPLAY, type Workload } from '../workload.ts';

/** What loads are made of, beside the lab's own. */
export interface Bases {
  /** req/s of each second of an import or a file, whole; undefined where there is none. */
  readonly rates: (base: string) => Float64Array | undefined;
  readonly nameOf: NameOfBase;
}

/** What a load came to, and how long it was before each of its steps. */
export interface Shaped {
  readonly rates: Float64Array;
  /** Seconds before each step, then those of the whole. */
  readonly lengths: readonly number[];
}

/** Which step a load is refused for, from 0; undefined where it is none. */
export interface Misfit {
  readonly step: number | undefined;
  readonly message: string;
}

/** Names of the lab's own loads as a base has them, else as `own` says. */
export function namesOfBases(own: (base: string) => string | undefined = () => undefined): NameOfBase {
  return (base) =>
    own(base) ??
    generators.find(({ id }) => id === base)?.name.replace(/^[A-Z]/, (c) => c.toLowerCase()) ??
    base;
}

/** The load after each step, or the step that does not fit. */
export function shapeThrough(load: Load, bases: Bases, seed: number): Shaped | Misfit {
  const base = baseRates(load.base, bases, seed);
  if (!base.ok) return { step: undefined, message: base.message };
  let rates = base.value;
  const lengths = [rates.length];
  for (const [i, step] of load.steps.entries()) {
    let next: Result<Float64Array>;
    if (isCompose(step)) {
      const other = shapeThrough(step.load, bases, seed);
      next =
        'message' in other
          ? refused(other.message)
          : step.kind === 'plus'
            ? accepted(sum(rates, other.rates))
            : joined([rates, other.rates]);
    } else next = applied(rates, step, seed);
    if (!next.ok)
      return { step: i, message: `Step ${figure(i + 1)} (${stepKinds[step.kind].name}): ${next.message}` };
    rates = next.value;
    lengths.push(rates.length);
  }
  return { rates, lengths };
}

/** The shaped load as the lab replays it: from 130 s to a week; its id is its text. Refused in a sentence. */
export function shapedWorkload(load: Load, bases: Bases, seed: number): Result<Workload> {
  const shaped = shapeThrough(load, bases, seed);
  if ('message' in shaped) return refused(shaped.message);
  const misfit = lengthMisfit(shaped.rates.length);
  if (misfit !== undefined) return refused(misfit);
  return accepted({
    id: loadText(load),
    name: loadName(load, bases.nameOf),
    rates: shaped.rates,
    source: `Shaped in this lab: ${loadText(load)}, seed ${String(seed)}.`,
  });
}

/** Why a load of that length is not replayed; undefined where it is. */
export function lengthMisfit(seconds: number): string | undefined {
  if (seconds < SHORTEST_REPLAY)
    return `The load is ${figure(seconds)} s long; the first ${String(HISTORY_SECONDS)} s only fill the history, so at least ${String(SHORTEST_REPLAY)} s are needed.`;
  const most = spanWords(LONGEST_REPLAY);
  // Little more than that reads the same when it is rounded.
  const length = spanWords(seconds) === most ? `${figure(seconds)} s` : spanWords(seconds);
  if (seconds > LONGEST_REPLAY)
    return `The load is ${length} long; the lab replays at most ${most} (${figure(LONGEST_REPLAY)} s), so choose a window of it (window:from,to in seconds).`;
  return undefined;
}

function baseRates(base: string, { rates }: Bases, seed: number): Result<Float64Array> {
  if (base.startsWith(FLAT)) {
    const [seconds = 0, rate = 0] = base.slice(FLAT.length).split(',').map(Number);
    return accepted(new Float64Array(seconds).fill(rate));
  }
  if (generators.some(({ id }) => id === base)) return accepted(generateWorkload(base, seed).rates);
  const own = rates(base);
  if (own) return accepted(own);
  return refused(
    importsOf(base).length > 0
      ? `The imported load “${base}” is not here any more: import it again, or begin with another.`
      : `There is no load “${base}” to begin with.`,
  );
}
