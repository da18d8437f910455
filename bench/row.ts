/** One figure beside a rival or a floor measured in the same run. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with. */
  readonly against: string;
  readonly againstValue: number;
  readonly ratio: number;
}
