import { expect, it } from 'vitest';
import { clusterNotesOf } from './notes.ts';
import { defaultChoices, planOf } from './plan.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';

const video = presetById('video')!;

function notesOf(pipeline: Pipeline, variant: number): readonly string[] {
  const configuration = pipeline.stages.map(() => ({ variant, replicas: 1, batch: 1 }));
  const plan = planOf(pipeline, configuration, defaultChoices(pipeline));
  if (!plan.ok) throw new Error(plan.message);
  return clusterNotesOf(plan.value, 30);
}

it('what of the chosen variants nobody measured stands first', () => {
  const [first, ...rest] = video.stages;
  const [one, ...others] = first!.variants;
  const guessed = { ...one!, provenance: { source: 'a guess', assumed: ['latency'] as const } };
  const mine = { ...video, stages: [{ ...first!, variants: [guessed, ...others] }, ...rest] };
  expect(notesOf(mine, 0)[0]).toBe('This rests on assumed figures: the latency of crop yolov5n.');
  // Of a variant that is not in it nothing is said.
  expect(notesOf(mine, 1)).toEqual(notesOf(video, 1));
});
