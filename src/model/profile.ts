/** A variant's latency from outside: measured seconds by batch size, or a whole profile as the lab keeps it. */
import { BOUNDS, MOST_MEASURED } from './bounds.ts';
import { isFields, type Fields } from './fields.ts';
import { latency, type LatencyProfile } from './pipeline.ts';
import { figure, holds, rangeWords } from './range.ts';
import { accepted, refused, type Result } from './result.ts';

/** Batches up to this one shape the fitted line of a pipeline that brings none. */
const LINE_UP_TO = 8;

/** A batch size as a key. */
const BATCH = /^[1-9]\d{0,3}$/;

/** What a whole profile has. */
const PARTS = ['batches', 'seconds', 'line', 'measuredUpTo'] as const;

/** Left out wherever they stand: they are no batch sizes, and change nothing. */
const INHERITED: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** A value as a refusal shows it. */
function shown(value: unknown): string {
  if (typeof value === 'number') return figure(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return value === undefined ? 'missing' : 'no number';
}

/**
 * The profile that `value` means. Checked as a whole: at every batch that the lab can ask, from 1 to 64, it comes to a
 * plausible time. A refusal begins with "must" and says what is there.
 */
export function profileFrom(value: unknown): Result<LatencyProfile> {
  if (!isFields(value))
    return refused('must be measured seconds by batch size, like {"1": 0.1, "8": 0.5}, each greater than 0');
  const read = PARTS.some((part) => Object.hasOwn(value, part))
    ? wholeProfile(value)
    : measuredProfile(value);
  if (!read.ok) return read;
  const problem = implausible(read.value);
  return problem === undefined ? read : refused(problem);
}

/** Seconds by batch size; the line is fitted. */
function measuredProfile(record: Fields): Result<LatencyProfile> {
  const entries = Object.entries(record).filter(([key]) => !INHERITED.includes(key));
  const stranger = entries.find(([key]) => !BATCH.test(key));
  if (stranger)
    return refused(
      `must be measured seconds by batch size, like {"1": 0.1, "8": 0.5}; “${stranger[0].slice(0, 40)}” is no batch size from 1 to 9,999`,
    );
  if (entries.length === 0)
    return refused('must be measured seconds by batch size, from batch 1 on, like {"1": 0.1, "8": 0.5}');
  const problem = tooMany(entries.length) ?? strayAt(entries);
  if (problem !== undefined) return refused(problem);
  const points = (entries as [string, number][])
    .map(([batch, seconds]) => [Number(batch), seconds] as const)
    .sort((a, b) => a[0] - b[0]);
  const [first] = points[0]!;
  if (first !== 1)
    return refused(
      `must have a figure for batch 1, since every batch size is read from there on; the smallest given is batch ${String(first)}`,
    );
  return accepted({
    batches: points.map(([batch]) => batch),
    seconds: points.map(([, seconds]) => seconds),
    line: leastSquaresLine(points.filter(([batch]) => batch <= LINE_UP_TO)),
    measuredUpTo: points.at(-1)![0],
  });
}

/** Points, a line, the batch beyond which the line holds, and perhaps how far apart the measurements were. */
function wholeProfile(fields: Fields): Result<LatencyProfile> {
  const missing = PARTS.find((part) => !Object.hasOwn(fields, part));
  if (missing !== undefined) return refused(`must have ${PARTS.join(', ')}; ${missing} is missing`);
  const { batches, seconds, line, measuredUpTo } = fields;
  if (!Array.isArray(batches) || !Array.isArray(seconds))
    return refused('must have batches and seconds that are lists of numbers');
  const problem = batchesProblem(batches as readonly unknown[]);
  if (problem !== undefined) return refused(problem);
  if (batches.length !== seconds.length)
    return refused(
      `must have as many seconds as batches; it has ${String(batches.length)} batches and ${String(seconds.length)} seconds`,
    );
  const stray = strayAt(batches.map((batch, i) => [batch, seconds[i]] as const));
  if (stray !== undefined) return refused(stray);
  const { slope, intercept } = isFields(line) ? line : {};
  const { lineSlope, lineIntercept } = BOUNDS;
  if (!holds(lineSlope, slope))
    return refused(`must have a line whose slope is ${rangeWords(lineSlope)}; it is ${shown(slope)}`);
  if (!holds(lineIntercept, intercept))
    return refused(
      `must have a line whose intercept is ${rangeWords(lineIntercept)}; it is ${shown(intercept)}`,
    );
  const last = batches.at(-1) as number;
  if (!holds({ min: 1, max: last, whole: true }, measuredUpTo))
    return refused(
      `must have a measuredUpTo that is a whole number from 1 to its largest batch, ${String(last)}; it is ${shown(measuredUpTo)}`,
    );
  const profile = {
    batches: batches as number[],
    seconds: seconds as number[],
    line: { slope, intercept },
    measuredUpTo,
  };
  if (!Object.hasOwn(fields, 'spread')) return accepted(profile);
  const { spread } = fields;
  if (!isSpread(spread, batches.length))
    return refused(
      `must have a spread that is a list of as many pairs of lowest and highest seconds as it has batches, each ${rangeWords(BOUNDS.batchSeconds)}`,
    );
  return accepted({ ...profile, spread });
}

/** Lowest and highest seconds of each of `count` batches. */
function isSpread(value: unknown, count: number): value is [number, number][] {
  return (
    Array.isArray(value) &&
    value.length === count &&
    (value as readonly unknown[]).every((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) return false;
      const [low, high] = pair as readonly unknown[];
      return holds(BOUNDS.batchSeconds, low) && holds(BOUNDS.batchSeconds, high) && low <= high;
    })
  );
}

