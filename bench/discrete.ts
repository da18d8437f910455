import { less, more, type BenchRow } from './row.ts';
import { createDiscrete } from '../src/environment/discrete/discrete.ts';
import type { Environment, EnvironmentOptions, LoadTrack } from '../src/environment/environment.ts';
import { createFluid } from '../src/environment/fluid.ts';
import { runEpisode } from '../src/scenario/episode.ts';
import { prepare } from '../src/scenario/prepare.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { presetById } from '../src/model/presets/index.ts';
import { policyById } from '../src/policies/registry.ts';
import { generateWorkload } from '../src/workload/generators.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../src/workload/workload.ts';

/** Processor milliseconds of one call: the median of nine after a warm-up of `warmUp` calls. */
function processorMs(call: () => void, warmUp = 5): number {
  const times: number[] = [];
  for (let run = -warmUp; run < 9; run++) {
    const before = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(before);
    if (run >= 0) times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[4]!;
}

function replay(environment: Environment, track: LoadTrack, actions: Int32Array, width: number): void {
  environment.reset(0, track, HISTORY_SECONDS, actions.subarray(0, width));
  environment.collectRequests(0);
  for (let at = 0; at < actions.length; at += width) environment.step(actions.subarray(at, at + width));
}

/** Events a second and milliseconds an episode of the discrete-event environment, in processor time on one core. */
export async function benchDiscrete(): Promise<BenchRow[]> {
  const workload = generateWorkload('steady-high', 7, HISTORY_SECONDS + 1200);
  const scenario = { ...defaultScenario(presetById('video')!, workload), environment: 'discrete' as const };
  const prepared = prepare(scenario);
  const { options, track, tables } = prepared;
  const width = 3 * tables.stages;
  const { series } = await runEpisode(prepared, policyById('ipa-exact')!, { clock: () => 0, record: false });
  const discrete = createDiscrete(options, 1);
  const fluid = createFluid(options, 1);
  const episode = processorMs(() => {
    replay(discrete, track, series.actions, width);
  });
  const inFluid = processorMs(() => {
    for (let i = 0; i < 20; i++) replay(fluid, track, series.actions, width);
  });

  // The same pipeline for longer and fuller: so many events that the clock's grain does not matter.
  const full = fullLoad(options);
  const busy = processorMs(() => {
    replay(discrete, full.track, full.actions, width);
  }, 2);
  const events = discrete.eventsOf(0);
  return [
    more('events a second, video, 6,000 s at 29 req/s', (1000 * events) / busy, 'events/s', 'target', 3e6),
    less('1,200 s of video under steady-high, IPA’s orders', episode, 'processor ms', 'target', 150),
    less('the same episode', episode, 'processor ms', 'fluid', inFluid / 20),
  ];
}

/** Orders that carry 29 req/s without a change, for 6,000 s. */
function fullLoad({ tables }: EnvironmentOptions): { track: LoadTrack; actions: Int32Array } {
  const seconds = 6000;
  const width = 3 * tables.stages;
  const decisions = seconds / DECISION_SECONDS;
  const one = new Int32Array(width);
  for (let n = 0; n < tables.stages; n++) {
    // The cheapest variant with as many replicas of batch 1 as carry the load with a little to spare.
    const rate = tables.rate[tables.offset[n]!]!;
    one[3 * n + 1] = Math.min(tables.limits.maxReplicas, Math.ceil(32 / rate)) - 1;
  }
  const actions = new Int32Array(width * decisions);
  for (let k = 0; k < decisions; k++) actions.set(one, k * width);
  const rates = new Float64Array(HISTORY_SECONDS + seconds).fill(29);
  return { track: { rates, forecasts: new Float64Array(rates.length / DECISION_SECONDS) }, actions };
}
