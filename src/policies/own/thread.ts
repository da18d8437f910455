/** Programs that run in a thread of their own, which is ended where one overruns its time: the side that asks, and the one that answers. */
import type { Opening } from './contract.ts';
import { OwnExcess, OwnFailure } from './failure.ts';
import type { OwnPolicy } from './program.ts';
import type { OwnRun, OwnRuns, Seen } from './runs.ts';
import type { Tables } from '../../model/tables.ts';

/** What a thread is asked; each has a number of its own, by which its reply is known. */
export type Ask =
  | {
      readonly kind: 'start';
      readonly run: number;
      readonly own: OwnPolicy;
      readonly opening: Opening;
      readonly tables: Tables;
    }
  | { readonly kind: 'decide'; readonly run: number; readonly seen: Seen }
  | { readonly kind: 'end'; readonly run: number };

export interface Numbered {
  readonly id: number;
  readonly ask: Ask;
}

/** `why` is a sentence that names the program; where it is the `last`, nothing else can run on the thread any more. */
export type Reply = { readonly id: number } & (
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly why: string; readonly last?: boolean }
);

export interface Thread {
  /** Resolves as soon as it hears, and where it ends before. */
  readonly ready: Promise<void>;
  post(message: Numbered): void;
  /** `ended` hears a clause where it ends by itself, "it needs more memory than it may take". */
  listen(hear: (reply: Reply) => void, ended: (why: string) => void): void;
  end(): void;
}

export interface Times {
  /** Milliseconds for the beginning of an episode, and for a decision. */
  readonly start: number;
  readonly decision: number;
  /** For the first one of an episode, which an engine compiles; default: as any other. */
  readonly first?: number;
  /** Milliseconds that count: of a clock, or those that the processor gave. */
  readonly spent: () => number;
}

/** Threads kept for the next episode where nothing runs on them. */
const MOST_IDLE = 4;
/** Characters of what an error of unknown origin says. */
const LONGEST_WHY = 200;
/** How often it is looked whether the time is spent: a program that waits spends none of a processor's. */
const MOST_LOOKS = 20;

/** One thread a program, kept from episode to episode; `end` ends all. */
export function threadRuns(open: (own: OwnPolicy) => Thread, times: Times): OwnRuns & { end(): void } {
  const lines = new Map<string, Line>();
  const close = (key: string, line: Line): void => {
    line.end('it was ended');
    if (lines.get(key) === line) lines.delete(key);
  };
  const lineOf = (own: OwnPolicy): Line => {
    const known = lines.get(own.key);
    if (known?.lives === true) return known;
    const made = new Line(open(own), times);
    // The latest stands last.
    lines.delete(own.key);
    lines.set(own.key, made);
    const idle = [...lines].filter(([, line]) => line !== made && line.users === 0);
    for (const [key, line] of idle.slice(0, Math.max(0, idle.length - MOST_IDLE))) close(key, line);
    return made;
  };
  return {
    start: async (own, opening, tables) => {
      const line = lineOf(own);
      line.users++;
      try {
        return await line.start(own, opening, tables);
      } catch (error) {
        line.users--;
        throw error;
      }
    },
    end: () => {
      for (const [key, line] of lines) close(key, line);
    },
  };
}

interface Waiting {
  readonly id: number;
  readonly hear: (reply: Reply) => void;
}

/** One thread and what is asked of it: one question at a time, so that each has its whole time. */
class Line {
  /** Episodes that run on it. */
  users = 0;
  readonly #thread: Thread;
  readonly #times: Times;
  #count = 0;
  #runs = 0;
  #last: Promise<unknown>;
  #waiting: Waiting | undefined;
  /** Why it is no more, a clause. */
  #dead: string | undefined;

