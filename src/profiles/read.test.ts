/** Files that no load test can have written, or that belong elsewhere: one sentence each, and never an exception. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLoadTest, readLoadTestFile } from './read.ts';
import { mutate } from '../testing/mutate.ts';
import { Random } from '../model/random.ts';

const refusal = (text: string, name = 'a.csv'): string => {
  const result = readLoadTest(text, name);
  return result.ok ? 'taken' : result.message;
};

const PERF =
  'Concurrency,Inferences/Second,Server Queue,Server Compute Infer,p50 latency,p90 latency,p99 latency';
const perf = (...rows: readonly string[]): string => `${PERF}\n${rows.join('\n')}\n`;
const GOOD = '1,80,100,10000,12000,13000,15000';

describe('figures that cannot be', () => {
  it.each([
    [
      'zero',
      '0',
      'a.csv, line 3: the p99 latency is 0 us, less than a microsecond; a number of microseconds above 0 was expected, so it is rounded too far or in another unit.',
    ],
    [
      'negative',
      '-15000',
      'a.csv, line 3: the p99 latency is -15,000 us, and no request takes less than nothing; a number of microseconds above 0 was expected.',
    ],
    [
      'absurd',
      '9e14',
      'a.csv, line 3: the p99 latency is 900,000,000,000,000 us, more than a day; a number of microseconds was expected, so it is probably in another unit.',
    ],
    ['text', 'fast', 'a.csv, line 3: "fast" stands in the column "p99 latency", and a number was expected.'],
    [
      'a p99 below the p50',
      '11000',
      'a.csv, line 3: its p99 of 11,000 us lies below its p90 of 13,000 us; quantiles rise, so its columns or their units are mixed up.',
    ],
  ])('%s', (_, p99, sentence) => {
    expect(refusal(perf(GOOD, `2,90,100,10000,12000,13000,${p99}`))).toBe(sentence);
  });

  it('NaN is no latency: the point goes without it', () => {
    const result = readLoadTest(perf('1,80,100,10000,12000,13000,NaN'), 'a.csv');
    expect(result.ok && [...result.value.points[0]!.quantiles.keys()]).toEqual([0.5, 0.9]);
    expect(refusal('batch,p99_ms\n1,NaN\n')).toBe(
      'a.csv, line 2: its latencies are empty; a number in "p99_ms" was expected.',
    );
    expect(refusal('{"latencies":{"50th":null,"99th":"fast"},"bytes_in":{},"rate":5}', 'v.json')).toBe(
      'v.json, "latencies": "99th" is "fast", and a number was expected.',
    );
  });

  it('a throughput of none, half a batch', () => {
    expect(refusal(perf('1,0,100,10000,12000,13000,15000'))).toBe(
      'a.csv, line 2: its throughput is 0; requests per second above 0 was expected.',
    );
    expect(refusal('batch,p99_ms\n1.5,20\n')).toBe(
      'a.csv, line 2: its batch size is 1.5; a whole number from 1 on was expected.',
    );
  });

  it('of batches timed alone: said in the file’s own unit, and not of the throughput that follows from them', () => {
    expect(refusal('batch,p99_ms\n1,-5\n')).toBe(
      'a.csv, line 2: the p99 latency is -5 ms, and no request takes less than nothing; a number of milliseconds above 0 was expected.',
    );
    expect(refusal('batch,p99_ms\n1,0\n')).toMatch(
      /line 2: the p99 latency is 0 ms, less than a microsecond;/,
    );
    expect(refusal('batch,p99_ms\n0,20\n')).toBe(
      'a.csv, line 2: its batch size is 0; a whole number from 1 on was expected.',
    );
  });
});

describe('units mixed up', () => {
  it('milliseconds where perf_analyzer writes microseconds: Little’s law says so', () => {
    expect(refusal(perf('1,80,0.1,10,12,13,15'))).toBe(
      'a.csv, line 2: the p50 latency is 12 us, less than a microsecond; a number of microseconds above 0 was expected.'.replace(
        /the p50.*/,
        'its p99 latency of 15 us does not go with 80 requests per second out of 1 calls under way, which is 12,500 us for each; its units are mixed up.',
      ),
    );
  });

  it('seconds beside milliseconds in a table: 0.2 beside 180', () => {
    expect(refusal('batch,p99_ms\n1,0.2\n2,180\n')).toBe(
      'a.csv, line 3: its p99 of 180 ms stands beside 0.2 ms in line 2; their units are mixed up.',
    );
    expect(refusal('batch,p99_ms\n1,180\n2,0.2\n')).toMatch(/their units are mixed up\.$/);
  });

  it('latencies that a heavier load explains are taken', () => {
    expect(refusal('batch,concurrency,rps,p99_ms\n1,1,100,10\n1,2000,100,20000\n')).toBe('taken');
  });
});

