/** Load tests' files under hostile names: damaged, with figures beyond sense. What is taken is put together and fitted. */
import { hostile, refusal, Wrong } from '../class.ts';
import { mustBeFinite } from '../use.ts';
import { hostileFileName, NUMBERS, pick, TEXTS } from '../values.ts';
import type { Random } from '../../../model/random.ts';
import { assemble, fitted } from '../../../profiles/assemble.ts';
import { readLoadTestFile } from '../../../profiles/read.ts';
import { lines } from '../../intake.ts';
import { mutate } from '../../mutate.ts';

const FILES: readonly (readonly [string, string])[] = [
  [
    'perf.csv',
    `Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue,Server Compute Input,Server Compute Infer,Server Compute Output,Client Recv,p50 latency,p90 latency,p95 latency,p99 latency\n${lines(4, (i) => `${String(i + 1)},${String(80 + i)},200,1800,${String(100 + 12_000 * i)},150,10000,50,200,${String(12_000 * (i + 1))},${String(13_000 * (i + 1))},${String(14_000 * (i + 1))},${String(15_000 * (i + 1))}`)}\n`,
  ],
  [
    'metrics-model-inference.csv',
    `Model,Batch,Concurrency,Model Config Path,Instance Group,Max Batch Size,Satisfies Constraints,Throughput (infer/sec),p99 Latency (ms)\n${lines(4, (i) => `yolo,${String(2 ** i)},1,c${String(i)},1:GPU,8,Yes,${String(40 + 20 * i)},${String(24 * 2 ** i)}`)}\n`,
  ],
  [
    'profile_export_aiperf.json',
    '{"start_time":"2026-03-01T10:00:00Z","request_latency":{"unit":"ms","avg":50,"p50":45,"p99":90},"request_throughput":{"unit":"requests/sec","avg":15},"request_count":{"avg":300},"input_config":{"loadgen":{"concurrency":1}}}',
  ],
  [
    'mlperf_log_summary.txt',
    'MLPerf Results Summary\nScenario : MultiStream\nMean latency (ns) : 10000000\n50.00 percentile latency (ns) : 9000000\n99.00 percentile latency (ns) : 20000000\nsamples_per_query : 8\n',
  ],
  [
    'summary.json',
    '{"metrics":{"http_req_duration":{"avg":120,"med":115,"p(95)":180,"p(99)":200},"http_reqs":{"count":1200,"rate":7},"http_req_failed":{"value":0.01},"vus":{"max":1}}}',
  ],
  [
    'report.txt',
    'Requests      [total, rate, throughput]         2000, 20.09, 19.00\nLatencies     [min, mean, 50, 90, 95, 99, max]  1ms, 12ms, 11ms, 14ms, 15ms, 1.4s, 1.9s\nSuccess       [ratio]                           99.50%\n',
  ],
  [
    'wrk.txt',
    'Running 30s test @ http://a\n  1 threads and 1 connections\n    Latency    57.35ms    2.60ms 132.21ms   95.56%\n  Latency Distribution\n     50%   57.06ms\n     99%   64.02ms\n  522 requests in 30.00s, 1MB read\nRequests/sec:   17.4\n',
  ],
  [
    'run_stats.csv',
    'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Requests/s,Failures/s,50%,95%,99%\nPOST,/predict,1500,15,45,52,5.0,0.05,45,120,220\n,Aggregated,1500,15,45,52,5.0,0.05,45,120,220\n',
  ],
  [
    'fortio.json',
    '{"StartTime":"2026-04-03T16:32:58Z","RequestedQPS":"10","ActualQPS":9.9,"NumThreads":4,"RetCodes":{"200":99},"DurationHistogram":{"Count":99,"Avg":0.03,"Data":[{"Start":0.01,"End":0.04,"Percent":80,"Count":79},{"Start":0.04,"End":0.1,"Percent":100,"Count":20}]}}',
  ],
  ['profile.csv', 'batch;rps;p50 (ms);p99 (ms)\n1;5;20;30\n2;8;30;50\n4;12;55;80\n'],
];

interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly answers: Readonly<Record<'batch' | 'replicas' | 'cores', number>>;
}

function given(random: Random): Given {
  const [name, text] = pick(FILES, random);
  const draw = random.uniform();
  const value = random.uniform() < 0.5 ? pick(NUMBERS, random) : undefined;
  const changed =
    draw < 0.4
      ? text.replace(/\d+(?:\.\d+)?/g, (whole) =>
          random.uniform() < 0.06 ? (value ?? pick(NUMBERS, random)) : whole,
        )
      : draw < 0.6
        ? text.replaceAll(/[A-Za-z_]{2,}/g, (word) => (random.uniform() < 0.05 ? pick(TEXTS, random) : word))
        : text;
  const bytes = new TextEncoder().encode(changed);
  const number = (usual: number): number => (random.uniform() < 0.8 ? usual : Number(pick(NUMBERS, random)));
  return {
    name: random.uniform() < 0.3 ? `${hostileFileName(random)}${pick(['', '.csv', '.json'], random)}` : name,
    bytes: draw < 0.3 ? bytes : mutate(bytes, random),
    answers: { batch: number(1), replicas: number(1), cores: number(1) },
  };
}

export const profiles = hostile<Given>({
  make: given,
  meet({ name, bytes, answers }) {
    const read = readLoadTestFile(bytes, name);
    if (!read.ok) return refusal(read.message);
    for (const { throughput, quantiles, mean = 1 } of read.value.points)
      if (![throughput, mean, ...quantiles.values()].every((figure) => Number.isFinite(figure) && figure > 0))
        throw new Wrong(`a point of ${String(throughput)} requests per second was taken`);
    const { stages, problems } = assemble(
      [read.value],
      [{ stage: 'stage', variant: 'variant', accuracy: 0.5, ...answers }],
    );
    if (problems.length > 0) return refusal(...problems);
    const said = [...read.value.notes];
    for (const { variants } of stages)
      for (const variant of variants) {
        const profile = fitted(variant, 0.99);
        if (!profile.ok) return refusal(profile.message);
        mustBeFinite(profile.value.batches, 'the fit of a load test');
        mustBeFinite(profile.value.latency, 'the profile of a load test');
        said.push(...profile.value.notes, ...profile.value.left.map(({ why }) => `${why}.`));
      }
    return { kind: 'accepted', sentences: said };
  },
  bytesOf: ({ bytes }) => bytes,
});
