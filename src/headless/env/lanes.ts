import type { Head } from './names.ts';
import { featureNames, headsOf } from './names.ts';
import { Repair, widestMasks } from './orders.ts';
import { RESULT_COLUMNS } from '../../environment/columns.ts';
import { pipelineActions, type ActionSpace } from '../../learning/network/actions.ts';
import { FeatureEncoder, type FeatureRanges } from '../../learning/network/features.ts';
import { EpisodeParts } from '../../learning/task/episodeParts.ts';
import type { TrainingWorld } from '../../learning/task/trainingWorld.ts';
import { shareOfCounts } from '../../model/inTime.ts';
import { Random } from '../../model/random.ts';
import type { Tables } from '../../model/tables.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** What a step tells of each lane beside observation and reward, in this order. */
export const INFO = [...RESULT_COLUMNS, 'inTimeShare', 'optimum', 'repaired'] as const;

/** Rewards: the objective's own (7), or what lies between it and that of the exact optimum for the step's true load. */
export const REWARDS = ['regret', 'plain'] as const;

/** Where episodes begin: anywhere in the loads, or at the first decision of the first load, as `simulate` does. */
export const STARTS = ['drawn', 'first'] as const;
export type Start = (typeof STARTS)[number];

export interface EnvSettings {
  /** Decisions of an episode; a shorter load cuts it. */
  readonly episode: number;
  readonly reward: (typeof REWARDS)[number];
  /** Divides rewards. */
  readonly rewardScale: number;
}

/** An episode that has ended. */
export interface PastEpisode {
  /** req/s per second of the whole load. */
  readonly rates: Float64Array;
  /** Its first second, and the one after its last. */
  readonly start: number;
  readonly end: number;
  /** Mean reward (7) of a decision. */
  readonly earned: number;
}

const UNTIL_32_BITS = 2 ** 32;

/**
 * The pipeline as a vectorised environment for trainers elsewhere: lanes step together, an episode that ends is truncated and
 * the next begins in the same step, from the smallest configuration. A lane draws its episodes from a stream of its own.
 */
export class EnvLanes {
  readonly lanes: number;
  /** Numbers of an observation. */
  readonly size: number;
  readonly space: ActionSpace;
  readonly features: readonly string[];
  readonly heads: readonly Head[];
  /** See `widestMasks`: the same for every lane and step. */
  readonly masks: Uint8Array;
  /** [lanes x size], of the state in which the next orders are given. */
  readonly observations: Float32Array;
  readonly rewards: Float32Array;
  /** 1 where the last step ended the lane's episode. */
  readonly truncated: Uint8Array;
  /** [lanes x INFO], of the last step. */
  readonly info: Float32Array;
  /** Decisions taken by all lanes, and episodes ended. */
  decisions = 0;
  episodes = 0;
  readonly #world: TrainingWorld;
  readonly #settings: EnvSettings;
  readonly #encoder: FeatureEncoder;
  /** What makes orders fit that take more cores than there are. */
  readonly repair: Repair;
  readonly #actions: Int32Array;
  /** [ended lanes x size], the last observation of each episode that the last step ended, in the order of lanes. */
  readonly #finals: Float32Array;
  readonly #streams: Random[];
  readonly #past: (PastEpisode | undefined)[];
  readonly #track: Int32Array;
  readonly #begin: Int32Array;
  readonly #end: Int32Array;
  readonly #earned: Float64Array;
  readonly #parts: EpisodeParts;
  #start: Start = 'drawn';
  #begun = false;

  /** The loads of `world` must hold a decision. */
  constructor(tables: Tables, ranges: FeatureRanges, world: TrainingWorld, settings: EnvSettings) {
    this.#world = world;
    this.#settings = settings;
    const { lanes } = world.environment;
    this.lanes = lanes;
    this.space = pipelineActions(tables);
    this.features = featureNames(tables);
    this.heads = headsOf(tables);
    this.masks = widestMasks(tables);
    this.#encoder = new FeatureEncoder(tables, ranges);
    this.size = this.#encoder.size;
    this.repair = new Repair(tables, this.space);
    this.observations = new Float32Array(lanes * this.size);
    this.#finals = new Float32Array(lanes * this.size);
    this.rewards = new Float32Array(lanes);
    this.truncated = new Uint8Array(lanes);
    this.info = new Float32Array(lanes * INFO.length);
    this.#actions = new Int32Array(lanes * this.space.heads.length);
    this.#streams = Array.from({ length: lanes }, (_, lane) => Random.stream(lane, 'env'));
    this.#past = Array.from({ length: lanes }, () => undefined);
    this.#track = new Int32Array(lanes);
    this.#begin = new Int32Array(lanes);
    this.#end = new Int32Array(lanes);
    this.#earned = new Float64Array(lanes);
    this.#parts = new EpisodeParts(world.tracks, settings.episode);
  }

