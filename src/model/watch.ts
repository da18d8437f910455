/** How a computation that may never end is stopped: it asks a watch now and then, and a watch whose time is up throws. */

/** More than can be computed here; the message is a sentence for whoever asked for it. */
export class TooMuch extends Error {
  override readonly name: string = 'TooMuch';
}

/** A watch's time is up, or at the pace so far would be; the message is how long it took, without what it was. */
export class OutOfTime extends TooMuch {
  override readonly name = 'OutOfTime';
}

export interface Watch {
  /** Throws `OutOfTime` once the time is up. `share`, 0..1 of the work done, lets it say so as soon as the pace shows it. */
  look(share?: number): void;
  /** Seconds left; Infinity without a limit. */
  left(): number;
  /** Ends the work: a solver that watched the time itself found no answer. */
  stop(): never;
  /** Begins again: each item of a longer work has the whole time. */
  begin(): void;
}

/** For work without a limit. */
export const unwatched: Watch = {
  look: () => undefined,
  left: () => Infinity,
  stop: () => {
    throw new OutOfTime('before it found an answer');
  },
  begin: () => undefined,
};

/** The same watch; `tell` hears every share of the work done. */
export function toldBy(watch: Watch, tell: (share: number) => void): Watch {
  return {
    ...watch,
    look: (share) => {
      watch.look(share);
      if (share !== undefined) tell(share);
    },
  };
}

/** A gap between two looks counts at most so long, ms: a machine that slept, or a tab that was frozen, did not compute. */
const MOST_GAP_MS = 15_000;
/** The pace so far is believed after so many milliseconds, and only once one of the two below is behind it too. */
const PACE_MS = 10_000;
/** This share of the work: what comes first may be the heaviest of it. */
const PACE_SHARE = 0.1;
/** This share of the time there is. */
const PACE_OF_LIMIT = 1 / 3;

/** Ends after `seconds` by `clock`, which gives milliseconds. */
export function watchFor(seconds: number, clock: () => number): Watch {
  let last = clock();
  let spent = 0;
  /** When the share of the work done began to grow. */
  let from: number | undefined;
  const seen = (): number => {
    const now = clock();
    spent += Math.min(MOST_GAP_MS, now - last);
    last = now;
    return spent;
  };
  const limit = 1000 * seconds;
  const stopped = (): OutOfTime => new OutOfTime(`after ${secondsWords(spent / 1000)}`);
  return {
    look(share) {
      const ms = seen();
      if (ms >= limit) throw stopped();
      if (share === undefined) return;
      // What came before the first share (loading a solver, planning) is no pace.
      if (share <= 0 || from === undefined) {
        from = ms;
        return;
      }
      if (ms - from < PACE_MS) return;
      if (share < PACE_SHARE && ms - from < PACE_OF_LIMIT * limit) return;
      const whole = from + (ms - from) / share;
      if (whole > limit)
        throw new OutOfTime(
          `after ${secondsWords(ms / 1000)} (at this pace it would take ${secondsWords(whole / 1000)}, and the limit is ${secondsWords(seconds)})`,
        );
    },
    left: () => Math.max(0, limit - seen()) / 1000,
    stop() {
      seen();
      throw stopped();
    },
    begin() {
      last = clock();
      spent = 0;
      from = undefined;
    },
  };
}

/** 12 s, 25 minutes, 3 hours, over a day. */
function secondsWords(seconds: number): string {
  if (seconds < 300) return `${String(Math.max(1, Math.round(seconds)))} s`;
  if (seconds < 2 * 3600) return `${String(Math.round(seconds / 60))} minutes`;
  if (seconds < 86_400) return `${String(Math.round(seconds / 3600))} hours`;
  return 'over a day';
}

/**
 * Runs `work`; where its time or the memory for its arrays is up, the refusal is "`what` was stopped after ..: `size` are
 * more than can be computed here; use ..". `size` and `remedy` are asked for only then.
 */
export async function orTooMuch<T>(what: string, size: () => Size, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw tooMuch(what, size, error);
  }
}

/** Whether it is a `TooMuch`, from another thread too, from which only an error's name and message come. */
export function isTooMuch(error: unknown): error is Error {
  return error instanceof Error && error.name === 'TooMuch';
}

/** Whether more time would have helped: the work ran out of it. */
export function isOfTime(error: TooMuch): boolean {
  return error instanceof OutOfTime || error.cause instanceof OutOfTime;
}

/** What is asked for in figures ("12 stages", "7 days of load"), and what to do instead. */
export interface Size {
  readonly figures: readonly string[];
  readonly remedy: string;
}

/** As `orTooMuch`, of an error that is there; others come back as they are. */
export function tooMuch(what: string, size: () => Size, error: unknown): unknown {
  const how =
    error instanceof OutOfTime
      ? `was stopped ${error.message}`
      : isMemory(error)
        ? 'needs more memory than there is'
        : undefined;
  if (how === undefined) return error;
  const { figures, remedy } = size();
  return new TooMuch(`${what} ${how}: ${figures.join(', ')} are more than can be computed here; ${remedy}.`, {
    cause: error,
  });
}

/** Typed arrays that cannot be had are a RangeError of these words; a stack that is too deep is another. */
function isMemory(error: unknown): boolean {
  return (
    error instanceof RangeError &&
    /allocation failed|Invalid (typed )?array (buffer )?length|out of memory/i.test(error.message)
  );
}
