import { expect, it } from 'vitest';
import { besidesWords } from './besides.ts';
import { defaultChoices, type Layout } from './plan.ts';
import { presetById } from '../../model/presets/index.ts';

const video = presetById('video')!;
const configuration = video.stages.map(() => ({ variant: 0, replicas: 3, batch: 2 }));
const said = (layout: Layout, namespace = 'opd'): string =>
  besidesWords(video, configuration, { ...defaultChoices(video), layout, namespace });

it('says what the manifests ask beside the stages, layout by layout', () => {
  // By hand: a router and a queue for each of two stages, a core each.
  expect(said('seldon-per-stage')).toBe(
    'An export asks the cluster for 3 cores besides, which the device’s cores do not count here: router 1 core, queue-crop 1 core, queue-classification 1 core; a mesh’s sidecars come on top.',
  );
  expect(said('seldon-graph')).toBe(
    'An export asks the cluster for the cores of the replicas alone; what Seldon’s executor and a mesh’s sidecars take is not in its manifests.',
  );
  expect(said('kserve')).toContain('the graph’s router and a mesh’s sidecars take');
  expect(said('kserve', 'No Name')).toMatch(/^The namespace must be/);
});
