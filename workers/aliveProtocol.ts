/** How a page learns that a worker has not hung. Types only: no runtime code. Comlink leaves such messages alone. */

/** From the page. */
export interface AreYouAlive {
  readonly areYouAlive: true;
}

/** From the worker. */
export interface Alive {
  readonly alive: true;
}
