import { goneWords, noteFound } from '../keeping/gone.ts';
import { Undertaking } from '../undertaking.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { Tuner } from '../../bridge/tuner.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { FREE, type Free } from '../../../experiments/tuning/free.ts';
import { TUNED, type Tuned } from '../../../experiments/tuning/ladders.ts';
import { refusalOf } from '../../../experiments/tuning/request.ts';
import type { TuningResult } from '../../../experiments/tuning/result.ts';
import type { TakenHome } from '../../../export/scalers/takeHome.ts';
import { idOf } from '../../../experiments/tuning/names.ts';
import type { TuneRequest } from '../../../experiments/tuning/tune.ts';
import type { Origin } from '../../../export/scalers/origin.ts';
import { fieldsOf } from '../../../policies/settings/key.ts';
import { origin } from '../../../experiments/tuning/tuningWords.ts';

/** Seconds of a search, the setting of the select. */
export const SEARCH_SECONDS = [5, 15, 60] as const;

/** Its name in the tab's memory. */
const FOUND = 'searched';

/** What is asked of the workers; a test gives its own. */
export type TuningWorkers = Pick<Tuner, 'run' | 'manifest'>;

/** What was found, and for what. */
export interface FoundSetting {
  readonly request: TuneRequest;
  readonly result: TuningResult;
}

/** What is asked of a search. */
interface Asked {
  readonly seconds: number;
  /** What else may change: each needs more of the cluster than a changed manifest. */
  readonly free: readonly Free[];
}

export function isTuned(key: string): boolean {
  return TUNED.some((id) => id === idOf(key));
}

/** What else can be searched of the policy of a key. */
export function freeOf(key: string): readonly Free[] {
  return FREE.filter(
    (one) => one !== 'tolerance' || fieldsOf(idOf(key)).some((f) => f.key === 'upTolerance'),
  );
}

/** The search for a better setting: what is under way and what was found. It stays for this visit. */
export class Tuning extends Undertaking {
  #asked = $state.raw<Asked>({ seconds: 15, free: [] });
  found = $state.raw<FoundSetting | undefined>();
  /** The manifest of the best of `found`; undefined until it was asked for. */
  manifest = $state.raw<TakenHome | undefined>();
  /** One sentence about a search that was stopped before anything stood. */
  note = $state('');
  /** Called before what is asked of the search changes. */
  beforeChange: () => void = () => undefined;

  #workers: TuningWorkers | undefined;
  /** What was found in this tab before the page was opened anew: the policy's key; '' where nothing was. */
  readonly gone = goneWords(FOUND);
  readonly #make: () => TuningWorkers;

  constructor(make: () => TuningWorkers = () => new Tuner()) {
    super();
    this.#make = make;
  }

  get asked(): Asked {
    return this.#asked;
  }
  set asked(next: Asked) {
    this.beforeChange();
    this.#asked = next;
  }

  get seconds(): number {
    return this.asked.seconds;
  }
  set seconds(seconds: number) {
    this.asked = { ...this.asked, seconds };
  }

  get free(): readonly Free[] {
    return this.asked.free;
  }
  set free(free: readonly Free[]) {
    this.asked = { ...this.asked, free };
  }

  /** Searches around `key`, the present setting, on what the scenario holds. */
  async run(key: string, scenario: Scenario): Promise<void> {
    if (this.status !== 'idle') return;
    const id = TUNED.find((one): one is Tuned => one === idOf(key));
    if (id === undefined) return;
    const free = freeOf(key).filter((one) => this.free.includes(one));
    const request: TuneRequest = { scenario, present: key, policies: [id], also: [], free };
    this.note = '';
    this.error = refusalOf(request) ?? '';
    if (this.error !== '') return;
    this.found = undefined;
    this.manifest = undefined;
    const workers = (this.#workers ??= this.#make());
    await this.during(async (signal) => {
      const result = await workers.run(
        request,
        this.seconds,
        (progress) => {
          this.share = progress.share;
          if (progress.result) this.found = { request, result: progress.result };
        },
        signal,
      );
      if (result) {
        this.found = { request, result };
        noteFound(FOUND, key);
      } else if (!this.found)
        this.note =
          'Stopped before a first round of settings was judged: nothing was found, nothing is changed.';
    });
  }

  /** Lets the next search change `one` too, or leaves it as it is set. */
  setFree(one: Free, on: boolean): void {
    this.free = FREE.filter((other) => (other === one ? on : this.free.includes(other)));
  }

  /** The better setting's objects, checked, with the names of what was imported (`origins`); undefined, and `error` says why, where they cannot be made. */
  async takeHome(origins: readonly Origin[]): Promise<TakenHome | undefined> {
    const { found } = this;
    if (!found) return undefined;
    this.error = '';
    const { scenario } = found.request;
    this.#workers ??= this.#make();
    try {
      const made = await this.#workers.manifest(
        scenario,
        found.result.best,
        origin(found.result, scenario.workload),
        origins,
      );
      if (made.ok && this.found === found) this.manifest = made.value;
      if (!made.ok) this.error = made.message;
      return made.ok ? made.value : undefined;
    } catch (error) {
      this.error = sentenceOf(error);
      return undefined;
    }
  }
}

/** Of this visit; loaded with the Policies view. */
export const tuning = new Tuning();
