/** The symbols of the objective (11), (12): what each is, which settings and which curve belong to it, and which decisions it lights. */
import { SYMBOLS, type SymbolId } from '../../../state/training/microscope.svelte.ts';
import type { HyperKey } from '../../../state/training/hyper.ts';
import type { LookedAt } from '../../../../learning/training/look.ts';
import { FATES } from '../../../../learning/ppo/slides.ts';

/** The objective as the paper writes it, its symbols marked for the equation's part. */
export const OBJECTIVE = String.raw`\begin{aligned}
L &= \hat{\mathbb{E}}\big[\,L^{\mathrm{CLIP}} - \sym{c1}{c_1\,(V - R)^2} + \sym{c2}{c_2\,S[\pi]}\,\big]\quad(11)\\
L^{\mathrm{CLIP}} &= \sym{min}{\min}\big(\sym{ratio}{r}\,\sym{advantage}{\hat A},\ \mathrm{clip}(\sym{ratio}{r},\,1-\sym{clip}{\epsilon},\,1+\sym{clip}{\epsilon})\,\sym{advantage}{\hat A}\big)\quad(12)
\end{aligned}`;

export const OBJECTIVE_WORDS =
  'Equation 11: L is the mean of L clip, less c1 times the squared error of the value, plus c2 times the entropy. Equation 12: L clip is the lesser of r times A, and r kept between 1 less epsilon and 1 plus epsilon, times A.';

interface Meaning {
  readonly sign: string;
  readonly name: string;
  readonly settings: readonly HyperKey[];
  /** Id of the chart that follows it over the updates. */
  readonly metric: string;
  /** Which decisions are lit with it. */
  readonly lights: string;
}

const FARTHEST = 'the tenth of the decisions';

export const meanings: Readonly<Record<SymbolId, Meaning>> = {
  ratio: {
    ...{ sign: 'r', name: 'ratio', settings: ['learningRate', 'epochs'], metric: 'approxKl' },
    lights: `${FARTHEST} whose ratio has moved furthest from 1`,
  },
  advantage: {
    ...{ sign: 'A', name: 'advantage', settings: ['gamma', 'lambda'], metric: 'explainedVariance' },
    lights: `${FARTHEST} with the largest advantages, either way`,
  },
  clip: {
    ...{ sign: 'ε', name: 'clip range', settings: ['clip'], metric: 'clipFraction' },
    lights: 'the decisions that the clip stops',
  },
  min: {
    ...{ sign: 'min', name: 'the lesser of the two', settings: ['minibatch'], metric: 'policyLoss' },
    lights: 'the decisions outside the clip region that the min still pushes, back towards it',
  },
  c1: {
    ...{ sign: 'c₁', name: 'weight of the value loss', settings: ['valueCoefficient'], metric: 'valueLoss' },
    lights: `${FARTHEST} whose return the value misses most`,
  },
  c2: {
    ...{ sign: 'c₂', name: 'weight of the entropy', settings: ['entropyCoefficient'], metric: 'entropy' },
    lights: `${FARTHEST} in which the agent is least decided`,
  },
};

/** As the equation's part tells them. */
export const symbolNames: Readonly<Record<SymbolId, string>> = Object.fromEntries(
  SYMBOLS.map((id) => [id, meanings[id].name]),
) as Record<SymbolId, string>;

export const symbolOfSetting = (key: string): SymbolId | undefined =>
  SYMBOLS.find((id) => meanings[id].settings.some((own) => own === key));

export const symbolOfMetric = (metric: string): SymbolId | undefined =>
  SYMBOLS.find((id) => meanings[id].metric === metric);

/** Which decisions a symbol lights: 1 where it does. */
export function litBy(symbol: SymbolId, slide: LookedAt, clip: number): Uint8Array {
  const { ratio, advantage, fate, value, returns, entropy } = slide;
  switch (symbol) {
    case 'ratio':
      return farthest(ratio.map((r) => Math.abs(Math.log(r))));
    case 'advantage':
      return farthest(advantage.map((a) => Math.abs(a)));
    case 'clip':
      return Uint8Array.from(fate, (f) => (stops(f) ? 1 : 0));
    case 'min':
      return Uint8Array.from(fate, (f, i) => (FATES[f] === 'free' && Math.abs(ratio[i]! - 1) > clip ? 1 : 0));
    case 'c1':
      return farthest(value.map((v, i) => (v - returns[i]!) ** 2));
    case 'c2':
      return farthest(entropy);
  }
}

/** The fate of a decision that the clip, or the bound beyond it, keeps from being pushed on. */
export const stops = (fate: number): boolean => FATES[fate] === 'clip' || FATES[fate] === 'dual';

/** The greatest tenth, at least one. */
function farthest(values: Float64Array): Uint8Array {
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!);
  const lit = new Uint8Array(values.length);
  for (const i of order.slice(0, Math.ceil(values.length / 10))) lit[i] = 1;
  return lit;
}

/** Which symbols a decision is about: what counts for it, and what stops it. */
export function symbolsOf(slide: LookedAt, i: number, clip: number): readonly SymbolId[] {
  const fate = slide.fate[i]!;
  if (FATES[fate] === 'none') return [];
  if (stops(fate)) return ['advantage', 'clip', 'min'];
  return ['ratio', 'advantage', ...(Math.abs(slide.ratio[i]! - 1) > clip ? (['min'] as const) : [])];
}
