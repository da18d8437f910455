/** Which trainings can live on a graphics device as a whole, and such a training. */
import { Device } from './device.ts';
import { DeviceLearner, type DeviceLearnerInputs } from './learner.ts';
import { pipelineSpace } from './policy/space.ts';
import { chance, whyNoChance } from './world/chance.ts';
import type { DeviceEnvironment } from './world/deviceEnvironment.ts';
import { fluid } from './world/fluid.ts';
import type { Environment } from '../../environment/environment.ts';
import type { Prepared } from '../../scenario/prepare.ts';
import type { ExpertName, TrainingConfig } from '../ppo/config.ts';

const ENVIRONMENTS: Partial<Record<Environment['kind'], DeviceEnvironment>> = { fluid, chance };

/** Experts that look at more than a table can hold: what they advise is of the very state. */
const OF_THE_STATE: readonly ExpertName[] = ['planner', 'planner-knows'];

/** Why a training cannot live on the device, in a sentence's end; undefined where it can. */
export function whyNotOnDevice({ scenario, options }: Prepared, config: TrainingConfig): string | undefined {
  if (!ENVIRONMENTS[scenario.environment]) return 'it has no environment of single requests';
  if (config.expertMode !== 'none' && OF_THE_STATE.includes(config.expert))
    return 'it has no planner to advise';
  if (config.horizon > config.episode) return 'an update there is no longer than an episode';
  return scenario.environment === 'chance' ? whyNoChance(options) : undefined;
}

/** Rejects where the device refuses. */
export function learnerOnDevice(
  gpu: GPUDevice,
  prepared: Prepared,
  inputs: Omit<DeviceLearnerInputs, 'device' | 'space' | 'environment'>,
): Promise<DeviceLearner> {
  const reason = whyNotOnDevice(prepared, inputs.config);
  if (reason !== undefined) return Promise.reject(new Error(reason));
  return DeviceLearner.create({
    ...inputs,
    device: new Device(gpu),
    space: pipelineSpace(prepared.tables),
    environment: ENVIRONMENTS[prepared.scenario.environment]!,
  });
}
