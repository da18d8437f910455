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
  const state = stateLayout(options, config.lanes, environment.more);
  if (state.ring > MOST_WAITING)
    return `Requests wait for up to ${String(state.ring)} s here, and on the graphics device for at most ${String(MOST_WAITING)} s.`;
  const ranges = { load: 1, latency: 1, backlog: 1 };
  const { words } = rolloutLayout(
    config.lanes,
    horizon,
    new FeatureEncoder(tables, ranges).size,
    3 * tables.stages,
  );
  const worlds = config.randomise > 0 ? Math.min(DRAWN_WORLDS, config.lanes) : 1;
  const largest = Math.max(
    ...Object.values(words),
    state.fields * state.lanes,
    worlds * worldLayout(tables, loads).words,
  );
  const refused = environment.whyNot?.(options);
  if (refused !== undefined) return refused;
  const most = limits.maxStorageBufferBindingSize;
  const own = 4 * worlds * roomFor(environment.numbers?.(options).length ?? 0);
  if (own > most)
    return `What requests wait by chance in ${String(worlds)} worlds would need ${megabytes(own)} MB in one piece, and this graphics device gives ${megabytes(most)} MB.`;
  if (4 * largest > most)
    return `The training would need ${megabytes(4 * largest)} MB in one piece, and this graphics device gives ${megabytes(most)} MB: fewer episodes side by side, or shorter loads, would fit.`;
  return undefined;
}

const megabytes = (bytes: number): string => String(Math.ceil(bytes / 2 ** 20));
