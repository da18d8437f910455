/** Load tests as their tools write them, for tests: texts with figures that are easily worked out by hand. */

/** perf_analyzer's `-f` file: microseconds. Each row as [calls at once, requests/s, queue, compute infer, p50, p99]. */
export function perfAnalyzerCsv(
  rows: readonly (readonly [number, number, number, number, number, number])[],
): string {
  const head =
    'Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue,Server Compute Input,Server Compute Infer,Server Compute Output,Client Recv,p50 latency,p90 latency,p95 latency,p99 latency';
  const lines = rows.map(([concurrency, rate, queue, infer, p50, p99]) =>
    [concurrency, rate, 0, 0, queue, 0, infer, 0, 0, p50, p99, p99, p99].join(','),
  );
  return [head, ...lines, ''].join('\n');
}

/** What k6's `handleSummary` gives: one operating point, milliseconds. */
export function k6Summary({
  users,
  rate,
  median,
  p99,
}: Readonly<Record<'users' | 'rate' | 'median' | 'p99', number>>): string {
  const count = Math.round(60 * rate);
  return JSON.stringify({
    state: { testRunDurationMs: 60_000, isStdOutTTY: true },
    metrics: {
      http_req_duration: {
        ...{ type: 'trend', contains: 'time' },
        values: { avg: median, min: median, med: median, max: p99, 'p(90)': p99, 'p(95)': p99, 'p(99)': p99 },
      },
      http_req_failed: { type: 'rate', contains: 'default', values: { rate: 0, passes: 0, fails: count } },
      http_reqs: { type: 'counter', contains: 'default', values: { count, rate } },
      iterations: { type: 'counter', contains: 'default', values: { count, rate } },
      vus: { type: 'gauge', contains: 'default', values: { value: users, min: users, max: users } },
      vus_max: { type: 'gauge', contains: 'default', values: { value: users, min: users, max: users } },
    },
  });
}

/** Model Analyzer's `metrics-model-inference.csv`, milliseconds. Each row as [model, batch, calls at once, requests/s, compute infer, p99]. */
export function modelAnalyzerCsv(
  rows: readonly (readonly [string, number, number, number, number, number])[],
): string {
  const head =
    'Model,Batch,Concurrency,Model Config Path,Instance Group,Satisfies Constraints,Throughput (infer/sec),p99 Latency (ms),Server Queue time (ms),Server Compute Input time (ms),Server Compute Infer time (ms),Server Compute Output time (ms)';
  const lines = rows.map(([model, batch, concurrency, rate, infer, p99]) =>
    [model, batch, concurrency, `${model}_config_0`, '1:CPU', 'Yes', rate, p99, 0, 0, infer, 0].join(','),
  );
  return [head, ...lines, ''].join('\n');
}
