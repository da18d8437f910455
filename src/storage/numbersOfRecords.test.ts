/** Numbers that no lab writes, by the doors of the storage: records of the browser and archives. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportArchive } from './archive.ts';
import { readArchive } from './archiveRead.ts';
import { encode } from './codec.ts';
import { DATABASE } from './database.ts';
import { VERSION } from './migrations.ts';
import { openStore } from './openStore.ts';
import type { RunRecord } from './records.ts';
import { checkPredictor, checkRun, checkTrace } from './schemas.ts';
import { fromChunk, toChunk } from './series.ts';
import { parseTrainingState, type TrainingState } from '../learning/training/checkpoint.ts';
import { digestOf } from '../model/digest.ts';
import { widestLimits } from '../model/bounds.ts';
import { parsePipeline } from '../model/parse.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Result } from '../model/result.ts';
import { hostileProfiles, pipelineWith } from '../testing/hostileNumbers.ts';
import { accept, pointAt, runRecord, stateAt } from '../testing/runs.ts';
import { defaultPredictor } from '../workload/forecasters/lstmDefault.ts';

const message = (result: { readonly ok: boolean; readonly message?: string }): string =>
  result.ok ? 'it was taken' : result.message!;
/** What is said of a run: why it is damaged, or, where an older version took that, why it cannot go on. */
const runMessage = (result: Result<RunRecord>): string =>
  result.ok ? (result.value.outdated ?? 'it was taken') : result.message;

