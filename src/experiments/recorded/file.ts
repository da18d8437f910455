/** The files of the recorded results: `npm run record` writes them, and the view that shows one reads it. */
import type { ComparisonDocument } from '../comparison/document.ts';
import type { DecisionTime, Evidence } from '../reproduction/evidence.ts';
import type { Yardstick } from '../yardstick.ts';
import type { BackendName } from '../../learning/engines/backends.ts';
import type { HeldOutEvaluation, TrainPoint } from '../../learning/training/progress.ts';

/** What every file says of itself. */
export interface Recording {
  readonly format: 1;
  /** The day it was made, as 2026-11-28. */
  readonly recorded: string;
  /** Of all that went in (`inputs.ts`), as it was then. */
  readonly inputs: string;
}

export interface TrainingRecording extends Recording {
  readonly engine: BackendName;
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** By name, one entry an update. */
  readonly points: Readonly<Record<string, readonly unknown[]>>;
  readonly evaluations: readonly HeldOutEvaluation[];
  /** Rivals and what is possible, where it was judged. */
  readonly yardstick: Yardstick;
}

export interface ComparisonRecording extends Recording {
  readonly document: ComparisonDocument;
  /** Measured on the machine that recorded it. */
  readonly times: readonly DecisionTime[];
}

export interface EvaluationRecording extends Recording {
  readonly evidence: Evidence;
}

/** Digits that are kept of a number: more than any place shows. */
const DIGITS = 5;

/** As it is after a file: numbers to five digits, whole ones as they are. */
export function rounded<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(DIGITS)) : part,
    ),
  ) as T;
}

/** One array a name takes half the room of one object an update. */
export function columnsOf(points: readonly TrainPoint[]): TrainingRecording['points'] {
  const names = Object.keys(points[0] ?? {}) as (keyof TrainPoint)[];
  return Object.fromEntries(names.map((name) => [name, points.map((point) => point[name])]));
}

export function pointsOf(columns: TrainingRecording['points']): readonly TrainPoint[] {
  const names = Object.entries(columns);
  return (names[0]?.[1] ?? []).map(
    (_, i) => Object.fromEntries(names.map(([name, values]) => [name, values[i]])) as unknown as TrainPoint,
  );
}
