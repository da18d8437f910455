/** `Store` on IndexedDB. */
import { unwrap } from 'idb';
import { Connection, ofRun, readable, STORES, type StoreName, type Transaction } from './database.ts';
import type { Checkpoint, CheckpointInfo, RunRecord, Series } from './records.ts';
import {
  checkCheckpoint,
  checkPipeline,
  checkPolicy,
  checkPredictor,
  checkRun,
  checkTrace,
} from './schemas.ts';
import type { StoredCheckpoint } from './schemas.ts';
import { CHUNK_POINTS, fromChunk, seriesUpTo, toChunk } from './series.ts';
import { damagedParts } from './damaged.ts';
import { judgedOf } from './judged.ts';
import type { Kept, RunProgress, Refused, Store } from './store.ts';
import { storageError } from './errors.ts';
import { LONGEST_NAME, nameFrom, shortened, wellFormed } from '../model/text.ts';
import { parseTrainingState, type TrainingState } from '../learning/training/checkpoint.ts';
import { accepted, refused, type Result } from '../model/result.ts';

/** The one predictor that is kept. */
const PREDICTOR = 'trained';

/** The store of this browser; whatever stands in its way is told by its first use. */
export function storeHere(): Store {
  return storeOn(new Connection());
}

/** Rejects with `StorageUnavailable`, whose message is a sentence, where the browser keeps nothing. */
export async function openStore(): Promise<Store> {
  const connection = new Connection();
  await connection.use(() => Promise.resolve());
  return storeOn(connection);
}

/** The last part of a key. */
function textOf(key: IDBValidKey): string {
  const last: unknown = Array.isArray(key) ? key.at(-1) : key;
  return typeof last === 'string' || typeof last === 'number' ? String(last) : 'with an unknown key';
}

/** A key in a sentence: one that a broken program wrote may be of any length. */
const nameIn = (key: IDBValidKey): string => shortened(textOf(key), LONGEST_NAME);

/** Keys and values of a store. Each value is read by itself: a value that cannot be read must not hide the others. */
async function each<T>(
  connection: Connection,
  store: StoreName,
  range: IDBKeyRange | undefined,
  check: (value: unknown, key: IDBValidKey) => Result<T>,
): Promise<Kept<T>> {
  const keys = await connection.use<IDBValidKey[]>((db) => db.getAllKeys(store, range));
  const results = await Promise.all(
    keys.map(async (key): Promise<{ key: string; result: Result<T> }> => {
      const id = textOf(key);
      try {
        const value = await connection.use((db) => db.get(store, key as never));
        return { key: id, result: check(value, key) };
      } catch (error) {
        return { key: id, result: refused(storageError(error).message) };
      }
    }),
  );
  const sound: T[] = [];
  const damaged: Refused[] = [];
  for (const { key, result } of results) {
    if (result.ok) sound.push(result.value);
    else damaged.push({ id: key, sentence: result.message });
  }
  return { sound, damaged };
}

/** A record lies under its own id: one that lies elsewhere would be found twice, or deleted in another's place. */
function under<T>(key: IDBValidKey, record: Result<T>, what: string, idOf: (value: T) => string): Result<T> {
  if (!record.ok || idOf(record.value) === key) return record;
  return refused(`${what} is damaged at id: it lies in another one’s place.`);
}

const idOf = ({ id }: { readonly id: string }): string => id;

const infoOf = ({ memberSteps: _, ...info }: StoredCheckpoint): CheckpointInfo => info;

/** A name, where it can be read; nothing hangs on it. */
const nameOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && wellFormed(value) ? shortened(value, LONGEST) : undefined;
/** Of a run's name, as its schema has it. */
const LONGEST = 200;

