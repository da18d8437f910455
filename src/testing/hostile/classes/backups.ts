/**
 * A browser's storage full of hostile names and contents, each by the door that it would come through, some damaged past
 * every door; "Export everything" of it must come back whole.
 */
import { hostile } from '../class.ts';
import { backedUp, emptyStore } from '../stores.ts';
import { hostileFileName, hostileText, jsonText, pick, spoiled } from '../values.ts';
import { pipelineFromFile } from '../../../export/intake/pipelineFile.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { samplePipeline } from '../../../model/pipelineFile.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import type { Store } from '../../../storage/store.ts';
import { checkPipeline, checkRun, checkTrace } from '../../../storage/schemas.ts';
import { importWorkload } from '../../../workload/import.ts';
import { lines } from '../../intake.ts';
import { checkpointOf, evaluationAt, pointAt, runRecord } from '../../runs.ts';

interface Given {
  readonly pipelines: readonly string[];
  readonly traces: readonly { readonly file: string; readonly text: string }[];
  readonly runs: readonly {
    readonly id: string;
    readonly name: string;
    readonly renamed: string;
    readonly note: string;
  }[];
  readonly damaged: readonly {
    readonly store: 'runs' | 'pipelines' | 'traces';
    readonly key: string;
    readonly value: unknown;
  }[];
}

function pipelineText(random: Random): string {
  const pipeline = JSON.parse(samplePipeline()) as {
    id?: string;
    name: string;
    source: string;
    stages: { name: string }[];
  };
  if (random.uniform() < 0.8) pipeline.id = hostileText(random);
  if (random.uniform() < 0.5) pipeline.name = hostileText(random);
  if (random.uniform() < 0.3) pipeline.source = hostileText(random);
  if (random.uniform() < 0.2) pick(pipeline.stages, random).name = hostileText(random);
  return jsonText(random.uniform() < 0.2 ? spoiled(pipeline, random) : pipeline);
}

const some = <T>(most: number, random: Random, make: () => T): T[] =>
  Array.from({ length: random.integer(most + 1) }, make);

function given(random: Random): Given {
  return {
    pipelines: some(4, random, () => pipelineText(random)),
    traces: some(3, random, () => ({
      file: random.uniform() < 0.5 ? hostileFileName(random) : `${hostileFileName(random)}.csv`,
      text: `second,${random.uniform() < 0.5 ? 'rps' : hostileText(random)}\n${lines(140 + random.integer(9), (i) => `${String(i)},${String(i % 7)}`)}`,
    })),
    runs: some(3, random, () => ({
      id: hostileText(random),
      name: hostileText(random),
      renamed: hostileText(random),
      note: hostileText(random),
    })),
    damaged:
      random.uniform() < 0.5
        ? []
        : some(3, random, () => ({
            store: pick(['runs', 'pipelines', 'traces'] as const, random),
            key: hostileText(random),
            value: spoiled(
              pick(
                [runRecord(), presets[1]!, { id: 'x', name: 'x', rates: Float64Array.of(1), source: '' }],
                random,
              ),
              random,
            ),
          })),
  };
}

/** Past every door, as a broken program or another version would. */
async function writtenPast(items: Given['damaged']): Promise<void> {
  const request = indexedDB.open('sluice');
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new Error('the storage does not open'));
    };
  });
  for (const { store, key, value } of items) {
    const transaction = db.transaction(store, 'readwrite');
    const done = new Promise((resolve) => {
      transaction.oncomplete = resolve;
      transaction.onabort = resolve;
    });
    transaction.objectStore(store).put(value, key);
    await done;
  }
  db.close();
}

async function fill(store: Store, { pipelines, traces, runs }: Given): Promise<void> {
  for (const text of pipelines) {
    const read = pipelineFromFile(text, 'p.json', defaultLimits);
    // As a record: what the storage would not give back is not what was lost.
    if (read.ok && checkPipeline(read.value.pipeline, '').ok) await store.putPipeline(read.value.pipeline);
  }
  for (const { file, text } of traces) {
    const read = importWorkload(new TextEncoder().encode(text), file);
    if (read.ok) {
      const { workload } = read.value;
      const notes = read.value.report.decisions.map(({ sentence, weight }) => ({ sentence, weight }));
      await store.putTrace({ ...workload, notes });
      const kept = checkTrace({ ...workload, notes }, 'The trace');
      if (!kept.ok) throw new Error(`a trace that was taken cannot be read again: ${kept.message}`);
    }
  }
  for (const { id, name, renamed, note } of runs) {
    const run = runRecord({ id, name, note, objective: 1.5 });
    if (!checkRun(run, '').ok) continue;
    await store.save({
      run,
      checkpoints: [checkpointOf(id, 'latest', [512, 256]), checkpointOf(id, 'best', [256, 256])],
      points: [pointAt(0, 256), pointAt(1, 256)],
      evaluations: [evaluationAt(0, 256)],
    });
    await store.rename(id, renamed);
  }
}

export const backups = hostile<Given>({
  make: given,
  async meet(input) {
    const store = await emptyStore();
    await fill(store, input);
    await writtenPast(input.damaged);
    const sentences = await backedUp(store);
    store.close();
    return { kind: 'accepted', sentences, counts: { backups: 1 } };
  },
});
