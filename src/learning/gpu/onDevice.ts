/** A whole training on a graphics device, where it can be there. */
import { Device } from './device.ts';
import { DeviceLearner, type DeviceLearnerInputs } from './learner.ts';
import { pipelineSpace } from './policy/space.ts';
import { chance } from './world/chance.ts';
import type { DeviceEnvironment } from './world/deviceEnvironment.ts';
import { fluid } from './world/fluid.ts';
import { instant } from './world/instant.ts';
import { whyNotOnDevice } from './world/whyNot.ts';
import type { Environment } from '../../environment/environment.ts';
import type { Prepared } from '../../scenario/prepare.ts';

const ENVIRONMENTS: Partial<Record<Environment['kind'], DeviceEnvironment>> = { instant, fluid, chance };

/** A training on `gpu`, whose loads are in req/s per second. Rejects with a sentence where it cannot be there. */
export async function learnerOnDevice(
  gpu: GPUDevice,
  { scenario, options, tables }: Prepared,
  loads: readonly Float64Array[],
  inputs: Omit<DeviceLearnerInputs, 'device' | 'space' | 'environment'>,
): Promise<DeviceLearner> {
  const environment = ENVIRONMENTS[scenario.environment];
  const { limits } = gpu;
  const reason = whyNotOnDevice({ environment, options, loads, config: inputs.config, limits });
  if (!environment || reason !== undefined) throw new Error(reason);
  const device = new Device(gpu);
  return DeviceLearner.create({ ...inputs, device, space: pipelineSpace(tables), environment });
}
