/** Whoever runs a program, as those who ask it see it: one question after the other, so that each has its whole time, until it is ended. */
import { OwnFailure } from './failure.ts';
import type { OwnRun, Seen } from './runs.ts';

/** Calls `over` once so many milliseconds are spent; what it returns takes that back. */
export type Wait = (most: number, over: () => void) => () => void;

export interface LineOptions {
  /** Resolves as soon as it hears, and where it ends before. */
  readonly ready: Promise<void>;
  readonly wait: Wait;
  /** Ends what it does, whatever that is; called once. */
  readonly stop: () => void;
  /** Where others are asked at the same time: has a question wait for its turn. */
  readonly turn?: <T>(ask: () => Promise<T>) => Promise<T>;
}

interface Waiting<Reply> {
  readonly id: number;
  /** Milliseconds that its answer may take. */
  readonly most: number;
  readonly hear: (reply: Reply) => void;
  readonly fail: (why: string) => void;
}

/** An episode, as a program is asked for it. */
export interface Asking {
  readonly begin: () => Promise<unknown>;
  /** The decision `k`, from 1. */
  readonly decide: (seen: Seen, k: number) => Promise<unknown>;
  /** As `OwnRun` has it. */
  readonly tookMs?: () => number;
  /** Called once, when the episode is over or could not begin. */
  readonly over: () => void;
}

export class Line<Reply> {
  /** Episodes that run on it. */
  users = 0;
  readonly #options: LineOptions;
  #count = 0;
  #last: Promise<unknown>;
  #waiting: Waiting<Reply> | undefined;
  /** Why it is no more, a clause. */
  #dead: string | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#last = options.ready;
  }

  get lives(): boolean {
    return this.#dead === undefined;
  }

  /** The question that has no answer yet. */
  get awaited(): Pick<Waiting<Reply>, 'id' | 'most'> | undefined {
    return this.#waiting;
  }

  /** Begins an episode. Rejects as `begin` does. */
  async start({ begin, decide, tookMs, over }: Asking): Promise<OwnRun> {
    this.users++;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      this.users--;
      over();
    };
    try {
      await begin();
    } catch (error) {
      end();
      throw error;
    }
    let decisions = 0;
    return { decide: (seen) => decide(seen, ++decisions), ...(tookMs ? { tookMs } : {}), end };
  }

  /** `post` sends the question under its number, from 1. Rejects with `OwnFailure`, a sentence of the clause why it is no more. */
  ask(post: (id: number) => void, most: number, sentence: (why: string) => string): Promise<Reply> {
    const { turn = atOnce } = this.#options;
    const asked = this.#last.then(() => turn(() => this.#send(post, most, sentence)));
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  /** The answer to the question that is awaited. */
  hear(reply: Reply): void {
    this.#waiting?.hear(reply);
  }

  /** Ends it; whoever waits for it hears the clause. */
  end(why: string): void {
    if (this.#dead !== undefined) return;
    this.#dead = why;
    this.#options.stop();
    this.#waiting?.fail(why);
  }

  #send(post: (id: number) => void, most: number, sentence: (why: string) => string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        reject(new OwnFailure(sentence(why)));
      };
      if (this.#dead !== undefined) {
        fail(this.#dead);
        return;
      }
      const id = ++this.#count;
      const takeBack = this.#options.wait(most, () => {
        this.end(overran(most));
      });
      const settling =
        <T>(settle: (by: T) => void) =>
        (by: T): void => {
          takeBack();
          this.#waiting = undefined;
          settle(by);
        };
      this.#waiting = { id, most, hear: settling(resolve), fail: settling(fail) };
      post(id);
    });
  }
}

const atOnce = <T>(ask: () => Promise<T>): Promise<T> => ask();

export const overran = (most: number): string => `it took more than the ${String(most)} ms that it has`;
