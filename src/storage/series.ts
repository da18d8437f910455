/** What a run told, in chunks of columns: some 300 bytes an update. */
import * as v from 'valibot';
import type { Series } from './records.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import { checked, listOf } from '../model/checked.ts';
import { issuePhrase } from '../model/issue.ts';
import { accepted, refused, type Result } from '../model/result.ts';

/** A chunk is added to until it holds so many points. */
export const CHUNK_POINTS = 256;

type PointField = Exclude<keyof TrainPoint, 'headEntropies'>;
type EvaluationField = keyof HeldOutEvaluation;

// Fields that are added to the types and not here do not compile.
const pointFields = Object.keys({
  member: true,
  update: true,
  steps: true,
  elapsedSeconds: true,
  reward: true,
  regret: true,
  policyLoss: true,
  valueLoss: true,
  entropy: true,
  approxKl: true,
  maxKl: true,
  clipFraction: true,
  explainedVariance: true,
  gradientNorm: true,
  masked: true,
  valueScale: true,
  imitationLoss: true,
  expertShare: true,
  learningRate: true,
  entropyCoefficient: true,
  imitation: true,
  epochs: true,
  stepsPerSecond: true,
} satisfies Record<PointField, true>) as PointField[];
const evaluationFields = Object.keys({
  member: true,
  update: true,
  steps: true,
  elapsedSeconds: true,
  objective: true,
  inTime: true,
  best: true,
} satisfies Record<EvaluationField, true>) as EvaluationField[];

/** Numbers by row and named field; a field that came later is missing in older chunks, and reads as NaN. */
const TableSchema = v.pipe(
  v.object({
    fields: listOf(v.pipe(v.string(), v.maxLength(60)), { min: 1, max: 200 }),
    rows: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    values: v.instance(Float64Array),
  }),
  v.check(({ fields, rows, values }) => values.length === fields.length * rows, 'numbers are missing'),
);
type Table = v.InferOutput<typeof TableSchema>;

const ChunkSchema = v.object({
  format: v.literal(2),
  points: TableSchema,
  /** Per row of `points`: the entropy of each head. */
  heads: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1000)),
  headEntropies: v.instance(Float64Array),
  evaluations: TableSchema,
});

/** As the `series` store holds it. */
export type Chunk = v.InferOutput<typeof ChunkSchema>;

function tableOf<F extends string>(
  fields: readonly F[],
  rows: readonly Readonly<Record<F, number | boolean>>[],
): Table {
  const values = new Float64Array(fields.length * rows.length);
  rows.forEach((row, i) => {
    fields.forEach((field, k) => (values[i * fields.length + k] = Number(row[field])));
  });
  return { fields: [...fields], rows: rows.length, values };
}

function rowsOf<F extends string>(fields: readonly F[], table: Table): readonly Record<F, number>[] {
  const columns = fields.map((field) => table.fields.indexOf(field));
  return Array.from({ length: table.rows }, (_, i) => {
    const row = {} as Record<F, number>;
    fields.forEach((field, k) => (row[field] = table.values[i * table.fields.length + columns[k]!] ?? NaN));
    return row;
  });
}

/** A chunk as it is stored. */
export function toChunk({ points, evaluations }: Series): Chunk {
  const heads = points.reduce((most, { headEntropies }) => Math.max(most, headEntropies.length), 0);
  const headEntropies = new Float64Array(heads * points.length);
  points.forEach((point, i) => {
    headEntropies.set(point.headEntropies, i * heads);
  });
  return {
    format: 2,
    points: tableOf(pointFields, points),
    heads,
    headEntropies,
    evaluations: tableOf(evaluationFields, evaluations),
  };
}

/** `what` begins the sentence. */
export function fromChunk(value: unknown, what: string): Result<Series> {
  const parsed = checked(ChunkSchema, value);
  if (!parsed.ok) {
    return refused(`${what} is damaged at ${issuePhrase(parsed.issue)}.`);
  }
  const { points, heads, headEntropies, evaluations } = parsed.value;
  if (headEntropies.length !== heads * points.rows) {
    return refused(`${what} is damaged: the entropies of its heads are missing.`);
  }
  return accepted({
    points: rowsOf(pointFields, points).map((row, i) => ({
      ...row,
      headEntropies: Array.from(headEntropies.subarray(i * heads, (i + 1) * heads)),
    })),
    evaluations: rowsOf(evaluationFields, evaluations).map((row) => ({ ...row, best: row.best === 1 })),
  });
}

/** Only what the members had told when they had taken `memberSteps` decisions. */
export function seriesUpTo({ points, evaluations }: Series, memberSteps: readonly number[]): Series {
  const told = ({ member, steps }: { readonly member: number; readonly steps: number }): boolean =>
    steps <= (memberSteps[member] ?? 0);
  return { points: points.filter(told), evaluations: evaluations.filter(told) };
}
