/** Numbers of a pipeline that come from outside: refused in a sentence, or such that the lab still answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { widestLimits } from './bounds.ts';
import { parsePipeline } from './parse.ts';
import { defaultLimits, latency } from './pipeline.ts';
import { presets } from './presets/index.ts';
import { hostileProfiles, pipelineWith } from '../testing/hostileNumbers.ts';
import { itWithShared } from '../testing/shared.ts';

/** What the file is refused with. */
function refusal(text: string): string {
  const parsed = parsePipeline(text, 'p.json', defaultLimits);
  return parsed.ok ? 'it was taken' : parsed.message;
}

describe('a whole latency profile', () => {
  it.each(hostileProfiles)('is refused where it has $name', ({ profile, sentence }) => {
    const said = refusal(pipelineWith(profile));
    expect(said).toMatch(/^p\.json: stage 1 "s", variant 1 "v": latency .*\.$/);
    expect(said).toContain(sentence);
    expect(said.split('\n')).toHaveLength(1);
  });

  itWithShared('is refused as the campaign brought it', (folder) => {
    const sample = (name: string): string => readFileSync(join(folder, 'samples/hostile', name), 'utf8');
    expect(refusal(sample('empty.json'))).toMatch(
      /variant 1 "v": latency must have at least one measured batch, beginning with batch 1; its list of batches is empty\.$/,
    );
    expect(refusal(sample('inf.json'))).toMatch(
      /latency must have a line whose slope is a number from 0 to 100,000 seconds per request; it is Infinity\.$/,
    );
  });

  it('of every preset, and of a line that crosses 0 where the points hold, is taken', () => {
    for (const preset of presets)
      expect(parsePipeline(JSON.stringify(preset), 'p.json', widestLimits).ok).toBe(true);
    // Measured: the line through the points is below 0 at batch 1, and they say what batch 1 takes.
    const measured = parsePipeline(pipelineWith('{"1": 0.001, "2": 0.001, "8": 5}'), 'p.json', defaultLimits);
    if (!measured.ok) throw new Error(measured.message);
    const profile = measured.value.stages[0]!.variants[0]!.latency;
    expect(profile.line.slope + profile.line.intercept).toBeLessThan(0);
    const kept = parsePipeline(JSON.stringify(measured.value), 'p.json', defaultLimits);
    expect(kept).toEqual(measured);
    expect(latency(profile, 1)).toBe(0.001);
  });
});

describe('other numbers of a pipeline', () => {
  const text = pipelineWith('{"1": 0.1}');
  it.each([
    [
      '"startupSeconds":0',
      '"startupSeconds":1e308',
      'startupSeconds must be a number from 0 to 3,600 seconds, not 1e+308.',
    ],
    [
      '"startupSeconds":0',
      '"startupSeconds":-1',
      'startupSeconds must be a number from 0 to 3,600 seconds, not -1.',
    ],
    [
      '"cores":1',
      '"cores":1e9',
      'cores must be a number from 0.1 to 64 cores with at most three decimals, not 1,000,000,000.',
    ],
    [
      '"cores":1',
      '"cores":1e400',
      'cores must be a number from 0.1 to 64 cores with at most three decimals, not 1e400, which is too large to be a number.',
    ],
    [
      '"cores":1',
      '"cores":0.0999',
      'cores must be a number from 0.1 to 64 cores with at most three decimals, not 0.0999.',
    ],
    [
      '"cores":1',
      '"cores":1.2345',
      'cores must be a number from 0.1 to 64 cores with at most three decimals, not 1.2345.',
    ],
    ['"accuracy":0.5', '"accuracy":-1e-9', 'accuracy must be a number from 0 to 1, not -0.000000001.'],
    [
      '"slaSeconds":1',
      '"slaSeconds":1e-300',
      'slaSeconds must be a number from 0.001 to 600 seconds, not 1e-300.',
    ],
    ['"slaSeconds":1', '"slaSeconds":"1"', 'slaSeconds must be a number from 0.001 to 600 seconds.'],
    [
      '{"1": 0.1}',
      '{"1": 1e-9}',
      'latency at batch 1 must be a number from 0.000001 to 100,000 seconds, not 0.000000001.',
    ],
    [
      '{"1": 0.1}',
      '{"1": 1e6}',
      'latency at batch 1 must be a number from 0.000001 to 100,000 seconds, not 1,000,000.',
    ],
  ])('%s as %s is refused', (from, to, sentence) => {
    expect(text).toContain(from);
    expect(refusal(text.replace(from, to))).toContain(sentence);
  });
});
