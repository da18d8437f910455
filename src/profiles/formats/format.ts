/** What a reader of a load test's file is, and what it hands to the checks that all files go through. */
import type { IntakeFile } from '../../workload/intake/file.ts';
import type { TimeUnit } from '../../workload/intake/source.ts';
import type { Result } from '../../model/result.ts';
import type { LoadTest, OperatingPoint, ToolId } from '../point.ts';

/** What the visitor says of a file that leaves a choice. */
export interface ReadAsked {
  /** Of the latencies of a table whose header names no unit. */
  readonly unit?: TimeUnit;
}

/** A point and where it stands. */
export interface Found {
  readonly point: OperatingPoint;
  /** Begins a refusal: "perf.csv, line 3". */
  readonly place: string;
  /** In which the file writes its latencies, so that a refusal quotes what stands there. */
  readonly unit: TimeUnit;
  /**
   * Its calls under way are always `concurrency`, no more and no fewer; otherwise that is the most (clients may pause).
   */
  readonly closed?: boolean;
}

export interface FoundTest extends Omit<LoadTest, 'tool' | 'points'> {
  readonly points: readonly Found[];
}

export interface LoadFormat {
  readonly tool: ToolId;
  /** Whether the file is meant to be of this format, right or wrong. */
  readonly recognises: (file: IntakeFile) => boolean;
  /** Its points in seconds and requests per second, or a sentence that begins with the file's name and says the line. */
  readonly read: (file: IntakeFile, asked: ReadAsked) => Result<FoundTest>;
}

type Loose = { readonly [K in keyof OperatingPoint]: OperatingPoint[K] | undefined };

/** A point without the fields that the file does not know. */
export function pointOf(
  fields: Loose & Pick<OperatingPoint, 'file' | 'throughput' | 'quantiles'>,
): OperatingPoint {
  return known(fields) as OperatingPoint;
}

/** Without the fields that are undefined. */
export function known<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
