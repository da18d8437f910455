import { describe, expect, it } from 'vitest';
import { runEpisode } from './episode.ts';
import { measureById, measures, shareInTime } from './measures.ts';
import { prepare } from './prepare.ts';
import { defaultScenario, environmentKinds } from './scenario.ts';
import { policyById } from '../policies/registry.ts';
import { presetById } from '../model/presets/index.ts';
import { generateWorkload } from '../workload/generators.ts';

const scenario = defaultScenario(presetById('video')!, generateWorkload('spike', 7));

describe('share in time', () => {
  it('is of the requests answered or dropped, of those that arrived where neither is counted, and not known of old runs', () => {
    expect(shareInTime({ arrived: 100, served: 60, dropped: 20, inTime: 40 })).toBe(0.5);
    expect(shareInTime({ arrived: 100, served: 0, dropped: 0, inTime: 40 })).toBe(0.4);
    expect(shareInTime({ arrived: 0, served: 0, dropped: 0, inTime: 0 })).toBe(1);
    expect(shareInTime({ arrived: 100, served: 60, dropped: 20, inTime: NaN })).toBeUndefined();
  });
});

describe.each(environmentKinds)('the measures of a run, %s', (environment) => {
  const episode = runEpisode(prepare({ ...scenario, environment }), policyById('hpa')!, {
    clock: () => 0,
    record: false,
  });

  it('over all decisions are those of the summary', async () => {
    const { series, summary } = await episode;
    for (const { over, of } of measures)
      if (over) expect(over(series, 0, series.t.length) ?? -1).toBeCloseTo(of(summary) ?? -1, 9);
  });

  it('know the share in time in every world, and percentiles where single requests are followed', async () => {
    const { summary } = await episode;
    const inTime = measureById('inTime').of(summary)!;
    expect(inTime).toBeGreaterThan(0);
    expect(inTime).toBeLessThanOrEqual(100);
    expect(measureById('p95').of(summary) !== undefined).toBe(environment === 'discrete');
    if (environment === 'discrete') {
      expect(inTime).toBeCloseTo(100 * summary.requests!.goodputShare, 9);
      expect(measureById('goodput').of(summary)).toBeCloseTo(summary.requests!.goodput, 9);
      expect(measureById('violations').of(summary)).toBeCloseTo(
        (100 * summary.requests!.slaViolations) / summary.requests!.served,
        9,
      );
    }
  });

  it('of no decision are none, not a number that is none', async () => {
    const { series } = await episode;
    for (const { over } of measures) expect(over?.(series, 5, 5) ?? 0).not.toBeNaN();
  });

  it('over each decision by itself are those over that one decision', async () => {
    const { series } = await episode;
    for (const { id, over, each } of measures) {
      if (!each) continue;
      const one = Array.from(series.t, (_, k) => over?.(series, k, k + 1) ?? NaN);
      expect(Array.from(each(series)), id).toEqual(one);
    }
  });
});
