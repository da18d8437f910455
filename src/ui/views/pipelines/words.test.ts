import { describe, expect, it } from 'vitest';
import { assumedWords, firstFault, headlineOf, variantWords } from './words.ts';
import { troublesOf } from '../../state/pipelines/checks.ts';
import { edited, type Edit } from '../../state/pipelines/edits.ts';
import { blankDraft, draftOf, type Draft } from '../../state/pipelines/texts.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presetById } from '../../../model/presets/index.ts';

const video = draftOf(presetById('video')!);
const [crop] = video.stages;
const [small] = crop!.variants;

const after = (...edits: readonly Edit[]): Draft => edits.reduce(edited, video);
const headline = (draft: Draft): string => headlineOf(draft, troublesOf(draft, defaultLimits), undefined);

describe('what is said of a draft', () => {
  it('is whether it can run, and what it waits for', () => {
    expect(headline(video)).toBe('Video: detect, classify: 2 stages, 10 variants, ready to run.');
    expect(headline(blankDraft())).toBe('My pipeline waits for 4 figures.');
    expect(headline(after({ do: 'set', field: 'sla', text: '-1' }))).toBe(
      'Video: detect, classify has 1 thing to correct or fill in.',
    );
  });

  it('names where the first fault stands, and its box', () => {
    const faultOf = (...edits: readonly Edit[]) => {
      const draft = after(...edits);
      return firstFault(draft, troublesOf(draft, defaultLimits));
    };
    expect(faultOf()).toBeUndefined();
    const { key } = small!;
    const row = small!.batches[1]!.key;
    expect(faultOf({ do: 'setVariant', variant: key, field: 'cores', text: 'x' })).toMatchObject({
      ...{ where: 'the cores of yolov5n (crop)', variant: key, box: 'variant-cores' },
    });
    expect(faultOf({ do: 'setBatch', variant: key, row, field: 'seconds', text: '' })).toMatchObject({
      ...{ where: 'the seconds of a batch of yolov5n (crop)', box: `batch-${String(row)}-seconds` },
    });
    expect(faultOf({ do: 'setStage', stage: crop!.key, field: 'name', text: '' })).toMatchObject({
      box: `stage-${String(crop!.key)}-name`,
    });
    expect(faultOf({ do: 'set', field: 'sla', text: '' })).toMatchObject({
      ...{ where: 'the latency objective of the pipeline', box: 'pipeline-sla' },
    });
  });

  it('is a variant in a line', () => {
    expect(variantWords(small!)).toBe('accuracy 0.457 · 1 core · 88.1 ms');
    expect(variantWords(blankDraft().stages[0]!.variants[0]!)).toBe('no figures yet');
    expect(assumedWords(small!)).toBe('');
    const assumed = {
      ...small!,
      provenance: { ...small!.provenance, assumed: ['accuracy' as const] },
      startup: '',
    };
    expect(assumedWords(assumed)).toBe('accuracy and start-up assumed');
  });
});
