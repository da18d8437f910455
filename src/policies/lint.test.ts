import { describe, expect, it } from 'vitest';
import { lintWeights, type Finding } from './lint.ts';
import { defaultLimits, defaultWeights, type Weights } from '../model/pipeline.ts';
import { presetById, presets } from '../model/presets/index.ts';
import { compile, type Tables } from '../model/tables.ts';
import { testLongRun } from '../testing/pipelines.ts';

const lint = (tables: Tables, weights: Weights, low: number, high: number): readonly Finding[] =>
  lintWeights(tables, weights, testLongRun(tables), low, high);
const video = compile(presets[0]!, defaultLimits);
const failed = (changes: Partial<typeof defaultWeights>, tables = video): readonly string[] =>
  lint(tables, { ...defaultWeights, ...changes }, 3, 34)
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

  it('says where a gain leaves out what late requests cost', () => {
    const mean = { ...defaultWeights, unmetWeight: 0.001, throughputWeight: 0, costWeight: 3 };
    const bottleneck = (lateWeight: number): string =>
      lint(video, { ...mean, lateWeight }, 3, 34).find(({ id }) => id === 'bottleneck')!.sentence;
    expect(bottleneck(0)).toMatch(/^Meeting demand does not pay at the stage [^:,]+: /);
    expect(bottleneck(0.2)).toMatch(
      /^Meeting demand does not pay at the stage [^:,]+, late requests left out: /,
    );
  });

  it('blames no weight for what one variant a stage leaves no choice of', () => {
    const single = {
      ...presets[0]!,
      stages: presets[0]!.stages.map((stage) => ({ ...stage, variants: stage.variants.slice(0, 1) })),
    };
    const ids = lint(compile(single, defaultLimits), defaultWeights, 3, 34).map(({ id }) => id);
    expect(ids).toEqual(['spare', 'bottleneck', 'batch', 'late']);
  });

  const saying = (limits: Partial<typeof defaultLimits>, id: string): readonly string[] =>
    presets.flatMap((preset) =>
      lint(compile(preset, { ...defaultLimits, ...limits }), defaultWeights, 3, 34)
        .filter((finding) => finding.id === id)
        .map(({ sentence }) => sentence),
    );

  it('blames no weight for what the limits leave no choice of', () => {
    const narrow = { maxReplicas: 1, maxBatch: 1 };
    // A replica more, and a larger batch, are not to be had.
    for (const id of ['spare', 'bottleneck']) expect(saying(narrow, id)).toEqual([]);
    for (const sentence of saying(narrow, 'batch'))
      expect(sentence).toMatch(/^Nothing one by one carries 34 req\/s within 1 replica a stage/);
    const differs = saying(narrow, 'differs');
    expect(differs).toHaveLength(presets.length);
    for (const sentence of differs) expect(sentence).not.toContain('cores weigh so much');
    expect(differs[0]).toBe(
      'The optimum spends no more than Greedy at 90 % of the loads, and at 86 % would not if cores cost nothing: at most one replica a stage, batches of at most 1 and 30 cores leave little to spend on.',
    );
  });

  it('blames a device that holds no more than the smallest models for that, not the weights', () => {
    const audio = compile(presetById('audio-qa')!, { ...defaultLimits, maxCores: 2 });
    const told = new Map(lint(audio, defaultWeights, 3, 34).map(({ id, sentence }) => [id, sentence]));
    expect(told.get('variants')).toContain('whatever the weights: at most 8 replicas');
    expect(told.get('differs')).toContain('2 cores are too few for this load');
  });

  it('blames the cores where it is they that leave no choice', () => {
    const heavy = lint(
      video,
      { ...defaultWeights, accuracyWeight: 0, costWeight: 5, unmetWeight: 50 },
      3,
      34,
    );
    expect(heavy.find(({ id }) => id === 'differs')!.sentence).toContain('cores weigh so much');
  });

  it('names a stage as the page does', () => {
    expect(saying({}, 'bottleneck')[0]).toContain('(Detect)');
  });

  it('finds a batch penalty that forbids the peak', () => {
    const audio = compile(presetById('audio-qa')!, defaultLimits);
    expect(failed({}, audio)).not.toContain('batch');
    expect(failed({ batchWeight: 3 }, audio)).toContain('batch');
  });

  it('speaks in sentences on every preset', () => {
    for (const preset of presets) {
      for (const { sentence } of lint(compile(preset, defaultLimits), defaultWeights, 3, 34)) {
        expect(sentence).toMatch(/^[A-Z].*\.$/);
        expect(sentence).not.toMatch(/NaN|undefined|Infinity/);
      }
    }
  });
});
