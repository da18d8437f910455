import { describe, expect, it } from 'vitest';
import { optimaChart } from './optimaChart.ts';
import { testChart } from '../../charts/chartTest.ts';
import { defaultLimits, defaultWeights, type Pipeline } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import { compile } from '../../../model/tables.ts';
import { optimaOver, type Optima } from '../../../policies/optimum/overLoads.ts';
import { testPipeline } from '../../../testing/pipelines.ts';

const video = presets.find(({ id }) => id === 'video')!;
const found = (pipeline: Pipeline, count: number): Optima =>
  optimaOver(compile(pipeline, defaultLimits), defaultWeights, pipeline.slaSeconds, count);
const none: Optima = {
  ...{ loads: new Float64Array(0), cores: new Float64Array(0) },
  ...{ throughput: new Float64Array(0), accuracy: new Float64Array(0) },
  ...{ variant: new Int32Array(0), replicas: new Int32Array(0), batch: new Int32Array(0) },
};
const draw =
  (optima: Optima, load = 12, pipeline = video) =>
  (width: number) =>
    optimaChart({ pipeline, optima, load }, width);
const usual = found(video, 60);
const cores = usual.cores.slice();
cores.set([NaN, Infinity], 20);

testChart('what the optimum takes over the loads', {
  usual: draw(usual),
  empty: draw(none),
  one: draw(found(video, 1)),
  broken: draw({ ...usual, cores }, NaN),
  // As many as the worker gives.
  many: draw(found(video, 240)),
});

describe('what the optimum takes over the loads', () => {
  // 10/s and 2/s a replica of one core: 30 cores carry up to 16/s accurately by 8 replicas, and 80/s at all.
  const pipeline = testPipeline([
    [
      [0.5, 1, 0.1, 0.1],
      [0.9, 1, 0.5, 0.5],
    ],
  ]);
  const chart = draw(found(pipeline, 20), 12, pipeline)(720);

  it('tells spans of loads with their configuration', () => {
    expect(chart.head).toEqual([
      ...['Above, req/s', 'Up to, req/s', 'stage 0', 'Cores', 'Served, req/s', 'Accuracy, all stages'],
    ]);
    expect(chart.rows[0]).toEqual([0, 4, 'v1 ×\u20092', 2, 4, 0.9]);
    const last = chart.rows.at(-1)!;
    expect(last.slice(1, 4)).toEqual([80, 'v0 ×\u20098', 8]);
    expect(chart.sentence).toMatch(
      /up to 80\.0 requests a second, the most that fits the limits, on at most 8 cores\./,
    );
    expect(chart.sentence).toMatch(/ Every variant is taken at some load\.$/);
  });

  it('says at each load what is run', () => {
    expect(chart.crosshair!.say(0)).toBe(
      '4.0 requests/s: stage 0 v1 ×\u20092; 2 cores, 4.00 requests/s can be served',
    );
  });

  it('says which variants are taken at no load', () => {
    const worse = testPipeline([
      [
        [0.5, 1, 0.1, 0.1],
        [0.4, 2, 0.2, 0.2],
      ],
    ]);
    expect(draw(found(worse, 20), 12, worse)(720).sentence).toMatch(/ v1 is taken at none\.$/);
  });
});
