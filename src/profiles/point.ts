/** What a load test's file holds once its units and its tool's habits are taken away: operating points. */

/** The tools whose files are read, in the order in which they are named to people. */
export const TOOLS = {
  perfAnalyzer: 'Triton perf_analyzer',
  modelAnalyzer: 'Triton Model Analyzer',
  aiperf: 'AIPerf',
  loadgen: 'MLPerf LoadGen',
  k6: 'k6',
  vegeta: 'vegeta',
  hey: 'hey',
  wrk: 'wrk',
  locust: 'Locust',
  fortio: 'Fortio',
  csv: 'a table of latencies',
} as const;
export type ToolId = keyof typeof TOOLS;

/** Mean seconds that a request spends in each part of its way, as a server tells them; its service is input + infer + output. */
export interface Parts {
  readonly queue: number;
  readonly input: number;
  readonly infer: number;
  readonly output: number;
  readonly network: number;
}

/** One operating point of a load test. Seconds and requests per second. */
export interface OperatingPoint {
  /** The file, and the line where the point stands; absent where the whole file is one point. */
  readonly file: string;
  readonly line?: number;
  /** Where the file says it. */
  readonly stage?: string;
  readonly variant?: string;
  readonly batch?: number;
  /** Most calls under way at once; 1: each began when the one before it had ended, so that none waited. */
  readonly concurrency?: number;
  readonly replicas?: number;
  readonly cores?: number;
  /** Requests per second asked for, where the file says it. */
  readonly offered?: number;
  /**
   * The tool counts calls: where a call holds a batch, `throughput` and `offered` are so many times that. Absent where they
   * count requests already.
   */
  readonly perCall?: true;
  /** Requests per second answered; requests, not batches. */
  readonly throughput: number;
  /** Seconds by quantile, keys like 0.5, 0.95, 0.99; may be empty. */
  readonly quantiles: ReadonlyMap<number, number>;
  readonly mean?: number;
  readonly parts?: Parts;
  /** Share of failed requests, 0..1. */
  readonly errors?: number;
  /** Requests counted. */
  readonly samples?: number;
}

/** What one file holds. */
export interface LoadTest {
  readonly tool: ToolId;
  readonly points: readonly OperatingPoint[];
  /** What was taken for granted, passed over or cannot be known from it, as sentences. */
  readonly notes: readonly string[];
  /** Day of the measurement, YYYY-MM-DD. */
  readonly date?: string;
  readonly hardware?: string;
}
