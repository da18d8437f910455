/** How the agent ends when it is told to: never in the middle of ordering. */

/** Seconds after the first signal by which the longest decision has ended, whatever the API server does: 10 + 5 + 5, and some. */
export const LONGEST_END = 25;

export interface Ending {
  /** Whether a decision is being ordered. */
  readonly writing: () => boolean;
  /** Says a line on standard error. */
  readonly say: (line: string) => void;
  /** Begins no further decision, and resolves when the one under way has ended. */
  readonly finish: () => Promise<void>;
  readonly exit: (code: number) => void;
  /** Calls back after so many milliseconds, unless the program has ended. */
  readonly after: (ms: number, then: () => void) => void;
}

/**
 * What a signal does: the first lets the decision under way end, and then the agent. A further one ends it at once, but
 * while a decision is being ordered it is ignored, with a line the first time.
 */
export function onSignal({ writing, say, finish, exit, after }: Ending): (signal: string) => void {
  let told = false;
  let ignored = false;
  return (signal) => {
    if (!told) {
      told = true;
      void finish().then(() => exit(0));
      after(1000 * LONGEST_END, () => {
        say(`The decision under way did not end within ${String(LONGEST_END)} s of ${signal}: it is left.`);
        exit(2);
      });
      return;
    }
    if (!writing()) {
      say(`${signal} a second time: the decision under way has ordered nothing yet and is left.`);
      exit(0);
      return;
    }
    if (!ignored)
      say(
        `${signal} a second time is ignored: a decision is being ordered, and ends within ${String(LONGEST_END)} s.`,
      );
    ignored = true;
  };
}
