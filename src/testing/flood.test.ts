/** Every door by which lists come in, with a flood of wrong items. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../export/agent/settings.ts';
import { BUNDLE_FORMAT, parseBundle, SCHEMA } from '../export/policy/bundle.ts';
import { parseGolden } from '../export/policy/goldenFile.ts';
import { parseAgent } from '../learning/network/trainedAgent.ts';
import { parseTrainingState } from '../learning/training/checkpoint.ts';
import { jsonFrom } from '../model/jsonText.ts';
import { widestLimits } from '../model/bounds.ts';
import { parsePipeline } from '../model/parse.ts';
import { defaultLimits, defaultWeights } from '../model/pipeline.ts';
import { presets } from '../model/presets/index.ts';
import type { Result } from '../model/result.ts';
import { readArchive } from '../storage/archiveRead.ts';
import { decode } from '../storage/codec.ts';
import { checkCheckpoint, checkPipeline, checkRun, checkTrace } from '../storage/schemas.ts';
import { fromChunk } from '../storage/series.ts';
import { parsePredictor } from '../workload/forecasters/predictorFile.ts';

const list = (item: string, n: number): string => `[${`${item},`.repeat(n)}0]`;
const manifest = (entries: string): Uint8Array =>
  zipSync({
    'manifest.json': strToU8(`{"sluice":"archive","format":2,"database":1,"created":1,"entries":${entries}}`),
  });
const pipeline = (stages: string): string => `{"name":"x","slaSeconds":1,"stages":${stages}}`;
const agent = (parameters: string, heads = '[2]'): string =>
  `{"format":1,"pipeline":"a","shape":{"inputs":8,"width":8,"blocks":1,"heads":${heads}},"ranges":{"load":1,"latency":1,"backlog":1},"parameters":${parameters}}`;
const predictor = (parameters: string): string =>
  `{"format":1,"input":"maxima","target":"absolute","loss":"mse","quantile":0.5,"units":25,"scale":1,"source":"x","parameters":${parameters}}`;
const bundle = (heads: string, evaluation: string): string =>
  `{"schema":"${SCHEMA}","format":${String(BUNDLE_FORMAT)},"pipeline":${JSON.stringify(presets[0])},"limits":${JSON.stringify(defaultLimits)},"weights":${JSON.stringify(defaultWeights)},"heads":${heads},"evaluation":${evaluation}}`;
function record(json: string): Uint8Array {
  const text = strToU8(json);
  const bytes = new Uint8Array(8 * Math.ceil((4 + text.length) / 8));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
}
const objects = Array.from({ length: 1e6 }, () => ({}));

describe('a flood of wrong items is one sentence, within two seconds of a processor', () => {
  // Kilobytes as they come, packed: gigabytes where every fault was kept.
  it.each<readonly [string, () => Result<unknown>, RegExp]>([
    [
      'an archive’s entries',
      () => readArchive(manifest(list('{}', 1e6)), 'a.zip'),
      /holds more than 200,000 values/,
    ],
    [
      'entries that are numbers',
      () => readArchive(manifest(list('0', 1e6)), 'a.zip'),
      /more than 200,000 values/,
    ],
    [
      'entries just within',
      () => readArchive(manifest(list('{}', 5e4)), 'a.zip'),
      /entries: a length of at most 20000/,
    ],
    [
      'few entries',
      () => readArchive(manifest(list('{}', 1e4)), 'a.zip'),
      /at entries\.0\.path: it is missing/,
    ],
    [
      'lists in a manifest',
      () => readArchive(manifest('['.repeat(1e6)), 'a.zip'),
      /more than 10 levels deep/,
    ],
    [
      'a manifest’s names',
      () => readArchive(manifest(`{${'"a":0,'.repeat(1e6)}"a":0}`), 'a.zip'),
      /200,000 values/,
    ],
    [
      'stages',
      () => parsePipeline(pipeline(list('{}', 1e6)), 'p.json', defaultLimits),
      /more than 524,288 values/,
    ],
    [
      'fewer stages',
      () => parsePipeline(pipeline(list('{}', 1e5)), 'p.json', defaultLimits),
      /^p\.json: stages must hold at most 12 stages\.$/,
    ],
    [
      'variants',
      () => parsePipeline(pipeline(`[{"name":"a","variants":${list('{}', 1e5)}}]`), 'p.json', defaultLimits),
      /stage 1 "a": variants must hold at most 32 variants/,
    ],
    [
      'batches of a profile',
      () =>
        parsePipeline(
          pipeline(
            `[{"name":"a","variants":[{"name":"b","accuracy":1,"cores":1,"latency":${list('{}', 1e5)}}]}]`,
          ),
          'p.json',
          widestLimits,
        ),
      /^p\.json: stage 1 "a", variant 1 "b": latency /,
    ],
    [
      'a kept pipeline',
      () => checkPipeline({ ...presets[0]!, stages: objects }, 'It'),
      /must hold at most 12 stages/,
    ],
    [
      'an agent’s parameters',
      () => parseAgent(agent(list('""', 4e6)), 'a.json'),
      /has 243 parameters, the file holds 4000001\.$/,
    ],
    [
      'parameters as many as it has',
      () => parseAgent(agent(list('""', 242)), 'a.json'),
      /at parameters\.0: .*number/,
    ],
    [
      'an agent’s lists',
      () => parseAgent(agent(list('[]', 4e6)), 'a.json'),
      /more than 1,000 lists and objects/,
    ],
    [
      'an agent’s heads',
      () => parseAgent(agent('[]', list('""', 1e6)), 'a.json'),
      /shape\.heads: a length of at most 64/,
    ],
    [
      'a predictor’s parameters',
      () => parsePredictor(predictor(list('""', 1e6)), 'f.json'),
      /has 2726 parameters, the file holds 1000001/,
    ],
    [
      'a predictor’s lists',
      () => parsePredictor(predictor(list('[]', 4e6)), 'f.json'),
      /more than 1,000 lists and objects/,
    ],
    [
      'more numbers than a predictor’s',
      () => parsePredictor(predictor(list('0', 4e6)), 'f.json'),
      /more than 1,048,576 values/,
    ],
    [
      'a bundle’s lists',
      () => parseBundle(bundle(list('""', 4e5), list('0', 4e5)), 'b.json'),
      /more than 524,288 values/,
    ],
    [
      'a bundle’s heads',
      () => parseBundle(bundle(list('""', 4e5), '[]'), 'b.json'),
      /^b\.json: not as expected at /,
    ],
    [
      'golden decisions',
      () => parseGolden(`{"action":${list('{}', 1e6)}}`, 'g.jsonl'),
      /line 1 holds more than 4,096 values/,
    ],
    [
      'the agent’s settings',
      () => parseSettings(`{"stages":${list('{}', 1e6)}}`, 's.json'),
      /holds more than 4,096 values/,
    ],
    [
      'a record’s lists',
      () => decode(record(list('[]', 1e7)), 'It'),
      /^It holds more values than a record of the lab’s can\.$/,
    ],
    ['a record’s numbers', () => decode(record(list('0', 1e7)), 'It'), /^It holds more values than/],
    [
      'a record’s names',
      () => decode(record(`{${'"":0,'.repeat(5e6)}"":0}`), 'It'),
      /^It holds more values than/,
    ],
    ['a record’s texts', () => decode(record(list('""', 1e7)), 'It'), /^It holds more values than/],
    ['a record’s depth', () => decode(record('['.repeat(3e7)), 'It'), /^It is nested too deeply\.$/],
    [
      'a load of JSON',
      () => jsonFrom(list('{}', 2e7)),
      /^too much for one: it holds more than 16,777,216 values$/,
    ],
    ['a kept run’s seeds', () => checkRun({ seeds: objects }, 'It'), /^It is damaged at /],
    ['a kept state’s members', () => checkCheckpoint({ memberSteps: objects }, 'It'), /^It is damaged at /],
    [
      'notes of a kept load',
      () => checkTrace({ id: 'a', name: 'a', rates: Float64Array.of(1), source: 'x', notes: objects }, 'It'),
      /at notes: a length of at most 2000/,
    ],
    [
      'fields of curves',
      () => fromChunk({ format: 2, points: { fields: objects } }, 'It'),
      /points\.fields: a length of at most 200/,
    ],
    [
      'a training’s random words',
      () => parseTrainingState({ format: 1, steps: 1, elapsedSeconds: 1, learner: { sampling: objects } }),
      /^The checkpoint is damaged at /,
    ],
  ])('%s', (_, read, sentence) => {
    const heap = process.memoryUsage().heapUsed;
    const { user } = process.cpuUsage();
    const result = read();
    const used = process.cpuUsage().user - user;
    expect(result.ok ? 'accepted' : result.message).toMatch(sentence);
    expect(result.ok ? 'accepted' : result.message).toMatch(/^[^\n]{1,400}$/);
    expect(used).toBeLessThan(2e6);
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(2 ** 29);
  });
});