function storeOn(connection: Connection): Store {
  const get = (store: StoreName, key: IDBValidKey): Promise<unknown> =>
    connection.use((db) => db.get(store, key as never));
  const put = (store: StoreName, key: string, value: unknown): Promise<void> =>
    connection.write([store], (tx, ask) => {
      ask(tx.objectStore(store).put(value, key));
    });
  const remove = (store: StoreName, key: string): Promise<void> =>
    connection.write([store], (tx, ask) => {
      ask(tx.objectStore(store).delete(key));
    });

  async function run(id: string): Promise<Result<RunRecord>> {
    const value = await get('runs', id);
    if (value === undefined) return refused('This run is not kept in this browser.');
    const result = under(id, checkRun(value, `The run ${id}`), `The run ${id}`, idOf);
    const name = nameOf(await get('names', id));
    return result.ok && name !== undefined ? accepted({ ...result.value, name }) : result;
  }

  async function latestSteps(id: string): Promise<readonly number[] | undefined> {
    const stored = checkCheckpoint(await get('checkpoints', [id, 'latest']), '');
    return stored.ok ? stored.value.memberSteps : undefined;
  }

  async function checkpoint(id: string, slot: string): Promise<Result<Checkpoint>> {
    const what = `The checkpoint “${slot}”`;
    // One transaction: a training may write between two.
    const [info, states] = await connection.use(async (db) => {
      const tx = db.transaction(['checkpoints', 'states']);
      return Promise.all([
        tx.objectStore('checkpoints').get([id, slot]),
        tx.objectStore('states').get([id, slot]),
      ]);
    });
    if (info === undefined) return refused(`The run has no checkpoint “${slot}”.`);
    const checked = checkCheckpoint(info, what);
    if (!checked.ok) return checked;
    if (checked.value.run !== id || checked.value.slot !== slot)
      return refused(`${what} is damaged: it is another run’s, or another one of this run.`);
    if (!Array.isArray(states) || states.length !== checked.value.memberSteps.length)
      return refused(`${what} is damaged: its weights are missing.`);
    const sound: TrainingState[] = [];
    for (const state of states) {
      const parsed = parseTrainingState(state);
      if (!parsed.ok) return parsed;
      sound.push(parsed.value);
    }
    return accepted({ ...infoOf(checked.value), states: sound });
  }

  async function allSeries(id: string): Promise<Series & { readonly damaged: readonly string[] }> {
    const { sound, damaged } = await each(connection, 'series', ofRun(id), (value) =>
      fromChunk(value, 'A part of the run’s curves'),
    );
    return {
      points: sound.flatMap((chunk) => chunk.points),
      evaluations: sound.flatMap((chunk) => chunk.evaluations),
      damaged: damaged.map(({ sentence }) => sentence),
    };
  }

  return {
    async runs() {
      const { sound, damaged } = await each(connection, 'runs', undefined, (value, key) =>
        under(key, checkRun(value, `The run ${nameIn(key)}`), `The run ${nameIn(key)}`, idOf),
      );
      const names = await Promise.all(sound.map(async ({ id }) => nameOf(await get('names', id))));
      const runs = sound.map((record, i) => ({ ...record, name: names[i] ?? record.name }));
      return { runs: runs.sort((a, b) => b.created - a.created), damaged };
    },
    run,
    save: ({ run: record, checkpoints, points, evaluations }: RunProgress) =>
      connection.write(['runs', 'checkpoints', 'states', 'series'], async (tx, ask) => {
        const { id } = record;
        ask(tx.objectStore('runs').put(record, id));
        for (const given of checkpoints) putCheckpoint(tx, ask, id, given);
        if (points.length + evaluations.length > 0) {
          const series = tx.objectStore('series');
          const last = await series.openKeyCursor(ofRun(id), 'prev');
          const chunk = last && fromChunk(await readable(unwrap(series), last.key), '');
          const joined = chunk?.ok && chunk.value.points.length < CHUNK_POINTS ? chunk.value : undefined;
          const index = !last ? 0 : joined ? last.key[1] : last.key[1] + 1;
          const told = {
            points: [...(joined?.points ?? []), ...points],
            evaluations: [...(joined?.evaluations ?? []), ...evaluations],
          };
          ask(series.put(toChunk(told), [id, index]));
        }
      }),
    replace: ({ runs, pipelines, traces, policies = [], predictor }) =>
      connection.write(STORES, (tx, ask) => {
        for (const { run: record, checkpoints, points, evaluations } of runs) {
          const { id } = record;
          for (const name of ['checkpoints', 'states', 'series'] as const) {
            ask(tx.objectStore(name).delete(ofRun(id)));
          }
          ask(tx.objectStore('names').delete(id));
          ask(tx.objectStore('found').delete(judgedOf(id)));
          ask(tx.objectStore('runs').put(record, id));
          for (const given of checkpoints) putCheckpoint(tx, ask, id, given);
          ask(tx.objectStore('series').put(toChunk({ points, evaluations }), [id, 0]));
        }
        for (const pipeline of pipelines) ask(tx.objectStore('pipelines').put(pipeline, pipeline.id));
        for (const trace of traces) ask(tx.objectStore('traces').put(trace, trace.id));
        for (const policy of policies) ask(tx.objectStore('policies').put(policy, policy.key));
        if (predictor) ask(tx.objectStore('predictors').put(predictor, PREDICTOR));
      }),
    async rename(id, name) {
      const plain = nameFrom(name, LONGEST);
      if (plain !== '') await put('names', id, plain);
    },
    removeRun: (id) =>
      connection.write(['runs', 'names', 'checkpoints', 'states', 'series', 'found'], (tx, ask) => {
        ask(tx.objectStore('runs').delete(id));
        ask(tx.objectStore('found').delete(judgedOf(id)));
        ask(tx.objectStore('names').delete(id));
        ask(tx.objectStore('checkpoints').delete(ofRun(id)));
        ask(tx.objectStore('states').delete(ofRun(id)));
        ask(tx.objectStore('series').delete(ofRun(id)));
      }),
    async checkpoints(id) {
      const { sound } = await each<StoredCheckpoint>(connection, 'checkpoints', ofRun(id), (value, key) => {
        const info = checkCheckpoint(value, 'A checkpoint');
        const own = info.ok && info.value.run === id && info.value.slot === textOf(key);
        return own || !info.ok ? info : refused('A checkpoint lies in another one’s place.');
      });
      return sound.map(infoOf).sort((a, b) => a.steps - b.steps);
    },
    checkpoint,
    damagedParts: () => damagedParts(connection, run, checkpoint),
    removePart: ({ at }) =>
      connection.write(STORES, (tx, ask) => {
        for (const [store, key] of at) ask(tx.objectStore(store as StoreName).delete(key as never));
      }),
    async rewind(id, slot) {
      const to = await checkpoint(id, slot);
      if (!to.ok) return to;
      const latest: Checkpoint = { ...to.value, slot: 'latest' };
      const memberSteps = latest.states.map(({ steps }) => steps);
      const told = seriesUpTo(await allSeries(id), memberSteps);
      await connection.write(['checkpoints', 'states', 'series'], (tx, ask) => {
        putCheckpoint(tx, ask, id, latest);
        ask(tx.objectStore('series').delete(ofRun(id)));
        ask(tx.objectStore('series').put(toChunk(told), [id, 0]));
      });
      return accepted(latest);
    },
    async series(id) {
      const { damaged, ...told } = await allSeries(id);
      const memberSteps = await latestSteps(id);
      return { ...(memberSteps ? seriesUpTo(told, memberSteps) : told), damaged };
    },
    pipelines: async () => (await each(connection, 'pipelines', undefined, pipelineAt)).sound,
    traces: async () => (await each(connection, 'traces', undefined, traceAt)).sound,
    keptPipelines: () => each(connection, 'pipelines', undefined, pipelineAt),
    keptTraces: () => each(connection, 'traces', undefined, traceAt),
    keptPolicies: () => each(connection, 'policies', undefined, policyAt),
    async predictor() {
      const kept = checkPredictor(await get('predictors', PREDICTOR), '');
      return kept.ok ? kept.value.predictor : undefined;
    },
    async keptPredictor() {
      const value = await get('predictors', PREDICTOR);
      return value === undefined ? accepted(undefined) : checkPredictor(value, 'The trained predictor');
    },
    putPipeline: (pipeline) => put('pipelines', pipeline.id, pipeline),
    putPolicy: (policy) => put('policies', policy.key, policy),
    removePolicy: (key) => remove('policies', key),
    putTrace: (trace) => put('traces', trace.id, trace),
    putPredictor: (predictor, used = false) => put('predictors', PREDICTOR, { format: 1, used, predictor }),
    removePipeline: (id) => remove('pipelines', id),
    removeTrace: (id) => remove('traces', id),
    removePredictor: () => remove('predictors', PREDICTOR),
    found: (name) => get('found', name),
    putFound: (name, value) => put('found', name, value),
    close: () => {
      connection.close();
    },
  };
}

function putCheckpoint(
  tx: Transaction,
  ask: (request: Promise<unknown>) => void,
  run: string,
  { states, ...info }: Checkpoint,
): void {
  const memberSteps = states.map(({ steps }) => steps);
  ask(tx.objectStore('checkpoints').put({ ...info, memberSteps }, [run, info.slot]));
  ask(tx.objectStore('states').put(states, [run, info.slot]));
}

const pipelineAt = (value: unknown, key: IDBValidKey): ReturnType<typeof checkPipeline> =>
  under(key, checkPipeline(value, `The pipeline ${nameIn(key)}`), `The pipeline ${nameIn(key)}`, idOf);
const traceAt = (value: unknown, key: IDBValidKey): ReturnType<typeof checkTrace> =>
  under(key, checkTrace(value, `The trace ${nameIn(key)}`), `The trace ${nameIn(key)}`, idOf);
const policyAt = (value: unknown, key: IDBValidKey): ReturnType<typeof checkPolicy> =>
  under(
    key,
    checkPolicy(value, `The policy ${nameIn(key)}`),
    `The policy ${nameIn(key)}`,
    (policy) => policy.key,
  );
