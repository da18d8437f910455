/** Where the crosshair stands that several charts of one thing share; nowhere once the thing is another. */
export class Cursor {
  readonly #thing: () => unknown;
  at = $derived.by((): number | undefined => {
    this.#thing();
    return undefined;
  });

  constructor(thing: () => unknown) {
    this.#thing = thing;
  }
}
