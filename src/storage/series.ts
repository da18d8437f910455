/** What a run told, in chunks of its points and evaluations. */
import * as v from 'valibot';
import type { Series } from './records.ts';
import { accepted, refused, type Result } from '../model/result.ts';
import type { Evaluation, TrainPoint } from '../learning/progress.ts';

const number = v.number();
const PointSchema = v.object({
  member: number,
  update: number,
  steps: number,
  elapsedSeconds: number,
  reward: number,
  regret: number,
  policyLoss: number,
  valueLoss: number,
  entropy: number,
  headEntropies: v.array(number),
  approxKl: number,
  maxKl: number,
  clipFraction: number,
  explainedVariance: number,
  gradientNorm: number,
  masked: number,
  valueScale: number,
  imitationLoss: number,
  expertShare: number,
  learningRate: number,
  entropyCoefficient: number,
  imitation: number,
  epochs: number,
  stepsPerSecond: number,
} satisfies Record<keyof TrainPoint, unknown>);
const EvaluationSchema = v.object({
  member: number,
  update: number,
  steps: number,
  elapsedSeconds: number,
  objective: number,
  best: v.boolean(),
} satisfies Record<keyof Evaluation, unknown>);
const ChunkSchema = v.object({
  format: v.literal(1),
  points: v.array(PointSchema),
  evaluations: v.array(EvaluationSchema),
});

/** A chunk as it is stored. */
export function toChunk({ points, evaluations }: Series): unknown {
  return { format: 1, points, evaluations };
}

/** `what` begins the sentence. */
export function fromChunk(value: unknown, what: string): Result<Series> {
  const parsed = v.safeParse(ChunkSchema, value);
  if (parsed.success) return accepted(parsed.output);
  const issue = parsed.issues[0];
  return refused(`${what} is damaged at ${v.getDotPath(issue) ?? 'its top'}: ${issue.message}.`);
}

/** Only what the members had told when they had taken `memberSteps` decisions. */
export function seriesUpTo({ points, evaluations }: Series, memberSteps: readonly number[]): Series {
  const told = ({ member, steps }: { readonly member: number; readonly steps: number }): boolean =>
    steps <= (memberSteps[member] ?? 0);
  return { points: points.filter(told), evaluations: evaluations.filter(told) };
}