  constructor(thread: Thread, times: Times) {
    this.#thread = thread;
    this.#times = times;
    this.#last = thread.ready;
    thread.listen(
      (reply) => {
        if (reply.id === this.#waiting?.id) this.#waiting.hear(reply);
      },
      (why) => {
        this.end(why);
      },
    );
  }

  get lives(): boolean {
    return this.#dead === undefined;
  }

  async start(own: OwnPolicy, opening: Opening, tables: Tables): Promise<OwnRun> {
    const run = this.#runs++;
    const { start, decision, first = decision } = this.#times;
    await this.#ask(
      { kind: 'start', run, own, opening, tables },
      start,
      (why) => `${own.name} could not begin: ${why}.`,
    );
    let decisions = 0;
    let ended = false;
    return {
      decide: (seen) => {
        const k = ++decisions;
        return this.#ask(
          { kind: 'decide', run, seen },
          k === 1 ? first : decision,
          (why) => `${own.name} was ended at decision ${String(k)}: ${why}.`,
        );
      },
      end: () => {
        if (ended) return;
        ended = true;
        this.users--;
        if (this.lives) this.#thread.post({ id: this.#count++, ask: { kind: 'end', run } });
      },
    };
  }

  /** Ends the thread; whoever waits for it hears the clause. */
  end(why: string): void {
    if (this.#dead !== undefined) return;
    this.#dead = why;
    this.#thread.end();
    const { id, hear } = this.#waiting ?? {};
    if (id !== undefined) hear?.({ id, ok: false, why });
  }

  #ask(ask: Ask, most: number, sentence: (why: string) => string): Promise<unknown> {
    const asked = this.#last.then(() => this.#send(ask, most, sentence));
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  #send(ask: Ask, most: number, sentence: (why: string) => string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#dead !== undefined) {
        reject(new OwnFailure(sentence(this.#dead)));
        return;
      }
      const id = this.#count++;
      const { spent } = this.#times;
      const before = spent();
      let looks = 0;
      const look = (): void => {
        const left = most - (spent() - before);
        if (left > 0 && ++looks < MOST_LOOKS) timer = setTimeout(look, Math.max(1, left));
        else this.end(`it took more than the ${String(most)} ms that it has`);
      };
      let timer = setTimeout(look, most);
      this.#waiting = {
        id,
        hear: (reply) => {
          clearTimeout(timer);
          this.#waiting = undefined;
          if (reply.ok) resolve(reply.answer);
          else {
            reject(new OwnFailure(this.#dead === undefined ? reply.why : sentence(reply.why)));
            if (reply.last === true) this.end('it was ended');
          }
        },
      };
      this.#thread.post({ id, ask });
    });
  }
}

/** In the thread: hears what `threadRuns` asks and replies, by `runs`. */
export function answering(
  runs: OwnRuns,
  reply: (reply: Reply) => void,
): (message: Numbered) => Promise<void> {
  const open = new Map<number, OwnRun>();
  const names = new Map<number, string>();
  const answerTo = async (ask: Ask): Promise<unknown> => {
    switch (ask.kind) {
      case 'start':
        names.set(ask.run, ask.own.name);
        open.set(ask.run, await runs.start(ask.own, ask.opening, ask.tables));
        return undefined;
      case 'decide':
        return open.get(ask.run)?.decide(ask.seen);
      case 'end':
        open.get(ask.run)?.end();
        open.delete(ask.run);
        names.delete(ask.run);
        return undefined;
    }
  };
  return async ({ id, ask }) => {
    try {
      reply({ id, ok: true, answer: await answerTo(ask) });
    } catch (error) {
      const last = !(error instanceof OwnFailure) || error instanceof OwnExcess;
      reply({ id, ok: false, why: whyOf(error, names.get(ask.run) ?? 'The policy'), last });
    }
  };
}

/** A sentence. What is no failure of its own comes of a program that changed what its thread is built of. */
function whyOf(error: unknown, name: string): string {
  if (error instanceof OwnFailure) return error.message;
  const what = error instanceof Error ? error.message : String(error);
  return `${name} broke the thread that it runs in: ${what.replace(/[.\s]+$/, '').slice(0, LONGEST_WHY)}.`;
}
