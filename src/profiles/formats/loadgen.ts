/**
 * MLPerf LoadGen: `mlperf_log_summary.txt`, lines for people, and `mlperf_log_detail.txt`, a key a line; times in
 * nanoseconds. What a scenario measures: SingleStream one sample after the other, MultiStream queries of several samples one
 * after the other, Server samples at a rate, Offline all samples at once.
 */
import { pointOf, type FoundTest, type LoadFormat } from './format.ts';
import { quantileNamed } from '../quantiles.ts';
import { jsonFrom } from '../../model/jsonText.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { own } from '../../workload/intake/formats/json.ts';
import { quoted } from '../../workload/intake/text.ts';

/** Nanoseconds in a second. */
const NS = 1e9;
const TITLE = /^\s*MLPerf Results Summary\s*$/;
const DETAIL = ':::MLLOG';
type Scenario = 'singlestream' | 'multistream' | 'server' | 'offline';
const SCENARIOS: Readonly<Record<Scenario, string>> = {
  singlestream: 'SingleStream',
  multistream: 'MultiStream',
  server: 'Server',
  offline: 'Offline',
};

/** What a log says, with the line of each. */
interface Said {
  readonly scenario: string | undefined;
  readonly valid: boolean | undefined;
  readonly samplesPerQuery: number | undefined;
  /** Nanoseconds by quantile, of a query in MultiStream. */
  readonly quantiles: ReadonlyMap<number, number>;
  readonly mean: number | undefined;
  readonly rate: number | undefined;
  readonly scheduled: number | undefined;
  readonly queries: number | undefined;
  /** One-based line of the first latency. */
  readonly line: number;
}

export const loadgen: LoadFormat = {
  tool: 'loadgen',
  recognises: ({ head }) => head.some((line) => TITLE.test(line) || line.startsWith(DETAIL)),
  read({ name, text, head }) {
    const detail = head.some((line) => line.startsWith(DETAIL));
    const said = detail ? detailIn(text, name) : summaryIn(text, name);
    return said.ok ? pointsOf(said.value, name) : said;
  },
};

