import { afterEach, beforeAll, expect, it } from 'vitest';
import { fluid } from './fluid.ts';
import type { WorldConfig } from './worldConfig.ts';
import type { Device } from '../device.ts';
import { ASKED, BY_EXPERT } from '../layout.ts';
import { defaultConfig, type ExpertName } from '../../ppo/config.ts';
import { PipelineTask } from '../../task/pipelineTask.ts';
import { ownWorld, type TrainingWorld } from '../../task/trainingWorld.ts';
import { presetById } from '../../../model/presets/index.ts';
import { Random } from '../../../model/random.ts';
import { smallestConfiguration, toAction } from '../../../model/tables.ts';
import { ipaExact } from '../../../policies/ipa.ts';
import { policyContext, prepare } from '../../../scenario/prepare.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { onDawn } from '../../../testing/onDawn.ts';
import {
  ALONE,
  deviceWorlds,
  laneWord,
  orderedOn,
  RANGES,
  wanderingActions,
  type DeviceWorlds,
} from '../../../testing/deviceWorlds.ts';
import { createForecaster } from '../../../workload/forecasters/index.ts';
import { generateWorkload } from '../../../workload/generators.ts';
import { DECISION_SECONDS, maxRate } from '../../../workload/workload.ts';

const scenario = {
  ...defaultScenario(presetById('sum-qa')!, generateWorkload('bursty', 3)),
  ...({ environment: 'fluid', forecaster: 'ewma' } as const),
  // So few cores that IPA finds nothing for some forecasts, and keeps what it has.
  limits: { maxReplicas: 6, maxBatch: 8, maxCores: 6 },
};
const prepared = prepare(scenario);
const { tables } = prepared;
const loads = [
  generateWorkload('bursty', 4, 1500).rates,
  generateWorkload('fluctuating', 5, 3000).rates.map((rate) => 3 * rate),
];

async function worldOf(lanes: number, name?: ExpertName): Promise<TrainingWorld> {
  const ipa = name === 'ipa' ? await ipaExact.create(policyContext(prepared, 'ipa-exact')) : undefined;
  return ownWorld(prepared, loads, createForecaster('ewma'), lanes, name && { name, ipa });
}

/** All that an update leaves on the device. */
function leftBy({ device, kernels, buffers }: DeviceWorlds): Promise<Float32Array> {
  return device.read([kernels.state, kernels.statistics, ...contents(buffers)]);
}

const contents = ({ observations, actions, flags, told }: DeviceWorlds['buffers']) =>
  [observations, actions, flags, told].map((buffer) => ({ buffer, words: buffer.size / 4 }));

