import { expect, it } from 'vitest';
import { pipelineFromFile, type AskedOfPipeline, type ImportedPipeline } from './pipelineFile.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { samplePipeline } from '../../model/pipelineFile.ts';
import { presets } from '../../model/presets/index.ts';

function read(text: string, asked?: AskedOfPipeline): ImportedPipeline {
  const found = pipelineFromFile(text, 'p.json', defaultLimits, asked);
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

const inMilliseconds = JSON.stringify({
  name: 'Mine',
  slaSeconds: 2,
  stages: [{ name: 'a', variants: [{ name: 'v', accuracy: 0.5, cores: 1, latency: { 1: 85, 8: 640 } }] }],
});

it('latencies that look like milliseconds are asked about, and read as either', () => {
  const first = read(inMilliseconds);
  expect(first.pipeline.stages[0]!.variants[0]!.latency.seconds).toEqual([85, 640]);
  expect(first.choices).toMatchObject([{ id: 'latencyUnit', value: ['s'], assumed: true, multiple: false }]);
  expect(first.notes.join()).toMatch(
    /assumed to be seconds.*take 85 s for one request, and the objective is 2 s; if they are milliseconds/,
  );

  const again = read(inMilliseconds, { latencyUnit: 'ms' });
  const { seconds, line } = again.pipeline.stages[0]!.variants[0]!.latency;
  expect(seconds).toEqual([0.085, 0.64]);
  expect(line.slope * 8 + line.intercept).toBeCloseTo(0.64, 9);
  expect(again.choices).toMatchObject([{ value: ['ms'], assumed: false }]);
  expect(again.notes.join()).toMatch(/read as milliseconds, as asked for/);
  expect(read(inMilliseconds, { latencyUnit: 's' }).choices).toMatchObject([
    { value: ['s'], assumed: false },
  ]);
});

it('nothing is asked of the sample and of the measured pipelines', () => {
  for (const text of [samplePipeline(), ...presets.map((preset) => JSON.stringify(preset))])
    expect(read(text)).toMatchObject({ notes: [], choices: [] });
});
