/** What the browser keeps of lessons: how far each was played, and every answer that was given. */

/** What was given at one step. */
export interface StepRecord {
  /** Options chosen, the latest last, wrong ones too; or the levels drawn. */
  readonly answers: readonly (string | readonly number[])[];
  readonly done: boolean;
  /** The step's figures when it was done: later steps may name them. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface LessonRecord {
  readonly version: number;
  /** Step at which the visitor was last, from 0 on. */
  readonly at: number;
  readonly steps: Readonly<Record<string, StepRecord>>;
}

/** By the lessons' ids. */
export type Progress = Readonly<Record<string, LessonRecord>>;

export const newStep: StepRecord = { answers: [], done: false, figures: {} };

export const newLesson = (version: number): LessonRecord => ({ version, at: 0, steps: {} });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAnswer = (value: unknown): value is string | readonly number[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'number'));

function stepFrom(value: unknown): StepRecord | undefined {
  if (!isObject(value) || typeof value.done !== 'boolean') return undefined;
  const { answers, figures, done } = value;
  if (!Array.isArray(answers) || !answers.every(isAnswer) || !isObject(figures)) return undefined;
  const numbers = Object.entries(figures).filter(
    (pair): pair is [string, number] => typeof pair[1] === 'number',
  );
  return { answers, done, figures: Object.fromEntries(numbers) };
}

function lessonFrom(value: unknown): LessonRecord | undefined {
  if (!isObject(value) || typeof value.version !== 'number' || typeof value.at !== 'number') return undefined;
  if (!Number.isInteger(value.at) || value.at < 0 || !isObject(value.steps)) return undefined;
  const steps = Object.entries(value.steps).flatMap(([id, step]) => {
    const read = stepFrom(step);
    return read ? [[id, read] as const] : [];
  });
  return { version: value.version, at: value.at, steps: Object.fromEntries(steps) };
}

/** What was kept and what was done since: lesson by lesson, step by step, the newer holds; another version's steps do not. */
export function merged(kept: Progress, since: Progress): Progress {
  const lessons = Object.entries(since).map(([id, now]) => {
    const then = kept[id];
    return [
      id,
      then?.version === now.version ? { ...now, steps: { ...then.steps, ...now.steps } } : now,
    ] as const;
  });
  return { ...kept, ...Object.fromEntries(lessons) };
}

/** What lies in the storage, as far as it is of this form. */
export function progressFrom(value: unknown): Progress {
  if (!isObject(value)) return {};
  const read = Object.entries(value).flatMap(([id, lesson]) => {
    const record = lessonFrom(lesson);
    return record ? [[id, record] as const] : [];
  });
  return Object.fromEntries(read);
}
