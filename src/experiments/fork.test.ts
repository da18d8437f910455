import { describe, expect, it } from 'vitest';
import { runEpisode } from '../scenario/episode.ts';
import { fork } from './fork.ts';
import { prepare, type Prepared } from '../scenario/prepare.ts';
import { defaultScenario, type EnvironmentKind, type EpisodeSeries } from '../scenario/scenario.ts';
import { presetById } from '../model/presets/index.ts';
import { smallestConfiguration, toAction, toConfiguration } from '../model/tables.ts';
import type { PolicyFactory, PolicyInfo } from '../policies/policy.ts';
import { policyById } from '../policies/registry.ts';
import { generateWorkload } from '../workload/generators.ts';

const untimed = { clock: () => 0, record: false };

function ready(environment: EnvironmentKind = 'fluid'): Prepared {
  return prepare({
    ...defaultScenario(presetById('video')!, generateWorkload('bursty', 5, 420)),
    environment,
  });
}

/** Scales each stage by one replica a decision towards the sum of the loads it has seen: a memory that matters. */
const info: PolicyInfo = { ...policyById('greedy')!.info, id: 'hoarder', memory: 'the sum of loads seen' };
const hoarder: PolicyFactory = {
  info,
  create: ({ tables }) => {
    let sum = 0;
    return Promise.resolve({
      info,
      decide: ({ load, action }) => {
        sum += load;
        const now = toConfiguration(tables, action);
        return now.map((stage, n) => ({
          ...smallestConfiguration(tables)[n]!,
          replicas: Math.max(1, Math.min(4, stage.replicas + (Math.floor(sum) % 3) - 1)),
        }));
      },
    });
  },
};

function rows(series: EpisodeSeries, from: number, to: number, width: number): EpisodeSeries {
  const part = Object.entries(series).map(([name, column]: [string, Float64Array | Int32Array]) => [
    name,
    name === 'actions' ? column.slice(from * width, to * width) : column.slice(from, to),
  ]);
  return Object.fromEntries(part) as EpisodeSeries;
}

describe('a fork', () => {
  it.each([
    ['fluid', 'greedy', policyById('greedy')!],
    ['instant', 'greedy', policyById('greedy')!],
    ['fluid', 'random', policyById('random')!],
    ['fluid', 'hoarder', hoarder],
  ] as const)('with the policy’s own action is the episode itself (%s, %s)', async (kind, _id, factory) => {
    const prepared = ready(kind);
    const { tables } = prepared;
    const width = 3 * tables.stages;
    const { series } = await runEpisode(prepared, factory, untimed);
    for (const k of [0, 6, 13, 29]) {
      const configuration = toConfiguration(tables, series.actions, k * width);
      const both = await fork(prepared, factory, k, configuration, 12);
      const expected = rows(series, k, Math.min(k + 12, 30), width);
      expect(both.own).toEqual(expected);
      expect(both.other).toEqual(expected);
      expect(both.total).toBe(0);
    }
  });

  it.each([
    ['greedy', policyById('greedy')!],
    ['random', policyById('random')!],
    ['hoarder', hoarder],
  ] as const)(
    'with another action parts there, and the difference is that of the rewards (%s)',
    async (_id, factory) => {
      const prepared = ready();
      const { tables } = prepared;
      const width = 3 * tables.stages;
      const { series } = await runEpisode(prepared, factory, untimed);
      const k = 10;
      const configuration = smallestConfiguration(tables).map((stage) => ({
        ...stage,
        replicas: 5,
        batch: 2,
      }));
      const both = await fork(prepared, factory, k, configuration, 15);
      expect(both.own).toEqual(rows(series, k, k + 15, width));
      const ordered = new Int32Array(width);
      toAction(configuration, ordered);
      expect(both.other.actions.slice(0, width)).toEqual(ordered);
      expect(both.other.reward[0]).not.toBe(both.own.reward[0]);
      const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
      expect(both.total).toBeCloseTo(sum(both.other.reward) - sum(both.own.reward), 9);
      expect(both.difference).toHaveLength(7);
    },
  );

  it('lets a memory go on from all that was seen before', async () => {
    // A fresh copy would have summed nothing up to decision 10 and order something else.
    const prepared = ready();
    const width = 3 * prepared.tables.stages;
    const both = await fork(prepared, hoarder, 10, smallestConfiguration(prepared.tables), 12);
    let sum = 0;
    const { series } = await runEpisode(prepared, hoarder, untimed);
    // What it saw before each decision is the load of the ten seconds before it.
    const { rates } = prepared.track;
    const loadBefore = (t: number): number => Math.max(...rates.slice(t - 10, t));
    for (let i = 0; i < series.t.length; i++) {
      sum += loadBefore(series.t[i]!);
      const row = i - 10;
      if (row < 1 || row >= 12) continue;
      const replicas = both.other.actions[(row - 1) * width + 1]! + 1 + (Math.floor(sum) % 3) - 1;
      expect(both.other.actions[row * width + 1]! + 1).toBe(Math.max(1, Math.min(4, replicas)));
    }
  });

  it('ends where the episode ends and refuses what breaks a limit', async () => {
    const prepared = ready();
    const { tables } = prepared;
    const greedy = policyById('greedy')!;
    const both = await fork(prepared, greedy, 25, smallestConfiguration(tables), 18);
    expect(both.own.t).toHaveLength(5);
    expect(both.other.t.at(-1)).toBe(410);
    const tooMuch = smallestConfiguration(tables).map((stage, n) => ({
      ...stage,
      variant: tables.variants[n]! - 1,
      replicas: tables.limits.maxReplicas,
    }));
    await expect(fork(prepared, greedy, 3, tooMuch, 18)).rejects.toThrow('breaks a limit');
  });
});
