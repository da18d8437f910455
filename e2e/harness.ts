/**
 * The build's training worker and the browser's storage without the page around them: an empty page of the same origin,
 * which speaks to the worker as the page does.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { presetById } from '../src/model/presets/index.ts';
import { generateWorkload } from '../src/workload/generators.ts';
import type { TrainRequest } from '../workers/protocol.ts';

const root = join(import.meta.dirname, '..');
const comlink = join(dirname(createRequire(import.meta.url).resolve('comlink')), '../esm/comlink.min.mjs');

/** The built worker's path below the page's. */
export function builtWorker(worker: 'train' | 'archive'): string {
  const name = readdirSync(join(root, 'dist/assets')).find(
    (file) => file.startsWith(`${worker}-`) && file.endsWith('.js'),
  );
  if (name === undefined) throw new Error(`the build has no worker ${worker}`);
  return `assets/${name}`;
}

/** What is left of an event of the worker on its way to the test. */
export interface Told {
  readonly kind: string;
  readonly steps: number | undefined;
  readonly elapsedSeconds: number | undefined;
  readonly sentence: string | undefined;
  readonly backend: string | undefined;
  readonly reason: string | undefined;
}

/** A small training that is kept under `id`; its budget is far away. */
export function request(id: string, changes: Partial<TrainRequest> = {}): TrainRequest {
  return {
    scenario: defaultScenario(presetById('video')!, generateWorkload('fluctuating', 3)),
    overrides: { width: 32, blocks: 1, lanes: 32, horizon: 16, minibatch: 256 },
    seeds: [1],
    budget: { seconds: 3600 },
    backend: 'wasm',
    run: { id, name: `Run ${id}` },
    fork: undefined,
    ...changes,
  };
}

/** The worker, spoken to from an empty page. */
export class Harness {
  readonly page: Page;
  readonly told: Told[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(context: BrowserContext, baseURL: string): Promise<Harness> {
    const page = context.pages().find((p) => p.url() === 'about:blank') ?? (await context.newPage());
    const harness = new Harness(page);
    await page.exposeFunction('tell', (told: Told) => {
      harness.told.push(told);
    });
    await page.route('**/harness.html', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>harness</title>' }),
    );
    await page.route('**/comlink.mjs', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: readFileSync(comlink) }),
    );
    await page.goto(`${baseURL}harness.html`);
    await page.evaluate(
      async ([library, script]) => {
        const { wrap, proxy } = (await import(library)) as typeof import('comlink');
        const worker = new Worker(script, { type: 'module', name: 'train' });
        Object.assign(window, { remote: wrap(worker), proxy });
      },
      [`${baseURL}comlink.mjs`, builtWorker('train')] as const,
    );
    return harness;
  }

  /** Calls `workers/archive.ts`, in a worker of its own as the page does; `file` is what is taken in. */
  archive(method: 'exportAll' | 'damagedParts'): Promise<unknown>;
  archive(method: 'takeIn', file: Buffer): Promise<unknown>;
  async archive(method: 'exportAll' | 'damagedParts' | 'takeIn', file?: Buffer): Promise<unknown> {
    if (file) {
      await this.page.unroute('**/taken.zip');
      await this.page.route('**/taken.zip', (route) =>
        route.fulfill({ contentType: 'application/zip', body: file }),
      );
    }
    return this.page.evaluate(
      async ([script, name]) => {
        const { wrap } = (await import(
          new URL('comlink.mjs', location.href).href
        )) as typeof import('comlink');
        const worker = new Worker(script, { type: 'module', name: 'archive' });
        const remote = wrap<Record<string, (...all: unknown[]) => Promise<unknown>>>(worker);
        try {
          if (name !== 'takeIn') {
            const result = (await remote[name]!()) as { files?: Blob[] };
            return result.files ? { ...result, files: result.files.map(({ size }) => size) } : result;
          }
          const blob = await (await fetch('./taken.zip')).blob();
          return await remote.takeIn!(blob, 'taken.zip');
        } finally {
          worker.terminate();
        }
      },
      [builtWorker('archive'), method] as const,
    );
  }

  /** Starts a training and does not wait for its end; `ended` does, and gives its sentence where it failed. */
  train(asked: TrainRequest): Promise<string> {
    const { scenario, ...rest } = asked;
    const { workload } = scenario;
    return this.#call('train', [
      { ...rest, scenario: { ...scenario, workload: { ...workload, rates: Array.from(workload.rates) } } },
    ]);
  }

  resume(id: string, budget?: { readonly seconds: number }): Promise<string> {
    return this.#call('resume', [id, budget]);
  }

  async say(method: 'stop' | 'pause', ...values: readonly unknown[]): Promise<void> {
    await this.page.evaluate(
      async ([name, list]) => {
        await (window as never as { remote: Record<string, (...all: unknown[]) => Promise<void>> }).remote[
          name
        ]!(...list);
      },
      [method, values] as const,
    );
  }

  #call(method: string, values: readonly unknown[]): Promise<string> {
    return this.page.evaluate(
      async ([name, list]) => {
        const { remote, proxy, tell } = window as never as {
          remote: Record<string, (...all: unknown[]) => Promise<void>>;
          proxy: (f: unknown) => unknown;
          tell: (told: unknown) => void;
        };
        for (const value of list as { scenario?: { workload: { rates: unknown } } }[]) {
          if (typeof value !== 'object') continue;
          const workload = value.scenario?.workload;
          if (workload) workload.rates = Float64Array.from(workload.rates as number[]);
        }
        const hear = (event: Record<string, unknown>): void => {
          const last = (event.points as Record<string, unknown>[] | undefined)?.at(-1) ?? event;
          const { steps, elapsedSeconds } = last;
          const { kind, sentence, backend, reason } = event;
          tell({ kind, steps, elapsedSeconds, sentence, backend, reason });
        };
        try {
          await remote[name]!(...list, proxy(hear));
          return '';
        } catch (error) {
          return (error as Error).message;
        }
      },
      [method, values] as const,
    );
  }

  /** Resolves with the first event of the kind, from the `from`-th on. */
  async hears(kind: string, from = 0, timeoutMs = 30_000): Promise<Told> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const found = this.told.slice(from).find((told) => told.kind === kind);
      if (found) return found;
      if (performance.now() > until)
        throw new Error(`no ${kind} within ${String(timeoutMs)} ms: ${JSON.stringify(this.told.slice(-5))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** All values of an object store by key, or those of one run. */
  records(
    store: string,
    run?: string,
  ): Promise<readonly { readonly key: unknown; readonly value: unknown }[]> {
    return this.page.evaluate(
      async ([name, id]) => {
        const ask = <T>(made: IDBRequest<T>): Promise<T> =>
          new Promise((resolve, reject) => {
            made.onsuccess = () => {
              resolve(made.result);
            };
            made.onerror = () => {
              reject(made.error ?? new Error('failed'));
            };
          });
        const db = await ask(indexedDB.open('sluice'));
        try {
          const objects = db.transaction(name).objectStore(name);
          const keys = (await ask(objects.getAllKeys())).filter(
            (key) => id === undefined || (Array.isArray(key) ? key[0] : key) === id,
          );
          return await Promise.all(
            keys.map(async (key) => ({ key, value: (await ask(objects.get(key))) as unknown })),
          );
        } finally {
          db.close();
        }
      },
      [store, run] as const,
    );
  }
}
