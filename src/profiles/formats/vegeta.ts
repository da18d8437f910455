/**
 * vegeta: its report as JSON (nanoseconds) and as text (durations with their units), and its results one request a line
 * (`encode -to csv`, nanoseconds without a header, and `-to json`).
 */
import { blocksOf, lineIn, pointsOfBlocks, type Block } from './blocks.ts';
import { ofRequests, type Timed } from './requests.ts';
import { pointOf, type Found, type FoundTest, type LoadFormat } from './format.ts';
import { dayIn, numberAt, numberIfAny, quantilesAt } from './jsonNumbers.ts';
import { quantileNamed } from '../quantiles.ts';
import { durationIn } from '../seconds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { tableInText } from '../../workload/intake/dialect.ts';
import type { IntakeFile } from '../../workload/intake/file.ts';
import { objectIn, own } from '../../workload/intake/formats/json.ts';
import { eachJsonLine } from '../../workload/intake/formats/jsonLines.ts';
import { quoted } from '../../workload/intake/text.ts';

/** Nanoseconds in a second. */
const NS = 1e9;
const REPORT = /^\s*Requests\s+\[total, rate(?:, throughput)?\]/;
/** Unix nanoseconds, status, latency, bytes out, bytes in. */
const RESULT = /^\d{16,20},\d{1,3},\d+,\d+,\d+,/;
const NANOSECONDS = 'Its times are taken as nanoseconds, as vegeta writes them.';
const FAILURES = 'vegeta counts the latencies of failed requests too.';

export const vegeta: LoadFormat = {
  tool: 'vegeta',
  recognises: (file) =>
    isReport(file.json) ||
    file.head.some((line) => REPORT.test(line)) ||
    RESULT.test(file.head[0] ?? '') ||
    isResult(file),
  read(file) {
    if (isReport(file.json)) return readReport(file);
    if (RESULT.test(file.head[0] ?? '')) return readCsv(file);
    return isResult(file) ? readJsonLines(file) : readText(file);
  },
};

const isReport = (json: unknown): boolean =>
  objectIn(own(json, 'latencies')) !== undefined &&
  (own(json, 'status_codes') !== undefined || own(json, 'bytes_in') !== undefined);

function readReport({ name, json }: IntakeFile): Result<FoundTest> {
  const latencies = objectIn(own(json, 'latencies'))!;
  const place = `${name}, "latencies"`;
  const read = quantilesAt(latencies, 'ns', place);
  if (!read.ok) return read;
  const quantiles = read.value;
  const mean = numberAt(latencies, 'mean', place);
  if (!mean.ok) return mean;
  if (quantiles.size === 0)
    return refused(`${place}: it holds no quantiles; "50th", "95th" and "99th" were expected.`);
  const rate = numberAt(json, 'rate', name);
  if (!rate.ok) return rate;
  const success = numberIfAny(json, 'success');
  const throughput =
    numberIfAny(json, 'throughput') ?? (rate.value === undefined ? undefined : rate.value * (success ?? 1));
  if (throughput === undefined)
    return refused(
      `${name}: it has neither "throughput" nor "rate"; vegeta’s report -type=json was expected.`,
    );
  const date = dayIn(own(json, 'earliest'));
  const point = pointOf({
    file: name,
    perCall: true,
    offered: rate.value,
    throughput,
    quantiles,
    mean: mean.value === undefined ? undefined : mean.value / NS,
    errors: success === undefined ? undefined : 1 - success,
    samples: numberIfAny(json, 'requests'),
  });
  return accepted({
    ...(date === undefined ? {} : { date }),
    points: [{ place, unit: 'ns', point }],
    notes: [NANOSECONDS, ...((point.errors ?? 0) > 0 ? [FAILURES] : [])],
  });
}

function readText({ name, text }: IntakeFile): Result<FoundTest> {
  const points = pointsOfBlocks(blocksOf(text, REPORT), (block) => pointIn(block, name));
  if (!points.ok) return points;
  return accepted({
    points: points.value,
    notes: [
      'Its times have their units with them.',
      ...(points.value.some(({ point }) => (point.errors ?? 0) > 0) ? [FAILURES] : []),
    ],
  });
}

