/** The database's shape, and one connection to it that comes back after it was closed from outside. */
import {
  openDB,
  unwrap,
  type DBSchema,
  type IDBPDatabase,
  type IDBPObjectStore,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';
import { StorageUnavailable, storageError } from './errors.ts';
import { outdatedStores, upgraded, VERSION } from './migrations.ts';
import { tellTabs } from './news.ts';

export const DATABASE = 'sluice';

/** Values are unknown: each is checked when it is read. */
export interface Shape extends DBSchema {
  runs: { key: string; value: unknown };
  /** Names as the visitor changed them, apart from the records that a running training writes. */
  names: { key: string; value: unknown };
  /** Checkpoints without weights; key [run, slot]. */
  checkpoints: { key: [string, string]; value: unknown };
  /** Their weights, apart so that a list of checkpoints costs nothing; key [run, slot]. */
  states: { key: [string, string]; value: unknown };
  /** What runs told, in chunks; key [run, index]. */
  series: { key: [string, number]; value: unknown };
  pipelines: { key: string; value: unknown };
  traces: { key: string; value: unknown };
  /** Policies that the visitor wrote or brought. */
  policies: { key: string; value: unknown };
  predictors: { key: string; value: unknown };
  /** What the page found and shows again after a reload, by names of its own; part of no archive. */
  found: { key: string; value: unknown };
}

export type StoreName = StoreNames<Shape>;
export const STORES: readonly StoreName[] = [
  'runs',
  'names',
  'checkpoints',
  'states',
  'series',
  'pipelines',
  'traces',
  'policies',
  'predictors',
  'found',
];

export type Transaction = IDBPTransaction<Shape, StoreName[], 'readwrite'>;

/** All keys [run, ..]: an array sorts after every number and text. */
export const ofRun = (run: string): IDBKeyRange => IDBKeyRange.bound([run], [run, []]);

async function upgradeStore(
  store: IDBPObjectStore<Shape, ArrayLike<StoreName>, 'series', 'versionchange'>,
): Promise<void> {
  for (const key of await store.getAllKeys()) {
    const value = await readable(unwrap(store), key);
    if (value !== undefined) await store.put(upgraded(store.name, value), key);
  }
}

/**
 * A value, or undefined where the browser cannot read it (its file is lost): within a transaction that writes, an error
 * that nobody prevents would undo everything else.
 */
export function readable(store: IDBObjectStore, key: IDBValidKey): Promise<unknown> {
  return new Promise((resolve) => {
    const request = store.get(key);
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = (event) => {
      event.preventDefault();
      event.stopPropagation();
      resolve(undefined);
    };
  });
}

/** Opens at the first use and again whenever the browser, or a newer version of the lab in another tab, closed it. */
export class Connection {
  #opening: Promise<IDBPDatabase<Shape>> | undefined;

  /** Rejects with `StorageFull` or `StorageUnavailable`. */
  async use<T>(work: (db: IDBPDatabase<Shape>) => Promise<T>): Promise<T> {
    try {
      const db = await this.#open();
      try {
        return await work(db);
      } catch (error) {
        // Closed since the last use: once more on a fresh connection.
        if (!(error instanceof Error) || error.name !== 'InvalidStateError') throw error;
        db.close();
        this.#opening = undefined;
        return await work(await this.#open());
      }
    } catch (error) {
      throw storageError(error);
    }
  }

  /**
   * All that `work` writes is kept, or nothing. It hands every request to `ask`, and may await nothing but its own
   * requests: a transaction ends when it has none.
   */
  write(
    stores: readonly StoreName[],
    work: (tx: Transaction, ask: (request: Promise<unknown>) => void) => Promise<void> | void,
  ): Promise<void> {
    return this.use(async (db) => {
      // `strict`: done only when it lies on the disk, so that neither a killed browser nor a power cut takes it back.
      const tx = db.transaction([...stores], 'readwrite', { durability: 'strict' });
      const done = tx.done.then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error : new Error('the transaction was aborted')),
      );
      const requests: Promise<unknown>[] = [];
      try {
        await work(tx, (request) => {
          // Where a later one throws, nobody waits for this one any more.
          request.catch(() => undefined);
          requests.push(request);
        });
        await Promise.all(requests);
        const failure = await done;
        if (failure) throw failure;
        tellTabs(stores);
      } catch (error) {
        try {
          tx.abort();
        } catch {
          // It ended already.
        }
        // Where the quota is spent the requests fail with AbortError and only the transaction says why.
        const failure = await done;
        throw failure?.name === 'QuotaExceededError' ? failure : error;
      }
    });
  }

  close(): void {
    this.#opening?.then(
      (db) => db.close(),
      () => undefined,
    );
    this.#opening = undefined;
  }

  #open(): Promise<IDBPDatabase<Shape>> {
    this.#opening ??= this.#connect().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  #connect(): Promise<IDBPDatabase<Shape>> {
    if (typeof indexedDB === 'undefined') {
      return Promise.reject(
        new StorageUnavailable(
          'This browser offers no storage here (a private window, perhaps): what you make lives until this tab is closed.',
        ),
      );
    }
    return new Promise((resolve, reject) => {
      const forget = (): void => {
        this.#opening = undefined;
      };
      const opened = openDB<Shape>(DATABASE, VERSION, {
        upgrade: (db, old, _new, tx) => {
          for (const store of STORES) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
          for (const store of outdatedStores(old)) {
            upgradeStore(tx.objectStore(store)).catch(() => {
              tx.abort();
            });
          }
        },
        blocked: () => {
          reject(
            new StorageUnavailable(
              'Another tab holds the storage with an older version of the lab: close that tab, then reload this one.',
            ),
          );
        },
        // A newer version of the lab wants the database: this tab lets go, and its next use says that it is outdated.
        blocking: (_current, _blocked, event) => {
          (event.target as IDBDatabase).close();
          forget();
        },
        terminated: forget,
      });
      opened.then(resolve, reject);
      // Opened after all, though nobody waits any more: it must not stand in another tab's way.
      opened.then(
        (db) => {
          if (this.#opening === undefined) db.close();
        },
        () => undefined,
      );
    });
  }
}
