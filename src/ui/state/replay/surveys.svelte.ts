/**
 * What is possible on scenarios, as far as it is known: `lab.surveys?.of(scenario)` in any view (undefined until the Lab view
 * has loaded it; where this file is loaded anyway, `surveysOf(lab)` makes it), whose `orders` another search can begin with.
 * The Lab has it searched for what is on screen. Who found a plan elsewhere gives it to `learn`.
 */
import { untrack } from 'svelte';
import type { OpenStore } from '../keeping/openOnce.ts';
import type { Run } from './run.ts';
import { isSearched, type PlayedOrders, type Survey } from './survey.ts';
import { scenarioKey } from '../scenarioKey.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { Surveyor } from '../../bridge/surveyor.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { PLANS, plansFrom, plansRecord, type KeptPlan } from '../../../storage/plans.ts';

/** What the search needs of the lab. */
export interface SurveySource {
  readonly run: Run | undefined;
  readonly scenario: Scenario;
  readonly training: { readonly active: boolean };
  readonly store: OpenStore;
}

/** Seconds of search for what is on screen, and so many more where a visitor asks. */
const SEARCH_SECONDS = 10;
const FURTHER_SECONDS = 60;
/** After a reload the plan is known, and its bound is not: so long that takes at most. */
const AGAIN_SECONDS = 3;
/** Milliseconds for which a run must stand: what a slider passes by is not searched. */
const STANDS_MS = 250;
/** Points below which a plan is not better than another. */
const GAIN = 1e-9;
const MOST_KNOWN = 60;

