import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Offline, type Surroundings } from './offline.svelte.ts';

const FOLDER = 'https://example.org/some/path/';

/** A worker of the browser's, as far as the page sees it. */
class PlayedWorker extends EventTarget {
  readonly heard: unknown[] = [];
  postMessage(said: unknown): void {
    this.heard.push(said);
  }
  /** Its state has changed. */
  tell(): void {
    this.dispatchEvent(new Event('statechange'));
  }
}

class PlayedRegistration extends EventTarget {
  readonly scope: string;
  active: PlayedWorker | null = null;
  installing: PlayedWorker | null = null;
  waiting: PlayedWorker | null = null;
  asked = 0;
  constructor(scope = FOLDER) {
    super();
    this.scope = scope;
  }
  update(): Promise<void> {
    this.asked++;
    return Promise.reject(new Error('no network'));
  }
  /** A version is found, and fetched. */
  comes(): PlayedWorker {
    const worker = (this.installing = new PlayedWorker());
    this.dispatchEvent(new Event('updatefound'));
    return worker;
  }
  arrives(): void {
    const worker = this.installing!;
    this.installing = null;
    if (this.active) this.waiting = worker;
    else this.active = worker;
    worker.tell();
  }
}

class PlayedContainer extends EventTarget {
  controller: unknown = null;
  known: PlayedRegistration | undefined;
  readonly registered: string[] = [];
  refuses = false;
  getRegistration(): Promise<PlayedRegistration | undefined> {
    return Promise.resolve(this.known);
  }
  register(script: string): Promise<PlayedRegistration> {
    this.registered.push(script);
    if (this.refuses) return Promise.reject(new DOMException('private window'));
    this.known = new PlayedRegistration();
    this.known.installing = new PlayedWorker();
    return Promise.resolve(this.known);
  }
  changes(): void {
    this.controller = {};
    this.dispatchEvent(new Event('controllerchange'));
  }
}

function page(change: Partial<Surroundings> = {}) {
  const container = new PlayedContainer();
  const held = new Set<string>();
  const done: string[] = [];
  const tab = { wanted: false };
  const work = $state({
    training: { active: false, plan: undefined as { readonly id: string } | undefined },
    predict: { active: false },
    comparison: { status: 'idle' },
    reproduction: { status: 'idle' },
  });
  const offline = new Offline(
    work as never,
    {
      container,
      secure: true,
      folder: FOLDER,
      caches: undefined,
      online: () => true,
      held: () => Promise.resolve(new Set(held)),
      enter: () => void done.push('enter'),
      reload: () => void done.push('reload'),
      wanted: () => tab.wanted,
      want: (wanted: boolean) => void (tab.wanted = wanted),
      ...change,
    } as unknown as Surroundings,
  );
  return { offline, container, held, done, work, tab };
}

/** A page of a later visit: its service worker is there. */
async function later() {
  const all = page();
  const registration = (all.container.known = new PlayedRegistration());
  registration.active = new PlayedWorker();
  all.container.controller = {};
  await all.offline.begin();
  return { ...all, registration };
}

/** One for which a new version lies ready. */
async function offered() {
  const all = await later();
  const next = all.registration.comes();
  all.registration.arrives();
  expect(all.offline.version).toBe('ready');
  return { ...all, next };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the lab without a network', () => {
  it('is fetched at the first visit, beside the page, and offers nothing then', async () => {
    const { offline, container, done } = page();
    await offline.begin();
    expect(container.registered).toEqual([`${FOLDER}sw.js`]);
    expect(offline.standing).toBe('fetching');
    container.known!.arrives();
    container.changes();
    expect([offline.standing, offline.version]).toEqual(['kept', 'none']);
    expect(done).toEqual([]);
  });

  it('says that a file could not be fetched', async () => {
    const { offline, container } = page();
    await offline.begin();
    const worker = container.known!.installing!;
    container.known!.installing = null;
    worker.tell();
    expect(offline.standing).toBe('broken');
  });

  it('says why it cannot be', async () => {
    const insecure = page({ container: undefined, secure: false });
    await insecure.offline.begin();
    expect(insecure.offline.standing).toBe('insecure');
    const { offline, container } = page();
    container.refuses = true;
    await offline.begin();
    expect(offline.standing).toBe('refused');
  });

  it('registers nothing again at a later visit, and its worker hears that the page has begun', async () => {
    const { offline, container, registration } = await later();
    expect(container.registered).toEqual([]);
    expect(registration.active!.heard).toEqual(['begun']);
    expect([offline.standing, offline.version]).toEqual(['kept', 'none']);
  });

  it('has a worker of its own below a copy whose scope holds it too', async () => {
    const { offline, container } = page();
    container.known = new PlayedRegistration('https://example.org/');
    await offline.begin();
    expect(container.registered).toEqual([`${FOLDER}sw.js`]);
  });

  it('asks for a new version while the page stays open, and survives that there is no network', async () => {
    const { registration } = await later();
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    expect(registration.asked).toBe(2);
  });

  it('counts what is kept, in its own caches alone', async () => {
    const sizes: Readonly<Record<string, readonly number[]>> = {
      [`sluice-kept ${FOLDER}`]: [10, 20],
      [`sluice-used ${FOLDER}`]: [3],
      'sluice-kept https://example.org/': [1000],
    };
    const open = (name: string) =>
      Promise.resolve({
        matchAll: () =>
          Promise.resolve((sizes[name] ?? []).map((n) => ({ blob: () => Promise.resolve({ size: n }) }))),
      });
    const { offline } = page({ caches: { open } as never });
    await offline.count();
    expect(offline.bytes).toBe(33);
  });
});

