/** What a training has told so far, as values that never change: whoever holds one may draw it at leisure. */
import type { HeldOutEvaluation, TrainPoint } from '../../../learning/training/progress.ts';
import type { Series } from '../../../storage/records.ts';

export interface Curves {
  /** Per seed, in order. */
  readonly members: readonly (readonly TrainPoint[])[];
  readonly evaluations: readonly HeldOutEvaluation[];
}

export const noCurves: Curves = { members: [], evaluations: [] };

/** Of a run that is kept. */
export function curvesOf({ points, evaluations }: Pick<Series, 'points' | 'evaluations'>): Curves {
  return { ...withPoints(noCurves, points), evaluations };
}

/** `curves` with these points behind those of their seeds. */
export function withPoints(curves: Curves, points: readonly TrainPoint[]): Curves {
  const fresh: TrainPoint[][] = curves.members.map(() => []);
  for (const point of points) {
    while (fresh.length <= point.member) fresh.push([]);
    fresh[point.member]!.push(point);
  }
  const members = fresh.map((more, seed) => {
    const known = curves.members[seed] ?? [];
    return more.length === 0 ? known : known.concat(more);
  });
  return { ...curves, members };
}

export function withEvaluation(curves: Curves, evaluation: HeldOutEvaluation): Curves {
  return { ...curves, evaluations: [...curves.evaluations, evaluation] };
}

/** The newest point of each seed. */
export function lastOf({ members }: Curves): readonly TrainPoint[] {
  return members.flatMap((points) => points.at(-1) ?? []);
}

/** The evaluation with the highest J of all seeds; of equals the first. */
export function bestOf({ evaluations }: Curves): HeldOutEvaluation | undefined {
  return evaluations.reduce<HeldOutEvaluation | undefined>(
    (best, evaluation) => (best && best.objective >= evaluation.objective ? best : evaluation),
    undefined,
  );
}
