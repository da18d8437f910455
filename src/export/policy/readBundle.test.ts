import { readFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { LAB, parseBundle } from './bundle.ts';
import { policyFiles, RUN } from './policyFiles.ts';
import { readBundle } from './readBundle.ts';
import { settled } from './settle.ts';
import { summaryOf } from './trainingSummary.ts';
import { zipOf } from '../zip.ts';
import { tablesOf } from '../../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../../scenario/scenario.ts';
import { configWith } from '../../learning/ppo/settings.ts';
import { simdEngine } from '../../learning/engines/simd/simdEngine.ts';
import { trainGroup, type GroupInputs, type GroupResult } from '../../learning/training/trainGroup.ts';
import { digestOf } from '../../model/digest.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { chosenFor } from '../../scenario/chosen.ts';
import { runArchive } from '../../storage/archive.ts';
import type { RunProgress } from '../../storage/store.ts';
import { outsideSettings } from '../../testing/outsideSettings.ts';
import { accept, runRecord } from '../../testing/runs.ts';
import { defaultPredictor } from '../../workload/forecasters/lstmDefault.ts';
import { generateWorkload } from '../../workload/generators.ts';

const own = defaultPredictor();
const scenario: Scenario = {
  ...defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7, 600)),
  predictor: { ...own, parameters: own.parameters.map((w) => w * 1.01) },
  startupSeconds: 4,
  rollout: 'recreate',
  slaSeconds: 5,
  seed: 11,
};
const overrides = { width: 16, blocks: 1, lanes: 16, horizon: 16, minibatch: 128, evaluateEvery: 3 };
const seeds = [1, 2];
const baseline = chosenFor('best', tablesOf(scenario), scenario, 10).configuration;

const train = (steps: number, from?: GroupInputs['from']): Promise<GroupResult> =>
  trainGroup({
    scenario,
    loads: [generateWorkload('day', 1, 1200).rates],
    config: configWith(overrides),
    budget: { steps },
    seeds,
    from,
    engine: (shape) => Promise.resolve(simdEngine(shape)),
    clock: () => 0,
  });

let trained: GroupResult;
let progress: RunProgress;
let zip: Uint8Array;
beforeAll(async () => {
  trained = await train(1024);
  const { steps, elapsedSeconds, objective, agent } = trained;
  const run = runRecord({ scenario, overrides, seeds, steps, elapsedSeconds, objective, agent, updated: 5 });
  const states = trained.members.map(({ state }) => state);
  const latest = {
    format: 1,
    run: run.id,
    slot: 'latest',
    created: 1,
    steps,
    elapsedSeconds,
    objective,
    states,
  } as const;
  progress = { run, checkpoints: [latest], points: [], evaluations: [] };
  const files = await policyFiles(agent, scenario, {
    baseline,
    training: summaryOf(run),
    run: accept(await runArchive(progress)),
  });
  zip = zipOf('video', files);
});

/** The zip with some files of policy/ replaced, added, or (undefined) taken out. */
function changed(files: Readonly<Record<string, Uint8Array | undefined>>): Uint8Array {
  const named = Object.entries(files).map(([name, bytes]) => [`video/policy/${name}`, bytes] as const);
  const all = Object.entries({ ...unzipSync(zip), ...Object.fromEntries(named) });
  return zipSync(
    Object.fromEntries(all.filter((entry): entry is [string, Uint8Array] => entry[1] !== undefined)),
    { level: 0 },
  );
}
const fileOf = (name: string): Uint8Array => unzipSync(zip)[`video/policy/${name}`]!;

/** The zip with `bundle.json` changed by `change`, after `files` were put in and their digests with them. */
function rewritten(
  change: (bundle: Record<string, unknown>) => void,
  files: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const bundle = JSON.parse(strFromU8(fileOf('bundle.json'))) as { sha256: Record<string, string> };
  for (const [name, bytes] of Object.entries(files)) bundle.sha256[name] = digestOf(bytes);
  change(bundle);
  return changed({ ...files, 'bundle.json': strToU8(JSON.stringify(bundle)) });
}

