import type { AreYouAlive } from '../../../workers/aliveProtocol.ts';

/** Milliseconds between two questions to a worker that owes an answer. */
const ASK_MS = 5000;

/** What a watchdog needs of a worker; a test gives its own. */
export type Watched = Pick<Worker, 'postMessage' | 'addEventListener'>;

const question: AreYouAlive = { areYouAlive: true };

/**
 * Ends a worker that owes an answer and has given no sign of life for `silence` seconds: it has hung in something that
 * neither ends nor reads the clock. A worker that waits answers the question; one that computes gives signs by itself
 * (workers/alive.ts). Time in which the page itself stood still (asleep, frozen, in the background) does not count.
 */
export class Watchdog {
  readonly #worker: Watched;
  readonly #silence: number;
  readonly #bite: (seconds: number) => void;
  #owed = 0;
  #silentMs = 0;
  #asked = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(worker: Watched, silence: number, bite: (seconds: number) => void) {
    this.#worker = worker;
    this.#silence = silence;
    this.#bite = bite;
    // Whatever a worker sends shows that it has not hung: a sign (`Alive`), an answer.
    worker.addEventListener('message', () => {
      this.#silentMs = 0;
    });
  }

  /** An answer is owed from now on until what this returns is called. */
  watch(): () => void {
    if (this.#owed++ === 0) this.#begin();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      if (--this.#owed === 0) this.stop();
    };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #begin(): void {
    this.#silentMs = 0;
    this.#asked = performance.now();
    this.#timer = setInterval(() => {
      this.#ask();
    }, ASK_MS);
  }

  #ask(): void {
    const now = performance.now();
    this.#silentMs += Math.min(now - this.#asked, ASK_MS);
    this.#asked = now;
    if (this.#silentMs >= 1000 * this.#silence) {
      this.stop();
      this.#bite(this.#silence);
    } else this.#worker.postMessage(question);
  }
}
