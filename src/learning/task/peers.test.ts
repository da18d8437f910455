import { describe, expect, it } from 'vitest';
import { PipelineTask } from './pipelineTask.ts';
import type { TaskState } from './taskState.ts';
import { ownWorld, type TrainingWorld } from './trainingWorld.ts';
import { defaultConfig } from '../ppo/config.ts';
import { parseTrainingState } from '../training/checkpoint.ts';
import { presetById } from '../../model/presets/index.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { stateAt } from '../../testing/runs.ts';
import { createForecaster } from '../../workload/forecasters/index.ts';
import { generateWorkload } from '../../workload/generators.ts';

const prepared = prepare(defaultScenario(presetById('video')!, generateWorkload('bursty', 4)));
const loads = [generateWorkload('bursty', 5).rates, generateWorkload('fluctuating', 6).rates];

function taskOf(lanes: number, peers: number, worlds = 1): { task: PipelineTask; made: TrainingWorld[] } {
  const made = Array.from({ length: worlds }, () =>
    ownWorld(prepared, loads, createForecaster('last'), lanes / worlds, undefined),
  );
  const task = new PipelineTask({
    tables: prepared.tables,
    ranges: { load: 60, latency: 10, backlog: 300 },
    worlds,
    draw: (index) => made[index]!,
    config: { ...defaultConfig, expertMode: 'none', lanes, peers, episode: 9 },
  });
  return { task, made };
}

/** One decision in which every lane keeps what it has; begins anew what ended. */
function step({ task, made }: ReturnType<typeof taskOf>): { rewards: Float32Array; ended: number } {
  const rewards = new Float32Array(task.lanes);
  const ends = new Uint8Array(task.lanes);
  task.step(Int32Array.from(made.flatMap(({ environment }) => [...environment.actions])), rewards, ends);
  const ended = ends.reduce((sum, end) => sum + end, 0);
  ends.forEach((end, lane) => {
    if (end === 1) task.restart(lane);
  });
  return { rewards, ended };
}

const { rewardScale } = defaultConfig;

describe('episodes on one load', () => {
  it('meet the same seconds from starts of their own, over the ends of episodes too; others meet others', () => {
    const both = taskOf(8, 4);
    const { environment } = both.made[0]!;
    let ended = 0;
    const apart: boolean[] = [];
    for (let k = 0; k < 40; k++) {
      ended += step(both).ended;
      const { tracks } = both.task.snapshot();
      const at = (lane: number): string => `${String(tracks[lane])} ${String(environment.time[lane])}`;
      for (let lane = 0; lane < 8; lane++) expect(at(lane)).toBe(at(lane - (lane % 4)));
      apart.push(at(0) !== at(4));
    }
    expect(ended).toBeGreaterThan(24);
    expect(apart.filter(Boolean).length).toBeGreaterThan(30);
    const actions = environment.actions;
    expect(actions.slice(0, 6)).not.toEqual(actions.slice(6, 12));
  });

  it('are each held against the others: the reward is what it gained beyond their mean', () => {
    const both = taskOf(8, 4);
    const { environment, frontier } = both.made[0]!;
    let differ = 0;
    for (let k = 0; k < 20; k++) {
      const { rewards } = step(both);
      const { reward, load } = environment.results;
      const gained = Array.from(reward, (r, lane) => (r - frontier.rewardAt(load[lane]!)) / rewardScale);
      for (let lane = 0; lane < 8; lane++) {
        const first = lane - (lane % 4);
        const others = gained.slice(first, first + 4).filter((_, i) => i !== lane - first);
        const expected = gained[lane]! - others.reduce((sum, one) => sum + one, 0) / 3;
        expect(rewards[lane]).toBeCloseTo(expected, 4);
        if (Math.abs(expected) > 1e-3) differ++;
      }
    }
    expect(differ).toBeGreaterThan(20);
  });

  it('stay within a world; who is left alone is held against the optimum', () => {
    const both = taskOf(6, 2, 2);
    for (let k = 0; k < 12; k++) {
      const { rewards } = step(both);
      both.made.forEach(({ environment, frontier }, w) => {
        const { reward, load } = environment.results;
        const gained = (lane: number): number =>
          (reward[lane]! - frontier.rewardAt(load[lane]!)) / rewardScale;
        expect(rewards[3 * w + 2]).toBeCloseTo(gained(2), 4);
        expect(rewards[3 * w]).toBeCloseTo(gained(0) - gained(1), 4);
      });
    }
  });

  it('of a checkpoint of before go on apart, each held against the optimum', () => {
    const before = taskOf(4, 1);
    const now = taskOf(4, 4);
    const { peers, ...old } = before.task.snapshot();
    expect(peers).toBe(1);
    const state = stateAt(5);
    const parsed = parseTrainingState({ ...state, task: { ...old } });
    if (!parsed.ok) throw new Error(parsed.message);
    if ('device' in parsed.value.task) throw new Error('of a graphics device');
    now.task.restore(parsed.value.task);
    const ends = (state: TaskState): number[] => [...state.ends];
    for (let k = 0; k < 15; k++) {
      expect(step(now).rewards).toEqual(step(before).rewards);
      expect(ends(now.task.snapshot())).toEqual(ends(before.task.snapshot()));
    }
  });
});
