import { scenarioChanges } from '../changed.ts';
import type { Comparison } from '../comparing/comparison.svelte.ts';
import type { History } from '../experiment/history.svelte.ts';
import type { Lab } from '../lab.svelte.ts';
import { PartByPart } from '../pacing/partByPart.svelte.ts';
import type { SetPolicies } from './setPolicies.svelte.ts';
import type { Tuning } from './tuning.svelte.ts';
import { idOf } from '../../../experiments/tuning/names.ts';
import { describeSettings } from '../../../policies/settings/key.ts';
import type { Origin } from '../../../export/scalers/origin.ts';

type SearchDone = Pick<Tuning, 'status' | 'found' | 'takeHome' | 'asked' | 'beforeChange'>;

/** What the search needs of the lab. */
export interface TuneHost extends Pick<Lab, 'scenario' | 'set' | 'use' | 'go'> {
  readonly comparison: Pick<Comparison, 'chosen'>;
  readonly history: Pick<History, 'record'>;
  readonly setPolicies: Pick<SetPolicies, 'originsOf' | 'from'>;
}

/** The finding, the picture, the table. */
const PARTS = 3;

/** What was searched for one policy, and what is done with it. Made by its view: it has an effect of its own. */
export class TuneDesk {
  /** What came of saving, a sentence. */
  saved = $state('');

  readonly #host: TuneHost;
  readonly #search: SearchDone;
  readonly #key: () => string;
  readonly #parts: PartByPart;

  /** It stays on screen only where it is about this policy. */
  readonly found = $derived.by(() => {
    const { found } = this.#search;
    return found && idOf(found.request.present) === idOf(this.#key()) ? found : undefined;
  });
  readonly active = $derived.by(() => this.#search.status !== 'idle');
  /** What is under way may be for this policy. */
  readonly mine = $derived.by(() => this.active && (!this.#search.found || this.found !== undefined));
  /** What stands now and did not when it was found, a few words each. */
  readonly changes: readonly string[] = $derived.by(() => {
    if (!this.found || this.active) return [];
    const { scenario, present } = this.found.request;
    const words = (key: string): string => describeSettings(key) || 'the defaults';
    const key = this.#key();
    const settings = present === key ? [] : [`setting: ${words(present)}, now ${words(key)}`];
    return [...settings, ...scenarioChanges(scenario, this.#host.scenario)];
  });
  /** The better setting takes the place of what the present one was imported from. */
  readonly origins: readonly Origin[] = $derived.by(() =>
    this.found ? this.#host.setPolicies.originsOf(this.found.request.present) : [],
  );

  /** `key` says which policy is on screen. */
  constructor(host: TuneHost, search: SearchDone, key: () => string) {
    this.#host = host;
    this.#search = search;
    this.#key = key;
    this.#parts = new PartByPart(PARTS, () => this.found !== undefined);
    search.beforeChange = () => {
      host.history.record({
        ...{ id: 'search', words: 'the settings of the search' },
        now: () => search.asked,
        put: (asked) => {
          search.asked = asked;
        },
      });
    };
  }

  /** How many parts are drawn, of three. */
  get parts(): number {
    return this.#parts.drawn;
  }

  /** The better one in lane B. */
  run(): void {
    if (!this.found) return;
    const { best } = this.found.result;
    this.#host.set({ b: best });
    this.#host.setPolicies.from(best, this.origins);
    this.#host.go('lab');
  }

  /** It and the present one, side by side under what they were judged on. */
  compare(): void {
    if (!this.found) return;
    const host = this.#host;
    const { present, best } = this.found.result;
    const { pipeline, workload } = this.found.request.scenario;
    host.use([present, best]);
    host.setPolicies.from(best, this.origins);
    host.comparison.chosen = {
      ...host.comparison.chosen,
      pipelines: [pipeline.id],
      workloads: [workload.id],
      policies: present === best ? [best] : [present, best],
      environment: 'discrete',
    };
    host.go('compare');
  }

  /** Hands its manifest to `download`, unless a cluster would refuse it. */
  async save(download: (yaml: string, name: string) => void): Promise<void> {
    this.saved = '';
    const { found } = this;
    const made = await this.#search.takeHome(this.origins);
    if (!found || !made || made.complaints.length > 0) return;
    download(made.yaml, `${idOf(found.result.best)}-better`);
    this.saved = `Saved. Checked: ${made.objects.join(', ')} would be taken by a cluster.`;
  }
}
