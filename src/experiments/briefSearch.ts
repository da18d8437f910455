/** What is possible, searched for as long as a comparison can spare. */
import { possibleIn, type Possible } from './possible.ts';
import type { Prepared } from '../scenario/prepare.ts';

/**
 * Answers of the search that are waited for: on twenty minutes these are a first one, the closest bound, the best of the
 * plans that are known without a search, and a better one. About a second.
 */
const ANSWERS = 4;
/** At most so many steps for each decision of the load, and so many in all: a day is searched no longer than an hour is. */
const STEPS = 10;
const MOST_STEPS = 2000;

/**
 * The last of some answers of `possibleIn`. They are counted and not timed: the same scenario, the same numbers on every
 * machine. `known` are orders of others on this load; no plan found is worse. The load must have a decision. Throws
 * `OutOfTime` where the scenario's watch does.
 */
export function searchedBriefly(prepared: Prepared, known: readonly Int32Array[] = []): Possible {
  let steps = Math.min(STEPS * prepared.loads.length, MOST_STEPS);
  const goOn = (): boolean => {
    prepared.watch.look();
    return steps-- > 0;
  };
  const search = possibleIn(prepared, goOn, known);
  let step = search.next();
  if (step.done === true) throw new Error('a load without a decision has no plan');
  let last = step.value;
  for (let answers = 1; answers < ANSWERS; answers++) {
    step = search.next();
    if (step.done === true) break;
    last = step.value;
  }
  return last;
}
