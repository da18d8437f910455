import { describe, expect, it } from 'vitest';
import { lossOf, lossSlope } from './losses.ts';
import { LANES, LstmEngine } from './lstmEngine.ts';
import { Random } from '../../model/random.ts';
import { LstmNetwork } from '../../workload/forecasters/lstm.ts';
import {
  predictorLayout,
  STEPS,
  type PredictorInput,
  type PredictorLoss,
} from '../../workload/forecasters/predictorRecord.ts';

const GATES = ['input gate', 'forget gate', 'candidate', 'output gate'];

/** A network of ordinary size with random windows and targets in every lane. */
function example(input: PredictorInput, units: number) {
  const shape = { input, target: 'relative', units } as const;
  const engine = new LstmEngine(shape);
  const random = Random.stream(3, 'gradients', input, units);
  const { size, inputs } = predictorLayout(shape);
  const parameters = Float32Array.from({ length: size }, () => 0.4 * random.normal());
  const windows = Array.from({ length: LANES }, () =>
    Float64Array.from({ length: STEPS * inputs }, () => Math.fround(random.normal())),
  );
  const targets = Float64Array.from({ length: LANES }, () => 2 * random.normal());
  engine.parameters.set(parameters);
  windows.forEach((window, lane) => engine.setWindow(lane, window));
  return { shape, engine, parameters, windows, targets };
}

/** The mean loss in double precision, by the code that forecasts. */
function meanLoss(
  { shape, windows, targets }: ReturnType<typeof example>,
  parameters: ArrayLike<number>,
  loss: PredictorLoss,
): number {
  const network = new LstmNetwork(shape, parameters);
  return windows.reduce((sum, w, i) => sum + lossOf(loss, 0.8, network.answer(w), targets[i]!) / LANES, 0);
}

describe.each([
  ['maxima', 25],
  ['seconds', 25],
  ['maxima', 6],
] as const)('the kernel on %s with %i units', (input, units) => {
  it('answers as the forecaster does', () => {
    const made = example(input, units);
    made.engine.forward();
    const network = new LstmNetwork(made.shape, made.parameters);
    made.windows.forEach((window, lane) => {
      expect(Math.abs(made.engine.answers[lane]! - network.answer(window))).toBeLessThan(1e-5);
    });
  });

  it.each(['mse', 'mae', 'quantile'] as const)('has the gradient of the %s loss in every group', (loss) => {
    const made = example(input, units);
    const { engine, parameters, targets } = made;
    engine.forward();
    for (let lane = 0; lane < LANES; lane++) {
      engine.answerGradients[lane] = lossSlope(loss, 0.8, engine.answers[lane]!, targets[lane]!) / LANES;
    }
    engine.gradient.fill(0);
    engine.backward();
    const { cols, dense, inputs } = predictorLayout(made.shape);
    const groups = new Map<string, number>();
    const random = Random.stream(5, 'sample');
    for (let at = 0; at < parameters.length; at++) {
      const row = Math.floor(at / cols);
      const part = row < inputs ? 'inputs' : row === inputs ? 'bias' : 'recurrent';
      const group =
        at < dense ? `${part}, ${GATES[at % 4]!}` : at === parameters.length - 1 ? 'dense bias' : 'dense';
      const members = { inputs: inputs * units, bias: units, recurrent: units * units }[part];
      if (at < dense && groups.has(group) && random.uniform() > 6 / members) continue;
      const h = 1e-6;
      const shifted = Float64Array.from(parameters);
      shifted[at] = parameters[at]! + h;
      const up = meanLoss(made, shifted, loss);
      shifted[at] = parameters[at]! - h;
      const slope = (up - meanLoss(made, shifted, loss)) / (2 * h);
      const error = Math.abs(slope - engine.gradient[at]!) / (0.01 + Math.abs(slope));
      groups.set(group, Math.max(groups.get(group) ?? 0, error));
    }
    expect(groups.size).toBe(14);
    for (const [group, error] of groups) expect(error, group).toBeLessThan(1e-3);
  });
});

it('adds to the gradient, and nothing for lanes without a loss', () => {
  const { engine } = example('maxima', 8);
  engine.forward();
  engine.answerGradients.fill(0.1);
  engine.gradient.fill(0);
  engine.backward();
  const once = engine.gradient.slice();
  engine.forward();
  engine.backward();
  engine.gradient.forEach((g, i) => expect(g).toBeCloseTo(2 * once[i]!, 4));
  engine.forward();
  engine.answerGradients.fill(0);
  const before = engine.gradient.slice();
  engine.backward();
  expect(engine.gradient).toEqual(before);
});