describe('files that belong elsewhere', () => {
  it.each([
    [
      'a reply of Prometheus',
      JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } }),
      /what Prometheus answers, and this is a load for the header’s import/,
    ],
    [
      'what Prometheus scrapes',
      '# HELP http_requests_total All.\n# TYPE http_requests_total counter\nhttp_requests_total 5\n',
      /what Prometheus scrapes, and this is a load for the header’s import/,
    ],
    ['a pipeline', '{"name":"a","stages":[{"name":"b"}]}', /describes a pipeline/],
    ['a manifest', '{"apiVersion":"apps/v1","kind":"Deployment"}', /Kubernetes objects \(Deployment\)/],
    ['JSON of nobody', '{"a":1}', /^a\.json: this JSON is of no load test that the lab knows/],
    ['a list of numbers', '[1,2,3]', /^a\.json: this JSON is of no load test that the lab knows/],
    ['nothing', ' \n\t\n', /^a\.json: it is empty/],
    [
      'JSON cut off',
      '{"latencies":{"mean":12,"50th":',
      /^a\.json: it begins like JSON and is cut off: its JSON ends in line 1/,
    ],
    [
      'a text',
      'Dear all, here is the load test.\nBest regards\n',
      /^a\.json, line 1: none of its columns "dear all" and "here is the load test\." is known/,
    ],
    [
      'a table of something else',
      'name,colour\nfox,red\n',
      /^a\.json, line 1: none of its columns "name" and "colour" is known to hold latencies/,
    ],
  ])('%s', (_, text, sentence) => {
    expect(refusal(text, 'a.json')).toMatch(sentence);
  });
});

describe('files that are too much', () => {
  it('300 variants', () => {
    const rows = Array.from({ length: 300 }, (_, i) => `m${String(i)},1,20`).join('\n');
    expect(refusal(`variant,batch,p99_ms\n${rows}\n`)).toBe(
      'a.csv: it holds 300 variants; a stage takes at most 32, so cut it to those you want.',
    );
  });

  it('more lines than anybody measures points, before they are looked at', () => {
    expect(refusal(`batch,p99_ms\n${'1,20\n'.repeat(200_000)}`)).toBe(
      'a.csv: it holds 200,000 operating points; the lab takes at most 5,000, so cut it to those of the variants you want.',
    );
  });

  it('100 MB, a million lines', () => {
    expect(readLoadTestFile(new Uint8Array(100 * 2 ** 20), 'big.csv')).toMatchObject({
      message:
        'big.csv: it has 100 MB; the lab takes at most 64 MB of a load test, so let its tool sum it up.',
    });
    expect(refusal('\n'.repeat(1_000_001))).toMatch(
      /^a\.csv: it has 1,000,002 lines; the lab takes at most 1,000,000/,
    );
  });

  it('bytes that are no text', () => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
    expect(readLoadTestFile(png, 'a.csv')).toMatchObject({
      message: expect.stringMatching(/^a\.csv: it is a picture \(PNG\); /) as string,
    });
  });
});

