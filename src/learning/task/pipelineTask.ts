import { pipelineActions } from '../network/actions.ts';
import { EpisodeParts, type EpisodePart } from './episodeParts.ts';
import type { TaskState } from './taskState.ts';
import type { TrainingConfig } from '../ppo/config.ts';
import { Distribution } from '../network/distribution.ts';
import { FeatureEncoder, type FeatureRanges } from '../network/features.ts';
import type { LearningTask } from '../ppo/experience.ts';
import type { TrainingWorld } from './trainingWorld.ts';
import { damaged } from '../../environment/damaged.ts';
import { Random } from '../../model/random.ts';
import { toAction, type Tables } from '../../model/tables.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

export interface PipelineTaskOptions {
  readonly tables: Tables;
  readonly ranges: FeatureRanges;
  /** Worlds that share the lanes evenly, and the `generation`-th draw of one of them. */
  readonly worlds: number;
  readonly draw: (index: number, generation: number) => TrainingWorld;
  readonly config: Pick<
    TrainingConfig,
    'seed' | 'lanes' | 'episode' | 'peers' | 'rewardScale' | 'expertEvery' | 'expertMode'
  >;
}

/**
 * The pipeline as a PPO task. Reward: (r - r*) / scale, where r* is what the exact optimum would earn at once under
 * the step's true load. Load is exogenous, so the policy gradient's target is unchanged and its variance falls
 * (input-driven baseline, Mao et al. 2018); the mean reward is then minus the regret.
 *
 * With `peers` above 1 so many lanes in a row meet the same seconds of the same load, each from a start of its own, and what
 * the others of them gained in the same ten seconds is taken away from each one's reward: what a burst costs everybody is
 * nobody's merit. It still says nothing of the lane's own choices, so the gradient's target stays as it is.
 */
export class PipelineTask implements LearningTask {
  readonly lanes: number;
  readonly inputs: number;
  readonly space;
  readonly teaches: boolean;
  /** Whether the expert is asked: for episodes that begin now, and for its advice. */
  guided = true;
  /** Mean of r - r* and of r over the steps since the last `takeMeans`, expert lanes left out. */
  #sumRegret = 0;
  #sumReward = 0;
  #counted = 0;
  /** Episodes begun. */
  #episodes = 0;
  readonly #options: PipelineTaskOptions;
  readonly #encoder: FeatureEncoder;
  #random: Random;
  readonly #worlds: TrainingWorld[];
  readonly #generations: number[];
  /** Lanes of one world. */
  readonly #each: number;
  /** Lanes that follow one load. */
  #peers: number;
  /** Second at which each lane's episode is truncated. */
  readonly #end: Int32Array;
  readonly #byExpert: Uint8Array;
  readonly #track: Int32Array;
  /** Draws uniformly among what the masks allow, for starts that nobody chose. */
  readonly #uniform: Distribution;
  readonly #noLogits: Float32Array;
  readonly #start: Int32Array;
  readonly #parts: EpisodeParts;

