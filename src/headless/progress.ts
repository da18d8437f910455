/** What a command says of its way while it works: lines on standard error, none of them with --quiet. */

/** How far a command is. */
export interface Reached {
  /** "31,232 decisions, J 12.31". */
  readonly done: string;
  /** Seconds; undefined where nobody can know. */
  readonly left?: number | undefined;
}

/** Told by a command. */
export interface Progress {
  /** What it is going to do, said at once. */
  readonly begins: (sentence: string) => void;
  /** How far it is; what is said last is printed when a line is due. */
  readonly reached: (reached: Reached) => void;
}

/** Of a command that nobody watches. */
export const silent: Progress = { begins: () => undefined, reached: () => undefined };

/** Milliseconds between two lines. */
export const EVERY = 10_000;

/** "40 s", "3 min", "2 h 5 min". */
export function spanWords(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 100) return `${String(whole)} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 100) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes % 60)} min`;
}

/** One line; `age` is how many seconds ago `reached` was said. */
export function progressLine(name: string, spent: number, reached: Reached | undefined, age: number): string {
  if (!reached) return `${name}: ${spanWords(spent)} so far.`;
  const left = reached.left === undefined ? undefined : reached.left - age;
  const rest = left === undefined ? '' : left < 1 ? ', soon through' : `, about ${spanWords(left)} left`;
  return `${name}: ${reached.done} after ${spanWords(spent)}${rest}.`;
}

/** Prints a line every `EVERY`, from the first thread, so that it comes whatever the command computes. */
export class Lines {
  readonly #timer: NodeJS.Timeout;
  readonly #now: () => number;
  #reached: Reached | undefined;
  #at = 0;

  constructor(name: string, print: (line: string) => void, now: () => number = () => performance.now()) {
    this.#now = now;
    const begun = now();
    this.#timer = setInterval(() => {
      print(progressLine(name, (now() - begun) / 1000, this.#reached, (now() - this.#at) / 1000));
    }, EVERY).unref();
  }

  hear(reached: Reached): void {
    this.#reached = reached;
    this.#at = this.#now();
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/** Seconds that are left where `done` of `all` equal pieces took `spent` seconds. */
export function leftOf(done: number, all: number, spent: number): number | undefined {
  return done > 0 ? (spent / done) * (all - done) : undefined;
}
