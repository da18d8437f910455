/** A training that has ended, and a minibatch of it, in figures, by the names under which lessons know them. */
import type { LookedAt } from '../training/look.ts';
import type { HeldOutEvaluation, TrainPoint } from '../training/progress.ts';
import type { Diagnosis } from './doctor.ts';
import { FATES } from '../ppo/slides.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** What the updates did, what was lost to the optimum meanwhile, and J on the held-out load: after the first and the last judgement, and the most that was lost from one to the next. Nothing before there are two. */
export function toldOfTraining(
  points: readonly TrainPoint[],
  evaluations: readonly Pick<HeldOutEvaluation, 'objective'>[],
  findings: readonly Pick<Diagnosis, 'id' | 'severity'>[],
): Readonly<Record<string, number | boolean>> {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || evaluations.length < 2) return {};
  const judged = evaluations.map(({ objective }) => objective);
  return {
    'train.entropyFirst': 100 * mean(first.headEntropies),
    'train.entropyLast': 100 * mean(last.headEntropies),
    'train.kl': Math.max(...points.map(({ approxKl }) => approxKl)),
    'train.lost': mean(points.map(({ regret }) => regret)),
    'train.early': judged[0]!,
    'train.last': judged.at(-1)!,
    'train.fall': Math.max(0, ...judged.slice(1).map((j, k) => judged[k]! - j)),
    'train.tooLarge': findings.some(({ id, severity }) => id === 'kl-spike' && severity !== 'note'),
  };
}

/** Where the ratios of a minibatch lie, how many have left the clip region, and how many of those are still pushed. */
export function toldOfMinibatch(
  { ratio, fate }: Pick<LookedAt, 'ratio' | 'fate'>,
  clip: number,
): Readonly<Record<string, number>> {
  const all = [...ratio.keys()].filter((i) => FATES[fate[i]!] !== 'none');
  const outside = all.filter((i) => Math.abs(ratio[i]! - 1) > clip);
  return {
    'microscope.decisions': all.length,
    'microscope.least': all.reduce((least, i) => Math.min(least, ratio[i]!), Infinity),
    'microscope.most': all.reduce((most, i) => Math.max(most, ratio[i]!), -Infinity),
    'microscope.outside': outside.length,
    'microscope.pushed': outside.filter((i) => FATES[fate[i]!] === 'free').length,
  };
}
