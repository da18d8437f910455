/**
 * Be the autoscaler: a load that comes second by second, and an order every ten seconds. Each order has the whole run
 * computed with all orders so far; of that only what is over is read, so that nobody sees ahead.
 */
import { decisionsOver, objectiveSoFar } from './seen.ts';
import { sameOrder, turned } from './ordering.ts';
import { experimentOf, GAME_MINUTES, scenes, type GameMinutes, type SceneId } from './scenes.ts';
import { writeOwnLink } from '../../address/ownLink.ts';
import { defaultView, MAX_SEED, type View } from '../../address/linked.ts';
import type { LabState } from '../../labState.ts';
import type { ShapedLoads } from '../../loads/shapedLoads.svelte.ts';
import type { Predict } from '../../training/predict.svelte.ts';
import type { Training } from '../../training/training.svelte.ts';
import { fitting } from '../../training/fittingAgent.ts';
import { sentenceOf } from '../../../bridge/bridge.ts';
import { Simulator } from '../../../bridge/simulator.ts';
import { Surveyor } from '../../../bridge/surveyor.ts';
import { AGENT } from '../../../theme/policies.ts';
import { scenarioOf, type Experiment } from '../../../../scenario/experiment.ts';
import { inPercent, shareInTime } from '../../../../scenario/measures.ts';
import type { Episode, Scenario } from '../../../../scenario/scenario.ts';
import { presets } from '../../../../model/presets/index.ts';
import type { Configuration, Knob } from '../../../../model/pipeline.ts';
import { compile, smallestConfiguration } from '../../../../model/tables.ts';
import { handKey } from '../../../../policies/hand/orders.ts';
import { isShaped } from '../../../../workload/shaping/shaped.ts';
import {
  DECISION_SECONDS,
  decisionsIn,
  HISTORY_SECONDS,
  type Workload,
} from '../../../../workload/workload.ts';
import type { PolicyChoice } from '../../../../../workers/protocol.ts';

/** What the game needs of the lab. */
export interface Playable extends Pick<LabState, 'experiment' | 'pipeline' | 'pipelines'> {
  readonly workload: Workload;
  readonly still: boolean;
  readonly loads: Pick<ShapedLoads, 'maker'>;
  readonly predict: Pick<Predict, 'into'>;
  readonly training: Pick<Training, 'agent'>;
}

/** Simulated seconds a second. */
export const GAME_SPEEDS: readonly number[] = [1, 2, 5, 10, 30, 60];

/** The one whose J is told while the game goes on. */
export const BESIDE = 'hpa';
/** Those that the finished game stands beside; the agent comes after the first where there is one that fits. */
const RIVALS = [BESIDE, 'optimum-predicted'];
/** Of search for the best plan. */
const SEARCH_SECONDS = 4;

/** How one did on the load of the game. */
export interface Score {
  /** Key of a policy. */
  readonly id: string;
  readonly objective: number;
  /** Per cent of the requests answered or dropped. */
  readonly inTime: number | undefined;
  readonly cost: number;
}

/** What is possible by J with the load known. */
export interface BestPlan {
  readonly kind: 'exact' | 'bracket' | 'plan';
  readonly earned: number;
  readonly bound: number | undefined;
  readonly searching: boolean;
}

/** What is played: it does not change while the game goes on. */
interface Play {
  readonly experiment: Experiment;
  readonly scenario: Scenario;
  readonly decisions: number;
  /** What runs before the first order. */
  readonly smallest: Configuration;
}

type Phase = 'choosing' | 'making' | 'playing' | 'over';

const scoreOf = (id: string, { summary }: Episode): Score => ({
  id,
  objective: summary.objective,
  inTime: inPercent(shareInTime(summary)),
  cost: summary.cost,
});

export class Game {
  phase = $state<Phase>('choosing');
  scene = $state<SceneId>('rise');
  minutes = $state<GameMinutes>(GAME_MINUTES[0]);
  /** Time stands at every decision until the visitor goes on. */
  waits = $state(true);
  speed = $state(5);
  play = $state.raw<Play | undefined>();
  /** Orders given, one a decision. */
  orders = $state.raw<readonly Configuration[]>([]);
  /** What is ordered next. */
  draft = $state.raw<Configuration>([]);
  /** The stage whose knobs the keys turn. */
  stage = $state(0);
  /** Seconds that have been played. */
  time = $state(0);
  running = $state(false);
  /** The run with the orders so far: of it only what is over may be shown. */
  episode = $state.raw<Episode | undefined>();
  beside = $state.raw<Episode | undefined>();
  scores = $state.raw<readonly Score[] | undefined>();
  plan = $state.raw<BestPlan | undefined>();
  /** What came of the last key or press, a sentence. */
  said = $state('');
  /** Why something could not be computed, a sentence. */
  trouble = $state('');

