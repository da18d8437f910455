/** Milliseconds between two sentences about what changes by itself: more often nobody listens. */
const SAY_MS = 5000;

/** What a live region says of something under way: changes of its status at once, its progress now and then. */
export class Spoken {
  #text = $state('');
  #at = -Infinity;
  readonly #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  get text(): string {
    return this.#text;
  }

  /** `running`: the sentence tells progress, which comes again soon. */
  say(sentence: string, running: boolean): void {
    const now = this.#clock();
    if (running && now - this.#at < SAY_MS) return;
    this.#at = now;
    this.#text = sentence;
  }
}
