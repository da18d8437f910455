import { expect, it } from 'vitest';
import { runEpisode } from '../scenario/episode.ts';
import { prepare } from '../scenario/prepare.ts';
import { defaultScenario } from '../scenario/scenario.ts';
import { presetById } from '../model/presets/index.ts';
import { policies } from '../policies/registry.ts';
import { generateWorkload } from '../workload/generators.ts';

const scenario = {
  ...defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7, 300)),
  environment: 'discrete' as const,
};
const prepared = prepare(scenario);

it.each(policies.map((p) => [p.info.id, p] as const))(
  '%s runs on single requests and meets the arrivals of all others',
  async (_, factory) => {
    const { summary, ticks } = await runEpisode(prepared, factory, { clock: () => 0, record: true });
    const requests = summary.requests!;
    expect(requests.arrived).toBe(ARRIVED);
    expect(requests.arrived).toBe(summary.arrived);
    expect(requests.served).toBe(summary.served);
    expect(requests.served + requests.dropped).toBeLessThanOrEqual(requests.arrived);
    expect(requests.goodput * 180).toBeCloseTo(requests.served - requests.slaViolations, 6);
    expect(requests.p99).toBeGreaterThanOrEqual(requests.p95);
    expect(Math.max(...ticks!.cores)).toBeLessThanOrEqual(scenario.limits.maxCores);
  },
);

/** Of this seed and load, whatever the policy. */
const ARRIVED = (await runEpisode(prepared, policies[0]!, { clock: () => 0, record: false })).summary.arrived;