describe('a bundle', () => {
  it('names the version of package.json', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(LAB).toBe(version);
  });

  it('brings scenario, agent, predictor and run back as they were', async () => {
    const read = accept(await readBundle(zip, 'x.zip'));
    expect(read.scenario).toEqual(scenario);
    expect(read.agent).toEqual(trained.agent);
    expect(read.predictor).toEqual(scenario.predictor);
    expect(read.run?.runs).toEqual([progress]);
    expect(read.golden).toHaveLength(120);
    expect(read.bundle.training).toEqual({
      name: 'first',
      steps: 2048,
      seconds: 0,
      seeds: [1, 2],
      workload: { name: scenario.workload.name, seconds: 600, peak: Math.max(...scenario.workload.rates) },
      heldOutObjective: trained.objective,
    });
    const { policies, possible } = read.bundle.evaluation[0]!;
    expect(Object.keys(policies).sort()).toEqual(
      ['greedy', 'ipa-exact', 'opd', 'optimum-predicted', 'optimum-true', 'random', 'static-best'].sort(),
    );
    expect(policies['optimum-true']!.objective).toBeGreaterThan(policies['random']!.objective);
    expect(possible!.kind).toBe('bracket');
    expect(possible!.bound).toBeGreaterThanOrEqual(possible!.found);
    // No policy earns more than the best plan found.
    for (const { regret } of Object.values(policies))
      expect(regret).toBeGreaterThanOrEqual(possible!.bound! - possible!.found);
  });

  it.each([
    [
      'a run of another pipeline',
      (): RunProgress => ({
        ...progress,
        run: { ...progress.run, scenario: defaultScenario(presetById('nlp')!, scenario.workload) },
      }),
      /run\.zip: the run is of another pipeline or other limits/,
    ],
    [
      'a run that nothing can go on from',
      (): RunProgress => ({ ...progress, checkpoints: [] }),
      /no latest checkpoint/,
    ],
  ])('is refused with %s', async (_, run, sentence) => {
    const bytes = accept(await runArchive(run()));
    const read = await readBundle(
      rewritten(() => undefined, { 'training/run.zip': bytes }),
      'x.zip',
    );
    expect(read).toMatchObject({ ok: false, message: expect.stringMatching(sentence) as string });
  });

  it('carries the price of late requests; one of before there was any means none', async () => {
    const priced = rewritten((bundle) => {
      bundle['weights'] = { ...scenario.weights, lateWeight: 0.2 };
    });
    expect(accept(await readBundle(priced, 'x.zip')).scenario.weights.lateWeight).toBe(0.2);
    const before = rewritten((bundle) => {
      const { lateWeight: _, ...weights } = scenario.weights;
      bundle['weights'] = weights;
    });
    expect(strFromU8(unzipSync(before)['video/policy/bundle.json']!)).not.toContain('lateWeight');
    expect(accept(await readBundle(before, 'x.zip')).scenario).toEqual(scenario);
  });

  it('is refused with a run whose settings no training takes, by the sentence of every other door', async () => {
    const some = outsideSettings(Random.stream(5, 'bundle')).filter((_, i) => i < 10 || i % 7 === 0);
    for (const { name, value, sentence } of some) {
      const run = { ...progress.run, overrides: { ...overrides, [name]: value } };
      const read = await readBundle(
        rewritten(() => undefined, { 'training/run.zip': accept(await runArchive({ ...progress, run })) }),
        'x.zip',
      );
      expect(read.ok ? '' : read.message).toContain(`x.zip, video/policy/training/run.zip: ${sentence} `);
    }
  }, 60_000);

  it('holds the same bytes in every time zone', async () => {
    const made: string[] = [];
    for (const zone of ['Asia/Tokyo', 'America/New_York']) {
      vi.stubEnv('TZ', zone);
      expect(new Date(0).getHours()).toBe(zone === 'Asia/Tokyo' ? 9 : 19);
      made.push(digestOf(accept(await runArchive(progress))), digestOf(zipOf('x', [])));
    }
    vi.unstubAllEnvs();
    expect(made.slice(0, 2)).toEqual(made.slice(2));
  });

  it('is read alike without the folders around it', async () => {
    const flat = Object.entries(unzipSync(zip)).map(
      ([name, bytes]) => [name.replace('video/policy/', ''), bytes] as const,
    );
    const read = accept(await readBundle(zipSync(Object.fromEntries(flat)), 'x.zip'));
    expect(read.agent).toEqual(trained.agent);
  });

  it('lets the training go on as it would have: the same bytes after as many steps again', async () => {
    const { checkpoints } = accept(await readBundle(zip, 'x.zip')).run!.runs[0]!;
    const there = await train(2048, { kind: 'resume', states: checkpoints[0]!.states });
    const here = await train(2048, { kind: 'resume', states: trained.members.map(({ state }) => state) });
    expect(there.steps).toBe(4096);
    expect(there.members.map(({ state }) => state)).toEqual(here.members.map(({ state }) => state));
    expect(there.members[0]!.last.parameters).not.toEqual(trained.members[0]!.last.parameters);
  });

  it('comes without a training where none was exported, and with a stand-in for its load', async () => {
    const files = await policyFiles(
      trained.agent,
      { ...scenario, forecaster: 'ewma', predictor: undefined },
      { baseline },
    );
    const read = accept(await readBundle(zipOf('a', files), 'x.zip'));
    expect(read.run).toBeUndefined();
    expect(read.bundle.training).toBeUndefined();
    expect(read.scenario.workload).toEqual(generateWorkload('fluctuating', 11));
    expect(read.scenario.forecaster).toBe('ewma');
  });

  it('keeps a changed preset apart from the preset', async () => {
    const read = accept(await readBundle(zip, 'x.zip'));
    expect(settled(read).agent.pipeline).toBe('video');
    const other = { ...scenario.pipeline, slaSeconds: 3 };
    const { agent, run, ...rest } = settled({ ...read, scenario: { ...scenario, pipeline: other } });
    expect(rest.scenario.pipeline.id).toBe('import:video');
    expect(agent.pipeline).toBe('import:video');
    // The run's own scenario is the preset's still.
    expect(run?.runs[0]?.run.scenario.pipeline.id).toBe('video');
  });
});

