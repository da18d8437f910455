/** The lab without a network, as the page sees it: what its service worker keeps, and a new version that lies ready. */
import type { Comparison } from '../comparing/comparison.svelte.ts';
import type { Reproduction } from '../comparing/reproduction.svelte.ts';
import type { Predict } from '../training/predict.svelte.ts';
import type { Training } from '../training/training.svelte.ts';
import { nextWanted, wantNext } from './gone.ts';
import { heldRuns } from '../../../storage/locks.ts';
import { siteCaches, type ToServiceWorker } from '../../../storage/siteCaches.ts';

/**
 * `unasked`: in development, and before the page has opened. `insecure`: over plain http from another machine, where browsers
 * have no service workers. `refused`: by the browser. `fetching`, then `kept`. `broken`: a file could not be fetched.
 */
export type OfflineStanding = 'unasked' | 'insecure' | 'refused' | 'fetching' | 'kept' | 'broken';

/**
 * A new version: none; one lies ready; it takes over; another tab has taken it, and this page is still of the former one.
 */
export type NewVersion = 'none' | 'ready' | 'taking' | 'elsewhere';

/** What is under way in this tab, and would be lost when it is opened anew. */
interface Work {
  readonly training: Pick<Training, 'active' | 'plan'>;
  readonly predict: Pick<Predict, 'active'>;
  readonly comparison: Pick<Comparison, 'status'>;
  readonly reproduction: Pick<Reproduction, 'status'>;
}

/** What of the browser is needed; a test gives its own. */
export interface Surroundings {
  /** Missing where the page may have no service worker. */
  readonly container:
    | Pick<ServiceWorkerContainer, 'controller' | 'getRegistration' | 'register' | 'addEventListener'>
    | undefined;
  readonly secure: boolean;
  /** The address of the page's folder. */
  readonly folder: string;
  readonly caches: Pick<CacheStorage, 'open'> | undefined;
  readonly online: () => boolean;
  readonly held: () => Promise<ReadonlySet<string>>;
  /** Has the address say what is on screen. */
  readonly enter: () => void;
  readonly reload: () => void;
  /** Whether the visitor wants the new version that was late, in this tab, over an opening anew. */
  readonly wanted: () => boolean;
  readonly want: (wanted: boolean) => void;
}

const SCRIPT = 'sw.js';
/** Whoever leaves the page open hears of a new version within so long. */
const ASK_MS = 3_600_000;
const OTHERS_MS = 2000;
/**
 * The former version may still answer something, and holds the new one up. The page that is opened anew after so long may be of
 * the former one again; where the new one takes over so soon after that, it is opened once more.
 */
const PATIENCE_MS = 10_000;

