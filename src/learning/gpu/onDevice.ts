/** A whole training on a graphics device, where it can be there. */
import { Device } from './device.ts';
import { DeviceGroup } from './group.ts';
import { DeviceLearner, type DeviceLearnerInputs } from './learner.ts';
import { pipelineSpace } from './policy/space.ts';
import { chance } from './world/chance.ts';
import type { DeviceEnvironment } from './world/deviceEnvironment.ts';
import { fluid } from './world/fluid.ts';
import { instant } from './world/instant.ts';
import { seatsOn } from './seats.ts';
import { whyNotOnDevice } from './world/whyNot.ts';
import type { Environment } from '../../environment/environment.ts';
import type { FeatureRanges } from '../network/features.ts';
import type { Company } from '../task/learner.ts';
import type { Prepared } from '../../scenario/prepare.ts';

const ENVIRONMENTS: Partial<Record<Environment['kind'], DeviceEnvironment>> = { instant, fluid, chance };

/** Groups that trainings side by side have entered, with the device that they are on. */
const known = new WeakMap<Company, { readonly gpu: GPUDevice; readonly group: DeviceGroup }[]>();

/**
 * A training on `gpu`, whose loads are in req/s per second; one of `company` beside the others of it, in groups as large as the
 * device has room for. Rejects with a sentence where it cannot be there.
 */
export async function learnerOnDevice(
  gpu: GPUDevice,
  { scenario, options, tables }: Prepared,
  loads: readonly Float64Array[],
  inputs: DeviceLearnerInputs & { readonly ranges: FeatureRanges },
  company: Company = { members: 1 },
): Promise<DeviceLearner> {
  const environment = ENVIRONMENTS[scenario.environment];
  const { limits } = gpu;
  const { config, shape, ranges, draw } = inputs;
  const asked = { options, loads, config };
  const reason = whyNotOnDevice({ ...asked, environment, limits });
  if (!environment || reason !== undefined) throw new Error(reason);
  const worlds = Array.from({ length: inputs.worlds }, (_, index) => draw(index, 0));
  const groups = known.get(company) ?? [];
  known.set(company, groups);
  for (const one of groups) {
    const member = one.gpu === gpu ? one.group.enter(worlds) : undefined;
    if (member !== undefined) return new DeviceLearner(one.group, member, inputs);
  }
  const left = company.members - groups.reduce((sum, { group }) => sum + group.entered, 0);
  const drawn = worlds.map((world) => world.environment.options);
  const seats = seatsOn({ ...asked, environment, shape, drawn, limits });
  const members = Math.max(1, Math.min(left, seats));
  const device = new Device(gpu);
  const space = pipelineSpace(tables);
  const group = await DeviceGroup.create(
    { device, shape, space, ranges, config, environment },
    members,
    worlds,
  );
  groups.push({ gpu, group });
  return new DeviceLearner(group, group.enter(worlds)!, inputs);
}
