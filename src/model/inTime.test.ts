import { describe, expect, it } from 'vitest';
import { latePercent, shareOfCounts } from './inTime.ts';
import { evaluate } from './objective.ts';
import { defaultLimits, defaultWeights } from './pipeline.ts';
import { parseWeights } from './parse.ts';
import { presetById } from './presets/index.ts';
import { compile, smallestConfiguration } from './tables.ts';

describe('the share in time', () => {
  it('is of those answered or dropped, else of those that arrived, and whole where nobody came', () => {
    expect(shareOfCounts(100, 60, 20, 40)).toBe(0.5);
    expect(latePercent(100, 60, 20, 40)).toBe(50);
    expect(shareOfCounts(100, 0, 0, 25)).toBe(0.25);
    expect(shareOfCounts(100, 0, 0, 0)).toBe(0);
    expect(latePercent(0, 0, 0, 0)).toBe(0);
  });

  it('takes points off J and the reward for each per cent that is late, by the equations alone', () => {
    const tables = compile(presetById('video')!, defaultLimits);
    const smallest = smallestConfiguration(tables);
    const plain = evaluate(tables, defaultWeights, smallest, 1);
    const load = 4 * plain.throughput;
    const weights = { ...defaultWeights, lateWeight: 0.1 };
    const [free, late] = [defaultWeights, weights].map((w) => evaluate(tables, w, smallest, load));
    expect(late!.late).toBeCloseTo(75, 9);
    expect(free!.objective - late!.objective).toBeCloseTo(7.5, 9);
    expect(free!.reward - late!.reward).toBeCloseTo(7.5, 9);
    expect(late!.qos).toBe(free!.qos);
    expect(evaluate(tables, weights, smallest, 1, plain.latency / 2).late).toBe(100);
    expect(evaluate(tables, weights, smallest, 0, plain.latency / 2).late).toBe(0);
  });

  it('has no weight in files of before', () => {
    const { lateWeight, ...before } = defaultWeights;
    expect(parseWeights(before)).toEqual({ ok: true, value: { ...before, lateWeight } });
    expect(parseWeights({ ...before, lateWeight: -1 }).ok).toBe(false);
  });
});
