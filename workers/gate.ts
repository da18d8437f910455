/** From so many milliseconds on a decision is heavy: a few such at once would take each other's time. */
const HEAVY_MS = 5;

/** Of those who are asked at the same time: many light ones together, a heavy one by itself. */
export class Gate {
  #light = 0;
  #heavy = false;
  #waiting: { readonly heavy: boolean; readonly go: () => void }[] = [];

  static isHeavy(ms: number): boolean {
    return ms >= HEAVY_MS;
  }

  /** Resolves when it is one's turn; `leave` must follow. In the order of those who come, so that nobody waits for ever. */
  async enter(heavy: boolean): Promise<void> {
    if (this.#waiting.length > 0 || !this.#admits(heavy))
      await new Promise<void>((go) => {
        this.#waiting.push({ heavy, go });
      });
    else this.#count(heavy);
  }

  leave(heavy: boolean): void {
    if (heavy) this.#heavy = false;
    else this.#light--;
    for (let next = this.#waiting[0]; next && this.#admits(next.heavy); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#count(next.heavy);
      next.go();
    }
  }

  #admits(heavy: boolean): boolean {
    return !this.#heavy && (!heavy || this.#light === 0);
  }

  #count(heavy: boolean): void {
    if (heavy) this.#heavy = true;
    else this.#light++;
  }
}
