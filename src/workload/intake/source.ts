/** What a format makes of a file before anything is taken to mean anything: cells, in columns or in labelled series. */
import type { IntakeFile } from './file.ts';
import type { Result } from '../../model/result.ts';

/** As it stood in the file; null where JSON says null or a line has nothing. */
export type Cell = string | number | null;

export type TimeUnit = 'ns' | 'us' | 'ms' | 's' | 'min' | 'h';

export interface Table {
  readonly shape: 'table';
  /** From a header; undefined where there is none. Empty where the header leaves a name out. */
  readonly names: readonly string[] | undefined;
  /** Each as long as the first. */
  readonly rows: readonly (readonly Cell[])[];
  /** Where row `row` stands in the file, and column `column` where given: "line 3, column 2". Not for hot loops. */
  readonly place: (row: number, column?: number) => string;
  /** What stands between columns, where cells may hold commas: a decimal comma is likely where it is none. */
  readonly separator?: string;
  readonly leftOut?: readonly string[];
  /** What is assumed of the whole file, as sentences. */
  readonly remarks?: readonly string[];
}

export interface LabelledSeries {
  /** What tells it from the others: its labels. */
  readonly label: string;
  /** What its values are called: the metric, the field. Empty where the file has no word for it. */
  readonly name: string;
  /** The metric, where that is not what its values are called; different metrics are never added up unasked. */
  readonly metric?: string;
  readonly times: readonly Cell[];
  readonly values: readonly Cell[];
  /** Where sample `i` stands in the file: "value 4 of rps". */
  readonly place: (i: number) => string;
}

export interface SeriesSet {
  readonly shape: 'series';
  readonly series: readonly LabelledSeries[];
  /** Of the times, where the format fixes it. */
  readonly timeUnit?: TimeUnit;
  /** What is not samples and was passed over, as sentences. */
  readonly leftOut?: readonly string[];
}

export type Source = Table | SeriesSet;

/** One file format. It finds the cells; what they mean is for the steps after it. */
export interface Format {
  /** As people call it: "Prometheus range query". */
  readonly name: string;
  /** Whether the file is meant to be of this format, right or wrong; looks at the beginning or at the parsed JSON. */
  readonly recognises: (file: IntakeFile) => boolean;
  /** The cells, or a sentence that begins with the file's name and says where it is not as the format wants it. */
  readonly read: (file: IntakeFile) => Result<Source>;
}
