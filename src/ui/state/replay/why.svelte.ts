import { untrack } from 'svelte';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { Simulator } from '../../bridge/simulator.ts';
import type { LaneId } from '../address/linked.ts';
import type { Playhead } from './playhead.svelte.ts';
import type { Run } from './run.ts';
import type { Survey } from './survey.ts';
import type { Surveys } from './surveys.svelte.ts';
import type { DecisionCard } from '../../../experiments/decisionCard.ts';
import type { Fork } from '../../../experiments/fork.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { Configuration } from '../../../model/pipeline.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import type { PolicyChoice } from '../../../../workers/protocol.ts';

/** What the card needs of the lab. */
export interface Explainable {
  readonly run: Run | undefined;
  /** The run is not of what is chosen: its decisions are not explained. */
  readonly former: boolean;
  readonly playhead: Pick<Playhead, 'decision' | 'pause'>;
  readonly simulator: Pick<Simulator, 'decisionCard' | 'fork'>;
  readonly agent: AgentRecord | undefined;
  readonly surveys: Pick<Surveys, 'of'> | undefined;
  choice(id: string): PolicyChoice;
}

/** A card and what it was made from. */
export interface Explained {
  readonly card: DecisionCard;
  readonly scenario: Scenario;
  readonly choice: PolicyChoice;
  /** As a sentence says it. */
  readonly name: string;
  /** All that its lane ordered, as head indices. */
  readonly actions: Int32Array;
  /** What the best plan found, whose order is on the card, earned in these ten seconds, from its own past; and what nobody exceeds. */
  readonly possible: { readonly earned: number; readonly bound: number | undefined } | undefined;
}

/** The decision in question, and what was known to be possible then. */
interface Asked {
  readonly run: Run;
  readonly lane: LaneId;
  readonly k: number;
  readonly survey: Survey | undefined;
}

/** A fork and for how long it was asked. */
export interface Forked extends Fork {
  readonly minutes: number;
}

export const FORK_MINUTES: readonly number[] = [1, 3, 5, 10];
const DECISIONS_A_MINUTE = 6;

/** The card of the decision under the playhead: asked of the worker while it is open, one question at a time, the newest next. */
export class Why {
  /** Whose decision is explained; undefined while the card is closed. */
  lane = $state<LaneId | undefined>();
  /** The latest card; it stays while the next is on its way. */
  shown = $state.raw<Explained | undefined>();
  /** What the visitor would order instead. */
  picked = $state.raw<Configuration | undefined>();
  minutes = $state(3);
  forked = $state.raw<Forked | undefined>();
  forking = $state(false);
  /** A sentence where the card or the fork failed. */
  trouble = $state('');

  readonly #source: Explainable;
  #asked: Asked | undefined;
  /** Asked for last. */
  #last: Asked | undefined;
  /** The visitor had the orders on the card judged: they stay. */
  #held = false;
  #working = false;
  /** A plan comes a moment after the run; a better one is for the next card. */
  readonly #planned = $derived.by(() => {
    const { run, surveys } = this.#source;
    return run !== undefined && surveys?.of(run.scenario) !== undefined;
  });

  constructor(source: Explainable) {
    this.#source = source;
  }

  /** Opens the card and holds the run still: what is explained is a moment. */
  open(lane: LaneId): void {
    this.#source.playhead.pause();
    this.lane = lane;
  }

  /** What is on the card is being worked with: it stays until the visitor goes on. */
  hold(): void {
    this.#held = true;
  }

  get #inUse(): boolean {
    const { shown, picked, forked, forking } = this;
    return this.#held || forking || forked !== undefined || picked !== shown?.card.configuration;
  }

  close(): void {
    this.lane = undefined;
    this.#last = undefined;
  }

  toggle(): void {
    if (this.lane) this.close();
    else this.open('a');
  }

  /** Has the card follow the lane, the run and the playhead. Called from an effect: it reads what it depends on. */
  follow(): void {
    const { lane } = this;
    const { run, former, playhead } = this.#source;
    if (!lane || !run || former || run.a.episode.series.t.length === 0) return;
    const k = Math.min(playhead.decision, run[lane].episode.series.t.length - 1);
    const planned = this.#planned;
    const last = this.#last;
    // The plan that comes a moment later takes nothing away from under the visitor's hands.
    if (last?.run === run && last.lane === lane && last.k === k && untrack(() => this.#inUse)) return;
    const survey = planned ? untrack(() => this.#source.surveys?.of(run.scenario)) : undefined;
    this.#last = this.#asked = { run, lane, k, survey };
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let asked = this.#asked; asked; asked = this.#asked) {
      this.#asked = undefined;
      await this.#explain(asked);
    }
    this.#working = false;
  }

  async #explain({ run, lane, k, survey }: Asked): Promise<void> {
    const { scenario } = run;
    const { id, name, episode } = run[lane];
    const choice = this.#source.choice(id);
    const width = 3 * scenario.pipeline.stages.length;
    const plan = survey?.orders.slice(k * width, (k + 1) * width);
    const possible = survey && { earned: survey.rewards[k]!, bound: survey.bounds?.[k] };
    try {
      const { simulator, agent } = this.#source;
      const card = await simulator.decisionCard(scenario, choice, k, agent, plan);
      // Where a newer replay ended the worker, the new run asks again.
      if (!card) return;
      // The same decision again, now with the plan: too late once the visitor has taken the card in hand.
      const { shown } = this;
      if (shown?.card.decision === k && shown.actions === episode.series.actions && this.#inUse) return;
      this.trouble = '';
      this.forked = undefined;
      this.#held = false;
      this.picked = card.configuration;
      this.shown = { card, scenario, choice, name, actions: episode.series.actions, possible };
    } catch (error) {
      this.trouble = sentenceOf(error);
    }
  }

  /** Computes both futures; `configuration` becomes what is picked. */
  async fork(configuration: Configuration | undefined = this.picked): Promise<void> {
    const { shown, minutes } = this;
    if (!shown || !configuration || this.forking) return;
    this.picked = configuration;
    this.forking = true;
    try {
      const { scenario, choice, card } = shown;
      const horizon = minutes * DECISIONS_A_MINUTE;
      const fork = await this.#source.simulator.fork(scenario, choice, card.decision, configuration, horizon);
      if (fork && this.shown === shown) {
        this.forked = { ...fork, minutes };
        this.trouble = '';
      }
    } catch (error) {
      this.trouble = sentenceOf(error);
    } finally {
      this.forking = false;
    }
  }
}
