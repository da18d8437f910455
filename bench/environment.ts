import type { BenchRow } from './row.ts';
import type { Environment, LoadTrack } from '../src/environment/environment.ts';
import { createChance } from '../src/environment/chance/chance.ts';
import { createFluid } from '../src/environment/fluid.ts';
import { createInstant } from '../src/environment/instant.ts';
import { mean } from '../src/experiments/statistics.ts';
import { evaluate } from '../src/model/objective.ts';
import { defaultWeights } from '../src/model/pipeline.ts';
import { presetById, presets } from '../src/model/presets/index.ts';
import { Random } from '../src/model/random.ts';
import { isFeasible, toConfiguration, type Tables } from '../src/model/tables.ts';
import { policyById } from '../src/policies/registry.ts';
import { runEpisode } from '../src/scenario/episode.ts';
import { optionsOf, prepare, type Prepared } from '../src/scenario/prepare.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { generateWorkload } from '../src/workload/generators.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../src/workload/workload.ts';

const LANES = 64;
const DECISIONS = 120;
const SECONDS = 2400;

/** Orders for `lanes`: each decision changes about one setting in `every`; 1 redraws everything each time. */
function orders(tables: Tables, every: number, lanes: number): Int32Array[] {
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
    const next = list.length > 0 ? list.at(-1)!.slice() : new Int32Array(lanes * width);
    for (let lane = 0; lane < lanes; lane++) {
      if (k === 0 || random.integer(every) === 0) draw(next.subarray(lane * width, (lane + 1) * width));
    }
    list.push(next);
  }
  return list;
}

/** Orders for `lanes` that IPA gave in one run of `prepared`, each lane's from where it starts. */
async function ordersOfIpa(prepared: Prepared, lanes: number): Promise<Int32Array[]> {
  const { series } = await runEpisode(prepared, policyById('ipa-exact')!, { clock: () => 0, record: false });
  const width = 3 * prepared.tables.stages;
  return Array.from({ length: DECISIONS }, (_, k) => {
    const all = new Int32Array(lanes * width);
    for (let lane = 0; lane < lanes; lane++) {
      const at = ((lane % LANES) + k) * width;
      all.set(series.actions.subarray(at, at + width), lane * width);
    }
    return all;
  });
}

/** Starts every lane of `environment` on `track` and gives it all orders; returns the decisions. */
function play(environment: Environment, track: LoadTrack, list: readonly Int32Array[]): number {
  for (let lane = 0; lane < environment.lanes; lane++)
    environment.reset(lane, track, HISTORY_SECONDS + DECISION_SECONDS * (lane % LANES));
  for (const actions of list) environment.step(actions);
  return environment.lanes * list.length;
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
    do steps += play(environment, track, list);
    while (performance.now() - from < minimum);
    return (1000 * steps) / (performance.now() - from);
  };
  run();
  return [run(), run(), run(), run(), run()].sort((a, b) => a - b)[2]!;
}

const TURNS = 5;
const PIECE_MS = 12;

/** Microseconds of processor time of a decision in each environment, by turns in one process: the median turn. */
function byTurns(
  environments: readonly Environment[],
  track: LoadTrack,
  list: readonly Int32Array[],
): number[] {
  const times = environments.map(() => [] as number[]);
  for (let turn = 0; turn <= TURNS; turn++)
    environments.forEach((environment, i) => {
      let steps = 0;
      const from = performance.now();
      const before = process.cpuUsage();
      do steps += play(environment, track, list);
      while (performance.now() - from < PIECE_MS);
      const { user, system } = process.cpuUsage(before);
      if (turn > 0) times[i]!.push((user + system) / steps);
    });
  return times.map((of) => of.sort((a, b) => a - b)[Math.floor(TURNS / 2)]!);
}

const ORDERS = {
  'orders of IPA': ordersOfIpa,
  'drawn orders, one in ten changes': ({ tables }: Prepared, lanes: number) => orders(tables, 10, lanes),
  'drawn orders, every one changes everything': ({ tables }: Prepared, lanes: number) =>
    orders(tables, 1, lanes),
};

/** What a decision with queues costs beside one of the fluid: five pipelines, three loads. */
async function besideFluid(): Promise<BenchRow[]> {
  const scenarios = presets.flatMap((pipeline) =>
    ['steady-low', 'fluctuating', 'steady-high'].map((load) =>
      prepare({ ...defaultScenario(pipeline, generateWorkload(load, 7, SECONDS)), environment: 'fluid' }),
    ),
  );
  const rows: BenchRow[] = [];
  for (const lanes of [1, LANES, 8 * LANES]) {
    for (const [name, ordersOf] of Object.entries(ORDERS)) {
      const ratios: number[] = [];
      const sums = [0, 0];
      for (const prepared of scenarios) {
        const options = optionsOf(prepared.scenario, prepared.tables);
        // As many decisions a turn in many lanes as in few.
        const list = (await ordersOf(prepared, lanes)).slice(0, Math.ceil((DECISIONS * LANES) / lanes));
        const both = [createFluid(options, lanes), createChance(options, lanes)];
        const times = byTurns(both, prepared.track, list);
        times.forEach((us, i) => (sums[i]! += us / scenarios.length));
        ratios.push(times[1]! / times[0]!);
      }
      const [fluid, chance] = sums;
      rows.push({
        name: `with queues beside the fluid, ${String(lanes)} lanes, ${name}, mean of ${String(ratios.length)} (worst ratio ${Math.max(...ratios).toFixed(2)})`,
        value: chance!,
        unit: 'us of processor time a decision',
        against: 'fluid, us',
        againstValue: fluid!,
        ratio: mean(ratios),
      });
    }
  }
  return rows;
}

/** Environment decision steps a second on one core, against the same equations on plain objects. */
export async function benchEnvironment(): Promise<BenchRow[]> {
  const { tables, track, scenario } = prepare(
    defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7, SECONDS)),
  );
  const options = optionsOf(scenario, tables);
  const restless = orders(tables, 1, LANES);
  const calm = orders(tables, 10, LANES);
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
    row('with queues, 64 lanes, an order in ten changes', rate(createChance(options, LANES), track, calm)),
    row(
      'with queues, 64 lanes, every order changes everything',
      rate(createChance(options, LANES), track, restless),
    ),
    ...(await besideFluid()),
  ];
}
