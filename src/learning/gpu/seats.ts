/** How many members a device has room for in one group: their parts of each buffer are bound in one piece. */
import { roomFor, type DeviceEnvironment } from './world/deviceEnvironment.ts';
import { memberWords, policyPlan } from './policy/plan.ts';
import { rolloutLayout } from './layout.ts';
import { piecesOf, type Asked } from './world/whyNot.ts';
import type { NetworkShape } from '../network/network.ts';
import type { TrainingConfig } from '../ppo/config.ts';
import type { EnvironmentOptions } from '../../environment/environment.ts';

interface SeatsAsked extends Pick<Asked, 'options' | 'loads'> {
  readonly environment: DeviceEnvironment;
  readonly config: TrainingConfig;
  readonly shape: NetworkShape;
  /** Of the worlds of one of them. */
  readonly drawn: readonly EnvironmentOptions[];
  /** Of the device, in bytes. */
  readonly limits: Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize' | 'maxBufferSize'>;
}

/** Members of such a training that fit, one at least: whether that one does, `whyNotOnDevice` and `whyNoPolicy` say. */
export function seatsOn({ limits, shape, drawn, ...asked }: SeatsAsked): number {
  const { config, environment } = asked;
  const { each, worlds } = piecesOf(asked);
  const rollout = rolloutLayout(config.lanes, config.horizon, shape.inputs, shape.heads.length);
  const words = [each, ...Object.values(memberWords(policyPlan(rollout, shape, config)))];
  // Worlds that are not drawn are the same for all, and lie there once.
  if (config.randomise > 0) {
    const own = Math.max(...drawn.map((options) => environment.numbers?.(options).length ?? 0));
    words.push(worlds, drawn.length * roomFor(own));
  }
  const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  return Math.max(1, Math.floor(most / (4 * Math.max(...words))));
}