function summaryIn(text: string, name: string): Result<Said> {
  const quantiles = new Map<number, number>();
  const figures: Partial<Record<string, number>> = {};
  let [scenario, valid, line] = [undefined as string | undefined, undefined as boolean | undefined, 1];
  for (const [i, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const pair = /^\s*([^:]{1,100}?)\s*:\s*(.{1,200})$/.exec(raw.slice(0, 400));
    if (!pair) continue;
    const [, key = '', value = ''] = pair;
    // Lines of tokens, of times to the first, and of recommendations have other names.
    const latency = /^(\d{1,2}\.\d+) percentile latency \(ns\)$/.exec(key);
    const known = SUMMARY[key];
    if (key === 'Scenario') scenario = value.trim();
    else if (key === 'Result is') valid = value.trim() === 'VALID';
    else if (latency || known !== undefined) {
      const number = Number(value.split('#')[0]);
      if (!Number.isFinite(number))
        return refused(
          `${name}, line ${String(i + 1)}: ${quoted(value)} stands for ${quoted(key)}, and a number was expected.`,
        );
      if (known !== undefined) figures[known] = number;
      const quantile = latency && quantileNamed(`${latency[1]!}%`);
      if (typeof quantile === 'number') {
        if (quantiles.size === 0) line = i + 1;
        quantiles.set(quantile, number);
      }
    }
  }
  const { samplesPerQuery, mean, rate, scheduled } = figures;
  return accepted({
    scenario,
    valid,
    samplesPerQuery,
    quantiles,
    mean,
    rate,
    scheduled,
    queries: undefined,
    line,
  });
}

/** Lines of the summary that hold a figure. */
const SUMMARY: Readonly<Record<string, string>> = {
  'Mean latency (ns)': 'mean',
  'QPS w/ loadgen overhead': 'rate',
  'Samples per second': 'rate',
  'Completed samples per second': 'rate',
  'Scheduled samples per second': 'scheduled',
  samples_per_query: 'samplesPerQuery',
};

/** Keys of the detail that hold a figure. */
const KEYS: Readonly<Record<string, string>> = {
  result_mean_latency_ns: 'mean',
  result_mean_query_latency_ns: 'queryMean',
  result_qps_with_loadgen_overhead: 'rate',
  result_samples_per_second: 'rate',
  result_completed_samples_per_sec: 'rate',
  result_scheduled_samples_per_sec: 'scheduled',
  result_query_count: 'queries',
  effective_samples_per_query: 'samplesPerQuery',
};

function detailIn(text: string, name: string): Result<Said> {
  const [samples, queries] = [new Map<number, number>(), new Map<number, number>()];
  const figures: Partial<Record<string, number>> = {};
  let [scenario, valid, first] = [undefined as string | undefined, undefined as boolean | undefined, 1];
  for (const [i, raw] of text.split('\n').entries()) {
    if (!raw.startsWith(DETAIL)) continue;
    const read = jsonFrom(raw.slice(DETAIL.length));
    if (!read.ok)
      return refused(`${name}, line ${String(i + 1)}: ${quoted(raw)} holds no JSON behind ${DETAIL}.`);
    const key = String(own(read.value, 'key'));
    const value = own(read.value, 'value');
    const latency = /^result_(\d{1,2}\.\d+)_percentile_(per_query_)?latency_ns$/.exec(key);
    const known = KEYS[key];
    if (key === 'effective_scenario') scenario = typeof value === 'string' ? value : undefined;
    else if (key === 'result_validity') valid = value === 'VALID';
    else if (latency || known !== undefined) {
      const number = Number(value);
      if (!Number.isFinite(number))
        return refused(
          `${name}, line ${String(i + 1)}: ${quoted(value)} stands for ${quoted(key)}, and a number was expected.`,
        );
      if (known !== undefined) figures[known] = number;
      const quantile = latency && quantileNamed(`${latency[1]!}%`);
      if (typeof quantile === 'number') {
        if (samples.size + queries.size === 0) first = i + 1;
        (latency![2] === undefined ? samples : queries).set(quantile, number);
      }
    }
  }
  const { mean, queryMean, rate, scheduled, samplesPerQuery } = figures;
  return accepted({
    scenario,
    valid,
    samplesPerQuery,
    quantiles: queries.size > 0 ? queries : samples,
    mean: queries.size > 0 ? queryMean : mean,
    rate,
    scheduled,
    queries: figures['queries'],
    line: first,
  });
}

function pointsOf(said: Said, name: string): Result<FoundTest> {
  const scenario = said.scenario?.replace(/\s/g, '').toLowerCase();
  if (scenario === undefined || !Object.hasOwn(SCENARIOS, scenario))
    return refused(
      `${name}: ${said.scenario === undefined ? 'it names no scenario' : `its scenario is ${quoted(said.scenario)}`}; ${Object.values(SCENARIOS).join(', ')} were expected.`,
    );
  const kind = scenario as Scenario;
  const mean = said.mean === undefined ? undefined : said.mean / NS;
  const batch = kind === 'multistream' ? said.samplesPerQuery : kind === 'singlestream' ? 1 : undefined;
  if (kind === 'multistream' && batch === undefined)
    return refused(`${name}: "samples_per_query" is missing, the batch of MultiStream; take the whole log.`);
  const throughput =
    said.rate ?? (batch !== undefined && mean !== undefined && mean > 0 ? batch / mean : undefined);
  if (throughput === undefined)
    return refused(`${name}: it says no samples per second; a log of a performance run was expected.`);
  const place = `${name}, line ${String(said.line)}`;
  const all = kind === 'offline';
  if (!all && said.quantiles.size === 0)
    return refused(
      `${name}: it has no "percentile latency (ns)"; a whole log of a performance run was expected.`,
    );
  return accepted({
    points: [
      {
        place,
        unit: 'ns',
        closed: batch !== undefined,
        point: pointOf({
          file: name,
          line: said.line,
          batch,
          concurrency: batch === undefined ? undefined : 1,
          offered: kind === 'server' ? said.scheduled : undefined,
          throughput,
          quantiles: new Map(
            all ? [] : [...said.quantiles].map(([quantile, ns]) => [quantile, ns / NS] as const),
          ),
          mean: all ? undefined : mean,
          samples: said.queries,
        }),
      },
    ],
    notes: [
      `Its times are taken as nanoseconds, as LoadGen writes them; its scenario is ${SCENARIOS[kind]}.`,
      ...(all
        ? [
            'Offline sends all samples at once: its latencies are waiting times and left out, and only its throughput is kept, that of a system always busy.',
          ]
        : []),
      ...(kind === 'server'
        ? ['How large the batches were that the system under test made is not in it.']
        : []),
      ...(kind === 'multistream'
        ? [`A query holds ${String(batch)} samples and is taken for a batch of as many.`]
        : []),
      ...(said.valid === false
        ? ['LoadGen calls this run INVALID by the rules of MLPerf; what it measured is taken all the same.']
        : []),
    ],
  });
}
