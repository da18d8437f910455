/**
 * k6, times in milliseconds: the summary that `--summary-export` writes (figures beside each other under each metric) and
 * that `handleSummary` is given (under `values`), the one of 2025 and later (a list of metrics, `--new-machine-readable-summary`),
 * and its single measurements (`--out csv`, `--out json`).
 */
import { ofRequests, type Timed } from './requests.ts';
import { pointOf, type FoundTest, type LoadFormat } from './format.ts';
import { dayIn, numberAt, numberIfAny, quantilesAt } from './jsonNumbers.ts';
import { headerNames, loadTable } from './table.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { dateIn } from '../../workload/intake/dates.ts';
import { listIn, objectIn, own, type JsonObject } from '../../workload/intake/formats/json.ts';
import { eachJsonLine } from '../../workload/intake/formats/jsonLines.ts';
import type { IntakeFile } from '../../workload/intake/file.ts';

/** Milliseconds in a second. */
const MS = 1000;
/** The times of a call, in the order in which they are looked for. */
const DURATIONS = ['http_req_duration', 'grpc_req_duration'] as const;
const MILLISECONDS = 'Its times are taken as milliseconds, as k6 writes them.';
const USERS =
  'Its users may pause between requests: they are taken for the most that may be under way, not for those that are.';

export const k6: LoadFormat = {
  tool: 'k6',
  recognises: (file) => metricsIn(file.json) !== undefined || isCsv(file) || isJsonLines(file),
  read(file) {
    const metrics = metricsIn(file.json);
    if (metrics) return readSummary(file, metrics);
    return isCsv(file) ? readCsv(file) : readJsonLines(file);
  },
};

/** Metrics by name, each with its figures, in whichever of the three shapes. */
function metricsIn(json: unknown): ReadonlyMap<string, JsonObject> | undefined {
  const listed = listIn(own(own(json, 'results'), 'metrics'));
  const named = objectIn(own(json, 'metrics'));
  const entries: readonly (readonly [unknown, unknown])[] = listed
    ? listed.map((one) => [own(one, 'name'), one])
    : Object.entries(named ?? {});
  const found = new Map<string, JsonObject>();
  for (const [name, metric] of entries) {
    const figures = objectIn(own(metric, 'values')) ?? objectIn(metric);
    if (typeof name === 'string' && figures) found.set(name, figures);
  }
  return [...found.keys()].some((name) => /^(?:http_req|grpc_req|iterations?|vus)/.test(name))
    ? found
    : undefined;
}

function readSummary(
  { name, json }: IntakeFile,
  metrics: ReadonlyMap<string, JsonObject>,
): Result<FoundTest> {
  const duration = DURATIONS.find((one) => metrics.has(one));
  if (!duration)
    return refused(
      `${name}: this summary of k6 has no "http_req_duration"; a test that sends HTTP or gRPC requests was expected.`,
    );
  const errors = errorsIn(metrics.get('http_req_failed'));
  const good = `${duration}{expected_response:true}`;
  const used = (errors ?? 0) > 0 && metrics.has(good) ? good : duration;
  const place = `${name}, "${used}"`;
  const figures = metrics.get(used)!;
  const read = quantilesAt(figures, 'ms', place);
  if (!read.ok) return read;
  const quantiles = read.value;
  const mean = numberAt(figures, 'avg', place);
  if (!mean.ok) return mean;
  if (quantiles.size === 0 && mean.value === undefined)
    return refused(`${place}: it holds no latencies; "avg", "med" or "p(95)" were expected.`);
  const counts = metrics.get('http_reqs') ?? metrics.get('iterations');
  const seconds = secondsOf(json);
  const samples = numberIfAny(counts, 'count');
  const rate =
    numberIfAny(counts, 'rate') ??
    (samples === undefined || seconds === undefined ? undefined : samples / seconds);
  if (rate === undefined)
    return refused(
      `${name}: it says neither a rate of "http_reqs" nor how long the test took; export the summary of k6 anew.`,
    );
  const users = usersIn(metrics);
  const p99 = [...quantiles.keys()].some((quantile) => quantile >= 0.99);
  const date = dayIn(own(own(json, 'metadata'), 'generatedAt'));
  return accepted({
    ...(date === undefined ? {} : { date }),
    points: [
      {
        place,
        unit: 'ms',
        point: pointOf({
          file: name,
          concurrency: users,
          perCall: true,
          throughput: rate * (1 - (errors ?? 0)),
          quantiles,
          mean: mean.value === undefined ? undefined : mean.value / MS,
          errors,
          samples,
        }),
      },
    ],
    notes: [
      MILLISECONDS,
      ...(used === good
        ? ['Failed requests are left out of its latencies, by "expected_response:true".']
        : []),
      ...(users === undefined ? [] : [USERS]),
      ...(p99
        ? []
        : [
            'It has no p99; k6 writes one with --summary-trend-stats="avg,med,p(90),p(95),p(99)", or the single requests with --out csv=file.csv.',
          ]),
    ],
  });
}

