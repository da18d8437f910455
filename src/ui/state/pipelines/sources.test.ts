import { expect, it } from 'vitest';
import { withSources } from './sources.ts';
import { PLACEHOLDER_METRIC } from '../../../model/placeholders.ts';
import { presetById } from '../../../model/presets/index.ts';

const video = presetById('video')!;

it('every variant of a preset says its publication, and that its start-up was assumed', () => {
  const said = withSources(video).stages.flatMap(({ variants }) => variants.map((one) => one.provenance));
  expect(said).toHaveLength(10);
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toMatchObject({ quantile: 0.99, assumed: ['startupSeconds'] });
});

it('what fills the place of figures is assumed; what says its source keeps it', () => {
  const [first, ...rest] = video.stages;
  const [one, ...others] = first!.variants;
  const own = { source: 'me' };
  const stage = {
    ...first!,
    metric: PLACEHOLDER_METRIC,
    variants: [{ ...one!, provenance: own }, ...others],
  };
  const mine = { ...video, id: 'mine', stages: [stage, ...rest] };
  const [made, kept] = withSources(mine).stages;
  expect(made!.variants[0]!.provenance).toBe(own);
  expect(made!.variants[1]!.provenance?.assumed).toEqual(['accuracy', 'startupSeconds', 'latency']);
  expect(kept!.variants[0]!.provenance).toBeUndefined();
  // One whose figures are its own is as it was.
  const plain = { ...video, id: 'plain' };
  expect(withSources(plain)).toBe(plain);
});
