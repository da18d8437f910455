import { releaseProxy, wrap, type Remote } from 'comlink';
import { Watchdog } from './watchdog.ts';
import { LATE, within as inTime } from './within.ts';
import { SILENCE } from '../../model/timeLimits.ts';
import { isTooMuch as ranOver } from '../../model/watch.ts';

/** The worker stopped or could not start; the message is a sentence for the visitor. */
export class WorkerCrash extends Error {
  override readonly name = 'WorkerCrash';
}

/** It hung, or did not answer in time, and was ended; what it was asked is the likely cause, and other work goes on. */
export class Unanswered extends WorkerCrash {}

/** Work that does not hear that it should stop within this time is ended from outside. */
const STOP_MS = 5000;
/** Why it then ended. */
const STOPPED = new DOMException('stopped', 'AbortError');

/** When a worker counts as hung, and what is then the likely cause. */
export interface Patience {
  /** Seconds without a sign of life. */
  readonly silence: number;
  readonly cause: string;
}

const computing: Patience = {
  silence: SILENCE.work,
  cause:
    'what it was given is more than can be computed here, so choose another pipeline, policy or load, or lower limits',
};

/** Of workers that read files in one go. */
export const reading: Patience = {
  silence: SILENCE.reading,
  cause: 'the file is more than can be read here',
};

/** What holds for one call. */
export interface CallOptions {
  /** As the sentence names it that says it was stopped: "The replay of HPA". */
  readonly doing?: string;
  /** Seconds within which an answer is due, where no progress is told. */
  readonly within?: number;
  readonly signal?: AbortSignal | undefined;
  /** With the signal the worker is ended too, at once: whoever asks next has a fresh one. */
  readonly ends?: boolean;
}

/** Tells the worker that what it does should end. */
type Ask<Api> = (remote: Remote<Api>) => Promise<void>;

interface Live<Api> {
  readonly worker: Worker;
  readonly remote: Remote<Api>;
  readonly end: (reason: Error) => void;
  readonly ended: Promise<never>;
  readonly watchdog: Watchdog;
  /** What it is asked for, the newest last. */
  readonly asked: Set<{ readonly doing: string }>;
}

/**
 * One worker behind comlink: started at the first call, given up on a crash and started anew at the next call.
 * comlink never settles calls to a terminated worker, so every call is raced against its end. One that hangs is ended by
 * its watchdog: what is pending rejects with a sentence, and the next call finds a fresh worker.
 */
export class Bridge<Api> {
  readonly #spawn: () => Worker;
  readonly #name: string;
  readonly #remedy: string;
  readonly #silence: number;
  readonly #cause: string;
  #live: Live<Api> | undefined;

  /**
   * `name` and `remedy` complete the sentence "The .. stopped unexpectedly; ..". `spawn` holds the
   * `new Worker(new URL(..))` that Vite looks for. The last says when it counts as hung.
   */
  constructor(
    name: string,
    spawn: () => Worker,
    remedy = 'it starts anew with your next change',
    { silence, cause }: Patience = computing,
  ) {
    this.#name = name;
    this.#spawn = spawn;
    this.#remedy = remedy;
    this.#silence = silence;
    this.#cause = cause;
  }

  /**
   * Runs `use` on the worker. Rejects with `WorkerCrash` if it dies, `Unanswered` if it hangs or takes longer than `within`,
   * with the signal's reason if aborted.
   */
  async call<T>(
    use: (remote: Remote<Api>) => Promise<T>,
    { doing = `The ${this.#name}`, within, signal, ends = false }: CallOptions = {},
  ): Promise<T> {
    signal?.throwIfAborted();
    const live = this.#start();
    const asked = { doing };
    live.asked.add(asked);
    const answered = live.watchdog.watch();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let abort: (() => void) | undefined;
    const races: Promise<T>[] = [use(live.remote), live.ended];
    if (within !== undefined)
      timer = setTimeout(() => {
        if (this.#live === live)
          this.terminate(this.#unanswered(doing, `had not answered after ${String(within)} s`));
      }, 1000 * within);
    if (signal) {
      races.push(
        new Promise<never>((_, reject) => {
          abort = () => {
            reject(reasonOf(signal));
            if (ends && this.#live === live) this.terminate();
          };
          signal.addEventListener('abort', abort, { once: true });
        }),
      );
    }
    try {
      return await Promise.race(races);
    } finally {
      clearTimeout(timer);
      if (abort) signal?.removeEventListener('abort', abort);
      answered();
      live.asked.delete(asked);
    }
  }

  #unanswered(doing: string, what: string): Unanswered {
    return new Unanswered(`${doing} ${what} and was stopped: ${this.#cause}; ${this.#remedy}.`);
  }

  /** Ends the worker at once; what is pending rejects. The next call starts a fresh one. */
  terminate(reason: Error = new WorkerCrash(`The ${this.#name} was stopped.`)): void {
    const live = this.#live;
    if (!live) return;
    this.#live = undefined;
    live.watchdog.stop();
    live.end(reason);
    live.remote[releaseProxy]();
    live.worker.terminate();
  }

  /** Asks for the end of what runs; where it has not `ended` some time after the answer, its worker is ended. */
  async stop(ask: Ask<Api>, ended: Promise<unknown>): Promise<void> {
    await this.call(ask);
    if (
      (await inTime(
        STOP_MS,
        ended.catch(() => undefined),
      )) === LATE
    )
      this.terminate();
  }

  /** Does `work`, whose end is asked for where the signal is aborted; undefined where only the end of its worker brought it. */
  async stoppable<T>(ask: Ask<Api>, signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => {
      timer = setTimeout(() => {
        this.terminate(STOPPED);
      }, STOP_MS);
      this.call(ask).catch(() => undefined);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await work();
    } catch (error) {
      if (error === STOPPED) return undefined;
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  #start(): Live<Api> {
    if (this.#live) return this.#live;
    const worker = this.#spawn();
    let end: (reason: Error) => void = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    // Nobody may be waiting when the worker ends: that is no unhandled rejection.
    ended.catch(() => undefined);
    const crash = (detail: string): void => {
      // One that was given up already says nothing of the one that took its place.
      if (this.#live?.worker !== worker) return;
      this.terminate(
        new WorkerCrash(
          `The ${this.#name} stopped unexpectedly${detail === '' ? '' : ` (${detail})`}; ${this.#remedy}.`,
        ),
      );
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      // A worker that could not be loaded fires a plain event, without a message.
      crash(event instanceof ErrorEvent ? event.message : '');
    });
    worker.addEventListener('messageerror', () => {
      crash('a message could not be read');
    });
    const asked = new Set<{ readonly doing: string }>();
    const watchdog = new Watchdog(worker, this.#silence, (seconds) => {
      const doing = [...asked].at(0)?.doing ?? `The ${this.#name}`;
      this.terminate(this.#unanswered(doing, `gave no sign of life for ${String(seconds)} s`));
    });
    this.#live = { worker, remote: wrap<Api>(worker), end, ended, watchdog, asked };
    return this.#live;
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError');
}

/** Whether it took too long or too much memory, in the worker's own words or by its watchdog's; only the name crosses from a worker. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof Unanswered || ranOver(error);
}

/** An error as one sentence. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
