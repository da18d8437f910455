/** How a command hears that it should end (Ctrl-C), and says beforehand what an end would leave behind. */

/** The command ended because it was asked to; the message is the sentence that says what there is. */
export class Stopped extends Error {}

/**
 * A command is in one of two states. In the first, where it begins, the process may be left at any moment and one
 * sentence says what there is then. In the second it has something worth keeping: it looks at `asked`, and ends by itself.
 */
export interface Stop {
  /** True as soon as somebody asked for an end. */
  readonly asked: () => boolean;
  /** From here on the process may be left at once. Throws `Stopped` with the sentence where an end was asked for before. */
  readonly leaves: (sentence: string) => void;
  /** From here on the command ends by itself when asked; `sentence` says so. Throws `Stopped` where it was asked before. */
  readonly keeps: (sentence: string) => void;
  /** As `keeps`, for a moment in which files take their places: even who asks twice waits for its end. */
  readonly places: (sentence: string) => void;
  /** A file or folder that is in the making, and to be removed if the process is left at once; `done` when it no longer is. */
  readonly draft: (path: string, done?: boolean) => void;
}

export const UNTOUCHED = 'Stopped; nothing was written.';

/** Of a command that keeps what there is once there is something: which of the two it was is said when it has been written. */
export const KEEPING = 'Stopping; what is kept is said in a moment.';

/** Of a command that nobody stops. */
export const unstoppable: Stop = {
  asked: () => false,
  leaves: () => undefined,
  keeps: () => undefined,
  places: () => undefined,
  draft: () => undefined,
};

/** What an end means now: the process is left at once, ends by itself, or does so in a moment. */
export interface Phase {
  readonly end: 'at once' | 'by itself' | 'in a moment';
  readonly sentence: string;
}

/** `flag` is raised by another thread; `tell` and `draft` reach it. */
export function stopOf(
  flag: Int32Array,
  tell: (phase: Phase) => void,
  draft: (path: string, done: boolean) => void,
): Stop {
  const asked = (): boolean => Atomics.load(flag, 0) !== 0;
  let left = UNTOUCHED;
  // Told first and looked at after it: whoever raises the flag and then reads the phase, and this one, cannot both miss.
  const enter = (phase: Phase): void => {
    tell(phase);
    if (phase.end === 'at once') left = phase.sentence;
    if (asked()) throw new Stopped(left);
  };
  return {
    asked,
    leaves: (sentence) => {
      enter({ end: 'at once', sentence });
    },
    keeps: (sentence) => {
      enter({ end: 'by itself', sentence });
    },
    places: (sentence) => {
      enter({ end: 'in a moment', sentence });
    },
    draft: (path, done = false) => {
      draft(path, done);
    },
  };
}
