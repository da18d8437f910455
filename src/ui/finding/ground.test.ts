import { describe, expect, it } from 'vitest';
import { groundOf, groundWords, seedWords } from './ground.ts';
import { defaultLimits, defaultWeights } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { generateWorkload } from '../../workload/generators.ts';

const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7));

describe('what numbers were measured on', () => {
  it('is said of a scenario: pipeline, load, seed, environment, and nothing that is as always', () => {
    expect(groundWords(groundOf(scenario))).toBe(
      `Pipeline “${scenario.pipeline.name}”, load Fluctuating, seed 7, environment “With queues”`,
    );
  });

  it('names what of objective and limits is not usual, as the sliders do', () => {
    const words = groundWords(
      groundOf({
        ...scenario,
        environment: 'discrete',
        weights: { ...defaultWeights, costWeight: 0.3, lateWeight: 0.2 },
        limits: { ...defaultLimits, maxCores: 12 },
        slaSeconds: scenario.slaSeconds + 1,
      }),
    );
    expect(words).toContain('environment “Single requests”; ');
    expect(words.split('; ').slice(1).sort()).toEqual([
      'a core costs 0.30',
      'cores on the device 12',
      'each % late costs 0.20',
      `latency objective ${String(Number((scenario.slaSeconds + 1).toFixed(3)))} s`,
    ]);
  });

  it('leaves out what an assignment hides, wherever it stands', () => {
    const hiding = (...hidden: readonly string[]) =>
      groundWords(
        groundOf({ ...scenario, weights: { ...defaultWeights, costWeight: 0.3, lateWeight: 0.2 } }, (key) =>
          hidden.includes(key),
        ),
      );
    expect(hiding('pipeline', 'seed', 'costWeight')).toBe(
      'Load Fluctuating, environment “With queues”; each % late costs 0.20',
    );
    expect(hiding('pipeline', 'workload', 'seed', 'environment', 'costWeight', 'lateWeight')).toBe('');
  });

  it('is of several', () => {
    const { pipelines, loads, ...rest } = groundOf(scenario);
    const ground = { ...rest, pipelines: [...pipelines, 'Own'], loads: [...loads, 'Day'], seeds: [1, 2, 3] };
    expect(groundWords(ground)).toContain(' and “Own”, loads Fluctuating and Day, seeds 1 to 3, ');
    expect([seedWords([4]), seedWords([1, 2]), seedWords([1, 3, 9])]).toEqual(['4', '1 and 2', '1, 3 and 9']);
  });
});
