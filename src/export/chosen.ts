/** Why a configuration is the one exported, in words. */
import { estimateWords } from './asked.ts';
import { objectiveWords } from '../model/objectiveWords.ts';
import type { Chosen } from '../scenario/chosen.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** What of a scenario the words depend on. */
type Under = Pick<Scenario, 'environment' | 'slaSeconds' | 'weights'>;

/** Completes "The configuration is ..": chosen for `load` req/s. */
export function chosenBecause({ aim, found, asked }: Chosen, load: number, under: Under): string {
  const carrying = `${String(load)} requests a second`;
  const objective = `the latency objective of ${objectiveWords(under.slaSeconds)}`;
  if (asked && !found) {
    const estimate = estimateWords(asked, under.environment);
    const percent = `${String(asked.percent)} % of them within ${objective}`;
    const keeping =
      aim === 'accurate' ? 'the most accurate one within the cores of the device' : 'the cheapest one';
    return asked.keeps
      ? `${keeping} that carries ${carrying} and answers at least ${percent}: ${estimate}`
      : `the nearest that there is: none within the limits that carries ${carrying} answers ${percent}; of all that carry it, this one answers most in time, ${estimate}`;
  }
  if (aim === 'best' || !found)
    return `the one that earns the greatest reward (7) at ${carrying}, ${rewardWords(under)}`;
  if (!found.carries)
    return `the nearest that there is: by the equations none within the limits carries ${carrying}${asked ? `, so none answers ${String(asked.percent)} % of them in time` : ''}; of those that carry most, ${found.throughput.toFixed(1)}, it is the cheapest ${found.keeps ? `that keeps ${objective}` : 'of the fastest'}`;
  return found.keeps
    ? `the cheapest one that by the equations (capacity, batch fill and service) carries ${carrying} and keeps ${objective}; they know no waiting by chance`
    : `the nearest that there is: by the equations none that carries ${carrying} keeps ${objective}; the fastest takes ${objectiveWords(found.seconds)}`;
}

/** How exact the reward is, and what it says of who is late. */
function rewardWords({ environment, weights: { lateWeight } }: Under): string {
  if (lateWeight === 0) return 'exact by the equations; the reward does not count who is late';
  const exact =
    environment === 'instant' ? 'exact by the equations' : 'by the equations and an estimate of who is late';
  return `${exact}; of the reward each per cent of the requests that is late costs ${String(lateWeight)}`;
}