describe('refuses in one sentence', () => {
  const text = (value: string): Uint8Array => strToU8(value);
  it.each<readonly [string, () => Uint8Array, RegExp]>([
    ['no zip', () => text('hello'), /^x\.zip: it is no \.zip file/],
    [
      'a torn zip',
      () => zip.subarray(0, zip.length - 400),
      /^x\.zip: it is a \.zip that is cut off or damaged; copy/,
    ],
    ['no bundle', () => zipSync({ 'a.txt': text('a') }), /^x\.zip: it holds no bundle\.json/],
    [
      'a missing file',
      () => changed({ 'agent.json': undefined }),
      /policy\/agent\.json: the bundle names it, and it is missing/,
    ],
    [
      'a changed file',
      () => changed({ 'policy.onnx': text('x') }),
      /policy\.onnx: its content is not what was exported/,
    ],
    ['a file too many', () => changed({ 'more.txt': text('x') }), /more\.txt: the bundle does not name it/],
    ['a name that leads out', () => zipSync({ 'a/../../b': text('x') }), /lie outside its folder/],
    [
      'a hostile name',
      () =>
        rewritten((b) => {
          (b['sha256'] as Record<string, string>)['../x'] = 'a'.repeat(64);
        }),
      /bundle\.json: not as expected at sha256/,
    ],
    ['a prototype', () => zipSync(Object.fromEntries([['a/__proto__', text('x')]])), /__proto__/],
    [
      'format 1',
      () =>
        rewritten((b) => {
          delete b['schema'];
          b['format'] = 1;
        }),
      /format 1, of an earlier lab; export the policy anew/,
    ],
    [
      'a later format',
      () =>
        rewritten((b) => {
          b['format'] = 3;
        }),
      /has format 3, and this version reads format 2 only/,
    ],
    [
      'other limits',
      () =>
        rewritten((b) => {
          (b['limits'] as Record<string, number>)['maxCores'] = -1;
        }),
      /Limits: maxCores must be a whole number/,
    ],
    [
      'a forecaster that there is not',
      () =>
        rewritten((b) => {
          b['forecaster'] = 'oracle';
        }),
      /bundle\.json: there is no forecaster “oracle” here/,
    ],
    [
      'more nodes than cores',
      () =>
        rewritten((b) => {
          (b['environment'] as Record<string, number>)['nodes'] = 31;
        }),
      /it has more nodes than cores/,
    ],
    [
      'other heads',
      () =>
        rewritten((b) => {
          b['heads'] = [2, 2, 2];
        }),
      /its heads are not those of its pipeline/,
    ],
    [
      'too large a baseline',
      () =>
        rewritten((b) => {
          (b['baseline'] as { replicas: number }[])[0]!.replicas = 40;
        }),
      /its baseline orders what stage 1 cannot have/,
    ],
    [
      'another policy of the same shape',
      () => {
        const agent = JSON.parse(strFromU8(fileOf('agent.json'))) as { parameters: number[] };
        agent.parameters = agent.parameters.map((w) => -3 * w);
        return rewritten(() => undefined, { 'agent.json': text(JSON.stringify(agent)) });
      },
      /the agent decides line \d+ otherwise/,
    ],
    [
      'golden decisions of another pipeline',
      () => {
        const lines = strFromU8(fileOf('golden.jsonl')).replaceAll('"action":[', '"action":[4000,');
        return rewritten(() => undefined, { 'golden.jsonl': text(lines) });
      },
      /golden\.jsonl: line 1 is of another pipeline/,
    ],
    [
      'no golden decisions',
      () => rewritten(() => undefined, { 'golden.jsonl': text('') }),
      /holds no decision/,
    ],
    [
      'a run that is none',
      () => rewritten(() => undefined, { [RUN]: text('x') }),
      /training\/run\.zip: it is no \.zip/,
    ],
  ])('%s', async (_, make, message) => {
    const read = await readBundle(make(), 'x.zip');
    expect(read.ok ? 'it was taken' : read.message).toMatch(message);
  });

  it('a zip whose directory claims too much', async () => {
    const bomb = zipSync({ 'bundle.json': new Uint8Array(1000) });
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    // The uncompressed size in the directory's entry: 24 bytes after its signature.
    for (let at = 0; at + 46 < bomb.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 2 ** 31, true);
    const read = await readBundle(bomb, 'x.zip');
    expect(read.ok ? '' : read.message).toMatch(/^x\.zip: it unpacks to more than 512 MB/);
  });

  it('two policies in one zip', async () => {
    const both = zipSync({ ...unzipSync(zip), 'other/bundle.json': fileOf('bundle.json') });
    const read = await readBundle(both, 'x.zip');
    expect(read.ok ? '' : read.message).toMatch(/more than one policy/);
  });

  it('what is no JSON object', () => {
    for (const content of ['', '7', 'null', '[]'])
      expect(parseBundle(content, 'b')).toMatchObject({ ok: false });
  });
});
