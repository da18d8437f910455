import { describe, expect, it } from 'vitest';
import { stageFrame } from './frame.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { presetById } from '../../model/presets/index.ts';
import { policyById } from '../../policies/registry.ts';
import { generateWorkload } from '../../workload/generators.ts';

const pipeline = presetById('video')!;
const scenario = {
  ...defaultScenario(pipeline, generateWorkload('fluctuating', 7, 620)),
  startupSeconds: 13,
};
const { ticks, series } = await runEpisode(prepare(scenario), policyById('ipa-exact')!, {
  clock: () => 0,
  record: true,
});
const frame = (n: number, t: number): ReturnType<typeof stageFrame> =>
  stageFrame(ticks!, series, n, t, () => 13);

describe('a stage at a moment', () => {
  const moments = Array.from({ length: ticks!.seconds * 2 }, (_, i) => i / 2);

  it('shows every starting replica once, its progress between 0 and 1', () => {
    for (const t of moments) {
      for (let n = 0; n < ticks!.stages; n++) {
        const { starting } = frame(n, t);
        expect(starting).toHaveLength(ticks!.starting[Math.floor(t) * ticks!.stages + n]!);
        for (const share of starting) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  it('shows a starting replica come closer within a decision', () => {
    const rising = moments.find((t) => t % 10 === 0 && frame(0, t).starting.length > 0)!;
    expect(rising).toBeDefined();
    expect(frame(0, rising + 5).starting[0]!).toBeGreaterThan(frame(0, rising).starting[0]!);
  });

  it('is the last moment at the end, and the first before the start', () => {
    expect(frame(0, 1e9)).toMatchObject({ backlog: ticks!.backlog[(ticks!.seconds - 1) * ticks!.stages] });
    expect(frame(0, -5).variant).toBe(series.actions[0]);
  });
});
