/**
 * One sample of each tool, written after its documentation or the source that writes it; the right values are worked out by
 * hand beside it.
 */
import { describe, expect, it } from 'vitest';
import type { ReadAsked } from './format.ts';
import { readLoadTest } from '../read.ts';
import type { LoadTest, OperatingPoint } from '../point.ts';

function read(text: string, name: string, asked?: ReadAsked): LoadTest {
  const result = readLoadTest(text, name, asked);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const refusal = (text: string, name: string): string => {
  const result = readLoadTest(text, name);
  return result.ok ? 'taken' : result.message;
};

/** Quantiles as [per cent, milliseconds], so that a case reads as its file does. */
const told = ({ quantiles }: OperatingPoint): readonly (readonly [number, number])[] =>
  [...quantiles].map(([quantile, seconds]) => [
    Number((100 * quantile).toFixed(3)),
    Number((1000 * seconds).toFixed(6)),
  ]);
const ms = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : Number((1000 * seconds).toFixed(6));

describe('perf_analyzer', () => {
  const HEADER =
    'Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue,Server Compute Input,Server Compute Infer,Server Compute Output,Client Recv,p50 latency,p90 latency,p95 latency,p99 latency';

  it('microseconds, parts of the server, rows sorted by throughput', () => {
    const { tool, points, notes } = read(
      `${HEADER}\n1,80,200,1800,100,150,10000,50,200,12000,13000,14000,15000\n2,90,210,1790,9700,150,10100,50,200,22000,23000,24000,25000\n`,
      'perf.csv',
    );
    expect(tool).toBe('perfAnalyzer');
    expect(points).toHaveLength(2);
    const [one, two] = points;
    expect(one).toMatchObject({ file: 'perf.csv', line: 2, concurrency: 1, throughput: 80 });
    expect(told(one!)).toEqual([
      [50, 12],
      [90, 13],
      [95, 14],
      [99, 15],
    ]);
    // 200 + 1800 + 200 us around the server, and all of it 12,500 us: 1 / 80 s, as Little's law has it.
    expect(one!.parts).toEqual({
      queue: 0.0001,
      input: 0.00015,
      infer: 0.01,
      output: 0.00005,
      network: 0.0022,
    });
    expect(ms(one!.mean)).toBe(12.5);
    expect(two).toMatchObject({ line: 3, concurrency: 2, parts: { queue: 0.0097 } });
    expect(one).not.toHaveProperty('batch');
    expect(notes).toEqual([
      'Its times are taken as microseconds, as perf_analyzer writes them.',
      'The file does not say stage, variant, batch size, number of replicas and cores of a replica.',
    ]);
  });

  it('before 2020 one time of the server; a column of the batch and one of the model put before', () => {
    const { points, notes } = read(
      'Model,Batch Size,Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue,Server Compute,Client Recv,p50 latency,p99 latency\nresnet50,8,1,400,100,1900,0,18000,0,20000,21000\n',
      'old.csv',
    );
    // 8 requests in 20 ms: 400 a second.
    expect(points[0]).toMatchObject({ variant: 'resnet50', batch: 8, throughput: 400 });
    expect(ms(points[0]!.mean)).toBe(20);
    expect(points[0]!.parts).toEqual({ queue: 0, input: 0, infer: 0.018, output: 0, network: 0.002 });
    expect(notes.join(' ')).toContain('Server Compute');
  });

  it('with --verbose-csv: a mean of its own, and semicolons within the cells of the GPUs', () => {
    const { points } = read(
      `${HEADER},Avg latency,request/response,response wait,Avg GPU Utilization,Max GPU Memory Usage\n2,5868.79,4,223,31,20,34,23,1,322,428,486,598,339,5,322,GPU-1:0.045;GPU-2:0.1;,GPU-1:872415232;,\n`,
      'verbose.csv',
    );
    expect(told(points[0]!)).toEqual([
      [50, 0.322],
      [90, 0.428],
      [95, 0.486],
      [99, 0.598],
    ]);
    expect(points[0]!.mean).toBe(0.000339);
  });

  it('at a request rate: what was asked for, in requests where the batch is known', () => {
    const header = HEADER.replace('Concurrency', 'Request Rate');
    const row = '50,199,100,900,100,100,8000,100,100,9000,10000,11000,12000';
    const rated = read(`Batch Size,${header}\n4,${row}\n`, 'rate.csv').points[0]!;
    expect(rated).toMatchObject({ batch: 4, offered: 200, throughput: 199 });
    const unrated = read(`${header}\n${row}\n`, 'rate.csv');
    expect(unrated.points[0]).not.toHaveProperty('offered');
    expect(unrated.notes.join(' ')).toContain('names no batch size');
  });

  it('saved again by a spreadsheet: semicolons, decimal commas, a byte order mark', () => {
    const { points } = read(
      '\uFEFFConcurrency;Inferences/Second;Server Queue;Server Compute Infer;p50 latency;p99 latency\r\n1;80,25;100;10000;12000;15000\r\n',
      'sheet.csv',
    );
    expect(points[0]).toMatchObject({ throughput: 80.25, concurrency: 1 });
    expect(points[0]!.quantiles.get(0.99)).toBe(0.015);
  });

  it('a report made from it, with milliseconds in its header', () => {
    const { points, notes } = read(
      'Batch,Concurrency,Inferences/Second,Server Queue (ms),Server Compute Infer (ms),p99 latency (ms)\n1,1,450.00,0.08,1.68,2.3\n',
      'report.csv',
    );
    expect(points[0]!.quantiles.get(0.99)).toBe(0.0023);
    expect(points[0]!.parts!.infer).toBeCloseTo(0.00168, 12);
    expect(notes[0]).toBe('Its times are taken as milliseconds, as its header says.');
  });
});

describe('Model Analyzer', () => {
  it('a sweep over configurations: batch, instances, milliseconds', () => {
    const { tool, points, notes, hardware } = read(
      'Model,Batch,Concurrency,Model Config Path,Instance Group,Max Batch Size,Satisfies Constraints,Throughput (infer/sec),p99 Latency (ms)\nyolo,2,1,yolo_config_0,1:GPU,2,Yes,100.0,24.0\nyolo,1,2,yolo_config_1,2/GPU,1,No,120.0,20.5\n"yolo,resnet","1,1","1,1","a,b","1:GPU,1:GPU","1,1",Yes,"294.0, [177.0,117.0]","12.3, [14.9,9.8]"\n\n',
      'metrics-model-inference.csv',
    );
    expect(tool).toBe('modelAnalyzer');
    expect(
      points.map(({ line, variant, batch, concurrency, replicas, throughput }) => [
        line,
        variant,
        batch,
        concurrency,
        replicas,
        throughput,
      ]),
    ).toEqual([
      [2, 'yolo', 2, 1, 1, 100],
      [3, 'yolo', 1, 2, 2, 120],
    ]);
    expect(points.map(told)).toEqual([[[99, 24]], [[99, 20.5]]]);
    expect(hardware).toBe('GPU');
    expect(notes).toContain('1 of its lines is of several models at once and left out.');
    expect(notes.at(-1)).toBe('The file does not say stage and cores of a replica.');
  });

  it('by the names of its options, with the parts of the server', () => {
    const { points } = read(
      'model_name,batch_size,request_rate,instance_group,perf_throughput,perf_latency_avg,perf_latency_p90,perf_latency_p99,Server Queue time (ms),Server Compute Input time (ms),Server Compute Infer time (ms),Server Compute Output time (ms)\nbert,4,10,1:CPU,39.5,60,70,80,5,1,50,1\n',
      'metrics.csv',
    );
    expect(points[0]).toMatchObject({
      offered: 40,
      throughput: 39.5,
      mean: 0.06,
      parts: { queue: 0.005, infer: 0.05 },
    });
    expect(told(points[0]!)).toEqual([
      [90, 70],
      [99, 80],
    ]);
  });

  it('its file of the GPU’s figures is another one', () => {
    expect(
      refusal(
        'Model,GPU UUID,Batch,Concurrency,Model Config Path,Instance Group,GPU Memory Usage (MB)\nyolo,GPU-1,1,1,c,1:GPU,822.0\n',
        'metrics-model-gpu.csv',
      ),
    ).toBe(
      'metrics-model-gpu.csv, line 1: it holds what Model Analyzer says of the GPU and no throughput; take its metrics-model-inference.csv.',
    );
  });
});

describe('AIPerf and GenAI-Perf', () => {
  it('a summary with its unit, its version, its settings', () => {
    const { tool, points, date, hardware } = read(
      JSON.stringify({
        schema_version: '1.5',
        aiperf_version: '0.8.0',
        start_time: '2026-03-01T10:00:00Z',
        input_config: {
          models: { items: [{ name: 'llama' }] },
          phases: [
            { name: 'warmup', concurrency: 1 },
            { name: 'profiling', concurrency: 8 },
          ],
        },
        telemetry_data: {
          endpoints: {
            a: { gpus: { gpu_0: { gpu_name: 'NVIDIA H100' }, gpu_1: { gpu_name: 'NVIDIA H100' } } },
          },
        },
        request_latency: {
          unit: 'ms',
          avg: 2600,
          min: 2100,
          max: 3400,
          p50: 2500,
          p95: 3200,
          p99: 3350,
          std: 290,
          count: 19,
        },
        request_throughput: { unit: 'requests/sec', avg: 3 },
        request_count: { unit: 'requests', avg: 19 },
        error_request_count: { unit: 'requests', avg: 1 },
        time_to_first_token: { unit: 'ms', avg: 200, p99: 400 },
      }),
      'profile_export_aiperf.json',
    );
    expect(tool).toBe('aiperf');
    expect(points[0]).toMatchObject({
      variant: 'llama',
      concurrency: 8,
      throughput: 3,
      mean: 2.6,
      samples: 20,
      errors: 0.05,
      perCall: true,
    });
    expect(told(points[0]!)).toEqual([
      [50, 2500],
      [95, 3200],
      [99, 3350],
    ]);
    expect([date, hardware]).toEqual(['2026-03-01', '2 x NVIDIA H100']);
  });

  it('GenAI-Perf in nanoseconds: the unit counts', () => {
    const { points, notes } = read(
      JSON.stringify({
        request_latency: { unit: 'ns', avg: 5e8, p50: 4e8, p99: 9e8 },
        request_throughput: { unit: 'requests/sec', avg: 2 },
        input_config: { model: ['m'], perf_analyzer: { stimulus: { concurrency: 1 } } },
      }),
      'profile_export_genai_perf.json',
    );
    expect(points[0]).toMatchObject({ variant: 'm', concurrency: 1, mean: 0.5 });
    expect(points[0]!.quantiles.get(0.99)).toBe(0.9);
    expect(notes[0]).toBe('Its times are taken as nanoseconds, as its unit says.');
  });

  it('one request a line: those that failed and those of the warm-up count apart', () => {
    const line = (start: number, latency: number, more: object = {}): string =>
      JSON.stringify({
        metadata: {
          request_start_ns: start * 1e9,
          request_end_ns: start * 1e9 + latency * 1e6,
          benchmark_phase: 'profiling',
          ...more,
        },
        metrics: { request_latency: { value: latency, unit: 'ms' } },
        error: null,
      });
    const failed = JSON.stringify({
      metadata: { request_start_ns: 3e9, request_end_ns: 3.5e9, benchmark_phase: 'profiling' },
      metrics: { error_isl: { value: 5, unit: 'tokens' } },
      error: { code: 499, type: 'RequestCancellationError', message: 'x' },
    });
    const { points, notes } = read(
      [
        line(0, 9000, { benchmark_phase: 'warmup' }),
        line(1, 100),
        line(2, 200),
        line(3, 300),
        failed,
        line(4, 1000),
      ].join('\n'),
      'profile_export.jsonl',
    );
    // From second 1 to second 5: four answered, one not; the median of four is the second.
    expect(points[0]).toMatchObject({ throughput: 1, errors: 0.2, samples: 5, mean: 0.4 });
    expect(told(points[0]!)).toEqual([
      [50, 200],
      [90, 1000],
      [95, 1000],
      [99, 1000],
    ]);
    expect(notes).toContain('20 % of its requests failed.');
    expect(notes.join(' ')).toContain('1 of its requests are of the warm-up');
  });
});

describe('MLPerf LoadGen', () => {
  const bar = '================================================';
  const summary = (scenario: string, result: string, stats: string, perQuery = 1): string =>
    `${bar}\nMLPerf Results Summary\n${bar}\nSUT name : PySUT\nScenario : ${scenario}\nMode     : PerformanceOnly\n${result}\nResult is : VALID\n  Min duration satisfied : Yes\n\n${bar}\nAdditional Stats\n${bar}\n${stats}\n${bar}\nTest Parameters Used\n${bar}\nsamples_per_query : ${String(perQuery)}\ntarget_qps : 50\n`;
  const LATENCIES =
    'Min latency (ns)                : 8000000\nMax latency (ns)                : 30000000\nMean latency (ns)               : 10000000\n50.00 percentile latency (ns)   : 9500000\n90.00 percentile latency (ns)   : 12000000\n99.00 percentile latency (ns)   : 20000000\n99.90 percentile latency (ns)   : 25000000\n';

  it('SingleStream: one after the other, nanoseconds', () => {
    const { tool, points } = read(
      summary(
        'SingleStream',
        '90th percentile latency (ns) : 12000000',
        `QPS w/ loadgen overhead         : 99.50\nQPS w/o loadgen overhead        : 100.00\n\n${LATENCIES}`,
      ),
      'mlperf_log_summary.txt',
    );
    expect(tool).toBe('loadgen');
    expect(points[0]).toMatchObject({ batch: 1, concurrency: 1, throughput: 99.5, mean: 0.01, line: 20 });
    expect(told(points[0]!)).toEqual([
      [50, 9.5],
      [90, 12],
      [99, 20],
      [99.9, 25],
    ]);
  });

  it('MultiStream: a query is a batch', () => {
    const { points } = read(
      summary(
        'MultiStream',
        '99th percentile latency (ns) : 20000000',
        `Per-query latency:  \n${LATENCIES}`,
        8,
      ),
      'mlperf_log_summary.txt',
    );
    // 8 samples in 10 ms each: 800 a second.
    expect(points[0]).toMatchObject({ batch: 8, concurrency: 1, throughput: 800 });
  });

  it('Server: what was scheduled and what was completed', () => {
    const { points } = read(
      summary(
        'Server',
        'Scheduled samples per second : 120.00',
        `Completed samples per second    : 118.50\n\n${LATENCIES}`,
      ),
      'mlperf_log_summary.txt',
    );
    expect(points[0]).toMatchObject({ offered: 120, throughput: 118.5 });
    expect(points[0]).not.toHaveProperty('batch');
  });

  it('Offline: only its throughput says something', () => {
    const { points, notes } = read(
      summary('Offline', 'Samples per second: 33.6903', LATENCIES, 550),
      'mlperf_log_summary.txt',
    );
    expect(points[0]).toMatchObject({ throughput: 33.6903 });
    expect([points[0]!.quantiles.size, points[0]!.mean]).toEqual([0, undefined]);
    expect(notes.join(' ')).toContain('sends all samples at once');
  });

  it('the detail, a key a line', () => {
    const line = (key: string, value: unknown): string =>
      `:::MLLOG ${JSON.stringify({ key, value, time_ms: 1.5, namespace: 'mlperf::logging', event_type: 'POINT_IN_TIME', metadata: { is_error: false } })}`;
    const { points, notes } = read(
      [
        line('loadgen_version', '4.0'),
        line('effective_scenario', 'SingleStream'),
        line('result_validity', 'INVALID'),
        line('result_query_count', 6000),
        line('result_qps_with_loadgen_overhead', 99.5),
        line('result_mean_latency_ns', 10_000_000),
        line('result_50.00_percentile_latency_ns', 9_500_000),
        line('result_99.00_percentile_latency_ns', 20_000_000),
      ].join('\n'),
      'mlperf_log_detail.txt',
    );
    expect(points[0]).toMatchObject({ throughput: 99.5, samples: 6000, line: 7 });
    expect(points[0]!.quantiles.get(0.99)).toBe(0.02);
    expect(notes.join(' ')).toContain('INVALID');
  });
});

describe('k6', () => {
  it('--summary-export: milliseconds, the rate of http_reqs, the share that failed', () => {
    const { tool, points, notes } = read(
      JSON.stringify({
        root_group: { name: '', checks: {} },
        metrics: {
          http_req_duration: {
            avg: 120,
            min: 90,
            med: 115,
            max: 400,
            'p(90)': 150,
            'p(95)': 180,
            thresholds: { 'p(95)<200': false },
          },
          http_reqs: { count: 1200, rate: 20 },
          http_req_failed: { passes: 0, fails: 1200, value: 0 },
          vus: { value: 4, min: 4, max: 4 },
        },
      }),
      'summary.json',
    );
    expect(tool).toBe('k6');
    expect(points[0]).toMatchObject({
      throughput: 20,
      concurrency: 4,
      errors: 0,
      samples: 1200,
      mean: 0.12,
      perCall: true,
    });
    expect(told(points[0]!)).toEqual([
      [50, 115],
      [90, 150],
      [95, 180],
    ]);
    expect(notes.join(' ')).toContain('It has no p99');
  });

  it('handleSummary: values apart; failed requests are left out of the latencies', () => {
    const { points, notes } = read(
      JSON.stringify({
        state: { testRunDurationMs: 60_000 },
        metrics: {
          http_req_duration: { type: 'trend', contains: 'time', values: { avg: 90, med: 80, 'p(99)': 500 } },
          'http_req_duration{expected_response:true}': {
            type: 'trend',
            contains: 'time',
            values: { avg: 100, med: 95, 'p(99)': 450 },
          },
          http_reqs: { type: 'counter', contains: 'default', values: { count: 600, rate: 10 } },
          http_req_failed: {
            type: 'rate',
            contains: 'default',
            values: { rate: 0.1, passes: 60, fails: 540 },
          },
        },
      }),
      'summary.json',
    );
    // Nine tenths of ten a second.
    expect(points[0]).toMatchObject({ throughput: 9, errors: 0.1, mean: 0.1 });
    expect(points[0]!.quantiles.get(0.99)).toBe(0.45);
    expect(notes).toContain('10 % of its requests failed.');
  });

  it('the summary of 2025: a list of metrics and a duration', () => {
    const { points, date } = read(
      JSON.stringify({
        version: '1.0.0',
        metadata: {
          k6_version: '2.2.0',
          generated_at: '2026-05-01T00:00:00Z',
          generatedAt: '2026-05-01T00:00:00Z',
        },
        config: { script: 'a.js', execution: 'local', duration: 30 },
        results: {
          checks: [],
          metrics: [
            {
              name: 'http_req_duration',
              type: 'trend',
              contains: 'time',
              values: { avg: 50, med: 45, 'p(90)': 60, 'p(95)': 70, min: 1, max: 90 },
            },
            { name: 'http_reqs', type: 'counter', contains: 'default', values: { count: 600 } },
            {
              name: 'http_req_failed',
              type: 'rate',
              contains: 'default',
              values: { matches: 0, total: 600, rate: 0 },
            },
          ],
        },
      }),
      'summary.json',
    );
    expect(points[0]).toMatchObject({ throughput: 20, samples: 600 });
    expect(date).toBe('2026-05-01');
  });

  const CSV =
    'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata';
  it('--out csv: the single requests', () => {
    const row = (metric: string, at: string, value: string, good = 'true', status = '200'): string =>
      `${metric},${at},${value},,,,${good},,GET,http://a,HTTP/1.1,default,,${status},,,"http://a,b",,`;
    const { points } = read(
      [
        CSV,
        row('http_reqs', '1700000000', '1.000000'),
        row('http_req_duration', '1700000001', '1000.000000'),
        row('http_req_waiting', '1700000001', '999.000000'),
        row('http_req_duration', '1700000002', '100.000000'),
        row('http_req_duration', '1700000003', '300.000000', 'false', '500'),
        row('http_req_duration', '1700000005', '200.000000'),
      ].join('\n'),
      'out.csv',
    );
    // The first begins a second before its end: 3 answered from second 0 to second 5.
    expect(points[0]).toMatchObject({ throughput: 0.6, errors: 0.25, samples: 4 });
    expect(points[0]!.quantiles.get(0.5)).toBe(0.2);
  });

  it('--out json: the single requests', () => {
    const point = (metric: string, time: string, value: number): string =>
      JSON.stringify({
        metric,
        type: 'Point',
        data: { time, value, tags: { status: '200', expected_response: 'true' } },
      });
    const { points } = read(
      [
        JSON.stringify({
          type: 'Metric',
          data: { name: 'http_req_duration', type: 'trend' },
          metric: 'http_req_duration',
        }),
        point('http_reqs', '2026-06-05T10:00:01.000000000Z', 1),
        point('http_req_duration', '2026-06-05T10:00:01.000000000Z', 500),
        point('http_req_duration', '2026-06-05T10:00:02.500000000+00:00', 700),
      ].join('\n'),
      'out.json',
    );
    expect(points[0]).toMatchObject({ throughput: 1, samples: 2, mean: 0.6 });
  });
});

describe('vegeta', () => {
  it('report -type=json: nanoseconds', () => {
    const { tool, points, date } = read(
      JSON.stringify({
        latencies: {
          total: 7e9,
          mean: 6_500_000,
          '50th': 2_900_000,
          '90th': 18_200_000,
          '95th': 23_300_000,
          '99th': 30_900_000,
          max: 41_400_000,
          min: 800_000,
        },
        bytes_in: { total: 1, mean: 1 },
        bytes_out: { total: 0, mean: 0 },
        earliest: '2024-11-26T00:26:05.016666748Z',
        duration: 20_000_000_000,
        requests: 1000,
        rate: 50,
        throughput: 49,
        success: 0.98,
        status_codes: { '200': 980, '500': 20 },
        errors: ['500'],
      }),
      'report.json',
    );
    expect(tool).toBe('vegeta');
    expect(points[0]).toMatchObject({ offered: 50, throughput: 49, samples: 1000, mean: 0.0065 });
    expect(points[0]!.errors).toBeCloseTo(0.02, 9);
    expect(told(points[0]!)).toEqual([
      [50, 2.9],
      [90, 18.2],
      [95, 23.3],
      [99, 30.9],
    ]);
    expect(date).toBe('2024-11-26');
  });

  const TEXT = `Requests      [total, rate, throughput]         2000, 200.09, 199.00
Duration      [total, attack, wait]             10.05s, 9.995s, 55.1ms
Latencies     [min, mean, 50, 90, 95, 99, max]  635.089µs, 515.128ms, 482.887ms, 822.74ms, 1.213s, 1.459s, 1.93s
Bytes In      [total, mean]                     92000, 46.00
Success       [ratio]                           99.50%
Status Codes  [code:count]                      200:1990  503:10
Error Set:
`;
  it('the text of its report, and several in a file', () => {
    const { points } = read(
      `$ vegeta report\n${TEXT}\n${TEXT.replace('2000, 200.09, 199.00', '100, 10.00, 10.00')}`,
      'report.txt',
    );
    expect(points.map(({ line, offered, throughput }) => [line, offered, throughput])).toEqual([
      [4, 200.09, 199],
      [12, 10, 10],
    ]);
    expect(told(points[0]!)).toEqual([
      [50, 482.887],
      [90, 822.74],
      [95, 1213],
      [99, 1459],
    ]);
    expect(points[0]).toMatchObject({ mean: 0.515128, errors: 0.005, samples: 2000 });
  });

  it('encode -to csv and -to json: one request a line', () => {
    const rows = [
      [1_700_000_000_000_000_000n, 200, 100_000_000],
      [1_700_000_001_000_000_000n, 200, 300_000_000],
      [1_700_000_002_000_000_000n, 500, 50_000_000],
      [1_700_000_003_000_000_000n, 200, 1_000_000_000],
    ] as const;
    const csv = rows
      .map(
        ([at, code, latency], i) =>
          `${String(at)},${String(code)},${String(latency)},0,5,,aGk=,attack,${String(i)},GET,http://a,`,
      )
      .join('\n');
    const json = rows
      .map(([at, code, latency], seq) =>
        JSON.stringify({
          attack: '',
          seq,
          code,
          timestamp: new Date(Number(at / 1_000_000n)).toISOString(),
          latency,
          bytes_out: 0,
          bytes_in: 5,
          error: '',
          body: '',
        }),
      )
      .join('\n');
    for (const [text, name] of [
      [csv, 'results.csv'],
      [json, 'results.json'],
    ] as const) {
      const { points } = read(text, name);
      // Three answered in four seconds.
      expect(points[0]!.throughput).toBeCloseTo(0.75, 6);
      expect(points[0]).toMatchObject({ errors: 0.25, samples: 4 });
      expect(points[0]!.quantiles.get(0.5)).toBe(0.3);
    }
  });
});

describe('hey', () => {
  it('its summary: seconds, statuses, errors', () => {
    const { tool, points } = read(
      `
Summary:
  Total:	10.0000 secs
  Slowest:	0.3000 secs
  Fastest:	0.0100 secs
  Average:	0.0500 secs
  Requests/sec:	99.0000

Response time histogram:
  0.010 [1]	|
  0.039 [900]	|■■■■

Latency distribution:
  10% in 0.0200 secs
  50% in 0.0450 secs
  95%% in 0.1000 secs
  99% in 0.2000 secs

Details (average, fastest, slowest):
  DNS+dialup:	0.0001 secs, 0.0000 secs, 0.0010 secs

Status code distribution:
  [200]	980 responses
  [503]	10 responses

Error distribution:
  [10]	Get "http://a": context deadline exceeded
`,
      'hey.txt',
    );
    expect(tool).toBe('hey');
    expect(told(points[0]!)).toEqual([
      [10, 20],
      [50, 45],
      [95, 100],
      [99, 200],
    ]);
    // 990 answered, 10 of them with 503, and 10 more not at all.
    expect(points[0]).toMatchObject({ mean: 0.05, samples: 1000, errors: 0.02, line: 2 });
    expect(points[0]!.throughput).toBeCloseTo(98, 9);
  });

  it('-o csv: one request a line', () => {
    const header = 'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read';
    const { points } = read(
      `${header},status-code,offset\n0.1000,0,0,0,0,0,200,0.0000\n0.2000,0,0,0,0,0,200,1.0000\n0.1000,0,0,0,0,0,500,1.5000\n0.5000,0,0,0,0,0,200,1.5000\n`,
      'hey.csv',
    );
    expect(points[0]).toMatchObject({ throughput: 1.5, errors: 0.25 });
    expect(points[0]!.quantiles.get(0.5)).toBe(0.2);
    expect(refusal(`${header}\n0.1,0,0,0,0,0\n`, 'hey.csv')).toMatch(
      /^hey\.csv, line 1: it has no column "offset"/,
    );
  });
});

describe('wrk and wrk2', () => {
  it('wrk --latency', () => {
    const { tool, points } = read(
      `Running 30s test @ http://localhost:8080/
  1 threads and 100 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    57.35ms    2.60ms 132.21ms   95.56%
    Req/Sec     1.75k    76.38     1.82k    95.00%
  Latency Distribution
     50%   57.06ms
     75%   57.69ms
     90%   58.37ms
     99%    1.02s
  52259 requests in 30.00s, 53.54GB read
  Socket errors: connect 0, read 0, write 0, timeout 41
  Non-2xx or 3xx responses: 5226
Requests/sec:   1741.75
Transfer/sec:      1.78GB
`,
      'wrk.txt',
    );
    expect(tool).toBe('wrk');
    expect(points[0]).toMatchObject({ concurrency: 100, mean: 0.05735, samples: 52_300, line: 1 });
    expect(told(points[0]!)).toEqual([
      [50, 57.06],
      [75, 57.69],
      [90, 58.37],
      [99, 1020],
    ]);
    // 5,226 of 52,259 answers are none, and 41 more never came.
    expect(points[0]!.throughput).toBeCloseTo(1741.75 * (1 - 5226 / 52_259), 9);
    expect(points[0]!.errors).toBeCloseTo(5267 / 52_300, 9);
  });

  it('wrk2: the corrected distribution and the p95 of its spectrum', () => {
    const { points, notes } = read(
      `Running 30s test @ http://127.0.0.1:80/index.html
  2 threads and 100 connections
  Thread calibration: mean lat.: 9.747ms, rate sampling interval: 21ms
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     6.60ms    1.92ms  12.50ms   68.46%
    Req/Sec     1.04k     1.08k    2.50k    72.79%
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    6.67ms
 99.000%   11.18ms
 99.900%   12.30ms
100.000%   12.50ms

  Detailed Percentile spectrum:
       Value   Percentile   TotalCount 1/(1-Percentile)

       0.921     0.000000            1         1.00
      10.047     0.950000        37574        20.00
----------------------------------------------------------
  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))
 50.000%  782.00us
 99.000%    3.10ms
  60018 requests in 30.00s, 19.81MB read
Requests/sec:   2000.28
`,
      'wrk2.txt',
    );
    expect(told(points[0]!)).toEqual([
      [50, 6.67],
      [99, 11.18],
      [99.9, 12.3],
      [95, 10.047],
    ]);
    expect(points[0]).toMatchObject({ throughput: 2000.28, errors: 0 });
    expect(notes.join(' ')).toContain('wrk2 counts from when a request should have been sent');
  });
});

describe('Locust', () => {
  const HEADER =
    'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%';

  it('one name: its line, and not the one that sums up', () => {
    const { tool, points, notes } = read(
      `${HEADER}\nPOST,/predict,1500,15,45,52.5,10,300,200,50.0,0.5,45,50,55,60,80,120,180,220,280,300,300\n,Aggregated,1500,15,45,52.5,10,300,200,50.0,0.5,45,50,55,60,80,120,180,220,280,300,300\n`,
      'run_stats.csv',
    );
    expect(tool).toBe('locust');
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ line: 2, throughput: 49.5, errors: 0.01, mean: 0.0525, samples: 1500 });
    expect(points[0]).not.toHaveProperty('variant');
    expect(points[0]!.quantiles.get(0.99)).toBe(0.22);
    expect(points[0]!.quantiles.get(0.999)).toBe(0.28);
    expect(notes).toContain('Its line "Aggregated", which sums up the others, is left out.');
  });

  it('several names are variants; one without requests has N/A', () => {
    const { points, notes } = read(
      `${HEADER}\nPOST,small,100,0,20,21,10,30,200,10.0,0.0,20,20,20,20,25,28,29,30,30,30,30\nPOST,large,100,0,80,81,60,130,200,10.0,0.0,80,80,80,80,95,98,99,130,130,130,130\nPOST,none,0,0,0,0,0,0,0,0,0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A\n,Aggregated,200,0,50,51,10,130,200,20.0,0.0,50,50,50,50,95,98,99,130,130,130,130\n`,
      'run_stats.csv',
    );
    expect(points.map(({ variant, throughput }) => [variant, throughput])).toEqual([
      ['small', 10],
      ['large', 10],
    ]);
    expect(notes).toContain('1 of its lines has no requests and is left out.');
  });

  it('its other files belong elsewhere', () => {
    expect(
      refusal(
        'Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%\n1700000000,5,,Aggregated,12.5,0,20\n',
        'run_stats_history.csv',
      ),
    ).toMatch(
      /^run_stats_history\.csv: it is Locust’s history, a load over time; the header’s import of loads takes it/,
    );
    expect(refusal('Method,Name,Error,Occurrences\nGET,/a,boom,3\n', 'run_failures.csv')).toContain(
      'lists Locust’s failures',
    );
  });
});

