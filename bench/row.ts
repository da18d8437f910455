export type BenchRow = Figure | Finding;

/** One figure beside a rival or a floor measured in the same run. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with. */
  readonly against: string;
  readonly againstValue: number;
  readonly ratio: number;
}

/** What is no figure. */
interface Finding {
  readonly name: string;
  readonly finding: string;
}

export const said = (name: string, finding: string): Finding => ({ name, finding });

/** A row whose ratio says how many times `value` is more than what it is compared with. */
export function more(name: string, value: number, unit: string, against: string, other: number): Figure {
  return { name, value, unit, against, againstValue: other, ratio: value / other };
}

/** A row whose ratio says how many times `value` is less than what it is compared with. */
export function less(name: string, value: number, unit: string, against: string, other: number): Figure {
  return { name, value, unit, against, againstValue: other, ratio: other / value };
}

export const figure = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });

/** Rows on the console. */
export function print(rows: readonly BenchRow[]): void {
  for (const row of rows) {
    console.log(
      'finding' in row
        ? `  ${row.name}: ${row.finding}`
        : `  ${row.name}: ${figure(row.value)} ${row.unit}; ${row.against}: ${figure(row.againstValue)}; ratio ${figure(row.ratio)}`,
    );
  }
}
