import { releaseProxy, wrap, type Remote } from 'comlink';

/** The worker stopped or could not start; the message is a sentence for the visitor. */
export class WorkerCrash extends Error {
  override readonly name = 'WorkerCrash';
}

interface Live<Api> {
  readonly worker: Worker;
  readonly remote: Remote<Api>;
  readonly end: (reason: Error) => void;
  readonly ended: Promise<never>;
}

/**
 * One worker behind comlink: started at the first call, given up on a crash and started anew at the next call.
 * comlink never settles calls to a terminated worker, so every call is raced against its end.
 */
export class Bridge<Api> {
  readonly #spawn: () => Worker;
  readonly #name: string;
  readonly #remedy: string;
  #live: Live<Api> | undefined;

  /**
   * `name` and `remedy` complete the sentence "The .. stopped unexpectedly; ..". `spawn` holds the
   * `new Worker(new URL(..))` that Vite looks for.
   */
  constructor(name: string, spawn: () => Worker, remedy = 'it starts anew with your next change') {
    this.#name = name;
    this.#spawn = spawn;
    this.#remedy = remedy;
  }

  /** Runs `use` on the worker. Rejects with `WorkerCrash` if it dies, with the signal's reason if aborted. */
  async call<T>(use: (remote: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const { remote, ended } = this.#start();
    const races: Promise<T>[] = [use(remote), ended];
    if (signal) {
      races.push(
        new Promise<never>((_, reject) => {
          signal.addEventListener(
            'abort',
            () => {
              reject(reasonOf(signal));
            },
            { once: true },
          );
        }),
      );
    }
    return Promise.race(races);
  }

  /** Ends the worker at once; what is pending rejects. The next call starts a fresh one. */
  terminate(reason: Error = new WorkerCrash(`The ${this.#name} was stopped.`)): void {
    const live = this.#live;
    if (!live) return;
    this.#live = undefined;
    live.end(reason);
    live.remote[releaseProxy]();
    live.worker.terminate();
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
    this.#live = { worker, remote: wrap<Api>(worker), end, ended };
    return this.#live;
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError');
}

/** An error as one sentence. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
