/** A whole training on the device: what crosses to it, that it repeats and goes on byte for byte, and that it learns what the processor does. */
import { beforeAll, expect, it } from 'vitest';
import { Device } from './device.ts';
import { SCHEDULE_WORDS } from './members.ts';
import { plainEngine } from '../engines/plainEngine.ts';
import { simdEngine } from '../engines/simd/simdEngine.ts';
import type { NetworkShape } from '../network/network.ts';
import { defaultConfig } from '../ppo/config.ts';
import type { Engine } from '../ppo/engine.ts';
import { AgentTraining, type TrainingInputs } from '../training/agentTraining.ts';
import type { Look } from '../training/look.ts';
import { parseTrainingState } from '../training/checkpoint.ts';
import { presetById } from '../../model/presets/index.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { onDawn } from '../../testing/onDawn.ts';
import { accept } from '../../testing/runs.ts';
import { generateWorkload } from '../../workload/generators.ts';

const workload = generateWorkload('fluctuating', 3);
const scenario = { ...defaultScenario(presetById('video')!, workload), environment: 'fluid' } as const;
const config = {
  ...defaultConfig,
  width: 16,
  blocks: 1,
  lanes: 64,
  horizon: 16,
  minibatch: 256,
  randomise: 0,
};
const UPDATE = config.lanes * config.horizon;

onDawn('on a software adapter', (given) => {
  let gpu: GPUDevice;
  const onDevice = (shape: NetworkShape): Promise<Engine> =>
    Promise.resolve({ ...plainEngine(shape), name: 'webgpu', gpu });
  const trainingOf = (changes: Partial<TrainingInputs> = {}): Promise<AgentTraining> =>
    AgentTraining.create({
      ...{ scenario, config, engine: onDevice, clock: () => 0, budget: { steps: 6 * UPDATE } },
      loads: [generateWorkload('day', 1, 7200).rates],
      ...changes,
    });
  // Compiles for long where nothing is fast.
  beforeAll(async () => {
    ({ gpu } = given());
    (await trainingOf()).dispose();
  }, 240_000);

  it('gives the same bytes for the same seed, from its middle on too, and others for another seed', async () => {
    const whole = await trainingOf();
    for (let i = 0; i < 2; i++) await whole.update();
    const state = whole.state();
    for (let i = 0; i < 2; i++) await whole.update();
    const resumed = await trainingOf({
      from: { kind: 'resume', state: accept(parseTrainingState(state)) },
    });
    for (let i = 0; i < 2; i++) await resumed.update();
    const { elapsedSeconds: _one, ...expected } = whole.state();
    const { elapsedSeconds: _other, ...found } = resumed.state();
    expect(found).toEqual(expected);
    const again = await trainingOf();
    for (let i = 0; i < 4; i++) await again.update();
    expect(again.state().learner).toEqual(expected.learner);
    const other = await trainingOf({ config: { ...config, seed: 2 } });
    for (let i = 0; i < 4; i++) await other.update();
    expect(other.state().learner.parameters).not.toEqual(expected.learner.parameters);
    for (const training of [whole, resumed, again, other]) training.dispose();
  });

  it('an update is three submissions and one readback, and uploads nothing but its schedule', async () => {
    const counts: Device['counts'][] = [];
    const made = Device.prototype.submit;
    Device.prototype.submit = function (this: Device, encoder): void {
      if (!counts.includes(this.counts)) counts.push(this.counts);
      made.call(this, encoder);
    };
    try {
      const training = await trainingOf();
      await training.update();
      const [count] = counts;
      const before = { ...count! };
      await training.update();
      const since = (name: keyof typeof before): number => count![name] - before[name];
      expect(since('submissions')).toBe(3);
      expect(since('readbacks')).toBe(1);
      expect([since('uploads'), since('uploadedBytes')]).toEqual([1, 4 * SCHEDULE_WORDS]);
      training.dispose();
    } finally {
      Device.prototype.submit = made;
    }
  });

  it('learns as the processor does: the same schedule, loss and worlds, other draws', async () => {
    const [device, processor] = [
      await trainingOf(),
      await trainingOf({ engine: (shape) => Promise.resolve(simdEngine(shape)) }),
    ];
    const [a, b] = [await device.update(), await processor.update()];
    for (let i = 1; i < 6; i++) {
      await device.update();
      await processor.update();
    }
    const [c, d] = [await device.update(), await processor.update()];
    // Draws are others: a mean over 1,024 decisions, whose deviation is about 4, scatters by 0.1; both do.
    expect(Math.abs(a.reward - b.reward)).toBeLessThan(0.8);
    expect(Math.abs(c.reward - d.reward)).toBeLessThan(0.8);
    expect(c.reward - a.reward, 'better than at first').toBeGreaterThan(2);
    expect(a.imitationLoss).toBeCloseTo(b.imitationLoss, 0);
    expect(a.entropy).toBeCloseTo(b.entropy, 1);
    expect([a.learningRate, a.imitation, a.entropyCoefficient]).toEqual([
      b.learningRate,
      b.imitation,
      b.entropyCoefficient,
    ]);
    device.dispose();
    processor.dispose();
  });

  it('is looked into by a processor, which repeats the update from the same weights', async () => {
    const asked: (readonly string[])[] = [];
    const training = await trainingOf({
      engine: (shape, failed) => {
        asked.push(failed);
        return failed.length > 0 ? Promise.resolve(simdEngine(shape)) : onDevice(shape);
      },
    });
    await training.update();
    let look: Omit<Look, 'member'> | undefined;
    await training.update((seen) => void (look = seen));
    expect(asked, 'no other engine is chosen for it').toEqual([[]]);
    expect(training.engine).toBe('webgpu');
    expect([look!.update, look!.engine, look!.first.ratio.length]).toEqual([2, 'simd', config.minibatch]);
    look!.first.ratio.forEach((ratio) => {
      expect(ratio).toBeCloseTo(1, 4);
    });
    training.dispose();
  });

  it('goes on on a processor where the device is lost, from its last update', async () => {
    const said: string[] = [];
    const engine = (shape: NetworkShape, failed: readonly string[]): Promise<Engine> =>
      failed.length > 0 ? Promise.resolve(simdEngine(shape)) : onDevice(shape);
    const training = await trainingOf({ engine, onFallback: (sentence) => said.push(sentence) });
    await training.update();
    const { learner } = training.state();
    const read = Device.prototype.read;
    Device.prototype.read = (): Promise<never> => Promise.reject(new Error('the graphics device was lost'));
    try {
      const point = await training.update();
      expect(point.steps).toBe(2 * UPDATE);
      expect(training.engine).toBe('simd');
      expect(said).toEqual([
        'webgpu failed (the graphics device was lost); training goes on with simd from step 1024.',
      ]);
      expect(training.state().learner.updates).toBe(learner.updates + 1);
      expect(training.state().learner.adam.step).toBeGreaterThan(learner.adam.step);
    } finally {
      Device.prototype.read = read;
    }
    training.dispose();
  });
});
