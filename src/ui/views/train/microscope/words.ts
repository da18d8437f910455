/** What the microscope says of a decision, and what each symbol comes to in a minibatch. */
import { stops } from './symbols.ts';
import { fixed, joined, plural, whole } from '../../../format.ts';
import { settingWords, stageName } from '../../../pipeline/names.ts';
import type { SymbolId } from '../../../state/training/microscope.svelte.ts';
import { DUAL_CLIP } from '../../../../learning/ppo/loss.ts';
import { FATES } from '../../../../learning/ppo/slides.ts';
import type { Look, LookedAt } from '../../../../learning/training/look.ts';
import type { Limits, Pipeline } from '../../../../model/pipeline.ts';
import { compile, toConfiguration, type Tables } from '../../../../model/tables.ts';

/** Of a number of the loss. */
export const digits = (value: number): string => fixed(value, Math.abs(value) < 0.0995 ? 4 : 3);

/** What the orders of a run are worded by. */
export interface Ordering {
  readonly pipeline: Pipeline;
  readonly tables: Tables;
}

export const orderingOf = (pipeline: Pipeline, limits: Limits): Ordering => ({
  pipeline,
  tables: compile(pipeline, limits),
});

/** "Detect s × 3, by 4; Classify ...". */
export function orderedWords(
  { pipeline, tables }: Ordering,
  { actions, ratio }: LookedAt,
  i: number,
): string {
  const heads = actions.length / ratio.length;
  return toConfiguration(tables, actions, i * heads)
    .map((setting, n) => {
      const stage = pipeline.stages[n]!;
      return `${stageName(stage)} ${settingWords(stage, setting)}`;
    })
    .join('; ');
}

export interface DecisionWords {
  /** What was seen and ordered. */
  readonly decision: string;
  /** Which stage's choices have become more or less probable. */
  readonly stages: string;
  /** What the objective makes of it. */
  readonly sum: string;
  /** What it adds to the other two terms. */
  readonly others: string;
}

export function decisionWords(
  ordering: Ordering,
  slide: LookedAt,
  i: number,
  {
    clip,
    valueCoefficient,
    entropyCoefficient,
  }: Pick<Look, 'clip' | 'valueCoefficient' | 'entropyCoefficient'>,
): DecisionWords {
  const { stages } = ordering.pipeline;
  const parts = stages.map(
    (stage, n) => `${stageName(stage)} × ${fixed(slide.parts[i * stages.length + n]!, 3)}`,
  );
  const who = slide.byExpert[i] === 1 ? 'the expert' : 'the agent';
  const error = (slide.value[i]! - slide.returns[i]!) ** 2;
  return {
    decision: `At ${fixed(slide.load[i]!, 1)} requests/s, ${fixed(slide.forecast[i]!, 1)} forecast, with ${fixed(slide.free[i]!, 1)} cores free, ${who} ordered ${orderedWords(ordering, slide, i)}.`,
    stages: `By stage: ${joined(parts)}.`,
    sum: sumWords(slide, i, clip),
    others: `Value ${digits(slide.value[i]!)} for a return of ${digits(slide.returns[i]!)}: c₁ (V − R)² = ${digits(valueCoefficient * error)}. Entropy ${digits(slide.entropy[i]!)}: c₂ S = ${digits(entropyCoefficient * slide.entropy[i]!)}.`,
  };
}

/** The objective's own sum for one decision, in figures. */
function sumWords({ ratio, advantage, surrogate, fate }: LookedAt, i: number, clip: number): string {
  const [r, a, counted] = [ratio[i]!, advantage[i]!, surrogate[i]!].map(digits) as [string, string, string];
  switch (FATES[fate[i]!]!) {
    case 'none':
      return `r ${r}, A ${a}; it is imitated, and (12) leaves it out.`;
    case 'free':
      return `r ${r} × A ${a} = ${counted}: this counts, and the update pushes ${advantage[i]! >= 0 ? 'towards' : 'away from'} it.`;
    case 'clip':
      return `r ${r} × A ${a} = ${digits(ratio[i]! * advantage[i]!)}, but the clip holds r at ${fixed(ratio[i]! > 1 ? 1 + clip : 1 - clip, 2)}: ${counted} counts, and nothing pushes it further.`;
    case 'dual':
      return `r ${r} × A ${a} = ${digits(ratio[i]! * advantage[i]!)} would outweigh all others: beyond r ${String(DUAL_CLIP)} ${counted} counts, and nothing pushes it.`;
  }
}

const sorted = (values: Float64Array): Float64Array => values.filter(Number.isFinite).sort();
const at = (values: Float64Array, share: number): number =>
  values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? NaN;
const mean = (values: Float64Array): number =>
  values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
const percent = (share: number): string => `${fixed(100 * share, 1)} %`;

/** What each symbol comes to in a minibatch. */
export function factsOf(
  slide: LookedAt,
  { clip, valueCoefficient, entropyCoefficient, expertMode }: Look,
): Readonly<Record<SymbolId, string>> {
  const { ratio, advantage, surrogate, fate, value, returns, entropy, byExpert } = slide;
  const r = sorted(ratio);
  const a = sorted(advantage);
  const learning = surrogate.filter((_, i) => FATES[fate[i]!] !== 'none');
  const stopped = fate.reduce((sum, f) => sum + (stops(f) ? 1 : 0), 0);
  const outside = fate.reduce(
    (sum, f, i) => sum + (FATES[f] === 'free' && Math.abs(ratio[i]! - 1) > clip ? 1 : 0),
    0,
  );
  const errors = value
    .map((v, i) => (v - returns[i]!) ** 2)
    .filter((_, i) => !(expertMode === 'cloning' && byExpert[i] === 1));
  return {
    ratio: `${fixed(at(r, 0), 3)} to ${fixed(at(r, 1), 3)}, half of them within ${fixed(at(r, 0.25), 3)} and ${fixed(at(r, 0.75), 3)}`,
    advantage: `${fixed(at(a, 0), 2)} to ${fixed(at(a, 1), 2)}; mean 0 and deviation 1 in every minibatch`,
    clip: `${String(clip)}: r counts from ${fixed(1 - clip, 2)} to ${fixed(1 + clip, 2)}; ${whole(stopped)} of ${plural(ratio.length, 'decision')} stopped (${percent(stopped / Math.max(1, ratio.length))})`,
    min: `${digits(mean(learning))} on average, which is raised; ${plural(outside, 'decision')} outside the region ${outside === 1 ? 'is' : 'are'} still pushed`,
    c1: `${String(valueCoefficient)} × ${digits(mean(errors))} = ${digits(valueCoefficient * mean(errors))}`,
    c2: `${digits(entropyCoefficient)} × ${digits(mean(entropy))} = ${digits(entropyCoefficient * mean(entropy))}`,
  };
}
