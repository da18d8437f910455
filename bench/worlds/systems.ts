/** One stage in its long run: what the worlds without single requests make of it, against single requests. */
import { said, type BenchRow } from '../row.ts';
import { createChance } from '../../src/environment/chance/chance.ts';
import { createDiscrete } from '../../src/environment/discrete/discrete.ts';
import type { Environment, EnvironmentOptions } from '../../src/environment/environment.ts';
import { createFluid } from '../../src/environment/fluid.ts';
import { mean } from '../../src/experiments/statistics.ts';
import { Random } from '../../src/model/random.ts';
import { toAction } from '../../src/model/tables.ts';
import { constantTrack, testOptions, testPipeline } from '../../src/testing/pipelines.ts';

const SYSTEMS = 60;
const REQUESTS = 40_000;
const UTILISATIONS = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1];
/** The objective as a multiple of what a full batch takes. */
const OBJECTIVES = [1.5, 2, 3];
/** Ten-second intervals before anything counts. */
const WARM = 30;

interface Found {
  readonly latency: number;
  readonly share: number;
}

/** Of `decisions` intervals of `action` at `rate` req/s. */
function found(environment: Environment, rate: number, action: Int32Array, decisions: number): Found {
  environment.reset(0, constantTrack(rate, 120 + 10 * (WARM + decisions)), 120, action);
  let [latency, inTime, through] = [0, 0, 0];
  for (let k = 0; k < WARM + decisions; k++) {
    environment.step(action);
    if (k === WARM - 1) environment.collectRequests(0);
    if (k < WARM) continue;
    latency += environment.results.latency[0]! / decisions;
    inTime += environment.results.inTime[0]!;
    through += environment.results.served[0]! + environment.results.dropped[0]!;
  }
  return { latency: environment.requestsOf(0)?.mean ?? latency, share: inTime / through };
}

interface System {
  readonly options: EnvironmentOptions;
  readonly action: Int32Array;
  readonly rate: number;
}

/** 1 to 16 replicas, batches of 1 to 16, services of 20 to 500 ms for one request. */
function system(random: Random, utilisation: number, objective: number): System {
  const pick = (from: readonly number[]): number => from[random.integer(from.length)]!;
  const [replicas, batch] = [pick([1, 2, 3, 4, 6, 8, 12, 16]), pick([1, 2, 4, 8, 16])];
  const first = 0.02 * Math.exp(3.2 * random.uniform());
  const more = first * (0.3 + 0.7 * random.uniform());
  const full = first + (batch - 1) * more;
  const pipeline = { ...testPipeline([[[0.5, 1, first, more]]], 0), slaSeconds: objective * full };
  const limits = { maxReplicas: 16, maxBatch: 16, maxCores: 16 };
  const action = new Int32Array(3);
  toAction([{ variant: 0, replicas, batch }], action);
  // Long waits shall be seen, not cut off.
  const options = testOptions(pipeline, limits, { dropAfterSla: 1000 });
  return { options, action, rate: (utilisation * replicas * batch) / full };
}

const worst = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const points = (value: number): string => (100 * value).toFixed(1);

/** A row per utilisation: errors of the mean latency in per cent, and of the share in time in points. */
export function systemRows(): BenchRow[] {
  const random = Random.stream(15, 'bench');
  return UTILISATIONS.map((utilisation) => {
    const off = { fluid: [] as number[], chance: [] as number[] };
    const late = { fluid: [] as number[], chance: [] as number[] };
    for (let k = 0; k < SYSTEMS; k++) {
      const { options, action, rate } = system(random, utilisation, OBJECTIVES[k % OBJECTIVES.length]!);
      const decisions = Math.min(20_000, Math.ceil(REQUESTS / (10 * rate)));
      const judge = found(createDiscrete(options, 1, { seed: k }), rate, action, decisions);
      for (const [world, environment] of [
        ['fluid', createFluid(options, 1)],
        ['chance', createChance(options, 1)],
      ] as const) {
        const { latency, share } = found(environment, rate, action, utilisation < 1 ? 1 : decisions);
        off[world].push(Math.abs(latency / judge.latency - 1));
        late[world].push(Math.abs(share - judge.share));
      }
    }
    const words = (['fluid', 'chance'] as const).map((world) => {
      const [a, b] = [off[world], late[world]];
      return `${world} ${percent(mean(a))}, worst ${percent(worst(a))}; share in time ${points(mean(b))} points, worst ${points(worst(b))}, within 3 in ${String(b.filter((x) => x <= 0.03).length)} of ${String(SYSTEMS)}`;
    });
    return said(`mean latency off at ${percent(utilisation)} of capacity`, words.join(' | '));
  });
}
