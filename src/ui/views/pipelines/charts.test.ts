import { describe, expect, it } from 'vitest';
import { profileChart, residualShare, type ShownVariant } from './profileChart.ts';
import { throughputChart } from './throughputChart.ts';
import { testChart } from '../../charts/chartTest.ts';
import { presets } from '../../../model/presets/index.ts';

/** A variant of so many measured batches: 1, 2, 4, .. up to eight, then every one. */
function variantOf(count: number, cores = 2, broken = false): ShownVariant {
  const batches = Array.from({ length: count }, (_, i) => (count <= 8 ? 2 ** i : i + 1));
  const seconds = batches.map((b, i) =>
    broken && i % 3 === 1 ? NaN : (0.02 + 0.01 * b) * (1 + 0.03 * (-1) ** i),
  );
  return {
    ...{ name: 'resnet50', cores },
    latency: {
      ...{ batches, seconds, line: { slope: 0.01, intercept: 0.02 } },
      measuredUpTo: Math.max(1, batches[Math.max(0, count - 2)] ?? 1),
      spread: seconds.map((s) => [0.9 * s, 1.2 * s]),
    },
    provenance: { source: 'perf_analyzer, 2 files', quantile: 0.99 },
  };
}

const cases = (
  draw: (variant: ShownVariant, maxBatch: number, width: number) => ReturnType<typeof profileChart>,
) => {
  const of =
    (...made: Parameters<typeof variantOf>) =>
    (width: number) =>
      draw(variantOf(...made), 16, width);
  return { usual: of(7), empty: of(0), one: of(1, 0.25), broken: of(7, 2, true), many: of(256, 1) };
};

testChart('a variant’s latency by batch', cases(profileChart));
testChart('a variant’s throughput by batch', cases(throughputChart));

describe('a variant’s latency by batch', () => {
  const video = presets.find(({ id }) => id === 'video')!;
  const nano = video.stages[0]!.variants[0]!;

  it('says how far the line is off the measured points that it was fitted to', () => {
    // 0.088100 s measured at batch 1, 0.0795929 + 0.0207713 = 0.1003642 s by the line: 13.92 % less.
    expect(residualShare(nano.latency, 0)).toBeCloseTo(-13.921, 3);
    const { sentence, rows, crosshair } = profileChart(nano, 16, 720);
    expect(sentence).toBe(
      'One batch takes 88.1 ms at size 1 and 6.67 s at 64. The line misses the points that it was fitted to by 13.9 % at the most, at batch 1. Up to batch 8 the lab takes what was measured, beyond it the line (dashed); hollow points were not used.',
    );
    expect(Array.from(crosshair!.at)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(crosshair!.say(2)).toBe('Batch 4: not measured; the line says 339 ms');
    expect(rows[0]!.slice(0, 2)).toEqual([1, 0.0881]);
    expect(rows.find(([batch]) => batch === 16)!.at(-1)).toBeCloseTo(0.0795929 * 16 + 0.0207713, 6);
  });

  it('tells what a replica and what a core answers, and where one core is a replica, once', () => {
    const { sentence } = throughputChart(video.stages[0]!.variants[3]!, 16, 720);
    // At batch 1: 1 / 0.239424 = 4.18; at 2: 2 / 0.496295 = 4.03.
    expect(sentence).toMatch(
      /^One replica of 4 cores answers 4\.18 requests a second one by one and at the most 4\.18 in batches of 1: 1\.04 a core\.$/,
    );
    expect(throughputChart(nano, 16, 720).crosshair!.tracks).toHaveLength(1);
  });
});
