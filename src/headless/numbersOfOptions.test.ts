/** Numbers that no pipeline has, by the command line and in a bundle: the sentence of every other door. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { optimum } from './optimum.ts';
import { simulate } from './simulate.ts';
import { train } from './train.ts';
import { parseBundle } from '../export/policy/bundle.ts';
import { defaultLimits, defaultWeights } from '../model/pipeline.ts';
import { hostileProfiles, pipelineWith } from '../testing/hostileNumbers.ts';
import { itWithShared } from '../testing/shared.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
});

/** What the command is refused with. */
async function said(running: Promise<object>): Promise<string> {
  try {
    await running;
    return 'it was taken';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a hostile latency profile', () => {
  it('as --pipeline is refused by every command that takes one', async () => {
    const file = join(folder, 'p.json');
    for (const { profile, sentence } of hostileProfiles) {
      await writeFile(file, pipelineWith(profile));
      const given = ['--pipeline', file];
      for (const run of [
        () => simulate(['--workload', 'step', '--policy', 'greedy', ...given]),
        () => optimum(['--loads', '5', ...given]),
        () => train(['--steps', '256', ...given]),
        () => compare(['--policies', 'greedy', '--pipelines', file]),
      ]) {
        const message = await said(run());
        expect(message).toMatch(/^p\.json: stage 1 "s", variant 1 "v": latency /);
        expect(message).toContain(sentence);
      }
    }
  });

  itWithShared('as the campaign brought it is refused', async (shared) => {
    for (const [name, sentence] of [
      ['empty.json', /its list of batches is empty\.$/],
      ['inf.json', /it is Infinity\.$/],
    ] as const) {
      const file = join(folder, name);
      await writeFile(file, await readFile(join(shared, 'samples/hostile', name)));
      expect(await said(simulate(['--workload', 'step', '--policy', 'greedy', '--pipeline', file]))).toMatch(
        sentence,
      );
    }
  });

  it('in a bundle is refused, in the lab and by the agent', () => {
    for (const { profile, sentence } of hostileProfiles) {
      const bundle = `{"schema":"sluice/bundle","format":2,"limits":${JSON.stringify(defaultLimits)},"weights":${JSON.stringify(defaultWeights)},"pipeline":${pipelineWith(profile)}}`;
      const read = parseBundle(bundle, 'bundle.json');
      expect(read.ok ? 'it was taken' : read.message).toContain(sentence);
    }
  });
});

it.each(['video', 'audio-sent', 'nlp'])(
  'limits that not even the smallest %s fits into are refused by every command',
  async (pipeline) => {
    const given = ['--limits', 'W_max=1'];
    for (const run of [
      () => simulate(['--workload', 'step', '--policy', 'greedy', '--pipeline', pipeline, ...given]),
      () => optimum(['--loads', '5', '--pipeline', pipeline, ...given]),
      () => train(['--steps', '256', '--pipeline', pipeline, ...given]),
      () => compare(['--policies', 'greedy', '--pipelines', pipeline, ...given]),
    ])
      expect(await said(run())).toMatch(
        /: even one replica of each stage's smallest variant needs \d+ cores, and the device has 1\.$/,
      );
  },
);
