/** Why a configuration is the one exported, in words. */
import { objectiveWords } from '../model/objectiveWords.ts';
import type { Chosen } from '../scenario/chosen.ts';

/** Completes "The configuration is ..": chosen for `load` req/s, under a latency objective of so many seconds. */
export function chosenBecause({ aim, found }: Chosen, load: number, slaSeconds: number): string {
  const carrying = `${String(load)} requests a second`;
  if (aim === 'best' || !found)
    return `the one that earns the greatest reward (7) at ${carrying}, exact by the equations; the reward does not count who is late`;
  const objective = `the latency objective of ${objectiveWords(slaSeconds)}`;
  if (!found.carries)
    return `the nearest that there is: by the equations none within the limits carries ${carrying}; of those that carry most, ${found.throughput.toFixed(1)}, it is the cheapest ${found.keeps ? `that keeps ${objective}` : 'of the fastest'}`;
  return found.keeps
    ? `the cheapest one that by the equations (capacity, batch fill and service) carries ${carrying} and keeps ${objective}; they know no waiting by chance`
    : `the nearest that there is: by the equations none that carries ${carrying} keeps ${objective}; the fastest takes ${objectiveWords(found.seconds)}`;
}
