import { pipelineActions } from './actions.ts';
import type { TrainingConfig } from './config.ts';
import { Distribution } from './distribution.ts';
import { FeatureEncoder, type FeatureRanges } from './features.ts';
import type { Task } from './rollout.ts';
import type { Environment, LoadTrack } from '../environment/environment.ts';
import { Random } from '../model/random.ts';
import { toAction } from '../model/tables.ts';
import type { Frontier } from '../policies/optimum/frontier.ts';
import type { Policy } from '../policies/policy.ts';
import { DECISION_SECONDS, decisionsIn, HISTORY_SECONDS } from '../workload/workload.ts';

export interface PipelineTaskOptions {
  readonly environment: Environment;
  readonly tracks: readonly LoadTrack[];
  readonly ranges: FeatureRanges;
  readonly frontier: Frontier;
  readonly expert: Policy;
  readonly config: Pick<TrainingConfig, 'seed' | 'episode' | 'rewardScale' | 'expertEvery'>;
}

/**
 * The pipeline as a PPO task. Reward: (r - r*) / scale, where r* is what the exact optimum would earn at once under
 * the step's true load. Load is exogenous, so the policy gradient's target is unchanged and its variance falls
 * (input-driven baseline, Mao et al. 2018); the mean reward is then minus the regret.
 */
export class PipelineTask implements Task {
  readonly lanes: number;
  readonly inputs: number;
  readonly space;
  /** Mean of r - r* and of r over the steps since the last `takeMeans`, expert lanes left out. */
  #sumRegret = 0;
  #sumReward = 0;
  #counted = 0;
  /** Whether episodes that begin now may be the expert's. */
  guided = true;
  /** Episodes begun. */
  episodes = 0;
  readonly #options: PipelineTaskOptions;
  readonly #encoder: FeatureEncoder;
  readonly #random: Random;
  /** Second at which each lane's episode is truncated. */
  readonly #end: Int32Array;
  readonly #byExpert: Uint8Array;
  /** Draws uniformly among what the masks allow, for starts that nobody chose. */
  readonly #uniform: Distribution;
  readonly #noLogits: Float32Array;
  readonly #start: Int32Array;
  /** Cumulative decisions of the tracks: longer ones are drawn more often. */
  readonly #weights: readonly number[];

  constructor(options: PipelineTaskOptions) {
    const { environment, tracks, config } = options;
    this.#options = options;
    this.lanes = environment.lanes;
    this.space = pipelineActions(environment.options.tables);
    this.#encoder = new FeatureEncoder(environment.options.tables, options.ranges);
    this.inputs = this.#encoder.size;
    this.#random = Random.stream(config.seed, 'episodes');
    this.#end = new Int32Array(this.lanes);
    this.#byExpert = new Uint8Array(this.lanes);
    this.#uniform = new Distribution(this.space);
    this.#noLogits = new Float32Array(this.space.heads.reduce((sum, n) => sum + n, 0));
    this.#start = new Int32Array(this.space.heads.length);
    let total = 0;
    this.#weights = tracks.map((track) => (total += decisionsIn(track.rates.length)));
    if (total === 0)
      throw new Error('the training load is too short: it holds no decision after the first 120 s');
    for (let lane = 0; lane < this.lanes; lane++) {
      this.restart(lane);
      // First episodes end at different times, so that lanes do not start anew all at once.
      const left = (this.#end[lane]! - environment.time[lane]!) / DECISION_SECONDS;
      this.#end[lane] = environment.time[lane]! + DECISION_SECONDS * (1 + this.#random.integer(left));
    }
  }

  encode(lane: number, out: Float32Array, at: number): void {
    this.#encoder.encodeLane(this.#options.environment, lane, out, at);
  }

  step(actions: Int32Array, rewards: Float32Array, ends: Uint8Array): void {
    const { environment, frontier, config } = this.#options;
    environment.step(actions);
    const { reward, load } = environment.results;
    for (let lane = 0; lane < this.lanes; lane++) {
      const gained = reward[lane]! - frontier.rewardAt(load[lane]!);
      rewards[lane] = gained / config.rewardScale;
      ends[lane] = environment.time[lane]! >= this.#end[lane]! ? 1 : 0;
      if (this.#byExpert[lane]) continue;
      this.#sumRegret -= gained;
      this.#sumReward += reward[lane]!;
      this.#counted++;
    }
  }

  restart(lane: number): void {
    const { environment, tracks, frontier, config } = this.#options;
    const drawn = this.#random.integer(this.#weights.at(-1)!);
    const track = tracks[this.#weights.findIndex((sum) => drawn < sum)]!;
    const decisions = decisionsIn(track.rates.length);
    const length = Math.min(config.episode, decisions);
    const start = HISTORY_SECONDS + DECISION_SECONDS * this.#random.integer(decisions - length + 1);
    this.episodes++;
    this.#byExpert[lane] =
      this.guided && config.expertEvery > 0 && this.episodes % config.expertEvery === 0 ? 1 : 0;
    this.#end[lane] = start + DECISION_SECONDS * length;
    const kind = this.#random.integer(3);
    if (kind === 0) environment.reset(lane, track, start);
    else {
      // Others begin in the midst of operation, where the optimum of the moment or anything at all serves already.
      if (kind === 1) toAction(frontier.best(track.forecasts[start / DECISION_SECONDS]!), this.#start);
      else this.#uniform.sample(this.#noLogits, 0, this.#random, this.#start, 0);
      environment.reset(lane, track, start, this.#start);
    }
  }

  expert(lane: number, action: Int32Array, at: number): boolean {
    if (!this.#byExpert[lane]) return false;
    const { environment, expert } = this.#options;
    toAction(expert.decide(environment.observe(lane)), action, at);
    return true;
  }

  teach(lane: number, action: Int32Array, at: number): void {
    const { environment, frontier } = this.#options;
    toAction(frontier.best(environment.forecastOf(lane)), action, at);
  }

  /** Means per decision since the last call: reward (7), and regret r* - r. */
  takeMeans(): { reward: number; regret: number } {
    const count = Math.max(1, this.#counted);
    const means = { reward: this.#sumReward / count, regret: this.#sumRegret / count };
    this.#sumReward = this.#sumRegret = this.#counted = 0;
    return means;
  }
}