/** Share of failed requests: `value`, `rate`, or what is counted. */
const errorsIn = (failed: JsonObject | undefined): number | undefined =>
  numberIfAny(failed, 'rate') ?? numberIfAny(failed, 'value');

function usersIn(metrics: ReadonlyMap<string, JsonObject>): number | undefined {
  for (const [name, key] of [
    ['vus', 'max'],
    ['vus_max', 'max'],
    ['vus_max', 'value'],
  ] as const) {
    const users = numberIfAny(metrics.get(name), key);
    if (users !== undefined && users >= 1) return Math.round(users);
  }
  return undefined;
}

function secondsOf(json: unknown): number | undefined {
  const ms = numberIfAny(own(json, 'state'), 'testRunDurationMs');
  const seconds = ms === undefined ? numberIfAny(own(json, 'config'), 'duration') : ms / MS;
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}

const isCsv = (file: IntakeFile): boolean => headerNames(file)[0] === 'metric_name';

function readCsv(file: IntakeFile): Result<FoundTest> {
  const { name, text } = file;
  const metric = DURATIONS.find((one) => text.includes(`\n${one},`));
  if (!metric)
    return refused(
      `${name}: it holds no line of "http_req_duration"; k6’s --out csv of a test that sends requests was expected.`,
    );
  // A request has eight lines in it; the others are emptied and keep their numbers.
  const kept = text.replace(new RegExp(`^(?!metric_name,|${metric},)[^\\n]*`, 'gm'), '');
  const read = loadTable({ ...file, text: kept }, 'k6’s --out csv was expected', Infinity);
  if (!read.ok) return read;
  const table = read.value;
  const [value, time, expected, status] = [
    /^metric_value$/,
    /^timestamp$/,
    /^expected_response$/,
    /^status$/,
  ].map(table.find);
  if (value === undefined || time === undefined)
    return refused(
      `${name}, line 1: the columns "timestamp" and "metric_value" are missing; k6’s --out csv was expected.`,
    );
  const requests: Timed[] = [];
  for (let row = 0; row < table.rows.length; row++) {
    const ms = table.number(row, value);
    if (!ms.ok) return ms;
    const end = momentIn(table.text(row, time));
    if (ms.value === undefined || end === undefined)
      return refused(
        `${table.place(row)}: a time and a number of milliseconds were expected in "timestamp" and "metric_value".`,
      );
    requests.push({
      start: end - ms.value / MS,
      seconds: ms.value / MS,
      failed: isFailed(table.text(row, expected), table.text(row, status)),
    });
  }
  return ofRequests(name, requests, 'ms', [MILLISECONDS]);
}

/** Seconds since 1970 of k6's times: seconds, milliseconds and finer, or RFC 3339. */
function momentIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{9,19}(?:\.\d+)?$/.test(text)) return dateIn(text)?.seconds;
  const digits = text.split('.')[0]!.length;
  return Number(text) / (digits > 17 ? 1e9 : digits > 14 ? 1e6 : digits > 11 ? 1e3 : 1);
}

/** By the tag expected_response, and where it is not there by the status. */
function isFailed(expected: unknown, status: unknown): boolean {
  if (typeof expected === 'string' && expected !== '') return expected !== 'true';
  return typeof status === 'string' && status !== '' && !/^[23]\d\d$/.test(status);
}

const isJsonLines = ({ firstJsonLine, json }: IntakeFile): boolean => {
  const line = firstJsonLine ?? json;
  const type = own(line, 'type');
  return (type === 'Metric' || type === 'Point') && typeof own(line, 'metric') === 'string';
};

function readJsonLines({ name, text }: IntakeFile): Result<FoundTest> {
  const requests: Timed[] = [];
  const metric = DURATIONS.find((one) => text.includes(`"${one}"`)) ?? DURATIONS[0];
  for (const { line, read } of eachJsonLine({ name, text }, (one) => one.includes(metric))) {
    if (!read.ok) return read;
    const place = `${name}, line ${String(line)}`;
    if (own(read.value, 'type') !== 'Point' || own(read.value, 'metric') !== metric) continue;
    const data = own(read.value, 'data');
    const ms = numberAt(data, 'value', place);
    if (!ms.ok) return ms;
    const time = own(data, 'time');
    const end = typeof time === 'string' ? dateIn(fewerDigits(time))?.seconds : undefined;
    if (ms.value === undefined || end === undefined)
      return refused(`${place}: a "time" and a "value" in milliseconds were expected under "data".`);
    const tags = own(data, 'tags');
    requests.push({
      start: end - ms.value / MS,
      seconds: ms.value / MS,
      failed: isFailed(own(tags, 'expected_response'), own(tags, 'status')),
    });
  }
  if (requests.length === 0)
    return refused(
      `${name}: it holds no point of "http_req_duration"; k6’s --out json of a test that sends requests was expected.`,
    );
  return ofRequests(name, requests, 'ms', [MILLISECONDS]);
}

/** Go writes nine decimals of a second. */
const fewerDigits = (time: string): string => time.slice(0, 60).replace(/(\.\d{6})\d+/, '$1');
