/** What another tab of this browser keeps is shown here too, without a reload. */
import { STORED } from '../policies/setPolicies.svelte.ts';
import type { PageAddress } from '../address/address.svelte.ts';
import type { SetPolicies } from '../policies/setPolicies.svelte.ts';
import type { Runs } from '../training/runs.svelte.ts';
import type { Training } from '../training/training.svelte.ts';
import { hearTabs } from '../../../storage/news.ts';

/** A training writes every two seconds or so: lists follow at most once in so many milliseconds. */
const PAUSE_MS = 1000;

interface Follower {
  readonly runs: Pick<Runs, 'loaded' | 'refresh'>;
  readonly training: Pick<Training, 'active'>;
  readonly address: Pick<PageAddress, 'lookAgain'>;
  readonly setPolicies: Pick<SetPolicies, 'hear'>;
}

const RUNS = ['runs', 'names'];
/** What another tab forecasts with is not this one's. */
const BROUGHT = ['traces', 'pipelines', 'policies'];

/** From now on lists follow what any tab writes; what it returns ends that. `stored` tells of the local storage, as a window does. */
export function followTabs(
  { runs, training, address, setPolicies }: Follower,
  stored: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
  hear: typeof hearTabs = hearTabs,
): () => void {
  let written = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    timer = undefined;
    const now = written;
    written = new Set();
    // While one trains here its view looks by itself, and the lists of all others can wait.
    if (runs.loaded && !training.active && RUNS.some((store) => now.has(store))) void runs.refresh();
    if (BROUGHT.some((store) => now.has(store))) void address.lookAgain();
  };
  const end = hear((stores) => {
    for (const store of stores) written.add(store);
    timer ??= setTimeout(look, PAUSE_MS);
  });
  const shelved = (event: Event): void => {
    if ('key' in event && event.key === STORED) setPolicies.hear();
  };
  stored.addEventListener('storage', shelved);
  return () => {
    end();
    clearTimeout(timer);
    stored.removeEventListener('storage', shelved);
  };
}
