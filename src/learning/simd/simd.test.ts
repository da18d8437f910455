import { describe, expect, it } from 'vitest';
import { simdEngine } from './simdEngine.ts';
import { freeActions, pipelineActions, type ActionSpace } from '../actions.ts';
import { createAdam } from '../adam.ts';
import { EXPERT_MODES, type ExpertMode } from '../config.ts';
import type { Experience, Steps } from '../engine.ts';
import type { LossSettings } from '../loss.ts';
import { initialParameters, type NetworkShape } from '../network.ts';
import { plainEngine } from '../plainEngine.ts';
import { PlainActor, PlainSteps } from '../plainSteps.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile } from '../../model/tables.ts';

const ROWS = 300;
const LANES = 75;
const MINIBATCH = 150;
const settings = { clip: 0.2, valueCoefficient: 0.5, entropyCoefficient: 0.05, imitation: 0.3 };

const spaces: readonly (readonly [string, ActionSpace])[] = [
  ['free heads', freeActions([3, 4, 2])],
  // Tight limits, so that the taught choices allow others than those taken.
  [
    'masked pipeline heads',
    pipelineActions(compile(presetById('video')!, { ...defaultLimits, maxCores: 12 })),
  ],
  [
    'a head of 70 choices, some masked',
    freeActions(
      [70, 3],
      [Uint8Array.from({ length: 70 }, (_, j) => (j % 3 === 1 ? 0 : 1)), new Uint8Array(3).fill(1)],
    ),
  ],
];

function shapeOf(space: ActionSpace): NetworkShape {
  return { inputs: 13, width: 20, blocks: 2, heads: space.heads };
}

/** Random parameters of ordinary size everywhere: zero-initialised parts would hide errors. */
function scrambled(shape: NetworkShape): Float32Array {
  const random = Random.stream(1, 'scrambled');
  return initialParameters(shape, random).map((p) => p + 0.15 * random.normal());
}

/** A rollout by the plain actor, with ratios on both sides of the clip range. */
function experience(space: ActionSpace): Experience {
  const shape = shapeOf(space);
  const random = Random.stream(2, 'experience');
  const normal = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  const observations = normal(ROWS * shape.inputs);
  const actor = new PlainActor(space, shape);
  actor.load(scrambled(shape));
  const actions = new Int32Array(ROWS * space.heads.length);
  const taught = new Int32Array(actions.length);
  const logProbabilities = new Float32Array(ROWS);
  const nobody = new Uint8Array(ROWS);
  const values = new Float32Array(ROWS);
  actor.act(observations, nobody, random, taught, logProbabilities, values);
  actor.act(observations, nobody, random, actions, logProbabilities, values);
  return {
    observations,
    actions,
    taught,
    byExpert: Uint8Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? 1 : 0)),
    logProbabilities: logProbabilities.map((l) => l + 0.4 * random.normal()),
    advantages: normal(ROWS),
    returns: normal(ROWS),
  };
}

/** Two Adam steps from zero moments. */
async function twoSteps(
  steps: Steps,
  space: ActionSpace,
  loss: LossSettings,
  experienced = experience(space),
) {
  const parameters = scrambled(shapeOf(space));
  const adam = createAdam(parameters.length);
  steps.begin(parameters, adam, experienced);
  const order = Int32Array.from({ length: ROWS }, (_, i) => (7 * i) % ROWS);
  const first = await steps.step(order.subarray(0, MINIBATCH), loss, 1e-3, 0.5);
  // Fewer rows than a vector's multiple.
  const second = await steps.step(order.subarray(MINIBATCH, MINIBATCH + 101), loss, 1e-3, 0.5);
  steps.end();
  return { parameters, adam, first, second };
}

describe.each(spaces)('SIMD steps, %s', (_name, space) => {
  const shape = shapeOf(space);
  const modes = [...EXPERT_MODES.map((mode) => [mode, 0.3] as const), ['dagger', 0] as const];

  it.each(modes)(
    'are those of loss.ts and adam.ts, expert mode %s, imitation %d',
    async (mode, imitation) => {
      const loss = { ...settings, imitation, expertMode: mode as ExpertMode };
      const simd = simdEngine(shape).fuse!(space, ROWS, LANES, MINIBATCH).steps;
      const plain = new PlainSteps(plainEngine(shape), space, shape.inputs, MINIBATCH);
      const [found, expected] = [await twoSteps(simd, space, loss), await twoSteps(plain, space, loss)];
      for (const step of ['first', 'second'] as const) {
        const [a, b] = [found[step], expected[step]];
        expect(Math.abs(a.norm / b.norm - 1)).toBeLessThan(2e-6);
        for (const [name, value] of Object.entries(b.statistics)) {
          const own = a.statistics[name as keyof typeof a.statistics];
          const pairs =
            typeof value === 'number'
              ? [[own as number, value]]
              : Array.from(value as Float64Array, (v, h) => [(own as Float64Array)[h]!, v]);
          for (const [x, y] of pairs)
            expect(Math.abs(x! - y!), `${step} ${name}`).toBeLessThan(3e-6 * Math.max(1, Math.abs(y!)));
        }
      }
      // The first moment is a tenth of the gradient, and no step of Adam has been divided by anything small in it.
      const largest = Math.max(...expected.adam.m.map(Math.abs));
      for (let i = 0; i < found.parameters.length; i++) {
        expect(Math.abs(found.adam.m[i]! - expected.adam.m[i]!)).toBeLessThan(3e-6 * largest);
        expect(Math.abs(found.adam.v[i]! - expected.adam.v[i]!)).toBeLessThan(1e-5 * largest ** 2);
        expect(Math.abs(found.parameters[i]! - expected.parameters[i]!)).toBeLessThan(2e-5);
      }
      expect(found.adam.step).toBe(2);
    },
  );
});
