import { less, type BenchRow } from './row.ts';
import { trace } from './traces.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { rungsOf } from '../src/experiments/tuning/plan.ts';
import type { Tried, TuningResult } from '../src/experiments/tuning/result.ts';
import { Space } from '../src/experiments/tuning/space.ts';
import { decidedSeconds } from '../src/experiments/tuning/stretch.ts';
import { benchOf, seedsOf, tune, type TuneRequest } from '../src/experiments/tuning/tune.ts';
import { presetById } from '../src/model/presets/index.ts';
import { Random } from '../src/model/random.ts';

const DRAWN = 300;
const CANDIDATES = 500;
const MOST_SECONDS = 20;

/**
 * HPA tuned on the real load that fluctuates: processor seconds, and how many of 300 settings drawn at random from the same
 * ladders, by a stream of their own and judged on the same arrivals, beat what was found. None may.
 */
export async function benchTune(): Promise<BenchRow[]> {
  const workload = trace('fluctuating');
  if (!workload) return [];
  const scenario = defaultScenario(presetById('video')!, workload);
  const request: TuneRequest = { scenario, present: 'hpa', policies: ['hpa'], also: [], free: [] };
  const plan = { candidates: CANDIDATES, stretchSeconds: decidedSeconds(workload) };
  const bench = benchOf(request, plan);
  const before = process.cpuUsage();
  let result: TuningResult | undefined;
  let episodes = 0;
  for await (const standing of tune(request, plan, {
    run: (task) => {
      episodes++;
      return bench.run(task);
    },
  }))
    result = standing;
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const of = (key: string): Tried => result!.tried.find((one) => one.key === key)!;
  const [best, present] = [of(result!.best), of(result!.present)];
  const random = Random.stream(1, 'settings that the search never saw');
  const space = new Space('hpa', 'hpa', scenario.pipeline, scenario.limits, []);
  const drawn: { readonly cost: number; readonly goodput: number }[] = [];
  for (let i = 0; i < DRAWN; i++) {
    const key = space.draw(random);
    const runs = await Promise.all(seedsOf(request).map((seed) => bench.run({ key, load: 'whole', seed })));
    const mean = (field: 'cost' | 'goodput'): number =>
      runs.reduce((sum, run) => sum + run[field], 0) / runs.length;
    drawn.push({ cost: mean('cost'), goodput: mean('goodput') });
  }
  const beaten = drawn.filter(({ cost, goodput }) => cost <= best.cost && goodput > best.goodput).length;
  const equalled = drawn.filter(
    ({ cost, goodput }) =>
      cost <= best.cost && goodput >= best.goodput && (cost < best.cost || goodput > best.goodput),
  ).length;
  const affordable = drawn.filter(({ cost }) => cost <= best.cost).map(({ goodput }) => goodput);
  const dearer = drawn.filter(({ goodput }) => goodput >= best.goodput).map(({ cost }) => cost);
  console.log(
    `  ${String(episodes)} episodes, ${String(rungsOf(CANDIDATES).length)} rungs; best ${best.key}`,
  );
  console.log(
    `  of ${String(DRAWN)} random settings ${String(beaten)} answer more in time on no more cores, ${String(equalled)} dominate it`,
  );
  return [
    less('HPA tuned on the fluctuating trace, one thread', seconds, 'processor s', 'target', MOST_SECONDS),
    less('cores of the best setting', best.cost, 'cores', 'as it is set by default', present.cost),
    less(
      'late or dropped',
      100 * (1 - best.goodputShare),
      '%',
      'by default',
      100 * (1 - present.goodputShare),
    ),
    less('cores of the best setting', best.cost, 'cores', 'cheapest random one as good', Math.min(...dearer)),
    less(
      'goodput of the best random one as cheap',
      Math.max(...affordable),
      'req/s',
      'the best setting',
      best.goodput,
    ),
  ];
}