export function around(enter: () => void): Surroundings {
  const { serviceWorker, onLine } = navigator as { serviceWorker?: ServiceWorkerContainer; onLine: boolean };
  return {
    // One figure in a page of somebody else's keeps nothing there.
    container: self === top ? serviceWorker : undefined,
    secure: isSecureContext,
    folder: location.href.replace(/[^/]*([?#].*)?$/, ''),
    caches: (globalThis as { caches?: CacheStorage }).caches,
    online: () => onLine,
    held: heldRuns,
    enter,
    reload: () => {
      location.reload();
    },
    wanted: nextWanted,
    want: wantNext,
  };
}

export class Offline {
  standing = $state<OfflineStanding>('unasked');
  version = $state<NewVersion>('none');
  /** The visitor has heard of the new version and goes on with this one; Help still offers it. */
  later = $state(false);
  /** Bytes of the lab's own files that are kept; undefined before they were counted. */
  bytes = $state<number | undefined>();
  #elsewhere = $state(false);
  #registration: ServiceWorkerRegistration | undefined;
  readonly #work: Work;
  readonly #around: Surroundings;

  constructor(work: Work, surroundings: Surroundings) {
    this.#work = work;
    this.#around = surroundings;
  }

  /** Whom a new version waits for: "the training here"; '' where it can be taken. */
  get waitsFor(): string {
    const { training, predict, comparison, reproduction } = this.#work;
    if (training.active || predict.active) return 'the training here';
    if (comparison.status === 'running') return 'the comparison here';
    if (reproduction.status !== 'idle') return 'the reproduction here';
    return this.#elsewhere ? 'the training in another tab' : '';
  }

  /** Once a visit, when the page has opened. Never rejects. */
  async begin(): Promise<void> {
    if (this.standing !== 'unasked') return;
    const { container, secure, folder } = this.#around;
    this.standing = secure ? 'refused' : 'insecure';
    if (!container) return;
    let controlled = container.controller !== null;
    const { wanted, want, reload } = this.#around;
    let late = wanted();
    if (late) {
      want(false);
      setTimeout(() => (late = false), PATIENCE_MS);
    }
    container.addEventListener('controllerchange', () => {
      if (this.version === 'taking' || (late && this.waitsFor === '')) reload();
      // The first one takes over at the first visit, and is of this very version.
      else if (controlled) this.version = 'elsewhere';
      controlled = true;
    });
    try {
      const known = await container.getRegistration();
      // One that is there is asked for a new version by the browser itself.
      const own = known?.scope === folder ? known : await container.register(`${folder}${SCRIPT}`);
      this.#follow(own);
      // It has taken over since; whose this page is cannot be told.
      if (late && !own.waiting) reload();
    } catch {
      // It has been said: 'refused'.
    }
  }

  #follow(registration: ServiceWorkerRegistration): void {
    this.#registration = registration;
    const look = (): void => {
      const { active, installing, waiting } = registration;
      this.standing = active ? 'kept' : installing || waiting ? 'fetching' : 'broken';
      if (active && waiting && this.version === 'none') this.version = 'ready';
    };
    const heed = (worker: ServiceWorker | null): void => worker?.addEventListener('statechange', look);
    registration.addEventListener('updatefound', () => {
      heed(registration.installing);
      // A newer one than the visitor has put off.
      registration.installing?.addEventListener('statechange', () => (this.later = false), { once: true });
    });
    heed(registration.installing);
    heed(registration.waiting);
    look();
    registration.active?.postMessage('begun' satisfies ToServiceWorker);
    setInterval(() => {
      if (this.#around.online()) registration.update().catch(() => undefined);
    }, ASK_MS);
  }

  /** Knows of trainings in other tabs while a new version is there; what it returns ends that. */
  heedOthers(): () => void {
    const look = (): void => void this.#lookAround();
    const timer = setInterval(look, OTHERS_MS);
    look();
    return () => clearInterval(timer);
  }

  async #lookAround(): Promise<void> {
    const { active, plan } = this.#work.training;
    // Where they cannot be asked, none is known.
    const held = await this.#around.held().catch(() => []);
    this.#elsewhere = [...held].some((run) => !(active && run === plan?.id));
  }

  /** The visitor wants the new version: the page is opened anew in it, unless something trains by now. */
  async take(): Promise<void> {
    const { version } = this;
    if (version !== 'ready' && version !== 'elsewhere') return;
    await this.#lookAround();
    if (this.waitsFor !== '') return;
    const { enter, reload, want } = this.#around;
    enter();
    const waiting = this.#registration?.waiting;
    if (version === 'elsewhere' || !waiting) {
      reload();
      return;
    }
    this.version = 'taking';
    waiting.postMessage('take' satisfies ToServiceWorker);
    setTimeout(() => {
      want(true);
      reload();
    }, PATIENCE_MS);
  }

  /** Counts what is kept. */
  async count(): Promise<void> {
    const { caches, folder } = this.#around;
    if (!caches) return;
    try {
      const { kept, used } = siteCaches(folder);
      const opened = await Promise.all([kept, used].map((name) => caches.open(name)));
      const answers = (await Promise.all(opened.map((cache) => cache.matchAll()))).flat();
      const sizes = await Promise.all(answers.map(async (answer) => (await answer.blob()).size));
      this.bytes = sizes.reduce((sum, size) => sum + size, 0);
    } catch {
      // Then it is not said how much it is.
    }
  }
}
