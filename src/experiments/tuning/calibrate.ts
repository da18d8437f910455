import { Bench } from './evaluate.ts';
import { planFor, type TunePlan } from './plan.ts';
import { decidedSeconds } from './stretch.ts';
import type { TuneRequest } from './tune.ts';
import type { Patience } from '../../model/patience.ts';

/** What is run to see how fast this machine is: at most so long a part of the load, and so many requests of it. */
const SECONDS = 1200;
const REQUESTS = 40_000;
/** The first runs are slower than those that follow. */
const RUNS = 4;

/** The plan that a time allows on this machine: the present setting is run a few times on a part of the load. */
export async function planIn(
  seconds: number,
  request: TuneRequest,
  clock: () => number,
  patience?: Patience,
): Promise<TunePlan> {
  const { workload } = request.scenario;
  const mean = workload.rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, workload.rates.length);
  const most = Math.max(10, Math.min(SECONDS, decidedSeconds(workload), REQUESTS / Math.max(mean, 1e-9)));
  const bench = new Bench(request.scenario, { short: most, whole: most }, patience);
  const begun = clock();
  let last = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const before = clock();
    await bench.run({ key: request.present, load: 'whole', seed: request.scenario.seed });
    last = Math.min(last, clock() - before);
  }
  const left = Math.max(0, seconds - (clock() - begun) / 1000);
  return planFor(workload, left, last / most, request.policies.length);
}