const tooMany = (count: number): string | undefined =>
  count > MOST_MEASURED
    ? `must have at most ${String(MOST_MEASURED)} measured batches; it has ${figure(count)}`
    : undefined;

/** Batch sizes are whole, from 1 on, and ascend. */
function batchesProblem(batches: readonly unknown[]): string | undefined {
  if (batches.length === 0)
    return 'must have at least one measured batch, beginning with batch 1; its list of batches is empty';
  const many = tooMany(batches.length);
  if (many !== undefined) return many;
  let before = 0;
  for (const [i, batch] of batches.entries()) {
    if (!holds(BOUNDS.measuredBatch, batch))
      return `must have batches that are each ${rangeWords(BOUNDS.measuredBatch)}; number ${String(i + 1)} is ${shown(batch)}`;
    if (i === 0 && batch !== 1)
      return `must have batches from 1 on, since every batch size is read from there; the first is ${String(batch)}`;
    if (batch <= before)
      return `must have batches in ascending order; after ${String(before)} comes ${String(batch)}`;
    before = batch;
  }
  return undefined;
}

/** The first batch whose seconds nobody measured. */
function strayAt(points: readonly (readonly [unknown, unknown])[]): string | undefined {
  const stray = points.find(([, seconds]) => !holds(BOUNDS.batchSeconds, seconds));
  return (
    stray && `at batch ${String(stray[0])} must be ${rangeWords(BOUNDS.batchSeconds)}, not ${shown(stray[1])}`
  );
}

/** What is wrong with the profile at some batch that the lab can ask. */
function implausible(profile: LatencyProfile): string | undefined {
  const { slope, intercept } = profile.line;
  for (let batch = 1; batch <= BOUNDS.batch.max; batch++) {
    const byLine = slope * batch + intercept;
    // Below it the measured points hold, and a fitted line may cross 0 there.
    const beyond = batch > profile.measuredUpTo && !holds(BOUNDS.lineSeconds, byLine);
    const seconds = beyond ? byLine : latency(profile, batch);
    if (!holds(BOUNDS.lineSeconds, seconds))
      return `must come to ${rangeWords(BOUNDS.lineSeconds)} at every batch up to ${String(BOUNDS.batch.max)}; at batch ${String(batch)} its line comes to ${figure(seconds)}`;
  }
  return undefined;
}

/** Through one point: proportional to the batch. */
function leastSquaresLine(points: readonly (readonly [number, number])[]): LatencyProfile['line'] {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) return { slope: meanY / meanX, intercept: 0 };
  const slope = Math.max(0, points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread);
  return { slope, intercept: meanY - slope * meanX };
}