  readonly #lab: Playable;
  readonly #simulator: Pick<Simulator, 'simulate' | 'stop'>;
  readonly #surveyor: Pick<Surveyor, 'survey'>;
  #draw = 0;
  #computing = false;
  #ending = new AbortController();

  /** Second up to which everything is ordered. */
  readonly ordered = $derived(DECISION_SECONDS * this.orders.length);
  /** An order is due: time stands until it is given. */
  readonly due = $derived(this.phase === 'playing' && this.time >= this.ordered);
  /** Number of the decision that is due or comes next, from 0 on. */
  readonly decision = $derived(this.orders.length);
  readonly length = $derived(DECISION_SECONDS * (this.play?.decisions ?? 0));
  /** The whole second on screen. */
  readonly second = $derived(Math.floor(this.time + 1e-6));
  readonly besideObjective = $derived(this.beside && objectiveSoFar(this.beside, this.second));
  /** As a key: what the finished game is. */
  readonly key = $derived(handKey(this.orders.map((configuration, from) => ({ from, configuration }))));
  readonly decided = $derived(decisionsOver(this.second));

  constructor(
    lab: Playable,
    simulator: Pick<Simulator, 'simulate' | 'stop'> = new Simulator(),
    surveyor: Pick<Surveyor, 'survey'> = new Surveyor(),
  ) {
    this.#lab = lab;
    this.#simulator = simulator;
    this.#surveyor = surveyor;
  }

  /** The trained agent, where it decides for what is played. */
  get #agent() {
    const { scenario } = this.play ?? {};
    return scenario && fitting(this.#lab.training.agent, scenario.pipeline, scenario.limits);
  }