/** Names of a line in brackets, and the values behind them, in the same order. */
function pairsIn(
  block: Block,
  title: string,
): { readonly line: number; readonly pairs: ReadonlyMap<string, string> } | undefined {
  const found = lineIn(block, new RegExp(`^\\s*${title}\\s+\\[([^\\]]*)\\]\\s+(.*)$`));
  if (!found) return undefined;
  const values = found.match[2]!.split(',').map((value) => value.trim());
  const names = found.match[1]!.split(',').map((name) => name.trim());
  return { line: found.line, pairs: new Map(names.map((name, i) => [name, values[i] ?? ''])) };
}

function pointIn(block: Block, name: string): Result<Found> {
  const requests = pairsIn(block, 'Requests');
  const latencies = pairsIn(block, 'Latencies');
  if (!latencies)
    return refused(
      `${name}, line ${String(block.line)}: no line "Latencies [...]" follows; a whole report of vegeta was expected.`,
    );
  const place = `${name}, line ${String(latencies.line)}`;
  const quantiles = new Map<number, number>();
  let mean: number | undefined;
  for (const [key, text] of latencies.pairs) {
    const quantile = quantileNamed(/^\d/.test(key) ? `${key}%` : key);
    if (quantile === undefined && key !== 'mean') continue;
    const seconds = durationIn(text);
    if (seconds === undefined)
      return refused(
        `${place}: ${quoted(text)} stands for ${quoted(key)}, and a time such as 12.3ms was expected.`,
      );
    if (quantile === undefined) mean = seconds;
    else quantiles.set(quantile, seconds);
  }
  const figure = (key: string): number | undefined => {
    const value = Number(requests?.pairs.get(key));
    return Number.isFinite(value) ? value : undefined;
  };
  const percent = lineIn(block, /^\s*Success\s+\[ratio\]\s+([\d.]+)%/);
  const success = percent ? Number(percent.match[1]) / 100 : undefined;
  const rate = figure('rate');
  const throughput = figure('throughput') ?? (rate === undefined ? undefined : rate * (success ?? 1));
  if (throughput === undefined)
    return refused(
      `${name}, line ${String(block.line)}: its rate is no number; "Requests [total, rate, throughput]" of vegeta was expected.`,
    );
  return accepted({
    place,
    unit: 's',
    point: pointOf({
      file: name,
      line: latencies.line,
      perCall: true,
      offered: rate,
      throughput,
      quantiles,
      mean,
      errors: success === undefined ? undefined : Number((1 - success).toFixed(6)),
      samples: figure('total'),
    }),
  });
}

function readCsv({ name, text }: IntakeFile): Result<FoundTest> {
  const table = tableInText(text, name, ',');
  if (!table.ok) return table;
  const requests: Timed[] = [];
  for (const [i, row] of table.value.rows.entries()) {
    const [time, code, latency] = row.map(Number);
    if (![time, code, latency].every(Number.isFinite))
      return refused(
        `${table.value.place(i)}: ${quoted(row.slice(0, 3).join(','))} stands there, and a time, a status and a latency were expected as vegeta’s encode -to csv writes them.`,
      );
    requests.push({ start: time! / NS, seconds: latency! / NS, failed: !(code! >= 200 && code! < 400) });
  }
  return ofRequests(name, requests, 'ns', [NANOSECONDS]);
}

const isResult = ({ firstJsonLine, json }: IntakeFile): boolean =>
  ['seq', 'code', 'timestamp', 'latency'].every((key) => own(firstJsonLine ?? json, key) !== undefined);

function readJsonLines({ name, text }: IntakeFile): Result<FoundTest> {
  const requests: Timed[] = [];
  for (const { line, read } of eachJsonLine({ name, text })) {
    if (!read.ok) return read;
    const place = `${name}, line ${String(line)}`;
    const latency = numberAt(read.value, 'latency', place);
    if (!latency.ok) return latency;
    const code = numberIfAny(read.value, 'code') ?? 0;
    const start = Date.parse(String(own(read.value, 'timestamp'))) / 1000;
    if (latency.value === undefined || !Number.isFinite(start))
      return refused(`${place}: a "timestamp" and a "latency" in nanoseconds were expected.`);
    requests.push({ start, seconds: latency.value / NS, failed: !(code >= 200 && code < 400) });
  }
  return ofRequests(name, requests, 'ns', [NANOSECONDS]);
}
