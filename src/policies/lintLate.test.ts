import { describe, expect, it } from 'vitest';
import { lintWeights, type Finding } from './lint.ts';
import { lateWeighs, type LateQuestion } from './lintLate.ts';
import { frontierOf } from './optimum/frontierOf.ts';
import { longRunOf } from '../environment/longRun.ts';
import { defaultLimits, defaultWeights } from '../model/pipeline.ts';
import { presetById, presets } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';

/** Ten loads; the optimum has as many replicas as a price buys, and each answers a tenth of the requests in time. */
const asked = (lateWeight: number, replicasAt: (price: number) => number): LateQuestion => ({
  ...{ lateWeight, exact: true, most: 1, limits: 'the limits' },
  loads: Array.from({ length: 10 }, (_, i) => i + 1),
  optimumAt: (price) => () => [{ variant: 0, replicas: replicasAt(price), batch: 1 }],
  inTimeOf: ([stage]) => stage!.replicas / 10,
});

describe('what the linter says of late requests', () => {
  it('without a price: how many loads the optimum does not carry, wrong where a price is all it takes', () => {
    expect(lateWeighs(asked(0, (price) => (price > 0 ? 10 : 3)))).toEqual({
      ok: false,
      sentence:
        'Late requests have no price: the optimum leaves more than one request in ten late at 100 % of the loads, by the equations. Give them one.',
    });
    expect(lateWeighs(asked(0, () => 3))).toMatchObject({
      ok: true,
      sentence: expect.stringMatching(/^Whatever late requests cost, .*: the limits leave no better\.$/),
    });
    expect(lateWeighs(asked(0, () => 10))).toMatchObject({
      ok: true,
      sentence: expect.stringContaining('late at 0 % of the loads'),
    });
  });

  it('with one: whether it changes an order, and that a larger one would', () => {
    expect(lateWeighs(asked(0.1, (price) => (price > 0 ? 10 : 3))).sentence).toBe(
      'The price of late requests changes what the optimum orders at 100 % of the loads: more than one request in a hundred is late at 0 % of the loads, by the equations, and without the price at 100 %.',
    );
    expect(lateWeighs(asked(0.1, (price) => (price > 0.5 ? 10 : 3)))).toEqual({
      ok: false,
      sentence:
        'The price of late requests changes no order of the optimum, and more than one request in a hundred is late at 100 % of the loads, by the equations. Raise it.',
    });
    expect(lateWeighs(asked(0.1, () => 3))).toMatchObject({
      ok: true,
      sentence: expect.stringMatching(/^Whatever late requests cost, the optimum orders the same/),
    });
    expect(lateWeighs({ ...asked(0.1, () => 10), exact: false })).toEqual({
      ok: true,
      sentence:
        'The price of late requests changes no order of the optimum: it leaves at most one in a hundred late, by an estimate of the long run.',
    });
  });

  it('is of the optimum itself and the world’s long run', () => {
    const preset = presetById('sum-qa')!;
    const tables = compile(preset, defaultLimits);
    const late = (kind: 'instant' | 'chance', lateWeight: number): Finding => {
      const longRun = longRunOf(kind, { tables, slaSeconds: preset.slaSeconds, batchTimeoutSeconds: 1 });
      const found = lintWeights(tables, { ...defaultWeights, lateWeight }, longRun, 3, 34);
      return found.find(({ id }) => id === 'late')!;
    };
    const shares = ({ sentence }: Finding): readonly number[] =>
      [...sentence.matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent));
    expect(late('instant', 0).sentence).toMatch(/late at 0 % of the loads, by the equations\.$/);
    expect(shares(late('chance', 0))[0]).toBeGreaterThan(0);
    const [changed, left, before] = shares(late('chance', 0.2));
    expect(changed).toBeGreaterThan(50);
    expect(left).toBeLessThan(before!);
  });

  // The figures of docs/environments.md.
  it.each([
    ['video', [61.6, 97.3, 99.8]],
    ['sum-qa', [67.9, 96.1, 99.8]],
  ])('a little price is much: in time on %s with 0, 0.01 and 0.2 points', (id, expected) => {
    const preset = presetById(id)!;
    const tables = compile(preset, defaultLimits);
    const longRun = longRunOf('chance', { tables, slaSeconds: preset.slaSeconds, batchTimeoutSeconds: 1 });
    const means = [0, 0.01, 0.2].map((lateWeight) => {
      const frontier = frontierOf(tables, { ...defaultWeights, lateWeight }, longRun);
      const loads = Array.from({ length: 21 }, (_, i) => 3 + (31 * i) / 20);
      return loads.reduce((sum, load) => sum + (100 * longRun.share(frontier.best(load), load)) / 21, 0);
    });
    expect(means.map((mean) => Number(mean.toFixed(1)))).toEqual(expected);
  });

  it('is nothing wrong under the paper’s weights on the presets, in no world', () => {
    for (const preset of presets)
      for (const kind of ['instant', 'fluid', 'chance'] as const) {
        const tables = compile(preset, defaultLimits);
        const longRun = longRunOf(kind, { tables, slaSeconds: preset.slaSeconds, batchTimeoutSeconds: 1 });
        const late = lintWeights(tables, defaultWeights, longRun, 3, 34).find(({ id }) => id === 'late')!;
        expect([preset.id, kind, late.ok, late.sentence.includes('NaN')]).toEqual([
          preset.id,
          kind,
          true,
          false,
        ]);
      }
  });
});