describe('Fortio', () => {
  const result = (more: object): string =>
    JSON.stringify({
      RunType: 'HTTP',
      Labels: 'a',
      StartTime: '2026-04-03T16:32:58.895472681-07:00',
      RequestedQPS: '100',
      RequestedDuration: '10s',
      ActualQPS: 99,
      ActualDuration: 10_000_000_000,
      NumThreads: 4,
      Version: '1.60.3',
      RetCodes: { '200': 980, '503': 10 },
      DurationHistogram: {
        Count: 990,
        Min: 0.01,
        Max: 0.1,
        Sum: 29.7,
        Avg: 0.03,
        Data: [
          { Start: 0.01, End: 0.02, Percent: 40, Count: 396 },
          { Start: 0.02, End: 0.04, Percent: 80, Count: 396 },
          { Start: 0.04, End: 0.1, Percent: 100, Count: 198 },
        ],
        ...more,
      },
    });

  it('seconds; its quantiles', () => {
    const { tool, points, date } = read(
      result({
        Percentiles: [
          { Percentile: 50, Value: 0.025 },
          { Percentile: 90, Value: 0.07 },
          { Percentile: 95, Value: 0.085 },
          { Percentile: 99, Value: 0.097 },
          { Percentile: 99.9, Value: 0.0997 },
        ],
      }),
      'fortio.json',
    );
    expect(tool).toBe('fortio');
    expect(date).toBe('2026-04-03');
    expect(points[0]).toMatchObject({ offered: 100, concurrency: 4, mean: 0.03, samples: 990 });
    expect(points[0]!.throughput).toBeCloseTo(98, 9);
    expect(points[0]!.errors).toBeCloseTo(10 / 990, 9);
    expect(told(points[0]!)).toEqual([
      [50, 25],
      [90, 70],
      [95, 85],
      [99, 97],
      [99.9, 99.7],
    ]);
  });

  it('quantiles that it was not asked for are read off its histogram', () => {
    const { points, notes } = read(result({}), 'fortio.json');
    // p50 a quarter into the second class, 20 ms wide; p90 half into the third, 60 ms wide; p99 at 19/20 of it.
    expect(told(points[0]!)).toEqual([
      [50, 25],
      [90, 70],
      [95, 85],
      [99, 97],
    ]);
    expect(notes.join(' ')).toContain('read off its histogram');
  });
});