const SAMPLES: readonly string[] = [
  perf(GOOD, '2,90,100,10000,22000,23000,25000'),
  'Model,Batch,Concurrency,Instance Group,Throughput (infer/sec),p99 Latency (ms)\nyolo,2,1,1:GPU,100.0,24.0\n',
  '{"request_latency":{"unit":"ms","avg":5,"p99":9},"request_throughput":{"unit":"requests/sec","avg":2}}',
  '{"metadata":{"request_start_ns":1,"request_end_ns":2000000},"metrics":{"request_latency":{"value":2,"unit":"ms"}},"error":null}\n'.repeat(
    3,
  ),
  'MLPerf Results Summary\nScenario : SingleStream\nMean latency (ns) : 10000000\n99.00 percentile latency (ns) : 20000000\n',
  ':::MLLOG {"key":"effective_scenario","value":"Server"}\n:::MLLOG {"key":"result_completed_samples_per_sec","value":5}\n:::MLLOG {"key":"result_99.00_percentile_latency_ns","value":5000000}\n',
  '{"metrics":{"http_req_duration":{"avg":120,"med":115,"p(95)":180},"http_reqs":{"count":1200,"rate":20},"vus":{"max":4}}}',
  'metric_name,timestamp,metric_value,expected_response,status\nhttp_req_duration,1700000001,100.0,true,200\nhttp_req_duration,1700000002,200.0,true,200\n',
  '{"latencies":{"mean":65000,"50th":29000,"99th":30900},"bytes_in":{},"rate":50,"throughput":49,"success":0.98}',
  'Requests      [total, rate, throughput]         20, 2.0, 1.9\nLatencies     [min, mean, 50, 99, max]  1ms, 5ms, 4ms, 1.4s, 1.9s\nSuccess       [ratio]                           99.50%\n',
  '1700000000000000000,200,100000000,0,5,,aGk=,a,0\n1700000001000000000,200,100000000,0,5,,aGk=,a,1\n',
  'Summary:\n  Average:	0.0500 secs\n  Requests/sec:	99.0\nLatency distribution:\n  50% in 0.04 secs\n  [200]	98 responses\n',
  'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n0.1,0,0,0,0,0,200,0.0\n',
  'Running 30s test @ http://a\n  1 threads and 4 connections\n    Latency    57.35ms    2.60ms 132.21ms   95.56%\n  Latency Distribution\n     50%   57.06ms\n  52 requests in 30.00s\nRequests/sec:   1.7\n',
  'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Requests/s,Failures/s,50%,99%\nPOST,a,100,0,20,21,10.0,0.0,20,30\n',
  '{"ActualQPS":99,"DurationHistogram":{"Count":5,"Avg":0.03,"Data":[{"Start":0.01,"End":0.02,"Percent":100,"Count":5}]}}',
  'batch;rps;p50 (ms);p99 (ms)\n1;1,5;20;30\n2;2,5;30;50\n',
];

/** Taken with figures that can be, or refused in one sentence that begins with the file's name. */
function holds(text: string): void {
  const result = readLoadTest(text, 'x.txt');
  if (!result.ok) {
    expect(result.message).toMatch(/^x\.txt[:,] [^\n\r]{5,900}\.$/s);
    expect(result.message).not.toMatch(/undefined|\[object|\bis NaN/);
    return;
  }
  for (const { throughput, quantiles, mean = 1 } of result.value.points) {
    expect(
      [throughput, mean, ...quantiles.values()].every((value) => Number.isFinite(value) && value > 0),
    ).toBe(true);
  }
  for (const note of result.value.notes) expect(note).toMatch(/^[^\n]{5,600}\.$/);
}

describe('whatever comes', () => {
  it.each(SAMPLES.map((text) => [text.slice(0, 40).split('\n')[0]!, text]))(
    '%s is taken whole',
    (_, text) => {
      expect(refusal(text)).toBe('taken');
    },
  );

  it('samples cut anywhere', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
        holds(text.slice(0, Math.floor(share * text.length)));
      }),
      { numRuns: 1000, seed: 17 },
    );
  });

  it('samples damaged', () => {
    const random = Random.stream(17, 'load tests');
    for (let n = 0; n < 2000; n++)
      holds(new TextDecoder().decode(mutate(new TextEncoder().encode(SAMPLES[n % SAMPLES.length]), random)));
  });

  it('bytes and texts of no kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const result = readLoadTestFile(bytes, 'x.txt');
        if (!result.ok) expect(result.message).toMatch(/^x\.txt[:,] /);
      }),
      { numRuns: 500, seed: 17 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        holds(text);
      }),
      { numRuns: 500, seed: 17 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        holds(text);
      }),
      { numRuns: 500, seed: 17 },
    );
  });
});
