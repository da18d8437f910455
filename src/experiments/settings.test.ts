/** Whatever is set of an autoscaler, its orders keep every limit, and a setting that cannot hold is a sentence. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultScenario } from '../scenario/scenario.ts';
import { prepare } from '../scenario/prepare.ts';
import { runEpisode } from '../scenario/episode.ts';
import { presets } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { settingsMisfit } from '../policies/settings/key.ts';
import { keysWithSettings } from '../testing/policyKeys.ts';
import { generateWorkload } from '../workload/generators.ts';

const load = generateWorkload('bursty', 3);
const short = { ...load, rates: load.rates.slice(0, 420) };
const grounds = presets.flatMap((pipeline) =>
  [
    { maxReplicas: 8, maxBatch: 16, maxCores: 30 },
    { maxReplicas: 3, maxBatch: 4, maxCores: 12 },
    { maxReplicas: 4, maxBatch: 8, maxCores: 6 },
  ].map((limits) => prepare({ ...defaultScenario(pipeline, short), forecaster: 'last', limits })),
);

/** The planner's, whose decisions take long, have a test beside it. */
const autoscalers = keysWithSettings.filter((key) => !key.startsWith('planner'));

it('keeps every limit under 2,000 random settings that fit one of five pipelines and three devices, and says what does not fit', async () => {
  let ran = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(autoscalers, fc.nat({ max: grounds.length - 1 }), async (key, at) => {
      const { scenario } = grounds[at]!;
      const misfit = settingsMisfit(key, scenario.pipeline, scenario.limits);
      const run = runEpisode(grounds[at]!, policyById(key)!, { clock: () => 0, record: false });
      if (misfit !== undefined) {
        refused++;
        await expect(run).rejects.toThrow(misfit);
        return;
      }
      ran++;
      // An order that breaks a limit is thrown by the episode.
      const { summary } = await run;
      expect(Number.isFinite(summary.objective)).toBe(true);
      expect(summary.decisions).toBe(30);
    }),
    { numRuns: 2000, seed: 11 },
  );
  expect(ran).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(200);
});
