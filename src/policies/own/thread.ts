/** Programs that run in a thread of their own, which is ended where one overruns its time: the side that asks, and the one that answers. */
import type { Opening } from './contract.ts';
import { OwnExcess, OwnFailure } from './failure.ts';
import { Line, type Wait } from './line.ts';
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
/** Of what asks for no answer. */
const NOT_AWAITED = 0;

/** One thread a program, kept from episode to episode; `end` ends all. */
export function threadRuns(open: (own: OwnPolicy) => Thread, times: Times): OwnRuns & { end(): void } {
  const threads = new Map<string, Threaded>();
  const close = (key: string, thread: Threaded): void => {
    thread.line.end('it was ended');
    if (threads.get(key) === thread) threads.delete(key);
  };
  const threadOf = (own: OwnPolicy): Threaded => {
    const known = threads.get(own.key);
    if (known?.line.lives === true) return known;
    const made = new Threaded(open(own), times);
    // The latest stands last.
    threads.delete(own.key);
    threads.set(own.key, made);
    const idle = [...threads].filter(([, one]) => one !== made && one.line.users === 0);
    for (const [key, one] of idle.slice(0, Math.max(0, idle.length - MOST_IDLE))) close(key, one);
    return made;
  };
  return {
    start: (own, opening, tables) => threadOf(own).start(own, opening, tables),
    end: () => {
      for (const [key, thread] of threads) close(key, thread);
    },
  };
}

/** What is asked of a thread, and what it replies. */
class Threaded {
  readonly line: Line<Reply>;
  readonly #thread: Thread;
  readonly #times: Times;
  #runs = 0;

  constructor(thread: Thread, times: Times) {
    this.#thread = thread;
    this.#times = times;
    this.line = new Line({
      ready: thread.ready,
      wait: untilSpent(times.spent),
      stop: () => {
        thread.end();
      },
    });
    thread.listen(
      (reply) => {
        if (reply.id !== this.line.awaited?.id) return;
        this.line.hear(reply);
        if (!reply.ok && reply.last === true) this.line.end('it was ended');
      },
      (why) => {
        this.line.end(why);
      },
    );
  }

  start(own: OwnPolicy, opening: Opening, tables: Tables): Promise<OwnRun> {
    const run = this.#runs++;
    const { start, decision, first = decision } = this.#times;
    return this.line.start({
      begin: () =>
        this.#ask({ kind: 'start', run, own, opening, tables }, start, `${own.name} could not begin`),
      decide: (seen, k) =>
        this.#ask(
          { kind: 'decide', run, seen },
          k === 1 ? first : decision,
          `${own.name} was ended at decision ${String(k)}`,
        ),
      over: () => {
        if (this.line.lives) this.#thread.post({ id: NOT_AWAITED, ask: { kind: 'end', run } });
      },
    });
  }

  /** `ended` begins the sentence where it is no more. */
  async #ask(ask: Ask, most: number, ended: string): Promise<unknown> {
    const reply = await this.line.ask(
      (id) => {
        this.#thread.post({ id, ask });
      },
      most,
      (why) => `${ended}: ${why}.`,
    );
    if (reply.ok) return reply.answer;
    throw new OwnFailure(reply.why);
  }
}

/** What is spent is looked at again while it is less than the time, which a program that waits never spends. */
function untilSpent(spent: () => number): Wait {
  return (most, over) => {
    const before = spent();
    let looks = 0;
    const look = (): void => {
      const left = most - (spent() - before);
      if (left > 0 && ++looks < MOST_LOOKS) timer = setTimeout(look, Math.max(1, left));
      else over();
    };
    let timer = setTimeout(look, most);
    return () => {
      clearTimeout(timer);
    };
  };
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
