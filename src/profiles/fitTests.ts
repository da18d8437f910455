/** Load tests with what was answered of them, fitted in one go: what a worker is asked. */
import { assemble, fitted, type AssembledVariant, type Asked } from './assemble.ts';
import type { FittedProfile } from './fit.ts';
import type { LoadTest } from './point.ts';
import type { Result } from '../model/result.ts';

/** An assembled variant and its profile; of its points only how many they are. */
export interface FittedVariant extends Omit<AssembledVariant, 'points'> {
  readonly stage: string;
  readonly points: number;
  readonly fit: Result<FittedProfile>;
}

export interface FittedTests {
  readonly variants: readonly FittedVariant[];
  /** As `Assembly`. */
  readonly problems: readonly string[];
}

/** `answers[i]` is of `tests[i]`. */
export function fitTests(
  tests: readonly LoadTest[],
  answers: readonly Asked[],
  quantile: number,
): FittedTests {
  const { stages, problems } = assemble(tests, answers);
  return {
    variants: stages.flatMap(({ name, variants }) =>
      variants.map((one) => ({
        ...{ ...one, stage: name, points: one.points.length },
        fit: fitted(one, quantile),
      })),
    ),
    problems,
  };
}
