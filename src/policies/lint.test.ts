import { describe, expect, it } from 'vitest';
import { lintWeights } from './lint.ts';
import { defaultLimits, defaultWeights } from '../model/pipeline.ts';
import { presetById, presets } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';

const video = compile(presets[0]!, defaultLimits);
const failed = (changes: Partial<typeof defaultWeights>, tables = video): readonly string[] =>
  lintWeights(tables, { ...defaultWeights, ...changes }, 3, 34)
    .filter((finding) => !finding.ok)
    .map((finding) => finding.id);

describe('the coefficient linter', () => {
  it('accepts the defaults on the video pipeline', () => {
    expect(failed({})).toEqual([]);
  });

  it.each([
    ['spare', { spareWeight: 0, throughputWeight: 0.2, costWeight: 0.01 }],
    ['bottleneck', { unmetWeight: 0.001, throughputWeight: 0, costWeight: 3 }],
    ['variants', { accuracyWeight: 1000, costWeight: 0.001, unmetWeight: 0.001, spareWeight: 0.1 }],
    ['differs', { accuracyWeight: 0, costWeight: 5, unmetWeight: 50, spareWeight: 0.1 }],
  ])('finds what is wrong: %s', (id, changes) => {
    expect(failed(changes)).toContain(id);
  });

  it('blames no weight for what one variant a stage leaves no choice of', () => {
    const single = {
      ...presets[0]!,
      stages: presets[0]!.stages.map((stage) => ({ ...stage, variants: stage.variants.slice(0, 1) })),
    };
    const ids = lintWeights(compile(single, defaultLimits), defaultWeights, 3, 34).map(({ id }) => id);
    expect(ids).toEqual(['spare', 'bottleneck', 'batch']);
  });

  it('finds a batch penalty that forbids the peak', () => {
    const audio = compile(presetById('audio-qa')!, defaultLimits);
    expect(failed({}, audio)).not.toContain('batch');
    expect(failed({ batchWeight: 3 }, audio)).toContain('batch');
  });

  it('speaks in sentences on every preset', () => {
    for (const preset of presets) {
      for (const { sentence } of lintWeights(compile(preset, defaultLimits), defaultWeights, 3, 34)) {
        expect(sentence).toMatch(/^[A-Z].*\.$/);
        expect(sentence).not.toMatch(/NaN|undefined|Infinity/);
      }
    }
  });
});
