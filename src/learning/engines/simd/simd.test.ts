import { describe, expect, it } from 'vitest';
import { simdEngine } from './simdEngine.ts';
import { freeActions, pipelineActions, type ActionSpace } from '../../network/actions.ts';
import { createAdam } from '../../ppo/adam.ts';
import { EXPERT_MODES } from '../../ppo/config.ts';
import { NotFinite, type Experience, type Steps } from '../../ppo/engine.ts';
import { Forward } from '../../network/forward.ts';
import type { LossSettings } from '../../ppo/loss.ts';
import { initialParameters, layoutOf, type NetworkShape } from '../../network/network.ts';
import { plainEngine } from '../plainEngine.ts';
import { PlainActor, PlainSteps } from '../../ppo/plainSteps.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presetById } from '../../../model/presets/index.ts';
import { Random } from '../../../model/random.ts';
import { compile } from '../../../model/tables.ts';

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
    asked: Uint8Array.from({ length: ROWS }, (_, i) => (i % 5 === 2 ? 0 : 1)),
    byExpert: Uint8Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? 1 : 0)),
    // Some ratios lie beyond the dual clip.
    logProbabilities: logProbabilities.map((l, i) => l + 0.4 * random.normal() - (i % 10 === 0 ? 1.5 : 0)),
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
      const loss = { ...settings, imitation, expertMode: mode };
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

describe.each(spaces)('SIMD rollouts, %s', (_name, space) => {
  it('draw what plain TypeScript draws, leave the expert’s rows, and know the same values', () => {
    const shape = shapeOf(space);
    const parameters = scrambled(shape);
    const { observations, taught, byExpert } = experience(space);
    const { actor } = simdEngine(shape).fuse!(space, ROWS, LANES, MINIBATCH);
    const play = (player: typeof actor) => {
      const x = observations.subarray(0, LANES * shape.inputs);
      const actions = taught!.slice(0, LANES * space.heads.length);
      const [logProbabilities, values, once] = [0, 0, 0].map(() => new Float32Array(LANES)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const random = Random.stream(3, 'actions');
      player.load(parameters);
      player.act(x, byExpert.subarray(0, LANES), random, actions, logProbabilities, values);
      player.value(x, once);
      expect(once).toEqual(values);
      return { actions, logProbabilities, values, next: random.uniform() };
    };
    const [found, expected] = [play(actor), play(new PlainActor(space, shape))];
    expect(found.actions).toEqual(expected.actions);
    expect(found.next).toBe(expected.next);
    for (let i = 0; i < LANES; i++) {
      expect(Math.abs(found.logProbabilities[i]! - expected.logProbabilities[i]!)).toBeLessThan(1e-5);
      expect(Math.abs(found.values[i]! - expected.values[i]!)).toBeLessThan(1e-5);
      if (byExpert[i] === 0) continue;
      const at = i * space.heads.length;
      expect(found.actions.slice(at, at + space.heads.length)).toEqual(
        taught!.slice(at, at + space.heads.length),
      );
    }
  });
});

describe('SIMD engine', () => {
  const space = freeActions([5, 3]);
  const shape = shapeOf(space);

  it('has the outputs of plain inference and the gradient of the plain engine, several tiles at once', async () => {
    const parameters = scrambled(shape);
    const rows = 150;
    const { observations: x } = experience(space);
    const random = Random.stream(4, 'weights');
    const weight = Float32Array.from({ length: rows * layoutOf(shape).outputs }, () => random.normal());
    const plain = new Float32Array(weight.length);
    new Forward(shape, parameters).run(x, rows, plain);
    const [found, expected] = [new Float32Array(parameters.length), new Float32Array(parameters.length)];
    const engine = simdEngine(shape);
    // The kernel's memory grows for the tiles after others have been placed in it.
    engine.fuse!(space, ROWS, LANES, MINIBATCH);
    const spread = (outputs: Float32Array, d: Float32Array): void => {
      outputs.forEach((value, i) => {
        expect(Math.abs(value - plain[i]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(plain[i]!)));
        d[i] = weight[i]! * value;
      });
    };
    await engine.gradient(parameters, x, rows, spread, found);
    await plainEngine(shape).gradient(parameters, x, rows, spread, expected);
    const largest = Math.max(...expected.map(Math.abs));
    for (let i = 0; i < found.length; i++)
      expect(Math.abs(found[i]! - expected[i]!)).toBeLessThan(1e-6 * largest);
  });

  it.each(['parameters', 'returns'] as const)(
    'refuses %s that are not finite before Adam has seen them',
    async (where) => {
      const { steps } = simdEngine(shape).fuse!(space, ROWS, LANES, MINIBATCH);
      const parameters = scrambled(shape);
      const experienced = experience(space);
      (where === 'parameters' ? parameters : experienced.returns)[3] = NaN;
      const adam = createAdam(parameters.length);
      steps.begin(parameters, adam, experienced);
      const order = Int32Array.from({ length: MINIBATCH }, (_, i) => i);
      const loss = { ...settings, expertMode: 'none' } as const;
      await expect(steps.step(order, loss, 1e-3, 0.5)).rejects.toThrow(NotFinite);
      steps.end();
      expect(adam.step).toBe(0);
      expect(adam.m.every((m) => m === 0)).toBe(true);
    },
  );

  it('steps to the same bytes every time, whatever ran in the kernel before', async () => {
    const loss = { ...settings, expertMode: 'dagger' } as const;
    const once = async (used: boolean): Promise<Float32Array> => {
      const { steps, actor } = simdEngine(shape).fuse!(space, ROWS, LANES, MINIBATCH);
      if (used) {
        actor.load(scrambled(shape));
        actor.value(
          experience(space).observations.map((x) => 100 * x),
          new Float32Array(ROWS),
        );
        await twoSteps(steps, space, { ...loss, expertMode: 'cloning' });
      }
      return (await twoSteps(steps, space, loss)).parameters;
    };
    expect(await once(true)).toEqual(await once(false));
  });

  it('does not slow down or lose numbers where gradients vanish', async () => {
    const { steps } = simdEngine(shape).fuse!(space, ROWS, LANES, MINIBATCH);
    const parameters = scrambled(shape);
    const adam = createAdam(parameters.length);
    adam.m.fill(1e-16);
    adam.v.fill(1e-33);
    steps.begin(parameters, adam, experience(space));
    const order = Int32Array.from({ length: MINIBATCH }, (_, i) => i);
    const none = {
      clip: 0.2,
      valueCoefficient: 0,
      entropyCoefficient: 0,
      imitation: 0,
      expertMode: 'distil',
    } as const;
    for (let i = 0; i < 30; i++) await steps.step(order, none, 1e-3, 0.5);
    steps.end();
    expect(adam.m.every((m) => m === 0)).toBe(true);
    expect(parameters.every(Number.isFinite)).toBe(true);
  });
});
