import { describe, expect, it } from 'vitest';
import { orderOf, ratioChart } from './ratioChart.ts';
import { litBy, meanings, OBJECTIVE, symbolOfMetric, symbolOfSetting, symbolsOf } from './symbols.ts';
import { decisionWords, factsOf, orderingOf } from './words.ts';
import { groups } from '../metrics.ts';
import { onSeries, testChart } from '../../../charts/chartTest.ts';
import { hypers } from '../../../state/training/hyper.ts';
import { SYMBOLS } from '../../../state/training/microscope.svelte.ts';
import { judged, FATES } from '../../../../learning/ppo/slides.ts';
import type { Look, LookedAt } from '../../../../learning/training/look.ts';
import { defaultLimits } from '../../../../model/pipeline.ts';
import { presetById } from '../../../../model/presets/index.ts';

const pipeline = presetById('video')!;
const ordering = orderingOf(pipeline, defaultLimits);
const CLIP = 0.2;

/** A minibatch of these ratios and advantages, its other numbers made of them. */
function slideOf(ratios: readonly number[], advantages: readonly number[]): LookedAt {
  const count = ratios.length;
  const stages = pipeline.stages.length;
  const sums = ratios.map((r, i) => judged(r, advantages[i]!, CLIP));
  return {
    ...{ epoch: 4, minibatch: 2 },
    ratio: Float64Array.from(ratios),
    parts: Float64Array.from({ length: count * stages }, (_, k) =>
      k % stages === 0 ? ratios[k / stages]! : 1,
    ),
    advantage: Float64Array.from(advantages),
    surrogate: Float64Array.from(sums, ({ surrogate }) => surrogate),
    fate: Uint8Array.from(sums, ({ fate }) => FATES.indexOf(fate)),
    entropy: Float64Array.from({ length: count }, (_, i) => 1 - i / count),
    value: Float64Array.from({ length: count }, (_, i) => -i / 10),
    returns: new Float64Array(count),
    actions: new Int32Array(count * stages * 3),
    byExpert: new Uint8Array(count),
    load: new Float64Array(count).fill(12),
    forecast: new Float64Array(count).fill(13.5),
    free: new Float64Array(count).fill(20),
    told: {} as LookedAt['told'],
  };
}

testChart(
  'ratio against advantage',
  onSeries((values) => {
    const slide = slideOf(
      Array.from(values, (v, k) => Math.exp((v - 10) / 14) * (k % 5 === 4 ? 2.2 : 1)),
      Array.from(values, (v, k) => ((v - 10) / 4) * (k % 3 === 0 ? -1 : 1)),
    );
    return (width) => ratioChart({ slide, clip: CLIP, ordering }, width);
  }),
);

const six = slideOf([1, 1.5, 1.5, 0.5, 0.5, 4], [1, 2, -2, 2, -2, -1]);
const look = { clip: CLIP, valueCoefficient: 0.5, entropyCoefficient: 2, expertMode: 'none' } as Look;

describe('the microscope', () => {
  it('says of each decision what counts and why', () => {
    expect(Array.from(six.fate, (f) => FATES[f])).toEqual(['free', 'clip', 'free', 'free', 'clip', 'dual']);
    expect([...six.surrogate]).toEqual([1, 2.4, -3, 1, -1.6, -3]);
    const of = (i: number): string => decisionWords(ordering, six, i, look).sum;
    expect(of(1)).toBe(
      'r 1.500 × A 2.000 = 3.000, but the clip holds r at 1.20: 2.400 counts, and nothing pushes it further.',
    );
    expect(of(2)).toBe('r 1.500 × A −2.000 = −3.000: this counts, and the update pushes away from it.');
    expect(of(5)).toContain('beyond r 3 −3.000 counts');
    const { decision, stages, others } = decisionWords(ordering, six, 4, look);
    expect(decision).toMatch(
      /^At 12\.0 requests\/s, 13\.5 forecast, with 20\.0 cores free, the agent ordered .+; .+\.$/,
    );
    expect(stages).toMatch(/^By stage: .+ × 0\.500 and .+ × 1\.000\.$/);
    expect(others).toBe(
      'Value −0.400 for a return of 0.0000: c₁ (V − R)² = 0.0800. Entropy 0.333: c₂ S = 0.667.',
    );
  });

  it('sums up what each symbol comes to', () => {
    expect(factsOf(six, look)).toEqual({
      ratio: '0.500 to 4.000, half of them within 0.500 and 1.500',
      advantage: '−2.00 to 2.00; mean 0 and deviation 1 in every minibatch',
      clip: '0.2: r counts from 0.80 to 1.20; 3 of 6 decisions stopped (50.0 %)',
      min: '−0.533 on average, which is raised; 2 decisions outside the region are still pushed',
      c1: '0.5 × 0.0917 = 0.0458',
      c2: '2.000 × 0.583 = 1.167',
    });
  });

  it('lights the decisions that a symbol is about, and the symbols that a decision is about', () => {
    const lit = (symbol: (typeof SYMBOLS)[number]): number[] => [...litBy(symbol, six, CLIP)];
    expect(lit('ratio')).toEqual([0, 0, 0, 0, 0, 1]);
    expect(lit('clip')).toEqual([0, 1, 0, 0, 1, 1]);
    expect(lit('min')).toEqual([0, 0, 1, 1, 0, 0]);
    expect(lit('c1')).toEqual([0, 0, 0, 0, 0, 1]);
    expect(lit('c2')).toEqual([1, 0, 0, 0, 0, 0]);
    expect(lit('advantage').reduce((a, b) => a + b)).toBe(1);
    expect(symbolsOf(six, 0, CLIP)).toEqual(['ratio', 'advantage']);
    expect(symbolsOf(six, 1, CLIP)).toEqual(['advantage', 'clip', 'min']);
    expect(symbolsOf(six, 2, CLIP)).toEqual(['ratio', 'advantage', 'min']);
  });

  it('has every symbol in the equation, with settings and a curve that there are', () => {
    const curves = groups.flatMap(({ metrics }) => metrics.map(({ id }) => id));
    for (const id of SYMBOLS) {
      expect(OBJECTIVE).toContain(`\\sym{${id}}{`);
      const { settings, metric } = meanings[id];
      expect(curves).toContain(metric);
      expect(symbolOfMetric(metric)).toBe(id);
      for (const key of settings) {
        expect(hypers.some((hyper) => hyper.key === key)).toBe(true);
        expect(symbolOfSetting(key)).toBe(id);
      }
    }
    expect([symbolOfSetting('width'), symbolOfMetric('reward')]).toEqual([undefined, undefined]);
  });

  it('finds the dot under the pointer in both directions', () => {
    const { crosshair } = ratioChart({ slide: six, clip: CLIP, ordering }, 720);
    const { point, x, tracks, at } = crosshair!;
    const order = orderOf(six);
    expect(at.length).toBe(6);
    // Two of one ratio and two advantages.
    for (let k = 0; k < order.length; k++) {
      if (six.ratio[order[k]!] === 4) continue;
      expect(point!(x(k) + 1, tracks[0]!.y(k) - 1)).toBe(k);
    }
  });
});
