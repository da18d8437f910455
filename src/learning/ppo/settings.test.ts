import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig, type TrainingConfig } from './config.ts';
import { hyperparameters, type HyperName } from './hyperparameters.ts';
import type { TrainPoint } from '../training/progress.ts';
import { configFrom, configWith, settingComplaint, settingRemarks } from './settings.ts';
import { simdEngine } from '../engines/simd/simdEngine.ts';
import { trainAgent } from '../training/trainGroup.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { outsideSettings } from '../../testing/outsideSettings.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** Sizes that a test can wait for; their upper ends have a test of their own. */
const SMALL: Readonly<Partial<Record<HyperName, number>>> = {
  width: 24,
  blocks: 8,
  lanes: 12,
  horizon: 12,
  epochs: 6,
};

/** Anywhere within a range, its ends and all orders of magnitude alike. */
function within(name: HyperName): fc.Arbitrary<number | string> {
  const field = hyperparameters[name];
  if (field.kind === 'choice') return fc.constantFrom(...field.options);
  const { min, whole } = field;
  const max = SMALL[name] ?? field.max;
  if (whole) return fc.oneof(fc.constant(min), fc.constant(max), fc.integer({ min, max }));
  const low = Math.log(Math.max(min, 1e-6));
  return fc.oneof(
    fc.constant(min),
    fc.constant(max),
    fc
      .double({ min: low, max: Math.log(max), noNaN: true })
      .map((x) => Math.min(max, Math.max(min, Math.exp(x)))),
  );
}

const anySettings = fc.record(
  Object.fromEntries(Object.keys(hyperparameters).map((name) => [name, within(name as HyperName)])) as Record<
    HyperName,
    fc.Arbitrary<number | string>
  >,
  { requiredKeys: ['width', 'blocks', 'lanes', 'horizon', 'epochs'] },
);

async function twoUpdates(config: TrainingConfig): Promise<readonly TrainPoint[]> {
  const points: TrainPoint[] = [];
  const { agent } = await trainAgent({
    scenario: defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7, 200)),
    loads: [generateWorkload('day', 1, 400).rates],
    config,
    budget: { steps: 1e9 },
    engine: (shape) => Promise.resolve(simdEngine(shape)),
    clock: () => 0,
    stopped: () => points.length >= 2,
    onPoint: (point) => points.push(point),
  });
  expect(agent.parameters.every(Number.isFinite)).toBe(true);
  return points;
}

describe('hyper-parameters', () => {
  it('have a range that holds their default, a label of their own and a sentence', () => {
    expect(Object.keys(hyperparameters).sort()).toEqual(Object.keys(defaultConfig).sort());
    expect(configFrom({ ...defaultConfig })).toEqual({ ok: true, value: defaultConfig });
    const fields = Object.values(hyperparameters);
    expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
    for (const { meaning } of fields) expect(meaning).toMatch(/^\S.*\.$/);
  });

  it('train two updates without a number that is not finite, anywhere within their ranges', async () => {
    let trained = 0;
    await fc.assert(
      fc.asyncProperty(anySettings, async (settings) => {
        const config = configFrom(settings);
        // What is refused for what two of them are together is another test's.
        if (!config.ok) {
          fc.pre(false);
          return;
        }
        const points = await twoUpdates(config.value);
        expect(points).toHaveLength(2);
        for (const point of points) {
          for (const [name, value] of Object.entries(point))
            expect([value].flat().every(Number.isFinite), `${name} ${String(value)}`).toBe(true);
        }
        trained++;
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(trained).toBe(150);
  });

  it('are refused beyond their ranges in a sentence with value, range and unit', () => {
    for (const { name, value, sentence } of outsideSettings(Random.stream(1, 'outside'))) {
      expect(configFrom({ [name]: value })).toEqual({ ok: false, message: sentence });
      expect(sentence).toMatch(
        / takes a (whole )?number from [\d.,]+ to [\d.,]+.*; -?[\d.,e+]+ is (outside|not whole)\.$/,
      );
    }
    expect(() => configWith({ gamma: 2 })).toThrow('Discount γ takes a number from 0 to 1; 2 is outside.');
  });

  it.each([
    ['minibatch', '1024', 'Minibatch takes a whole number from 2 to 131,072 decisions; “1024” is none.'],
    ['clip', NaN, 'Clip ε takes a number from 0.01 to 1; “NaN” is none.'],
    ['width', true, 'Width takes a whole number from 1 to 512 units; “true” is none.'],
    ['expertMode', 'oracle', 'Mode takes one of none, literal, cloning, dagger, distil; “oracle” is none.'],
    ['randomise', 0.5, 'Worlds takes one of 0, 1; “0.5” is none.'],
    ['warmth', 3, /^There is no hyper-parameter “warmth”; there are seed, width, .*\.$/],
    ['__proto__', 3, /^There is no hyper-parameter “__proto__”/],
  ])('refuse %s = %s', (name, value, sentence) => {
    expect(settingComplaint(name, value)).toMatch(sentence);
  });

  it('are judged together: a rollout too small or too large, an update that would take hours', () => {
    const complaint = (given: Partial<TrainingConfig>): string => {
      const config = configFrom(given);
      return config.ok ? '' : config.message;
    };
    expect(complaint({ lanes: 1, horizon: 1 })).toMatch(
      /a rollout of 1 decisions; a training takes at least 2\.$/,
    );
    expect(complaint({ lanes: 1024, horizon: 4096 })).toMatch(
      /of 4,194,304 decisions; .* at most 131,072\.$/,
    );
    expect(complaint({ width: 512, blocks: 2, epochs: 100, lanes: 512 })).toMatch(
      /100 epochs .* make one update [\d,]+ times the work of the default; .* at most 1,000 times: lower one of them\.$/,
    );
    expect(complaint({ width: 512, blocks: 8 })).toMatch(/has about [\d,]+ weights; .* at most 1,200,000\.$/);
    expect(complaint({ minibatch: 2, lanes: 1024, horizon: 128, epochs: 30 })).toMatch(/minibatches of 2/);
    expect(complaint({ width: 256, blocks: 4, epochs: 100, minibatch: 128 }), 'the page offers it').toBe('');
  });

  it('say what is done otherwise than the numbers say', () => {
    expect(settingRemarks(defaultConfig)).toEqual([]);
    expect(settingRemarks({ ...defaultConfig, lanes: 20, randomise: 1, minibatch: 500 })).toEqual([
      'Drawn worlds share the episodes evenly: 16 of the 20 side by side (lanes) are used.',
      'A rollout of 512 decisions (lanes × horizon) is no multiple of a minibatch of 500: each epoch leaves out 12 of them, other ones each time.',
    ]);
    expect(settingRemarks({ ...defaultConfig, randomise: 1, expert: 'best-plan' })[0]).toMatch(
      /^In drawn worlds .* the offline optimum advises/,
    );
    expect(settingRemarks({ ...defaultConfig, lanes: 16, horizon: 16 })[0]).toMatch(
      /all of them make one\.$/,
    );
  });
});
