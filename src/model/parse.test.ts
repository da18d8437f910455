import { describe, expect, it } from 'vitest';
import { parseLimits, parsePipeline, parseWeights } from './parse.ts';
import { defaultLimits, defaultWeights, latency } from './pipeline.ts';

interface PipelineJson {
  name: string;
  slaSeconds: number;
  stages: {
    name: string;
    variants: {
      name: string;
      accuracy: number;
      cores: number;
      startupSeconds?: number;
      latency: Record<number, number>;
    }[];
  }[];
}

const good: PipelineJson = {
  name: 'Mine',
  slaSeconds: 2,
  stages: [
    {
      name: 'detect',
      variants: [
        { name: 'small', accuracy: 0.5, cores: 1, latency: { 1: 0.1, 2: 0.18, 8: 0.7 } },
        { name: 'large', accuracy: 0.7, cores: 4, startupSeconds: 12, latency: { 1: 0.3 } },
      ],
    },
    { name: 'classify', variants: [{ name: 'resnet', accuracy: 0.8, cores: 2, latency: { 1: 0.2 } }] },
  ],
};

/** The message that refuses `good` after a change. */
function refusal(change: (pipeline: PipelineJson) => void): string {
  const pipeline = structuredClone(good);
  change(pipeline);
  const result = parsePipeline(JSON.stringify(pipeline), 'pipe.json', defaultLimits);
  return result.ok ? 'accepted' : result.message;
}

describe('parsePipeline', () => {
  it('accepts a pipeline and fits the line beyond the measured batches', () => {
    const result = parsePipeline(JSON.stringify(good), 'pipe.json', defaultLimits);
    if (!result.ok) throw new Error(result.message);
    const [small, large] = result.value.stages[0]!.variants;
    expect(small!.startupSeconds).toBe(7);
    expect(large!.startupSeconds).toBe(12);
    expect(latency(small!.latency, 2)).toBeCloseTo(0.18, 12);
    expect(latency(small!.latency, 5)).toBeCloseTo(0.44, 12);
    expect(latency(large!.latency, 4)).toBeCloseTo(1.2, 12);
  });

  it.each([
    ['no stages', (p: PipelineJson) => (p.stages = []), /stages must hold at least one stage/],
    [
      'no variants',
      (p: PipelineJson) => (p.stages[1]!.variants = []),
      /stage 2 "classify": variants must hold at least one variant/,
    ],
    ['doubled stage', (p: PipelineJson) => (p.stages[1]!.name = 'detect'), /two stages are named "detect"/],
    [
      'doubled variant',
      (p: PipelineJson) => (p.stages[0]!.variants[1]!.name = 'small'),
      /stage 1 "detect": two variants are named "small"/,
    ],
    [
      'negative latency',
      (p: PipelineJson) => (p.stages[0]!.variants[1]!.latency[1] = -0.3),
      /stage 1 "detect", variant 2 "large": latency.* must be a number from 0\.000001 to 100,000 seconds, not /,
    ],
    [
      'zero latency',
      (p: PipelineJson) => (p.stages[0]!.variants[0]!.latency[2] = 0),
      /variant 1 "small": latency.* must be a number from 0\.000001 to 100,000 seconds, not /,
    ],
    [
      'accuracy in per cent',
      (p: PipelineJson) => (p.stages[0]!.variants[0]!.accuracy = 45.7),
      /accuracy must be a number from 0 to 1, not 45\.7/,
    ],
    [
      'no batch 1',
      (p: PipelineJson) => (p.stages[0]!.variants[0]!.latency = { 2: 0.18, 8: 0.7 }),
      /variant 1 "small": latency must have a figure for batch 1, .*the smallest given is batch 2/,
    ],
    [
      'an objective in milliseconds',
      (p: PipelineJson) => (p.slaSeconds = 1800),
      /slaSeconds must be a number from 0\.001 to 600 seconds, not 1,800; that may be milliseconds, which would be 1\.8/,
    ],
    [
      'a ten-thousandth of a core',
      (p: PipelineJson) => (p.stages[0]!.variants[0]!.cores = 0.5001),
      /cores must be a number from 0\.1 to 64 cores with at most three decimals, not 0\.5001/,
    ],
    [
      'too many cores',
      (p: PipelineJson) => (p.stages[0]!.variants[1]!.cores = 64),
      /"large": one replica needs 64 cores, and the device has 30/,
    ],
    [
      'does not fit at all',
      (p: PipelineJson) => {
        for (const s of p.stages) for (const x of s.variants) x.cores = 16;
      },
      /needs 32 cores, and the device has 30/,
    ],
  ])('refuses %s in a sentence that names file and place', (_name, change, message) => {
    const said = refusal((p) => {
      change(p);
    });
    expect(said).toMatch(message);
    expect(said).toMatch(/^pipe\.json: .*\.$/);
  });

  it('refuses what is not JSON, and prototype keys change nothing', () => {
    const broken = parsePipeline('{"name": ', 'pipe.json', defaultLimits);
    expect(broken.ok ? '' : broken.message).toMatch(/^pipe\.json: expected a pipeline in JSON/);
    const hostile = parsePipeline(
      JSON.stringify(good).replace(
        '{"name":"Mine"',
        '{"__proto__":{"polluted":1},"constructor":{"a":1},"name":"Mine"',
      ),
      'pipe.json',
      defaultLimits,
    );
    expect(hostile.ok).toBe(true);
    expect('polluted' in {}).toBe(false);
    const nameless = parsePipeline(JSON.stringify({ ...good, name: undefined }), 'pipe.json', defaultLimits);
    expect(nameless.ok ? '' : nameless.message).toBe('pipe.json: name is missing.');
  });
});

describe('weights and limits', () => {
  it('accepts the defaults', () => {
    expect(parseWeights(defaultWeights)).toEqual({ ok: true, value: defaultWeights });
    expect(parseLimits(defaultLimits)).toEqual({ ok: true, value: defaultLimits });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2e6])('refuses a weight of %s', (weight) => {
    const result = parseWeights({ ...defaultWeights, costWeight: weight });
    expect(result.ok ? '' : result.message).toMatch(/costWeight must be/);
  });

  it.each([
    ['maxBatch', 12],
    ['maxReplicas', 0],
    ['maxCores', 1.5],
  ])('refuses %s = %s', (name, value) => {
    const result = parseLimits({ ...defaultLimits, [name]: value });
    expect(result.ok ? '' : result.message).toMatch(new RegExp(`${name} must be`));
  });
});
