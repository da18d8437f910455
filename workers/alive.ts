/**
 * Signs of life for the page's watchdog (src/ui/bridge/watchdog.ts): a worker that waits answers its questions, one that
 * computes gives them with the clock that the computation reads. Every worker imports this.
 */
import type { Alive } from './aliveProtocol.ts';
import { patienceOf } from '../src/model/patience.ts';

/** Milliseconds between two signs. */
const EVERY_MS = 1000;

const sign: Alive = { alive: true };
let given = -Infinity;

/** Milliseconds; the page hears that this worker read it. */
export function clock(): number {
  const now = performance.now();
  if (now - given >= EVERY_MS) {
    given = now;
    postMessage(sign);
  }
  return now;
}

/** How long each single piece of work may take here. */
export const patience = patienceOf(clock);

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'object' && data !== null && 'areYouAlive' in data) postMessage(sign);
});
