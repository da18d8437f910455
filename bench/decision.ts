/** One deployed decision: forecast, features, network, masks. */
import { less, type BenchRow } from './row.ts';
import { agentOf, agentPolicy } from '../src/learning/network/trainedAgent.ts';
import { FeatureEncoder } from '../src/learning/network/features.ts';
import { initialParameters } from '../src/learning/network/network.ts';
import { createEnvironment, policyContext, prepare } from '../src/scenario/prepare.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { pipelineActions } from '../src/learning/network/actions.ts';
import type { Limits } from '../src/model/pipeline.ts';
import { Random } from '../src/model/random.ts';
import { syntheticPipeline } from '../src/model/synthetic.ts';
import { createForecaster } from '../src/workload/forecasters/index.ts';
import { generateWorkload } from '../src/workload/generators.ts';

const WARM = 10_000;
const COUNT = 30_000;

async function decisionUs(
  stages: number,
  variants: number,
  limits: Limits,
  forecasterId: string,
): Promise<{ p99: number; median: number }> {
  const workload = generateWorkload('fluctuating', 7);
  const scenario = { ...defaultScenario(syntheticPipeline(stages, variants, 1), workload), limits };
  const prepared = prepare(scenario);
  const ranges = { load: 50, latency: 6, backlog: 200 };
  const inputs = new FeatureEncoder(prepared.tables, ranges).size;
  const shape = { inputs, width: 64, blocks: 2, heads: pipelineActions(prepared.tables).heads };
  const parameters = initialParameters(shape, Random.stream(1, 'bench'));
  const agent = agentOf(scenario.pipeline.id, shape, ranges, parameters);
  const policy = await agentPolicy(agent).create(policyContext(prepared, 'opd'));
  const forecaster = createForecaster(forecasterId);
  const environment = createEnvironment(prepared, 1);
  environment.reset(0, prepared.track, 600);
  const observation = environment.observe(0);
  return timed((i) => {
    const predicted = forecaster.forecast(workload.rates, 200 + (i % 800));
    policy.decide({ ...observation, predicted });
  });
}

/** Microseconds of processor time of a call: what interrupts the process on a busy machine is not the decision's. */
function timed(call: (i: number) => void): { p99: number; median: number } {
  const times = new Float64Array(COUNT);
  for (let i = 0; i < WARM + COUNT; i++) {
    const before = process.cpuUsage();
    call(i);
    const { user, system } = process.cpuUsage(before);
    if (i >= WARM) times[i - WARM] = user + system;
  }
  times.sort();
  return { p99: times[Math.floor(0.99 * COUNT)]!, median: times[Math.floor(COUNT / 2)]! };
}

/** The 99th percentile of a loop of additions that takes `median` and nothing else: what the machine itself adds. */
function machine99(median: number): number {
  const numbers = new Float64Array(1024).fill(1);
  let sum = 0;
  const additions = (count: number) => () => {
    for (let i = 0; i < count; i++) sum += numbers[i & 1023]!;
  };
  const probe = 20_000;
  const count = Math.round((probe * median) / Math.max(1, timed(additions(probe)).median));
  const { p99 } = timed(additions(count));
  if (sum === 0) throw new Error('nothing was added');
  return p99;
}

export async function benchDecision(): Promise<BenchRow[]> {
  const cases = [
    ['4 stages, 5 variants each', 4, 5, { maxReplicas: 8, maxBatch: 64, maxCores: 60 }, 100],
    ['10 stages, 10 variants each', 10, 10, { maxReplicas: 8, maxBatch: 64, maxCores: 200 }, 250],
  ] as const;
  const rows: BenchRow[] = [];
  for (const [name, stages, variants, limits, bound] of cases) {
    for (const forecaster of ['ewma', 'lstm']) {
      const { p99, median } = await decisionUs(stages, variants, limits, forecaster);
      const title = `decision with its forecast (${forecaster}), ${name}`;
      rows.push(less(`${title}, 99th percentile`, p99, 'us of processor time', 'bound, us', bound));
      rows.push(
        less(
          `${title}, 99th percentile`,
          p99,
          'us of processor time',
          'of bare additions as long at the median, us',
          machine99(median),
        ),
      );
      rows.push(less(`${title}, median`, median, 'us of processor time', 'its 99th percentile, us', p99));
    }
  }
  return rows;
}