  constructor(options: PipelineTaskOptions) {
    const { tables, config, worlds } = options;
    this.#options = options;
    this.#each = Math.max(1, Math.floor(config.lanes / worlds));
    this.lanes = this.#each * worlds;
    this.#peers = config.peers;
    this.teaches = config.expertMode === 'dagger' || config.expertMode === 'distil';
    this.space = pipelineActions(tables);
    this.#encoder = new FeatureEncoder(tables, options.ranges);
    this.inputs = this.#encoder.size;
    this.#random = Random.stream(config.seed, 'episodes');
    this.#generations = Array.from({ length: worlds }, () => 0);
    this.#worlds = this.#generations.map((generation, index) => options.draw(index, generation));
    this.#end = new Int32Array(this.lanes);
    this.#byExpert = new Uint8Array(this.lanes);
    this.#track = new Int32Array(this.lanes);
    this.#uniform = new Distribution(this.space);
    this.#noLogits = new Float32Array(this.space.heads.reduce((sum, n) => sum + n, 0));
    this.#start = new Int32Array(this.space.heads.length);
    // Draws of a world leave its loads as long as they are.
    this.#parts = new EpisodeParts(this.#worlds[0]!.tracks, config.episode);
    if (this.#parts.total === 0)
      throw new Error('the training load is too short: it holds no decision after the first 120 s');
    for (let lane = 0; lane < this.lanes; lane++) {
      this.restart(lane);
      if (this.#leaderOf(lane) !== lane) continue;
      // First episodes end at different times, so that lanes do not start anew all at once.
      const time = this.#worldOf(lane).environment.time[lane % this.#each]!;
      const left = (this.#end[lane]! - time) / DECISION_SECONDS;
      this.#end[lane] = time + DECISION_SECONDS * (1 + this.#random.integer(left));
    }
  }

  encode(lane: number, out: Float32Array, at: number): void {
    this.#encoder.encodeLane(this.#worldOf(lane).environment, lane % this.#each, out, at);
  }

  step(actions: Int32Array, rewards: Float32Array, ends: Uint8Array): void {
    const { config } = this.#options;
    const width = this.space.heads.length;
    for (let w = 0; w < this.#worlds.length; w++) {
      const { environment, frontier } = this.#worlds[w]!;
      const first = w * this.#each;
      environment.step(actions.subarray(first * width, (first + this.#each) * width));
      const { reward, load } = environment.results;
      for (let i = 0; i < this.#each; i++) {
        const lane = first + i;
        const gained = reward[i]! - frontier.rewardAt(load[i]!);
        rewards[lane] = gained / config.rewardScale;
        ends[lane] = environment.time[i]! >= this.#end[lane]! ? 1 : 0;
        if (this.#byExpert[lane]) continue;
        this.#sumRegret -= gained;
        this.#sumReward += reward[i]!;
        this.#counted++;
      }
      for (let from = 0; from < this.#each; from += this.#peers) this.#compare(rewards, first + from);
    }
  }

  /** Takes what the others gained on average from each of the lanes from `leader` on that follow its load. */
  #compare(rewards: Float32Array, leader: number): void {
    const end = Math.min(leader + this.#peers, leader - (leader % this.#each) + this.#each);
    let sum = 0;
    let count = 0;
    for (let lane = leader; lane < end; lane++) {
      if (!this.#together(lane, leader)) continue;
      sum += rewards[lane]!;
      count++;
    }
    if (count < 2) return;
    for (let lane = leader; lane < end; lane++) {
      if (!this.#together(lane, leader)) continue;
      rewards[lane] = rewards[lane]! - (sum - rewards[lane]!) / (count - 1);
    }
  }

  /** Whether two lanes of a world meet the same seconds; those that a checkpoint brought may not yet. */
  #together(lane: number, leader: number): boolean {
    const { environment } = this.#worldOf(lane);
    return (
      this.#track[lane] === this.#track[leader] &&
      environment.time[lane % this.#each] === environment.time[leader % this.#each]
    );
  }

  /** The first of the lanes that follow the same load. */
  #leaderOf(lane: number): number {
    return lane - ((lane % this.#each) % this.#peers);
  }

  restart(lane: number): void {
    const { config } = this.#options;
    const { environment, tracks, frontier } = this.#worldOf(lane);
    const own = lane % this.#each;
    const { which, start, end } = this.#partFor(lane);
    const track = tracks[which]!;
    const acts = config.expertMode === 'literal' || config.expertMode === 'cloning';
    this.#episodes++;
    this.#track[lane] = which;
    this.#byExpert[lane] =
      this.guided && acts && config.expertEvery > 0 && this.#episodes % config.expertEvery === 0 ? 1 : 0;
    this.#end[lane] = end;
    const kind = this.#random.integer(3);
    if (kind === 0) environment.reset(own, track, start);
    else {
      // Others begin in the midst of operation, where the optimum of the moment or anything at all serves already.
      if (kind === 1) toAction(frontier.best(track.forecasts[start / DECISION_SECONDS]!), this.#start);
      else this.#uniform.sample(this.#noLogits, 0, this.#random, this.#start, 0);
      environment.reset(own, track, start, this.#start);
    }
  }

  /** The track of the lane's next episode, and its first and last second: drawn, or where the lane that it follows is now. */
  #partFor(lane: number): EpisodePart {
    const { environment } = this.#worldOf(lane);
    const leader = this.#leaderOf(lane);
    const now = environment.time[leader % this.#each]!;
    if (leader !== lane && now < this.#end[leader]!)
      return { which: this.#track[leader]!, start: now, end: this.#end[leader]! };
    return this.#parts.drawn(this.#random);
  }

  expert(lane: number, action: Int32Array, at: number): boolean {
    if (!this.#byExpert[lane]) return false;
    this.#advise(lane, action, at);
    return true;
  }

  teach(lane: number, action: Int32Array, at: number): boolean {
    if (!this.guided) return false;
    const { environment, adviser } = this.#worldOf(lane);
    const decision = environment.time[lane % this.#each]! / DECISION_SECONDS;
    // Lanes take turns, so that each update brings as much advice as the next.
    if ((decision + lane) % adviser!.every !== 0) return false;
    this.#advise(lane, action, at);
    return true;
  }

  /** Draws the next world anew, one at a time in turn; its lanes begin new episodes. For drawn worlds only. */
  renew(turn: number): void {
    const w = turn % this.#worlds.length;
    const generation = this.#generations[w]! + 1;
    this.#generations[w] = generation;
    this.#worlds[w] = this.#options.draw(w, generation);
    for (let i = 0; i < this.#each; i++) this.restart(w * this.#each + i);
  }

  /** Means per decision since the last call: reward (7), and regret r* - r. */
  takeMeans(): { reward: number; regret: number } {
    const count = Math.max(1, this.#counted);
    const means = { reward: this.#sumReward / count, regret: this.#sumRegret / count };
    this.#sumReward = this.#sumRegret = this.#counted = 0;
    return means;
  }

  /** For a checkpoint; to be taken between updates. */
  snapshot(): TaskState {
    return {
      random: [...this.#random.state()],
      episodes: this.#episodes,
      peers: this.#peers,
      ends: this.#end.slice(),
      byExpert: this.#byExpert.slice(),
      tracks: this.#track.slice(),
      generations: [...this.#generations],
      worlds: this.#worlds.map(({ environment }) => environment.snapshot()),
    };
  }

  /** Goes on from `snapshot`. Throws where it was taken of other lanes or worlds. */
  restore(state: TaskState): void {
    if (state.worlds.length !== this.#worlds.length || state.ends.length !== this.lanes)
      throw damaged('are of a training with others side by side');
    this.#random = Random.fromState(state.random);
    this.#episodes = state.episodes;
    this.#peers = state.peers;
    this.#end.set(state.ends);
    this.#byExpert.set(state.byExpert);
    this.#track.set(state.tracks);
    state.worlds.forEach((snapshot, w) => {
      const generation = state.generations[w]!;
      if (generation !== this.#generations[w]) this.#worlds[w] = this.#options.draw(w, generation);
      this.#generations[w] = generation;
      const { environment, tracks } = this.#worlds[w]!;
      const first = w * this.#each;
      environment.restore(
        snapshot,
        Array.from({ length: this.#each }, (_, i) => {
          const track = tracks[this.#track[first + i]!];
          if (!track) throw damaged('play a load that the training does not have');
          if (this.#end[first + i]! > track.rates.length) throw damaged('end after their load');
          return track;
        }),
      );
    });
  }

  #worldOf(lane: number): TrainingWorld {
    return this.#worlds[Math.floor(lane / this.#each)]!;
  }

  #advise(lane: number, action: Int32Array, at: number): void {
    this.#worldOf(lane).adviser!.order(lane % this.#each, this.#track[lane]!, action, at);
  }
}