/** As a record can hold it: 1e400 has become Infinity. */
const pipelineOf = (profile: string): Pipeline => JSON.parse(pipelineWith(profile)) as Pipeline;
const runOn = (pipeline: Pipeline): RunRecord => {
  const run = runRecord();
  return { ...run, scenario: { ...run.scenario, pipeline } };
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('a hostile latency profile', () => {
  it('in a kept pipeline is listed as damaged, in a kept run told of it, with the sentence of every door, and hides nothing else', async () => {
    const store = await openStore();
    const sound = accept(parsePipeline(pipelineWith('{"1": 0.1}'), 'p.json', widestLimits));
    await store.putPipeline({ ...sound, id: 'sound' });
    await store.save({ run: runRecord({ id: 'sound' }), checkpoints: [], points: [], evaluations: [] });
    const db = await openDB(DATABASE, VERSION);
    for (const { name, profile } of hostileProfiles) {
      await db.put('pipelines', pipelineOf(profile), name);
      await db.put('runs', { ...runOn(pipelineOf(profile)), id: name }, name);
    }
    db.close();
    const pipelines = await store.keptPipelines();
    const runs = await store.runs();
    expect(pipelines.sound.map(({ id }) => id)).toEqual(['sound']);
    const outdated = runs.runs.flatMap(({ id, outdated }) =>
      outdated === undefined ? [] : [{ id, sentence: outdated }],
    );
    expect(runs.runs.length - outdated.length).toBe(1);
    expect(outdated.map(({ id }) => id)).toContain('a falling line');
    expect(pipelines.damaged).toHaveLength(hostileProfiles.length);
    expect(runs.damaged.length + outdated.length).toBe(hostileProfiles.length);
    for (const { name, sentence } of hostileProfiles)
      for (const told of [pipelines.damaged, [...runs.damaged, ...outdated]])
        expect(told.find(({ id }) => id === name)?.sentence).toContain(sentence);
    store.close();
  });

  it('in an archive is told by the same sentence, however well it is signed', async () => {
    const store = await openStore();
    const sound = accept(parsePipeline(pipelineWith('{"1": 0.1}'), 'p.json', widestLimits));
    await store.putPipeline(sound);
    await store.save({ run: runRecord(), checkpoints: [], points: [], evaluations: [] });
    const { files: parts } = await exportArchive(store, 1_800_000_000_000);
    const zip = unzipSync(new Uint8Array(await parts[0]!.arrayBuffer()));
    store.close();
    /** The archive with one record replaced, and signed anew. */
    const forged = (path: string, record: unknown): string => {
      const { 'manifest.json': text, ...rest } = zip;
      const manifest = JSON.parse(strFromU8(text!)) as { entries: { path: string }[] };
      const files: Record<string, Uint8Array> = { ...rest, [path]: encode(record) };
      const entries = manifest.entries.map((entry) => {
        const bytes = files[entry.path]!;
        return { ...entry, bytes: bytes.length, sha256: digestOf(bytes) };
      });
      const bytes = zipSync({ ...files, 'manifest.json': strToU8(JSON.stringify({ ...manifest, entries })) });
      const read = readArchive(bytes, 'mine.zip');
      if (!read.ok) return read.message;
      const { leftOut, runs } = read.value;
      return [...leftOut, ...runs.flatMap(({ run }) => run.outdated ?? [])].join(' ') || 'it was taken';
    };
    expect(forged('pipelines/1', sound)).toBe('it was taken');
    expect(forged('runs/1/run', runRecord())).toBe('it was taken');
    for (const { profile, sentence } of hostileProfiles) {
      expect(forged('pipelines/1', pipelineOf(profile))).toContain(sentence);
      expect(forged('runs/1/run', runOn(pipelineOf(profile)))).toContain(sentence);
    }
  });
});

describe('other numbers of a kept run', () => {
  const changed = (scenario: object, rest: object = {}): string => {
    const run = runRecord();
    return runMessage(checkRun({ ...run, ...rest, scenario: { ...run.scenario, ...scenario } }, 'The run 1'));
  };
  const trace = { ...runRecord().scenario.workload };

  it.each([
    [
      { slaSeconds: 1e308 },
      'scenario.slaSeconds: it must be a number from 0.001 to 600 seconds, not 1e+308.',
    ],
    [
      { startupSeconds: 1e308 },
      'scenario.startupSeconds: it must be a number from 0 to 3,600 seconds, not 1e+308.',
    ],
    [{ nodes: 1e9 }, 'scenario.nodes: it must be a whole number from 1 to 512 nodes, not 1,000,000,000.'],
    [{ nodes: 0 }, 'scenario.nodes: it must be a whole number from 1 to 512 nodes, not 0.'],
    [
      { batchTimeoutSeconds: Infinity },
      'scenario.batchTimeoutSeconds: it must be a number from 0 to 3,600 seconds, not Infinity.',
    ],
    [
      { batchRestartSeconds: -1 },
      'scenario.batchRestartSeconds: it must be a number from 0 to 3,600 seconds, not -1.',
    ],
    [
      { dropAfterSla: 1e9 },
      'scenario.dropAfterSla: it must be a number from 0.1 to 10 times the latency objective, not 1,000,000,000.',
    ],
    [{ dropAfterSla: 1e-300 }, 'scenario.dropAfterSla: it must be a number from 0.1 to 10'],
    [{ seed: 1e300 }, 'scenario.seed: it must be a whole number from 0 to 4,294,967,295, not 1e+300.'],
    [{ seed: 0.5 }, 'scenario.seed: it must be a whole number from 0 to 4,294,967,295, not 0.5.'],
    [
      { limits: { maxReplicas: 1e9, maxBatch: 16, maxCores: 30 } },
      'maxReplicas must be a whole number from 1 to 64 replicas, not 1,000,000,000.',
    ],
    [
      { weights: { ...runRecord().scenario.weights, costWeight: 1e300 } },
      'costWeight must be a number from 0 to 1,000,000, not 1e+300.',
    ],
    [
      { workload: { ...trace, rates: Float64Array.of(1, 1e308) } },
      'scenario.workload.rates: its number 2 is 1e+308, and must be a number from 0 to 1,000,000,000.',
    ],
    [{ workload: { ...trace, rates: Float64Array.of(NaN) } }, 'scenario.workload.rates: its number 1 is NaN'],
    [
      { workload: { ...trace, rates: new Float64Array(2_000_001) } },
      'the number of its seconds takes a whole number from 1 to 2,000,000 seconds; 2,000,001 is outside.',
    ],
    [
      { workload: { ...trace, rates: new Float64Array(0) } },
      'the number of its seconds takes a whole number from 1 to 2,000,000 seconds; 0 is outside.',
    ],
  ])('%o is told', (scenario, sentence) => {
    expect(changed(scenario)).toMatch(/^(The run 1 is damaged at|Of this run) /);
    expect(changed(scenario)).toContain(sentence.replace(/\.$/, ''));
  });

  it.each([
    [
      { budget: { seconds: 1e308 } },
      'budget: it must be a number from 0.1 to 604,800 seconds, or a whole number from 1 to 1,000,000,000 steps',
    ],
    [{ budget: { steps: 1.5 } }, 'budget: it must be a number from 0.1'],
    [
      { seeds: [1, 2 ** 33] },
      'seeds.1: it must be a whole number from 0 to 4,294,967,295, not 8,589,934,592.',
    ],
    [{ created: 1e17 }, 'created: it must be a number from 0 to'],
    [{ steps: 1e300 }, 'steps: it must be a whole number from 0 to'],
    [
      { elapsedSeconds: 1e300 },
      'elapsedSeconds: it must be a number from 0 to 1,000,000,000 seconds, not 1e+300.',
    ],
    [{ objective: -1e300 }, 'objective: it must be a number from'],
  ])('%o is told', (rest, sentence) => {
    expect(changed({}, rest)).toMatch(/^(The run 1 is damaged at|Of this run) /);
    expect(changed({}, rest)).toContain(sentence.replace(/\.$/, ''));
  });

  it('a trace by itself is held to the same rates, and the widest of a run are taken', () => {
    expect(message(checkTrace({ ...trace, rates: Float64Array.of(-1) }, 'The trace t'))).toBe(
      'The trace t is damaged at rates: its number 1 is -1, and must be a number from 0 to 1,000,000,000.',
    );
    const widest = {
      slaSeconds: 600,
      startupSeconds: 3600,
      nodes: 512,
      batchTimeoutSeconds: 3600,
      seed: 2 ** 32 - 1,
    };
    expect(changed(widest, { budget: { steps: 1e9 } })).toBe('it was taken');
  });

  it('a predictor whose weights or scale are beyond measure is refused', () => {
    const predictor = defaultPredictor();
    const parameters = predictor.parameters.slice();
    parameters[3] = 1e30;
    const said = (changes: object): string =>
      message(checkPredictor({ format: 1, used: false, predictor: { ...predictor, ...changes } }, 'It'));
    expect(said({})).toBe('it was taken');
    expect(said({ parameters })).toMatch(
      /^It is damaged at predictor\.parameters: its number 4 is 1\.0\d+e\+30, and must be a number from -1,000,000 to 1,000,000\.$/,
    );
    expect(said({ scale: 1e-300 })).toContain('predictor.scale: it must be a number from');
    expect(said({ quantile: 1 })).toContain(
      'predictor.quantile: it must be a number from 0.001 to 0.999, not 1.',
    );
    expect(said({ units: 1e9 })).toContain('predictor.units: it must be a whole number from 4 to 128 units');
  });
});

describe('a checkpoint', () => {
  const state = stateAt(256);
  const { learner, task } = state;
  const world = task.worlds[0]!;
  const said = (changes: Partial<TrainingState>): string =>
    message(parseTrainingState({ ...state, ...changes }));

  it('is taken as it was written', () => {
    expect(said({})).toBe('it was taken');
  });

  it.each<[string, Partial<TrainingState>, RegExp]>([
    ['a weight beyond measure', { averaged: Float32Array.of(1e30, 0, 0) }, /at averaged: its number 1 is/],
    [
      'a weight that is no number',
      { averaged: Float32Array.of(0, NaN, 0) },
      /at averaged: its number 2 is NaN/,
    ],
    [
      'a mean square below 0',
      { learner: { ...learner, adam: { ...learner.adam, v: Float32Array.of(-1, 0, 0) } } },
      /learner\.adam\.v: it must be numbers that are finite and not negative/,
    ],
    [
      'a random stream that stands still',
      { learner: { ...learner, sampling: [0, 0, 0, 0] } },
      /learner\.sampling: it must not be four zeros/,
    ],
    [
      'a random stream of 1e300',
      { learner: { ...learner, shuffling: [1, 1, 1, 1e300] } },
      /learner\.shuffling\.3: it must be a whole number/,
    ],
    [
      'a random stream of two words',
      { task: { ...task, random: [1, 2] } },
      /task\.random: it must be the four words/,
    ],
    [
      'fewer ends than episodes',
      { task: { ...task, ends: Int32Array.of(1) } },
      /its episodes and its worlds differ in number/,
    ],
    [
      'more worlds than generations',
      { task: { ...task, worlds: [world, world] } },
      /its episodes and its worlds differ in number/,
    ],
    [
      'a time before the first second',
      { task: { ...task, worlds: [{ ...world, time: Int32Array.of(-10, 0) }] } },
      /worlds\.0\.time: its number 1 is -10/,
    ],
    [
      'an action that there is not',
      { task: { ...task, worlds: [{ ...world, actions: Int32Array.of(0, 1, 64, 0, 0, 0) }] } },
      /worlds\.0\.actions: its number 3 is 64/,
    ],
    ['steps without end', { steps: Infinity }, /at steps: it must be a whole number/],
    ['a best objective that is no number', { best: { ...state.best, objective: NaN } }, /at best\.objective/],
  ])('with %s is refused', (_, changes, sentence) => {
    expect(said(changes)).toMatch(sentence);
  });
});

describe('curves', () => {
  it('that claim rows without any fields are refused, and not counted out', () => {
    const chunk = toChunk({ points: [pointAt(0, 256)], evaluations: [] });
    expect(fromChunk(chunk, 'A part').ok).toBe(true);
    const endless = { ...chunk, points: { fields: [], rows: 2 ** 40, values: new Float64Array(0) } };
    expect(message(fromChunk(endless, 'A part'))).toMatch(/^A part is damaged at points\.fields/);
  });
});
