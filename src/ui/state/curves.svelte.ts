import type { Evaluation, TrainPoint } from '../../learning/progress.ts';

/** What a training has told so far. The arrays grow in place; `version` tells when. */
export class Curves {
  /** Per seed, in order. */
  readonly members: TrainPoint[][] = [];
  readonly evaluations: Evaluation[] = [];
  version = $state(0);

  constructor(points: readonly TrainPoint[] = [], evaluations: readonly Evaluation[] = []) {
    this.#put(points);
    this.evaluations.push(...evaluations);
  }

  add(points: readonly TrainPoint[]): void {
    this.#put(points);
    this.version++;
  }

  evaluated(evaluation: Evaluation): void {
    this.evaluations.push(evaluation);
    this.version++;
  }

  /** The newest point of each seed. */
  get last(): readonly TrainPoint[] {
    return this.members.flatMap((points) => points.at(-1) ?? []);
  }

  /** The evaluation with the highest J of all seeds. */
  get best(): Evaluation | undefined {
    return this.evaluations.reduce<Evaluation | undefined>(
      (best, evaluation) => (best && best.objective >= evaluation.objective ? best : evaluation),
      undefined,
    );
  }

  #put(points: readonly TrainPoint[]): void {
    for (const point of points) {
      while (this.members.length <= point.member) this.members.push([]);
      this.members[point.member]!.push(point);
    }
  }
}