  /** Whether there was a reset, before which nothing can be stepped. */
  get begun(): boolean {
    return this.#begun;
  }

  /**
   * Begins an episode on every lane. A seed gives lane i the stream of `seed + i`, several give each its own; without one
   * the streams go on. `start` holds for the episodes that follow, too.
   */
  reset(seed: number | readonly number[] | undefined, start: Start): void {
    this.#start = start;
    for (let lane = 0; lane < this.lanes; lane++) {
      if (seed !== undefined) {
        const own = typeof seed === 'number' ? (seed + lane) % UNTIL_32_BITS : seed[lane]!;
        this.#streams[lane] = Random.stream(own, 'env');
      }
      this.#past[lane] = undefined;
      this.#beginOn(lane);
    }
    this.#begun = true;
  }

  /**
   * Gives every lane its order, [lanes x heads], each choice one that its head has; ten seconds pass. Returns the last
   * observations of the episodes that ended, [ended lanes x size], valid until the next step.
   */
  step(actions: Int32Array): Float32Array {
    const { environment, frontier } = this.#world;
    const { reward, rewardScale } = this.#settings;
    const width = this.space.heads.length;
    this.#actions.set(actions);
    const repaired = INFO.length - 1;
    for (let lane = 0; lane < this.lanes; lane++)
      this.info[lane * INFO.length + repaired] = this.repair.fit(this.#actions, lane * width) ? 1 : 0;
    environment.step(this.#actions);
    const { results } = environment;
    let ended = 0;
    for (let lane = 0; lane < this.lanes; lane++) {
      const gained = results.reward[lane]!;
      const optimum = frontier.rewardAt(results.load[lane]!);
      this.rewards[lane] = (reward === 'plain' ? gained : gained - optimum) / rewardScale;
      this.#earned[lane] = this.#earned[lane]! + gained;
      this.#tell(lane, optimum);
      const ends = environment.time[lane]! >= this.#end[lane]!;
      this.truncated[lane] = ends ? 1 : 0;
      this.#encode(lane);
      if (!ends) continue;
      const at = lane * this.size;
      this.#finals.set(this.observations.subarray(at, at + this.size), ended * this.size);
      ended++;
      this.#endOn(lane);
      this.#beginOn(lane);
    }
    this.decisions += this.lanes;
    this.episodes += ended;
    return this.#finals.subarray(0, ended * this.size);
  }

  /** The lane's last episode since the reset; undefined before its first has ended. */
  past(lane: number): PastEpisode | undefined {
    return this.#past[lane];
  }

  #tell(lane: number, optimum: number): void {
    const { results } = this.#world.environment;
    let at = lane * INFO.length;
    for (const column of RESULT_COLUMNS) this.info[at++] = results[column][lane]!;
    this.info[at++] = shareOfCounts(
      results.arrived[lane]!,
      results.served[lane]!,
      results.dropped[lane]!,
      results.inTime[lane]!,
    );
    this.info[at] = optimum;
  }

  #endOn(lane: number): void {
    const [start, end] = [this.#begin[lane]!, this.#end[lane]!];
    const { rates } = this.#world.tracks[this.#track[lane]!]!;
    const earned = (this.#earned[lane]! * DECISION_SECONDS) / (end - start);
    this.#past[lane] = { rates, start, end, earned };
  }

  #beginOn(lane: number): void {
    const { environment, tracks } = this.#world;
    const { which, start, end } =
      this.#start === 'drawn' ? this.#parts.drawn(this.#streams[lane]!) : this.#parts.first();
    this.#track[lane] = which;
    this.#begin[lane] = start;
    this.#end[lane] = end;
    this.#earned[lane] = 0;
    environment.reset(lane, tracks[which]!, start);
    this.#encode(lane);
  }

  #encode(lane: number): void {
    this.#encoder.encodeLane(this.#world.environment, lane, this.observations, lane * this.size);
  }
}
