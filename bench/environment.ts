import type { BenchRow } from './row.ts';
import type { Environment, EnvironmentOptions, LoadTrack } from '../src/environment/environment.ts';
import { createChance } from '../src/environment/chance/chance.ts';
import { createFluid } from '../src/environment/fluid.ts';
import { createInstant } from '../src/environment/instant.ts';
import { evaluate } from '../src/model/objective.ts';
import { defaultLimits, defaultWeights } from '../src/model/pipeline.ts';
import { presetById } from '../src/model/presets/index.ts';
import { Random } from '../src/model/random.ts';
import { compile, isFeasible, toConfiguration, type Tables } from '../src/model/tables.ts';
import { generateWorkload } from '../src/workload/generators.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../src/workload/workload.ts';

const LANES = 64;
const DECISIONS = 120;

/** Orders for 64 lanes: each decision changes about one setting in `every`; 1 redraws everything each time. */
function orders(tables: Tables, every: number): Int32Array[] {
  const random = Random.stream(1, 'bench');
  const width = 3 * tables.stages;
  const draw = (out: Int32Array): void => {
    do {
      for (let n = 0; n < tables.stages; n++) {
        out[3 * n] = random.integer(tables.variants[n]!);
        out[3 * n + 1] = random.integer(tables.limits.maxReplicas);
        out[3 * n + 2] = random.integer(tables.batches.length);
      }
    } while (!isFeasible(tables, toConfiguration(tables, out)));
  };
  const list: Int32Array[] = [];
  for (let k = 0; k < DECISIONS; k++) {
    const next = list.length > 0 ? list.at(-1)!.slice() : new Int32Array(LANES * width);
    for (let lane = 0; lane < LANES; lane++) {
      if (k === 0 || random.integer(every) === 0) draw(next.subarray(lane * width, (lane + 1) * width));
    }
    list.push(next);
  }
  return list;
}

/** Decision steps a second; the median of five runs of at least `minimum` milliseconds after a warm-up. */
function rate(
  environment: Environment,
  track: LoadTrack,
  list: readonly Int32Array[],
  minimum = 300,
): number {
  const run = (): number => {
    let steps = 0;
    const from = performance.now();
    do {
      for (let lane = 0; lane < LANES; lane++)
        environment.reset(lane, track, HISTORY_SECONDS + DECISION_SECONDS * lane);
      for (const actions of list) environment.step(actions);
      steps += LANES * list.length;
    } while (performance.now() - from < minimum);
    return (1000 * steps) / (performance.now() - from);
  };
  run();
  return [run(), run(), run(), run(), run()].sort((a, b) => a - b)[2]!;
}

/** Environment decision steps a second on one core, against the same equations on plain objects. */
export function benchEnvironment(): BenchRow[] {
  const tables = compile(presetById('video')!, defaultLimits);
  const { rates } = generateWorkload('fluctuating', 7, 2400);
  const track = { rates, forecasts: new Float64Array(rates.length / DECISION_SECONDS) };
  const options: EnvironmentOptions = {
    tables,
    weights: defaultWeights,
    slaSeconds: tables.pipeline.slaSeconds,
    rollout: 'surge',
    startupScale: 1,
    batchTimeoutSeconds: 1,
    batchRestartSeconds: 0,
    dropAfterSla: 2,
  };
  const restless = orders(tables, 1);
  const calm = orders(tables, 10);
  const configurations = restless.map((a) => toConfiguration(tables, a));
  let evaluated = 0;
  const from = performance.now();
  while (performance.now() - from < 300) {
    for (const c of configurations) evaluate(tables, defaultWeights, c, 12);
    evaluated += configurations.length;
  }
  const plain = (1000 * evaluated) / (performance.now() - from);
  const row = (name: string, value: number): BenchRow => ({
    name,
    value,
    unit: 'decision steps/s',
    against: 'one evaluate() on objects',
    againstValue: plain,
    ratio: value / plain,
  });
  return [
    row('instant, 64 lanes', rate(createInstant(options, LANES), track, restless)),
    row('fluid, 64 lanes, an order in ten changes', rate(createFluid(options, LANES), track, calm)),
    row(
      'fluid, 64 lanes, every order changes everything',
      rate(createFluid(options, LANES), track, restless),
    ),
    row('chance, 64 lanes, an order in ten changes', rate(createChance(options, LANES), track, calm)),
    row(
      'chance, 64 lanes, every order changes everything',
      rate(createChance(options, LANES), track, restless),
    ),
  ];
}
