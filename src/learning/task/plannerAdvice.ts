/** The planner as an expert: it plays its choices forward from the very state in which a lane of the training is. */
import type { Advised, Adviser } from './adviser.ts';
import type { Environment, LoadTrack } from '../../environment/environment.ts';
import type { Lanes } from '../../environment/lanes.ts';
import { intervalsOf } from '../../environment/results.ts';
import { Candidates } from '../../policies/planner/candidates.ts';
import { Errors, type Futures } from '../../policies/planner/futures.ts';
import { plannerDefaults, type PlannerSettings } from '../../policies/planner/plannerSettings.ts';
import { Search, type Standing } from '../../policies/planner/search.ts';
import { writeSeconds } from '../../policies/planner/seconds.ts';
import { createModel, Twin } from '../../policies/planner/twin.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

/** As the policy ships, but that it tries fewer orders: a fifth of its time. */
export const ADVICE_SETTINGS: PlannerSettings = { ...plannerDefaults, candidates: 16, firsts: 2, seconds: 3 };
/** One decision in so many of a lane is asked about: a plan takes some hundred times as long as a decision of the agent. */
const ASKED_EVERY = 16;

/**
 * Among single requests, whose world cannot be played forward, it begins from what is observed, as the policy does at its
 * first decision. With `knows` the load of the horizon is the one that comes, second by second; without it futures follow
 * from the forecasts of the track, as the policy's do that was there from second 120 on.
 */
export class PlannerAdvice implements Adviser {
  readonly every = ASKED_EVERY;
  readonly #environment: Environment;
  readonly #tracks: readonly LoadTrack[];
  readonly #knows: boolean;
  readonly #settings: PlannerSettings;
  readonly #kind: Environment['kind'];
  readonly #promising: Candidates;
  readonly #search: Search;
  readonly #errors: Errors;
  /** One lane: where the lane that is asked about stands. */
  readonly #here: Lanes;
  /** Seconds of the load before now that still matter. */
  readonly #past: number;

  /** Throws `OutOfTime` where the watch's time is up. */
  constructor(
    { prepared: { options, scenario, frontier, watch }, environment, tracks }: Advised,
    knows: boolean,
    settings: PlannerSettings = ADVICE_SETTINGS,
  ) {
    const kind = scenario.environment;
    this.#environment = environment;
    this.#tracks = tracks;
    this.#knows = knows;
    this.#kind = kind;
    this.#settings = settings;
    this.#promising = new Candidates(frontier, watch);
    this.#search = new Search(kind, options, knows ? { ...settings, futures: 1 } : settings);
    this.#errors = new Errors(settings);
    this.#here = createModel(kind, options, 1);
    this.#past = new Twin(kind, options).now;
  }

  order(lane: number, track: number, action: Int32Array, at: number): void {
    const { rates } = this.#tracks[track]!;
    const time = this.#environment.time[lane]!;
    const k = time / DECISION_SECONDS;
    const futures = this.#knows ? this.#coming(track, k) : this.#expected(track, k);
    const current = this.#environment.actions.slice(lane * this.#width, (lane + 1) * this.#width);
    const tried = this.#promising.of(current, futures, this.#settings.candidates);
    const [best] = this.#search.run(this.#standing(lane, rates, time), futures, tried);
    action.set(best!.action, at);
  }

  get #width(): number {
    return this.#environment.actions.length / this.#environment.lanes;
  }

  #standing(lane: number, rates: Float64Array, time: number): Standing {
    const now = this.#past;
    let lanes = this.#here;
    if (this.#kind === 'discrete') {
      const twin = new Twin(this.#kind, this.#environment.options);
      twin.live(this.#environment.observe(lane));
      lanes = twin.lanes;
    } else lanes.copyLane(0, this.#environment, lane);
    return {
      lanes,
      now,
      track: (maxima) => {
        const seconds = new Float64Array(now + DECISION_SECONDS * maxima.length);
        const end = this.#knows ? seconds.length : now;
        for (let i = 0; i < end; i++) seconds[i] = rates[Math.max(0, time - now + i)] ?? rates.at(-1)!;
        if (!this.#knows)
          for (let j = 0; j < maxima.length; j++)
            writeSeconds(seconds, now + DECISION_SECONDS * j, maxima[j]!);
        return { rates: seconds, forecasts: NO_FORECASTS };
      },
    };
  }

  /** The load that comes, as the only future. */
  #coming(track: number, k: number): Futures {
    const { maxima } = intervalsOf(this.#tracks[track]!);
    const coming = Float64Array.from(
      { length: this.#settings.horizon },
      (_, j) => maxima[Math.min(k + j, maxima.length - 1)]!,
    );
    return { loads: [coming], weights: CERTAIN };
  }

  /** What the forecast may become by how far those before it were off. */
  #expected(track: number, k: number): Futures {
    const { forecasts } = this.#tracks[track]!;
    const { maxima } = intervalsOf(this.#tracks[track]!);
    const from = Math.max(FIRST, k - this.#settings.memory);
    const recent = Array.from({ length: FIRST }, (_, back) => maxima[from - 1 - back] ?? 0);
    this.#errors.begin(recent, forecasts[from]!);
    for (let j = from + 1; j <= k; j++) this.#errors.add(maxima[j - 1]!, forecasts[j]!);
    return this.#errors.futures();
  }
}

const NO_FORECASTS = new Float64Array(0);
const CERTAIN = Float64Array.of(1);
/** Ten seconds before the first decision, all of which are observed then (`RECENT_INTERVALS`). */
const FIRST = HISTORY_SECONDS / DECISION_SECONDS;