describe('a new version', () => {
  it('is taken by a click alone: the address is written, the new one takes over, the page is opened anew', async () => {
    const { offline, container, next, done } = await offered();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([next.heard, done]).toEqual([[], []]);
    await offline.take();
    expect([next.heard, done]).toEqual([['take'], ['enter']]);
    container.changes();
    expect(done).toEqual(['enter', 'reload']);
  });

  it('lay ready already when the page was opened', async () => {
    const { offline, container } = page();
    const registration = (container.known = new PlayedRegistration());
    registration.active = new PlayedWorker();
    registration.waiting = new PlayedWorker();
    await offline.begin();
    expect(offline.version).toBe('ready');
  });

  it('waits for whatever a reload would lose here, and for a training in another tab', async () => {
    const { offline, work, held, next, done } = await offered();
    const waits = async (words: string): Promise<void> => {
      await offline.take();
      expect(offline.waitsFor).toBe(words);
      expect([next.heard, done]).toEqual([[], []]);
    };
    work.training = { active: true, plan: { id: 'own' } };
    held.add('own');
    await waits('the training here');
    work.training = { active: false, plan: { id: 'own' } };
    // Its own lock is not another tab's, and is free a moment later.
    expect(offline.waitsFor).toBe('');
    held.clear();
    work.predict = { active: true };
    await waits('the training here');
    work.predict = { active: false };
    work.comparison = { status: 'running' };
    await waits('the comparison here');
    work.comparison = { status: 'stopped' };
    work.reproduction = { status: 'stopping' };
    await waits('the reproduction here');
    work.reproduction = { status: 'idle' };
    held.add('of another tab');
    await waits('the training in another tab');
    held.clear();
    await offline.take();
    expect(next.heard).toEqual(['take']);
  });

  it('is offered again of itself when the other tab has ended', async () => {
    const { offline, held } = await offered();
    held.add('other');
    const end = offline.heedOthers();
    await vi.advanceTimersByTimeAsync(0);
    expect(offline.waitsFor).toBe('the training in another tab');
    held.clear();
    await vi.advanceTimersByTimeAsync(2000);
    expect(offline.waitsFor).toBe('');
    end();
  });

  it('that another tab takes leaves this page as it is, until it is reloaded', async () => {
    const { offline, container, registration, done } = await offered();
    registration.waiting = null;
    container.changes();
    expect([offline.version, done]).toEqual(['elsewhere', []]);
    await offline.take();
    expect(done).toEqual(['enter', 'reload']);
  });

  it('that is late is waited for by the page that was opened anew, a while, and never at the cost of work', async () => {
    const { offline, done, tab } = await offered();
    await offline.take();
    expect(tab.wanted).toBe(false);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([done, tab.wanted]).toEqual([['enter', 'reload'], true]);
    /** Opened anew; the new version still waits, or has just taken over. */
    const anew = async (waits: boolean) => {
      const all = page({ wanted: () => true });
      all.container.controller = {};
      const registration = (all.container.known = new PlayedRegistration());
      registration.active = new PlayedWorker();
      if (waits) registration.waiting = new PlayedWorker();
      await all.offline.begin();
      return all;
    };
    expect((await anew(false)).done).toEqual(['reload']);
    const soon = await anew(true);
    expect(soon.done).toEqual([]);
    soon.container.changes();
    expect(soon.done).toEqual(['reload']);
    const late = await anew(true);
    await vi.advanceTimersByTimeAsync(10_000);
    late.container.changes();
    expect([late.done, late.offline.version]).toEqual([[], 'elsewhere']);
    const busy = await anew(true);
    busy.work.training.active = true;
    busy.container.changes();
    expect(busy.done).toEqual([]);
  });

  it('put off is told again when a newer one comes', async () => {
    const { offline, registration } = await offered();
    offline.later = true;
    registration.comes();
    registration.arrives();
    expect([offline.later, offline.version]).toEqual([false, 'ready']);
  });
});
