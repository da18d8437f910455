/** Looks through the parts of runs for what is damaged: weights, checkpoints, curves, and what a lost run left behind. */
import type { Connection } from './database.ts';
import { storageError } from './errors.ts';
import type { Checkpoint, RunRecord, Slot } from './records.ts';
import { fromChunk } from './series.ts';
import type { DamagedPart } from './store.ts';
import { quotedName } from './zipDirectory.ts';
import { refused, type Result } from '../model/result.ts';

type Place = DamagedPart['at'][number];

/** `run` and `checkpoint` are the store's own. Reads one record at a time: all of them may be more than memory holds. */
export async function damagedParts(
  connection: Connection,
  run: (id: string) => Promise<Result<RunRecord>>,
  checkpoint: (id: string, slot: Slot) => Promise<Result<Checkpoint>>,
): Promise<readonly DamagedPart[]> {
  const keysOf = (store: 'runs' | 'checkpoints' | 'states' | 'series'): Promise<IDBValidKey[]> =>
    connection.use<IDBValidKey[]>((db) => db.getAllKeys(store));
  const runs = new Set(await keysOf('runs'));
  const found: DamagedPart[] = [];
  const leftovers = new Map<string, Place[]>();
  /** Names of runs that were asked for; undefined for one whose record is damaged, which is told, and deleted, whole. */
  const names = new Map<string, string | undefined>();
  const nameOf = async (id: string): Promise<string | undefined> => {
    if (!names.has(id)) {
      const record = await run(id);
      names.set(id, record.ok ? record.value.name : undefined);
    }
    return names.get(id);
  };
  /** The run's id and its part, where the run is here; what has none is left over. */
  const partOf = (place: Place): readonly [string, string | number] | undefined => {
    const [, key] = place;
    const [id, part] = Array.isArray(key) ? key : [];
    if (typeof id === 'string' && (typeof part === 'string' || typeof part === 'number') && runs.has(id))
      return [id, part];
    const of = typeof id === 'string' ? id : '';
    leftovers.set(of, [...(leftovers.get(of) ?? []), place]);
    return undefined;
  };
  const tell = async (
    kind: DamagedPart['kind'],
    id: string,
    part: string | number,
    sentence: string,
    at: readonly Place[],
  ): Promise<void> => {
    const name = await nameOf(id);
    if (name !== undefined)
      found.push({ kind, id: `${id} ${String(part)}`, sentence: `${quotedName(name)}: ${sentence}`, at });
  };

  const slots = new Map<string, Place[]>();
  for (const store of ['checkpoints', 'states'] as const) {
    for (const key of await keysOf(store)) {
      const place = [store, key] as const;
      const [id, slot] = partOf(place) ?? [];
      if (id === undefined) continue;
      const name = JSON.stringify([id, slot]);
      slots.set(name, [...(slots.get(name) ?? []), place]);
    }
  }
  for (const [name, at] of slots) {
    const [id, slot] = JSON.parse(name) as [string, Slot];
    const read = await trying(() => checkpoint(id, slot));
    if (!read.ok) await tell('checkpoint', id, slot, read.message, at);
  }
  for (const key of await keysOf('series')) {
    const place = ['series', key] as const;
    const [id, index] = partOf(place) ?? [];
    if (id === undefined || index === undefined) continue;
    const read = await trying(async () =>
      fromChunk(
        await connection.use<unknown>((db) => db.get('series', key as never)),
        'A part of its curves',
      ),
    );
    if (!read.ok) await tell('curves', id, index, read.message, [place]);
  }
  for (const [id, at] of leftovers) {
    const sentence = `${String(at.length)} ${at.length === 1 ? 'record is' : 'records are'} left of a run that is gone; nothing uses them.`;
    found.push({ kind: 'leftover', id, sentence, at });
  }
  return found;
}

/** What the browser itself cannot read counts as damaged. */
async function trying<T>(read: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await read();
  } catch (error) {
    return refused(storageError(error).message);
  }
}
