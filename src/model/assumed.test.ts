import { expect, it } from 'vitest';
import { assumedCaution, assumedSentences } from './assumed.ts';
import type { AssumedFigure, Pipeline } from './pipeline.ts';
import { PLACEHOLDER_METRIC } from './placeholders.ts';
import { presetById } from './presets/index.ts';

const video = presetById('video')!;

function assuming(...assumed: readonly AssumedFigure[]): Pick<Pipeline, 'stages'> {
  const [first, ...rest] = video.stages;
  const variants = first!.variants.map((variant) => ({
    ...variant,
    provenance: { source: 'a guess', assumed },
  }));
  return { stages: [{ ...first!, variants }, ...rest] };
}

it('names what nobody measured, by the variants that have it', () => {
  const [{ name, variants }] = video.stages as [(typeof video.stages)[0]];
  const [one, two, three] = variants.map((variant) => `${name} ${variant.name}`);
  const more = variants.length - 3;
  expect(assumedSentences(assuming('latency', 'accuracy'))).toEqual([
    `Nobody measured the accuracy of ${one!}, ${two!}, ${three!} and ${String(more)} more: assumed.`,
    `Nobody measured the latency of ${one!}, ${two!}, ${three!} and ${String(more)} more: assumed.`,
  ]);
  expect(assumedCaution(assuming('startupSeconds'))).toBe(
    `This rests on assumed figures: the start-up of ${one!} and ${String(variants.length - 1)} more.`,
  );
});

it('counts placeholders of a manifest, until they are measured', () => {
  const stages = video.stages.map((stage) => ({ ...stage, metric: PLACEHOLDER_METRIC }));
  expect(assumedSentences({ stages })).toHaveLength(2);
});

it('says nothing where all was measured', () => {
  expect(assumedSentences(video)).toEqual([]);
  expect(assumedCaution(video)).toBeUndefined();
});
