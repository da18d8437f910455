/**
 * A recorded result, which a view shows until there is one of the visitor's own. It is fetched when it is first wanted;
 * where that fails the view has none.
 */
export class Recorded<T> {
  #value = $state.raw<T>();
  #failed = $state(false);
  #asked = false;
  readonly #fetch: () => Promise<T>;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  /** Undefined until it is there. */
  get value(): T | undefined {
    return this.#value;
  }

  /** It cannot be had. */
  get failed(): boolean {
    return this.#failed;
  }

  want(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#fetch().then(
      (value) => (this.#value = value),
      () => (this.#failed = true),
    );
  }
}