  /** Begins what is chosen; `again`: on the very same load. */
  async begin(again = false): Promise<void> {
    this.leave();
    const { signal } = (this.#ending = new AbortController());
    const over = (): boolean => signal.aborted;
    this.phase = 'making';
    this.trouble = this.said = '';
    try {
      if (!again || !this.play) this.play = await this.#made();
      if (over()) return;
      const { scenario, smallest } = this.play;
      const beside: PolicyChoice[] = [
        { kind: 'named', id: handKey([]) },
        { kind: 'named', id: BESIDE },
      ];
      const episodes = await this.#simulator.simulate(scenario, beside, 'The game');
      if (!episodes || over()) return;
      [this.episode, this.beside] = episodes as [Episode, Episode];
      this.orders = [];
      this.draft = smallest;
      this.scores = this.plan = undefined;
      this.stage = this.time = 0;
      this.running = false;
      this.phase = 'playing';
    } catch (error) {
      if (over()) return;
      this.play = undefined;
      this.phase = 'choosing';
      this.trouble = `The game could not begin: ${sentenceOf(error)}`;
    }
  }

  /** The same scenario with another draw of its load. */
  another(): Promise<void> {
    this.#draw++;
    return this.begin();
  }

  async #made(): Promise<Play> {
    const lab = this.#lab;
    const scene = scenes.find(({ id }) => id === this.scene)!;
    const seed = (lab.experiment.seed + this.#draw) % (MAX_SEED + 1);
    const experiment = experimentOf(scene, lab.experiment, lab.workload.rates.length, seed, this.minutes);
    const pipeline = presets.find(({ id }) => scene.set && id === experiment.pipeline) ?? lab.pipeline;
    const workload = isShaped(experiment.workload)
      ? await this.#shaped(experiment.workload, seed)
      : lab.workload;
    const scenario = lab.predict.into(scenarioOf(experiment, pipeline, workload));
    const { limits } = scenario;
    return {
      // A load has one text.
      experiment: { ...experiment, workload: workload.id },
      scenario,
      decisions: decisionsIn(workload.rates.length),
      smallest: smallestConfiguration(compile(pipeline, limits)),
    };
  }

  async #shaped(text: string, seed: number): Promise<Workload> {
    const made = await (await this.#lab.loads.maker()).shape(text, seed);
    if ('message' in made) throw new Error(made.message);
    return made.workload;
  }

  choose(stage: number): void {
    const count = this.play?.scenario.pipeline.stages.length ?? 1;
    this.stage = (stage + count) % count;
  }

  /** Turns a knob of the stage under the keys, or of stage n. */
  turn(knob: Knob, by: 1 | -1, n: number = this.stage): void {
    if (this.phase !== 'playing' || !this.play) return;
    const { pipeline, limits } = this.play.scenario;
    this.stage = n;
    const { order, said } = turned(this.draft, n, knob, by, pipeline, limits);
    this.draft = order;
    this.said = said;
  }

  /** Gives the order that is due, or jumps to the next that is. */
  async goOn(): Promise<void> {
    if (this.phase !== 'playing' || this.#computing) return;
    if (this.due) {
      await this.#order();
      if (this.#lab.still) this.#arrive();
      return;
    }
    this.#arrive();
  }

  /** Stops time, or lets it go on. */
  toggle(): void {
    if (this.running) this.running = false;
    else if (this.due) void this.goOn();
    else this.running = this.phase === 'playing';
  }

  /** So many milliseconds have passed. */
  pass(ms: number): void {
    if (!this.running || this.#computing || this.phase !== 'playing') return;
    this.time = Math.min(this.ordered, this.time + (ms / 1000) * this.speed);
    if (this.time >= this.ordered) this.#arrive();
  }

  /** The draft is the order of the decision that is due, and time goes on. */
  async #order(): Promise<void> {
    const { play, draft } = this;
    const { signal } = this.#ending;
    if (!play) return;
    this.#computing = true;
    const last = this.orders.at(-1);
    const orders = [...this.orders, draft];
    try {
      // As long as nothing is ordered anew the run stays what it is.
      if (!sameOrder(last ?? play.smallest, draft)) {
        const id = handKey(orders.map((configuration, from) => ({ from, configuration })));
        const found = await this.#simulator.simulate(play.scenario, [{ kind: 'named', id }], 'The game');
        if (!found?.[0] || signal.aborted) return;
        this.episode = found[0];
      }
      this.orders = orders;
      this.running = true;
      this.trouble = '';
    } catch (error) {
      if (signal.aborted) return;
      this.running = false;
      this.trouble = `Your order could not be carried out: ${sentenceOf(error)}`;
    } finally {
      this.#computing = false;
    }
  }

  /** The last order is over. */
  #arrive(): void {
    this.time = this.ordered;
    if (this.time >= this.length) {
      this.running = false;
      this.phase = 'over';
      void this.#judge();
      return;
    }
    if (this.waits) this.running = false;
    else if (this.running) void this.#order();
  }

  /** What others come to on the same load. */
  async #judge(): Promise<void> {
    const { play, episode, key } = this;
    const { signal } = this.#ending;
    if (!play || !episode) return;
    const agent = this.#agent;
    const choices: PolicyChoice[] = RIVALS.map((id) => ({ kind: 'named', id }));
    const ids: string[] = [...RIVALS];
    if (agent) {
      choices.splice(1, 0, { kind: 'agent', agent });
      ids.splice(1, 0, AGENT);
    }
    this.scores = [scoreOf(key, episode)];
    try {
      const found = await this.#simulator.simulate(play.scenario, choices, 'The comparison');
      if (!found || signal.aborted) return;
      this.scores = [scoreOf(key, episode), ...found.map((one, i) => scoreOf(ids[i]!, one))];
      await this.#search([episode, ...found], signal);
    } catch (error) {
      if (!signal.aborted) this.trouble = `The comparison is not whole: ${sentenceOf(error)}`;
    }
  }

  /** The plan is sought by J, which is the reward where the largest batch costs nothing. */
  async #search(played: readonly Episode[], signal: AbortSignal): Promise<void> {
    const { scenario } = this.play!;
    const byObjective = { ...scenario, weights: { ...scenario.weights, batchWeight: 0 } };
    const known = played.map(({ series }) => series.actions);
    const best = Math.max(...played.map(({ summary }) => summary.objective));
    await this.#surveyor.survey(
      { scenario: byObjective, known, seconds: SEARCH_SECONDS },
      ({ kind, earned, bound }) => {
        // Rounding: a run of the game is a plan too.
        const found = Math.max(earned, best);
        this.plan = {
          ...{ kind, earned: found, searching: true },
          bound: bound === undefined ? undefined : Math.max(bound, found),
        };
      },
      signal,
    );
    if (this.plan) this.plan = { ...this.plan, searching: false };
  }

  /** The hash that replays the game in the Lab; with a decision, at that moment with its card open. */
  link(decision?: number): string {
    const { play, key } = this;
    if (!play) return '';
    const experiment = { ...play.experiment, a: key, b: BESIDE };
    const at: Partial<View> =
      decision === undefined
        ? {}
        : { time: HISTORY_SECONDS + DECISION_SECONDS * decision, playing: false, why: 'a' };
    return writeOwnLink(
      { experiment, view: { ...defaultView, ...at } },
      { pipeline: this.#lab.pipelines.includes(play.scenario.pipeline) },
    );
  }

  /** Ends what is under way; what is on screen stays. */
  leave(): void {
    this.running = false;
    this.#ending.abort();
    if (this.#computing || this.phase === 'making') this.#simulator.stop();
    this.#computing = false;
  }

  /** Back to the choice. */
  reset(): void {
    this.leave();
    this.phase = 'choosing';
    this.trouble = this.said = '';
  }

  /** Another view covers it: time stands. */
  cover(): void {
    this.running = false;
  }
}

let made: { readonly lab: Playable; readonly game: Game } | undefined;

/** The game of a lab: another view does not end it. */
export function gameOf(lab: Playable): Game {
  if (made?.lab !== lab) {
    // What it derives outlives the component that asks first.
    let game: Game | undefined;
    $effect.root(() => {
      game = new Game(lab);
    });
    made = { lab, game: game! };
  }
  return made.game;
}