/** Where two lists of words differ first; -1 where they are the same to the last bit. */
function differAt(a: Float32Array, b: Float32Array): number {
  const [x, y] = [a, b].map(({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length));
  return x!.length === y!.length ? x!.findIndex((word, i) => word !== y![i]) : 0;
}

onDawn('on a software adapter', (given) => {
  let device: Device;
  beforeAll(() => {
    device = given();
  });
  afterEach(() => {
    device.dispose();
  });

  it('begin where those of the processor begin: tracks, seconds, ends and orders are distributed alike', async () => {
    const lanes = 4096;
    const made = await deviceWorlds(device, [await worldOf(1)], fluid, lanes, 8);
    made.open('begin');
    const words = await device.read([made.kernels.state]);
    const { layout } = made.kernels;
    const world = await worldOf(lanes);
    const task = new PipelineTask({
      ...{ tables, ranges: RANGES, worlds: 1, draw: () => world },
      config: { ...defaultConfig, expertMode: 'none', lanes },
    });
    const { tracks, ends, worlds } = task.snapshot();
    const { time, actions } = worlds[0]!;
    const heads = task.space.heads.length;
    const here = Array.from({ length: lanes }, (_, lane) => ({
      track: laneWord(words, layout, 'TRACK', lane),
      time: laneWord(words, layout, 'TIME', lane),
      end: laneWord(words, layout, 'END', lane),
      order: orderedOn(words, layout, lane),
    }));
    const there = Array.from({ length: lanes }, (_, lane) => ({
      ...{ track: tracks[lane]!, time: time[lane]!, end: ends[lane]! },
      order: actions.slice(heads * lane, heads * (lane + 1)),
    }));
    type Begun = (typeof here)[number];
    // Five standard errors of the difference of two shares.
    const alike = (what: string, of: (one: Begun) => boolean): number => {
      const [a, b] = [here, there].map((all) => all.filter(of).length / lanes);
      const mean = (a! + b!) / 2;
      expect(Math.abs(a! - b!), what).toBeLessThanOrEqual(5 * Math.sqrt((2 * mean * (1 - mean)) / lanes));
      return a!;
    };
    // Kolmogorov and Smirnov's bound for a chance of one in ten thousand.
    const spreadAlike = (what: string, of: (one: Begun) => number): void => {
      const [a, b] = [here, there].map((all) => all.map(of).sort((x, y) => x - y));
      const below = (all: readonly number[], x: number): number => all.filter((y) => y <= x).length / lanes;
      const gap = Math.max(...[...new Set([...a!, ...b!])].map((x) => Math.abs(below(a!, x) - below(b!, x))));
      expect(gap, what).toBeLessThan(2.23 * Math.sqrt(2 / lanes));
    };
    expect(alike('track', ({ track }) => track === 0)).toBeGreaterThan(0.2);
    for (const one of [0, 1]) {
      spreadAlike('second', ({ track, time }) => (track === one ? time : -1));
      spreadAlike('length', ({ track, time, end }) => (track === one ? end - time : -1));
    }
    const smallest = new Int32Array(heads);
    toAction(smallestConfiguration(tables), smallest);
    const best = new Int32Array(heads);
    const isSmallest = ({ order }: Begun): boolean => String(order) === String(smallest);
    const isBest = ({ track, time, order }: Begun): boolean => {
      const forecast = world.tracks[track]!.forecasts[time / DECISION_SECONDS]!;
      toAction(world.frontier.best(forecast), best);
      return String(order) === String(best);
    };
    expect(alike('smallest', isSmallest)).toBeGreaterThan(0.3);
    expect(alike('best', isBest)).toBeGreaterThan(0.3);
    const random = (one: Begun): boolean => !isSmallest(one) && !isBest(one);
    expect(alike('random', random)).toBeGreaterThan(0.25);
    task.space.heads.forEach((count, head) => {
      for (let choice = 0; choice < count; choice++)
        alike(`head ${String(head)}`, (one) => random(one) && one.order[head] === choice);
    });
  }, 120_000);

  it('experts advise what they advise on the processor, and only where they are asked', async () => {
    const [lanes, horizon] = [48, 20];
    const config: WorldConfig = { ...ALONE, expertMode: 'dagger', episode: 40 };
    const made = await deviceWorlds(device, [await worldOf(lanes)], fluid, lanes, horizon, config);
    const { kernels, rollout, buffers, schedule, open } = made;
    const heads = rollout.heads;
    const orders = wanderingActions(tables, lanes, horizon, Random.stream(2, 'orders'));
    const advised = new Int32Array(heads);
    const other = new Int32Array(heads);
    for (const name of ['plan', 'best-plan', 'optimum', 'ipa'] as const) {
      const world = await worldOf(lanes, name);
      kernels.replaceWorld(0, 0, world);
      schedule(9, true);
      open('begin');
      device.write(buffers.actions, orders);
      let kept = 0;
      for (let t = 0; t < horizon; t++) {
        if (t === horizon - 1) schedule(9, false);
        device.run((pass) => {
          kernels.step(pass, t);
        });
        const slot = (t + 1) * lanes;
        const [words, taught, flags] = await Promise.all([
          device.read([kernels.state]),
          device.read([{ buffer: buffers.actions, at: rollout.taught + slot * heads, words: lanes * heads }]),
          device.read([{ buffer: buffers.flags, at: slot, words: lanes }]),
        ]);
        const asked = t < horizon - 1 ? ASKED : 0;
        expect([...new Uint32Array(flags.buffer)]).toEqual(Array.from({ length: lanes }, () => asked));
        if (asked === 0) break;
        const order = new Int32Array(taught.buffer);
        for (let lane = 0; lane < lanes; lane++) {
          const track = laneWord(words, kernels.layout, 'TRACK', lane);
          const time = laneWord(words, kernels.layout, 'TIME', lane);
          const held = orderedOn(words, kernels.layout, lane);
          world.environment.reset(lane, world.tracks[track]!, time, held);
          world.adviser!.order(lane, track, advised, 0);
          expect([...order.subarray(lane * heads, (lane + 1) * heads)], name).toEqual([...advised]);
          world.environment.reset(lane, world.tracks[track]!, time, new Int32Array(heads));
          world.adviser!.order(lane, track, other, 0);
          if (String(other) !== String(advised)) kept++;
        }
      }
      // Only IPA keeps what it has.
      if (name === 'ipa') expect(kept).toBeGreaterThan(50);
      else expect(kept).toBe(0);
    }
  }, 120_000);

  it('an expert plays each third episode by itself, which no mean counts', async () => {
    const [lanes, horizon, expertEvery] = [96, 24, 3];
    const config: WorldConfig = { ...ALONE, expertMode: 'literal', expertEvery, episode: horizon };
    const world = await worldOf(lanes, 'optimum');
    const made = await deviceWorlds(device, [world], fluid, lanes, horizon, config);
    const { kernels, rollout, buffers, schedule, open } = made;
    const { heads, told } = rollout;
    schedule(5, true);
    open('begin');
    const advised = new Int32Array(heads);
    const sum = { reward: 0, regret: 0, counted: 0 };
    let played = 0;
    for (let t = 0; t < horizon; t++) {
      const before = await device.read([kernels.state]);
      const [actions, flags] = await Promise.all([
        device.read([{ buffer: buffers.actions, at: t * lanes * heads, words: lanes * heads }]),
        device.read([{ buffer: buffers.flags, at: t * lanes, words: lanes }]),
      ]);
      const order = new Int32Array(actions.buffer);
      const flag = new Uint32Array(flags.buffer);
      for (let lane = 0; lane < lanes; lane++) {
        const track = world.tracks[laneWord(before, kernels.layout, 'TRACK', lane)]!;
        const k = laneWord(before, kernels.layout, 'TIME', lane) / DECISION_SECONDS;
        if (flag[lane] === BY_EXPERT) {
          played++;
          toAction(world.frontier.best(track.forecasts[k]!), advised);
          expect([...order.subarray(lane * heads, (lane + 1) * heads)]).toEqual([...advised]);
        } else {
          expect(flag[lane]).toBe(0);
          order.set(orderedOn(before, kernels.layout, lane), lane * heads);
        }
      }
      device.write(buffers.actions, new Uint32Array(order.buffer), t * lanes * heads);
      device.run((pass) => {
        kernels.step(pass, t);
      });
      const rewards = await device.read([
        { buffer: buffers.told, at: told.rewards + t * lanes, words: lanes },
      ]);
      for (let lane = 0; lane < lanes; lane++) {
        if (flag[lane] === BY_EXPERT) continue;
        const { rates } = world.tracks[laneWord(before, kernels.layout, 'TRACK', lane)]!;
        const time = laneWord(before, kernels.layout, 'TIME', lane);
        const gained = rewards[lane]! * config.rewardScale;
        sum.reward += gained + world.frontier.rewardAt(maxRate(rates, time, time + DECISION_SECONDS));
        sum.regret -= gained;
        sum.counted++;
      }
    }
    const share = played / (lanes * horizon);
    expect(Math.abs(share - 1 / expertEvery)).toBeLessThan(0.05);
    device.run((pass) => {
      kernels.means(pass);
    });
    const [reward, regret, counted] = await device.read([kernels.statistics]);
    expect(counted).toBe(sum.counted);
    expect(Math.abs(reward! - sum.reward) / sum.counted).toBeLessThan(1e-5);
    expect(Math.abs(regret! - sum.regret) / sum.counted).toBeLessThan(1e-5);
    // The sums begin anew; and nobody is asked whose training is no longer guided.
    schedule(5, false);
    device.run((pass) => {
      kernels.means(pass);
    });
    open('begin');
    expect([...(await device.read([kernels.statistics]))]).toEqual([0, 0, 0]);
    const flags = await device.read([{ buffer: buffers.flags, words: lanes }]);
    expect(Math.max(...new Uint32Array(flags.buffer))).toBe(0);
  }, 120_000);

  it('repeat themselves byte by byte, and go on from a checkpoint as if nothing had been', async () => {
    const [lanes, horizon] = [70, 16];
    const config: WorldConfig = { ...ALONE, expertMode: 'dagger', episode: 20, peers: 3 };
    const world = await worldOf(lanes, 'optimum');
    const made = await deviceWorlds(device, [world], fluid, lanes, horizon, config);
    const { kernels, buffers, schedule, open, rollout } = made;
    const { inputs, heads, taught } = rollout;
    const update = (seed: number, begins = false): void => {
      if (begins)
        for (const { buffer, words } of contents(buffers)) device.write(buffer, new Uint32Array(words));
      open(begins ? 'begin' : 'go on');
      const orders = wanderingActions(tables, lanes, horizon, Random.stream(seed, 'orders'));
      device.write(buffers.actions, orders.subarray(0, rollout.rows * heads));
      const { dispatches, uploads, readbacks } = device.counts;
      device.run((pass) => {
        for (let t = 0; t < horizon; t++) kernels.step(pass, t);
        kernels.means(pass);
      });
      // Ten seconds, what is seen after them, and the comparison of peers.
      expect(device.counts.dispatches - dispatches).toBe(3 * horizon + 1);
      expect(device.counts).toMatchObject({ uploads, readbacks });
    };
    /** What the lanes show at a slot: observations, flags and advice. */
    const shownAt = (slot: number): Promise<Float32Array> =>
      device.read([
        { buffer: buffers.observations, at: slot * lanes * inputs, words: lanes * inputs },
        { buffer: buffers.flags, at: slot * lanes, words: lanes },
        { buffer: buffers.actions, at: taught + slot * lanes * heads, words: lanes * heads },
      ]);
    schedule(1, true);
    update(1, true);
    const first = await leftBy(made);
    const shown = await shownAt(horizon);
    const checkpoint = await device.read([kernels.state]);
    update(2);
    const second = await leftBy(made);
    expect(differAt(first, second)).not.toBe(-1);
    update(1, true);
    expect(differAt(await leftBy(made), first)).toBe(-1);
    schedule(77, true);
    update(1, true);
    expect(differAt(await leftBy(made), first)).not.toBe(-1);
    // Another session goes on: of the first one's lanes there is nothing but the checkpoint.
    schedule(1, true);
    update(1, true);
    open('begin');
    expect(differAt(await shownAt(horizon), shown)).not.toBe(-1);
    kernels.restore(0, checkpoint);
    open('go on');
    expect(differAt(await shownAt(horizon), shown)).toBe(-1);
    expect(differAt(await shownAt(0), shown)).toBe(-1);
    update(2);
    expect(differAt(await leftBy(made), second)).toBe(-1);
    expect(() => {
      kernels.restore(0, checkpoint.slice(1));
    }).toThrow(/damaged/);
  }, 120_000);
});
