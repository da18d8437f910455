/** What of a training the kernels cannot do. */
import { roomFor, type DeviceEnvironment } from './deviceEnvironment.ts';
import { stateLayout } from './state.ts';
import { CHOICE_BITS, worldLayout } from './worldWords.ts';
import { rolloutLayout } from '../layout.ts';
import { FeatureEncoder } from '../../network/features.ts';
import { DRAWN_WORLDS, type TrainingConfig } from '../../ppo/config.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';
import { decisionsIn } from '../../../workload/workload.ts';

/** Seconds of waiting for which a thread has room: 8,192 bytes of its own, less a kilobyte, for two numbers a second. */
const MOST_WAITING = (8192 - 1024) / 8;

/** Where no load has a decision. */
export const TOO_SHORT = 'The training load is too short: it holds no decision after the first 120 s.';

export interface Asked {
  /** The environment in WGSL; undefined where there is none of this kind. */
  readonly environment: DeviceEnvironment | undefined;
  readonly options: EnvironmentOptions;
  /** req/s per second. */
  readonly loads: readonly Float64Array[];
  readonly config: Pick<
    TrainingConfig,
    'lanes' | 'horizon' | 'episode' | 'expertMode' | 'expert' | 'randomise'
  >;
  /** Of the device. */
  readonly limits: Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize'>;
}

/** Why such a training cannot be on a graphics device, a sentence; undefined where it can. */
export function whyNotOnDevice({ environment, options, loads, config, limits }: Asked): string | undefined {
  const { tables } = options;
  if (!environment)
    return 'Only the worlds with queues, the fluid and the instant one are on the graphics device; single requests are followed on the processor.';
  if (config.expertMode !== 'none' && config.expert.startsWith('planner'))
    return 'The planner looks ahead from the very state of each episode, which is done on the processor; other experts can advise on the graphics device.';
  // Loads without a decision are never drawn.
  const decisions = loads.map(({ length }) => decisionsIn(length)).filter((count) => count > 0);
  if (decisions.length === 0) return TOO_SHORT;
  const shortest = Math.min(...decisions);
  const { horizon, episode } = config;
  if (horizon > Math.min(episode, shortest))
    return `An update has ${String(horizon)} decisions of each episode and an episode ${String(Math.min(episode, shortest))}: on the graphics device an episode ends at most once in an update.`;
  if (Math.max(...tables.variants, tables.limits.maxReplicas) > 1 << CHOICE_BITS)
    return `On the graphics device a stage has at most ${String(1 << CHOICE_BITS)} variants and as many replicas.`;
  const { ring } = stateLayout(options, config.lanes, environment.more);
  if (ring > MOST_WAITING)
    return `Requests wait for up to ${String(ring)} s here, and on the graphics device for at most ${String(MOST_WAITING)} s.`;
  const refused = environment.whyNot?.(options);
  if (refused !== undefined) return refused;
  const most = limits.maxStorageBufferBindingSize;
  const { each, worlds, own } = piecesOf({ environment, options, loads, config });
  const largest = 4 * Math.max(each, worlds);
  if (4 * own > most)
    return `What requests wait by chance in ${String(worldsOf(config))} worlds would need ${megabytes(4 * own)} MB in one piece, and this graphics device gives ${megabytes(most)} MB.`;
  if (largest > most)
    return `The training would need ${megabytes(largest)} MB in one piece, and this graphics device gives ${megabytes(most)} MB: fewer episodes side by side, or shorter loads, would fit.`;
  return undefined;
}

/** Words that a member has in one piece at most: of what is its own in any case; of its worlds; and of what is the environment's own in these. */
export function piecesOf({
  environment,
  options,
  loads,
  config,
}: Pick<Asked, 'options' | 'loads' | 'config'> & { readonly environment: DeviceEnvironment }): {
  readonly each: number;
  readonly worlds: number;
  readonly own: number;
} {
  const { tables } = options;
  const { lanes, horizon } = config;
  const inputs = new FeatureEncoder(tables, { load: 1, latency: 1, backlog: 1 }).size;
  const rollout = rolloutLayout(lanes, horizon, inputs, 3 * tables.stages);
  const state = stateLayout(options, lanes, environment.more);
  const worlds = worldsOf(config);
  return {
    each: Math.max(...Object.values(rollout.words), state.fields * state.lanes),
    worlds: worlds * worldLayout(tables, loads).words,
    own: worlds * roomFor(environment.numbers?.(options).length ?? 0),
  };
}

const worldsOf = ({ randomise, lanes }: Asked['config']): number =>
  randomise > 0 ? Math.min(DRAWN_WORLDS, lanes) : 1;

const megabytes = (bytes: number): string => String(Math.ceil(bytes / 2 ** 20));
