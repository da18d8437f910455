import { describe, expect, it } from 'vitest';
import { hullChart } from './hullChart.ts';
import { testChart } from '../../charts/chartTest.ts';
import { defaultLimits, type Pipeline } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import { testPipeline, type VariantSpec } from '../../../testing/pipelines.ts';

const video = presets.find(({ id }) => id === 'video')!;
const draw =
  (pipeline: Pipeline, load = 12, chosen?: number) =>
  (width: number) =>
    hullChart(
      { pipeline, stage: 0, limits: defaultLimits, slaSeconds: pipeline.slaSeconds, load, chosen },
      width,
    );
const many = (count: number): Pipeline =>
  testPipeline([
    Array.from({ length: count }, (_, z): VariantSpec => [
      (z + 1) / (count + 1),
      1 + (z % 5),
      0.05 + z / 100,
      0.02,
    ]),
  ]);
const broken: Pipeline = {
  ...video,
  stages: video.stages.map((stage) => ({
    ...stage,
    variants: stage.variants.map((one, z) => (z === 1 ? { ...one, accuracy: NaN } : one)),
  })),
};

testChart(
  'a stage’s variants',
  {
    usual: draw(video, 12, 2),
    empty: draw(many(0)),
    one: draw(many(1)),
    broken: draw(broken),
    many: draw(many(32), 20),
  },
  { crowded: true },
);

describe('a stage’s variants at a load', () => {
  const stage: readonly VariantSpec[] = [
    [0.6, 1, 0.1, 0.1],
    [0.8, 2, 0.1, 0.1],
    [0.8, 4, 0.1, 0.1],
  ];
  const named: Pipeline = {
    ...testPipeline([stage]),
    stages: testPipeline([stage]).stages.map((one) => ({
      ...one,
      variants: one.variants.map((variant, z) => ({ ...variant, name: ['small', 'medium', 'large'][z]! })),
    })),
  };

  it('says in a sentence who never pays, and draws it hollow', () => {
    const { sentence, rows, marks } = draw(named, 15)(720);
    expect(sentence).toBe(
      'Each in the batch that answers most within 2.00 s, what the other stages leave of the latency objective; waiting is not counted. large never pays: medium is as accurate and needs fewer cores at every load. The axis of accuracy begins at 57.0 %.',
    );
    // 10/s a replica: two replicas of each.
    expect(rows.map((row) => row.slice(0, 7))).toEqual([
      ['small', 60, 1, 0.1, 2, 2, 'yes'],
      ['medium', 80, 1, 0.1, 2, 4, 'yes'],
      ['large', 80, 1, 0.1, 2, 8, 'yes'],
    ]);
    const circles = marks.filter((mark) => mark.kind === 'circle');
    expect(circles.map(({ fill }) => fill)).toEqual(['ink', 'ink', 'paper']);
  });

  it('says who cannot carry the load within the limits', () => {
    expect(draw(named, 79)(720).sentence).toMatch(/carry|never pays/);
    expect(draw(named, 85)(720).sentence).toMatch(
      / Within the limits small \(9 replicas\) and medium \(9 replicas\) cannot carry 85\.0 requests a second\./,
    );
    expect(draw({ ...named, slaSeconds: 0.05 })(720).sentence).toContain(
      'small never pays: a single request takes 100 ms, and the other stages leave 50.0 ms of the latency objective.',
    );
  });
});
