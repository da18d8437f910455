import { expect, it } from 'vitest';
import { clusterNotesOf } from './notes.ts';
import { defaultChoices, planOf } from './plan.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';

const video = presetById('video')!;

function notesOf(pipeline: Pipeline, variant: number, batch = 1): readonly string[] {
  const configuration = pipeline.stages.map(() => ({ variant, replicas: 1, batch }));
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

it('says where a batch may wait longer than a request may take', () => {
  const quick = { ...video, slaSeconds: 0.5 };
  const said =
    'A batch waits up to 1 s to fill, longer than the latency objective of 0.5 s: where too few requests come to fill it, they are late.';
  expect(notesOf(quick, 0, 4)).toContain(said);
  expect(notesOf(quick, 0)).not.toContain(said);
  expect(notesOf(video, 0, 4).join()).not.toContain('A batch waits');
});
