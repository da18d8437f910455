/** Why a configuration is the one exported, in words. */
import type { Chosen } from '../scenario/chosen.ts';

/** Completes "The configuration is ..": chosen for `load` req/s, under a latency objective of so many seconds. */
export function chosenBecause({ aim, found }: Chosen, load: number, slaSeconds: number): string {
  const carrying = `${String(load)} requests a second`;
  if (aim === 'best' || !found) return `the exact best one for ${carrying}`;
  const objective = `the latency objective of ${seconds(slaSeconds)}`;
  if (!found.carries)
    return `the nearest that there is: none within the limits carries ${carrying}; of those that carry most, ${found.throughput.toFixed(1)}, it is the cheapest ${found.keeps ? `that keeps ${objective}` : 'of the fastest'}`;
  return found.keeps
    ? `the cheapest one that carries ${carrying} and keeps ${objective}, exact but for what chance adds`
    : `the nearest that there is: none that carries ${carrying} keeps ${objective}; the fastest takes ${seconds(found.seconds)}`;
}

/** As many digits as it has, three at the most. */
const seconds = (value: number): string => `${String(Number(value.toFixed(3)))} s`;