describe('a table of one’s own', () => {
  it('batch and latency with its unit: each batch timed alone', () => {
    const { tool, points, notes } = read(
      'batch,latency_ms,memory\n1,20,100\n4,50,120\n8,90,150\n',
      'profile.csv',
    );
    expect(tool).toBe('csv');
    expect(
      points.map(({ batch, mean, throughput, concurrency }) => [
        batch,
        ms(mean),
        Number(throughput.toFixed(6)),
        concurrency,
      ]),
    ).toEqual([
      [1, 20, 50, 1],
      [4, 50, 80, 1],
      [8, 90, 88.888889, 1],
    ]);
    expect(notes.join(' ')).toContain('each batch is taken to have been timed alone');
    expect(notes).toContain('"memory" is left out.');
  });

  it('quantiles, loads, replicas and cores of any column names', () => {
    const { points } = read(
      'stage;model;batch size;replicas;cores;rps;latency p50 (ms);latency_p99 [ms];errors %\ndetect;yolo;2;3;0,5;12,5;80;120,5;1,5\n',
      'sheet.csv',
    );
    expect(points[0]).toMatchObject({
      stage: 'detect',
      variant: 'yolo',
      batch: 2,
      replicas: 3,
      cores: 0.5,
      throughput: 12.5,
      errors: 0.015,
    });
    expect(told(points[0]!)).toEqual([
      [50, 80],
      [99, 120.5],
    ]);
  });

  it('units in the cells, in the header, or by the visitor', () => {
    expect(
      read('batch,p99\n1,20ms\n2,0.03 s\n', 'a.csv').points.map(({ quantiles }) => quantiles.get(0.99)),
    ).toEqual([0.02, 0.03]);
    expect(read('batch,p99_us\n1,20000\n', 'a.csv').points[0]!.quantiles.get(0.99)).toBe(0.02);
    expect(read('batch,p99\n1,20\n', 'a.csv', { unit: 'ms' }).points[0]!.quantiles.get(0.99)).toBe(0.02);
    expect(refusal('batch,p99\n1,20\n', 'a.csv')).toBe(
      'a.csv, line 1: the column "p99" does not say the unit of its latencies; write it there as "p99_ms", or say it beside the file (unit: ms).',
    );
  });
});