export class Surveys {
  /** Why it is missing, sentences by the scenarios' keys. */
  #troubles = $state.raw<Readonly<Record<string, string>>>({});
  #known = $state.raw<Readonly<Record<string, Survey>>>({});
  /** Seconds of search by the scenarios' keys, where they are not the usual ones; another object where there is more to search. */
  #allowed = $state.raw<Readonly<Record<string, number>>>({});
  /** The best run of scenarios that are not surveyed yet. */
  #runs: Readonly<Record<string, PlayedOrders>> = {};
  readonly #keys = new WeakMap<Scenario, string>();
  readonly #source: SurveySource;
  readonly #surveyor: Pick<Surveyor, 'survey'>;
  readonly #here: Scenario | undefined = $derived.by(() => {
    const { run, scenario } = this.#source;
    return run?.scenario === scenario && isSearched(scenario) ? scenario : undefined;
  });
  #writing: Promise<unknown> = Promise.resolve();

  constructor(source: SurveySource, surveyor: Pick<Surveyor, 'survey'> = new Surveyor()) {
    this.#source = source;
    this.#surveyor = surveyor;
  }

  of(scenario: Scenario): Survey | undefined {
    return this.#known[this.#keyOf(scenario)];
  }

  /** Why there is nothing, a sentence; '' where there is, or where it is on its way. */
  troubleOf(scenario: Scenario): string {
    return this.#troubles[this.#keyOf(scenario)] ?? '';
  }

  /** Orders that somebody gave on the scenario: where they earn more than the best plan found, they are it. */
  learn(scenario: Scenario, played: PlayedOrders): void {
    if (!isSearched(scenario)) return;
    const key = this.#keyOf(scenario);
    const known = this.#known[key];
    const best = known ?? this.#runs[key];
    if (best && played.earned <= best.earned + GAIN) return;
    const { orders, earned, rewards } = played;
    if (!known) {
      this.#runs = { ...this.#runs, [key]: { orders, earned, rewards } };
      return;
    }
    // From a better plan a search may find more.
    const state = known.state === 'searching' ? 'searching' : 'resting';
    this.#put(key, { ...known, orders, earned, rewards, state, spent: 0 });
    if (state === 'resting') this.#allowed = { ...this.#allowed, [key]: SEARCH_SECONDS };
  }

  /** Both lanes are plans too. Called from an effect: it reads what it depends on. */
  heed(): void {
    const { run } = this.#source;
    if (!run) return;
    untrack(() => {
      for (const { episode } of [run.a, run.b]) {
        const { series, summary } = episode;
        this.learn(run.scenario, { orders: series.actions, rewards: series.reward, earned: summary.reward });
      }
    });
  }

  /** Searches for what is on screen; what it returns ends that. Called from an effect: it reads what it depends on. */
  follow(): () => void {
    const scenario = this.#here;
    // It takes all the room there is.
    const { active } = this.#source.training;
    const allowed = this.#allowed;
    if (!scenario) return () => undefined;
    const ending = new AbortController();
    const timer = setTimeout(() => {
      const seconds = allowed[this.#keyOf(scenario)] ?? SEARCH_SECONDS;
      void this.#search(scenario, seconds, active, ending.signal);
    }, STANDS_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }

  /** Goes on with a search whose time was up. */
  further(scenario: Scenario): void {
    const key = this.#keyOf(scenario);
    const known = this.#known[key];
    if (known?.state !== 'enough') return;
    this.#put(key, { ...known, state: 'resting' });
    this.#allowed = { ...this.#allowed, [key]: known.spent + FURTHER_SECONDS };
  }

  async #search(scenario: Scenario, allowed: number, training: boolean, signal: AbortSignal): Promise<void> {
    const over = (): boolean => signal.aborted;
    const key = this.#keyOf(scenario);
    const kept = this.#known[key] ? undefined : (await this.#kept()).find((plan) => plan.key === key);
    if (over()) return;
    const before = this.#known[key];
    if (before?.state === 'ended') return;
    const behind = before?.spent ?? kept?.spent ?? 0;
    const seconds = training ? 0 : Math.max(before ? 0 : AGAIN_SECONDS, allowed - behind);
    if (before && seconds === 0) {
      this.#put(key, { ...before, state: training ? 'resting' : 'enough' });
      return;
    }
    const started = before ?? this.#runs[key];
    const known = [started, kept].flatMap((plan) => (plan ? [plan.orders] : []));
    if (before) this.#put(key, { ...before, state: 'searching' });
    const state = seconds > 0 ? 'searching' : 'resting';
    try {
      const end = await this.#surveyor.survey(
        { scenario, known, seconds },
        (surveyed) => {
          this.#heard(key, { ...surveyed, spent: behind + surveyed.spent, state });
        },
        signal,
      );
      const now = this.#known[key]!;
      const last = end.ended || kept?.ended === true ? 'ended' : training ? 'resting' : 'enough';
      this.#put(key, { ...now, state: last, spent: behind + end.spent });
      this.#keep(key);
    } catch (error) {
      const now = this.#known[key];
      if (now) this.#put(key, { ...now, state: over() ? 'resting' : 'enough' });
      else if (!over())
        this.#troubles = {
          ...this.#troubles,
          [key]: `What is possible here is not known: ${sentenceOf(error)}`,
        };
    }
  }

  #heard(key: string, surveyed: Survey): void {
    const now = this.#known[key];
    const best = now ?? this.#runs[key];
    const plan = best && best.earned > surveyed.earned ? best : surveyed;
    const { orders, earned, rewards } = plan;
    // Each search begins with a loose bound.
    const { bound, bounds } = now && (now.bound ?? Infinity) < (surveyed.bound ?? Infinity) ? now : surveyed;
    this.#put(key, { ...surveyed, orders, earned, rewards, bound, bounds });
    const { [key]: _, ...runs } = this.#runs;
    this.#runs = runs;
    this.#keep(key);
  }

  /** The latest last; the earliest is forgotten. */
  #put(key: string, survey: Survey): void {
    const { [key]: _, ...others } = this.#known;
    const entries = Object.entries(others).slice(-MOST_KNOWN + 1);
    this.#known = Object.fromEntries([...entries, [key, survey]]);
  }

  #keyOf(scenario: Scenario): string {
    const known = this.#keys.get(scenario);
    if (known !== undefined) return known;
    // Who knows the load asks no forecaster; a draw is in the load itself, but that of single requests.
    const { environment, seed } = scenario;
    const own = environment === 'discrete' ? seed : 0;
    const key = scenarioKey({ ...scenario, forecaster: 'true', predictor: undefined, seed: own }, own);
    this.#keys.set(scenario, key);
    return key;
  }

  /** A browser that keeps nothing has nothing: it is searched anew. */
  async #kept(): Promise<readonly KeptPlan[]> {
    try {
      return plansFrom(await (await this.#source.store()).found(PLANS));
    } catch {
      return [];
    }
  }

  #keep(key: string): void {
    this.#writing = this.#writing.then(async () => {
      const survey = this.#known[key];
      if (!survey) return;
      const { orders, spent, state } = survey;
      const others = (await this.#kept()).filter((plan) => plan.key !== key);
      const record = plansRecord([...others, { key, orders, spent, ended: state === 'ended' }]);
      try {
        await (await this.#source.store()).putFound(PLANS, record);
      } catch {
        // Nothing is lost but the time of a search.
      }
    });
  }
}

/** Those of a lab, made when they are first asked for. */
export function surveysOf(lab: SurveySource & { surveys: Surveys | undefined }): Surveys {
  if (lab.surveys) return lab.surveys;
  // What it derives outlives the component that asks first.
  let made: Surveys | undefined;
  $effect.root(() => {
    made = new Surveys(lab);
  });
  lab.surveys = made!;
  return lab.surveys;
}
