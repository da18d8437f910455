/** What a command assumed, filled, summed or left out on its way: gathered in one place, told in the JSON and on standard error. */
export class Notes {
  readonly #sentences = new Set<string>();
  readonly #onNote: (sentence: string) => void;

  /** `onNote` hears each sentence once, as soon as it is known. */
  constructor(onNote: (sentence: string) => void = () => undefined) {
    this.#onNote = onNote;
  }

  /** `place` is the file they are about, or undefined where the sentences say it. */
  add(place: string | undefined, sentences: readonly string[]): void {
    for (const sentence of sentences) {
      const told = place === undefined || sentence.startsWith(place) ? sentence : `${place}: ${sentence}`;
      if (this.#sentences.has(told)) continue;
      this.#sentences.add(told);
      this.#onNote(told);
    }
  }

  get sentences(): readonly string[] {
    return [...this.#sentences];
  }
}
