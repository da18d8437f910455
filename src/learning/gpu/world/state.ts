/** How lanes' states lie on the device: one word a field and lane, field by field, so that threads side by side read words side by side. */
import {
  ACCURACY,
  BACKLOG,
  BATCH,
  CAPACITY,
  FIELDS,
  FILL,
  fluidLayout,
  HELD,
  LATENCY,
  OLD_BATCH,
  OLD_READY,
  OLD_VARIANT,
  READY,
  RESTART,
  SERVICE,
  STARTING,
  VARIANT,
  type FluidLayout,
} from '../../../environment/fluidState.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';

/** Words of a lane beside its stages' fields: where its episode stands, and what it came to in this update. */
export const LANE_WORDS = [
  /** Second of the track. */
  'TIME',
  /** Second at which the episode is truncated. */
  'END',
  'TRACK',
  /** Episodes that the lane has begun. */
  'EPISODES',
  /** 1 where the expert plays this episode. */
  'PLAYED_BY_EXPERT',
  /** 1 where the expert is asked about the decision to come. */
  'IS_ASKED',
  /** Sums over the decisions of this update that are the agent's own: r, r* - r, and how many. */
  'SUM_REWARD',
  'SUM_REGRET',
  'COUNTED',
] as const;

/** A lane's stages as `fluidState.ts` lays them out, and then its own words. */
export interface StateLayout extends FluidLayout {
  readonly lanes: number;
  /** Words of one lane. */
  readonly fields: number;
}

/** `more`: numbers of a stage that an environment adds. */
export function stateLayout(
  { tables, dropAfterSla, slaSeconds }: EnvironmentOptions,
  lanes: number,
  more: number,
): StateLayout {
  const layout = fluidLayout(tables.stages, tables.limits.maxReplicas, dropAfterSla * slaSeconds, more);
  return { ...layout, lanes, fields: layout.laneStride + LANE_WORDS.length };
}

/** Numbers of a stage that every environment has. */
const STAGE_WORDS = {
  ...{ VARIANT, BATCH, READY, STARTING, OLD_VARIANT, OLD_BATCH, OLD_READY, RESTART, BACKLOG },
  ...{ CAPACITY, ACCURACY, SERVICE, FILL, LATENCY, HELD, FIELDS },
};

/**
 * Constants by the names above, and access to the lane of this thread: field `at + CAPACITY` of the stage at
 * `at = n * STAGE_STRIDE`; `QUEUE + slot` its requests that wait by slot of arrival second, t % RING; `OWN + i` the environment's
 * own. Times at which something begins to serve (ready times at FIELDS.., RESTART) are whole seconds: rounded up, since
 * they are only ever held against whole ones. The buffer `state` and `state_of` are declared where a kernel is put together.
 */
export function stateText(layout: StateLayout): string {
  const constants: [string, number][] = [
    ['LANES', layout.lanes],
    ['STAGES', layout.stages],
    ['MAX_REPLICAS', layout.maxReplicas],
    ['RING', layout.ring],
    ['STAGE_STRIDE', layout.stageStride],
    ['QUEUE', FIELDS + layout.maxReplicas],
    ['OWN', layout.own],
    ...Object.entries(STAGE_WORDS),
    ...LANE_WORDS.map((name, i): [string, number] => [name, layout.laneStride + i]),
  ];
  return /* wgsl */ `
${constants.map(([name, value]) => `const ${name} = ${String(value)}u;`).join('\n')}

var<private> lane: u32;

fn peek(field: u32) -> f32 { return state[state_of + field * LANES + lane]; }
fn put(field: u32, value: f32) { state[state_of + field * LANES + lane] = value; }
`;
}
