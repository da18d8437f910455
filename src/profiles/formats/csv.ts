/**
 * A table that somebody made: one line an operating point, with a column of the batch size and columns of latencies whose
 * header says the unit (latency_ms, "p99 (s)"), or whose cells do (12.3 ms).
 */
import { pointOf, type Found, type FoundTest, type LoadFormat, type ReadAsked } from './format.ts';
import { headerNames, loadTable, type LoadTable } from './table.ts';
import { quantileNamed } from '../quantiles.ts';
import { durationIn } from '../seconds.ts';
import { listed } from '../../workload/intake/steps.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { timeUnitOf } from '../../workload/intake/columnWords.ts';
import type { TimeUnit } from '../../workload/intake/source.ts';
import { quoted } from '../../workload/intake/text.ts';
import { inSeconds, UNIT_NAMES } from '../../workload/intake/units.ts';

const EXPECTED = 'a header such as batch,throughput,p50_ms,p99_ms was expected';

/** Other columns, by what they are called. */
const COLUMNS = {
  batch: /^(?:batch|batch[ _-]?size|bs)$/,
  throughput:
    /^(?:throughput|rps|qps|req(?:uest)?s?[ _]?(?:\/|per)[ _]?s(?:ec(?:ond)?)?|(?:images|samples|items|infer(?:ences)?)[ _]?(?:\/|per)[ _]?s(?:ec(?:ond)?)?)(?:\b|_)/,
  offered:
    /^(?:offered|target|requested|offered[ _](?:load|rps|qps)|target[ _](?:rps|qps|rate)|request[ _]rate)$/,
  concurrency: /^(?:concurrency|clients|connections|threads|users|vus)$/,
  replicas: /^(?:replicas|instances?|instance[ _]count|pods|workers)$/,
  cores: /^(?:cores|cpus?|vcpus?)$/,
  samples: /^(?:samples|requests|count|n|runs|iterations)$/,
  errors: /^(?:errors?|error[ _]rate|failures?|failed)(?:[ _]*(?:%|\(%\)|\[%\]|percent|share))?$/,
} as const;
const VARIANT = /^(?:variant|model|model[ _-]?name|name)$/;
const STAGE = /^(?:stage|step|task)$/;

export const csv: LoadFormat = {
  tool: 'csv',
  recognises: ({ json, firstJsonLine }) => json === undefined && firstJsonLine === undefined,
  read(file, asked) {
    const names = headerNames(file);
    // A text of words is said to be none before its lines are counted.
    if (names.some((name) => /[a-z]/.test(name)) && !names.some((name) => latencyName(name) !== undefined))
      return refused(unknownColumns(file.name, names));
    const table = loadTable(file, EXPECTED);
    return table.ok ? pointsOf(table.value, file.name, asked) : table;
  },
};

interface LatencyColumn {
  readonly at: number;
  /** Undefined for the mean. */
  readonly quantile: number | undefined;
  /** Undefined where its cells say it themselves. */
  readonly unit: TimeUnit | undefined;
}

function pointsOf(table: LoadTable, file: string, asked: ReadAsked): Result<FoundTest> {
  const latencies = latencyColumns(table, file, asked);
  if (!latencies.ok) return latencies;
  const at = Object.fromEntries(
    Object.entries(COLUMNS).map(([key, pattern]) => [key, table.find(pattern)]),
  ) as Record<keyof typeof COLUMNS, number | undefined>;
  const [variant, stage] = [table.find(VARIANT), table.find(STAGE)];
  const points: Found[] = [];
  let alone = 0;
  for (let row = 0; row < table.rows.length; row++) {
    const place = table.place(row);
    const figures = table.figures(row, at);
    if (!figures.ok) return figures;
    const cells = figures.value;
    const read = latenciesOf(table, row, latencies.value);
    if (!read.ok) return read;
    const { quantiles, mean, unit } = read.value;
    const usual = mean ?? quantiles.get(0.5) ?? [...quantiles.values()][0];
    if (usual === undefined)
      return refused(
        `${place}: its latencies are empty; a number in ${quoted(table.names[latencies.value[0]!.at])} was expected.`,
      );
    const { batch, throughput, samples, errors } = cells;
    // A column of throughput with a hole is no table of batches timed alone.
    if (throughput === undefined && at.throughput !== undefined)
      return refused(
        `${place}: its ${quoted(table.names[at.throughput])} is empty; requests per second were expected.`,
      );
    if (throughput === undefined) alone++;
    points.push({
      place,
      unit,
      closed: throughput === undefined,
      point: pointOf({
        file,
        line: table.line(row),
        stage: table.text(row, stage),
        variant: table.text(row, variant),
        batch,
        concurrency: cells.concurrency ?? (throughput === undefined ? 1 : undefined),
        replicas: cells.replicas,
        cores: cells.cores,
        offered: cells.offered,
        perCall: throughput === undefined && batch === undefined ? true : undefined,
        throughput: throughput ?? ((cells.concurrency ?? 1) * (batch ?? 1)) / usual,
        quantiles,
        mean,
        errors: shareOf(errors, samples, at.errors === undefined ? '' : table.names[at.errors]!),
        samples,
      }),
    });
  }
  const units = [...new Set(latencies.value.map(({ unit }) => unit))];
  const used = new Set<number | undefined>([
    ...latencies.value.map((one) => one.at),
    ...Object.values(at),
    variant,
    stage,
  ]);
  const others = table.names.filter((name, i) => !used.has(i) && name !== '');
  return accepted({
    points,
    notes: [
      units.includes(undefined)
        ? 'Its latencies have their units with them.'
        : `Its latencies are taken as ${units.map((unit) => UNIT_NAMES[unit!]).join(' and ')}${asked.unit !== undefined && latencies.value.some(({ at: i }) => timeUnitOf(table.names[i]!) === undefined) ? ', as was asked for' : ', as its header says'}.`,
      ...(alone > 0
        ? ['It has no throughput: each batch is taken to have been timed alone, one after the other.']
        : []),
      ...(others.length > 0 ? [`${listed(others, 8)} ${others.length === 1 ? 'is' : 'are'} left out.`] : []),
      ...table.notes,
    ],
  });
}

/** The columns of latencies with their units; a refusal says what to write where the header says none. */
function latencyColumns(table: LoadTable, file: string, asked: ReadAsked): Result<readonly LatencyColumn[]> {
  const found: LatencyColumn[] = [];
  for (const [at, name] of table.names.entries()) {
    const kind = latencyName(name);
    if (kind === undefined) continue;
    const quantile = kind === 'mean' ? undefined : kind;
    if (found.some((one) => one.quantile === quantile)) continue;
    const unit = timeUnitOf(withoutStatistic(name)) ?? (cellsSayIt(table, at) ? undefined : asked.unit);
    if (unit === undefined && !cellsSayIt(table, at))
      return refused(
        `${file}, line 1: the column ${quoted(name)} does not say the unit of its latencies; write it there as ${quoted(`${name.trim().replace(/\s+/g, '_')}_ms`)}, or say it beside the file (unit: ms).`,
      );
    found.push({ at, quantile, unit });
  }
  if (found.length > 0) return accepted(found);
  return refused(unknownColumns(file, table.names));
}

const unknownColumns = (file: string, names: readonly string[]): string =>
  `${file}, line 1: none of its columns ${listed(names, 8)} is known to hold latencies; ${EXPECTED}, or a file of perf_analyzer, Model Analyzer, AIPerf, LoadGen, k6, vegeta, hey, wrk, Locust or Fortio.`;

/** Which latency a column's name means: a quantile, or the mean, or neither. */
function latencyName(name: string): number | 'mean' | undefined {
  const lower = name
    .trim()
    .toLowerCase()
    .replace(/([a-z])\((?=p?\d)/g, '$1 (');
  // "latency_p99_ms", "response time 95%": the quantile stands anywhere.
  for (const from of [
    0,
    ...[...lower.matchAll(/[\s_([-]+(?=p?\d|med|p\()/g)].map(({ index, 0: gap }) => index + gap.length),
  ]) {
    const quantile = quantileNamed(lower.slice(from));
    if (quantile !== undefined) return quantile;
  }
  if (/(?:^|[^a-z])(?:max|min|std|stddev|sd|var|first|ttft)(?:[^a-z]|$)/.test(lower)) return undefined;
  return /latency|latencies|duration|response[ _]time|service[ _]time|(?:^|[^a-z])(?:mean|avg|average|elapsed)(?:[^a-z]|$)|^(?:seconds|ms|millis|time)(?:[^a-z]|$)/.test(
    lower,
  )
    ? 'mean'
    : undefined;
}

/** "min" is minutes to the reader of units. */
const withoutStatistic = (name: string): string =>
  name.replace(/(?:^|[^a-zA-Z])(?:min|h)(?=[^a-zA-Z]|$)/gi, ' ');

/** Cells with units of their own, such as 12.3ms. */
function cellsSayIt(table: LoadTable, at: number): boolean {
  return table.rows.slice(0, 20).every((row) => durationIn(String(row[at])) !== undefined);
}

function latenciesOf(
  table: LoadTable,
  row: number,
  columns: readonly LatencyColumn[],
): Result<{
  readonly quantiles: Map<number, number>;
  readonly mean: number | undefined;
  readonly unit: TimeUnit;
}> {
  const quantiles = new Map<number, number>();
  let mean: number | undefined;
  for (const { at, quantile, unit } of columns) {
    let seconds: number | undefined;
    if (unit === undefined) {
      const text = table.text(row, at);
      seconds = text === undefined ? undefined : durationIn(text);
      if (text !== undefined && seconds === undefined)
        return refused(
          `${table.place(row)}: ${quoted(text)} stands in the column ${quoted(table.names[at])}, and a time such as 12.3 ms was expected.`,
        );
    } else {
      const cell = table.number(row, at);
      if (!cell.ok) return cell;
      seconds = cell.value === undefined ? undefined : inSeconds(cell.value, unit);
    }
    if (seconds === undefined) continue;
    if (quantile === undefined) mean = seconds;
    else quantiles.set(quantile, seconds);
  }
  return accepted({ quantiles, mean, unit: columns[0]!.unit ?? 's' });
}

/** A share, a percentage where the header says so, or a number of requests out of all. */
function shareOf(errors: number | undefined, samples: number | undefined, name: string): number | undefined {
  if (errors === undefined) return undefined;
  if (/%|percent/i.test(name)) return errors / 100;
  if (/rate|share|ratio/i.test(name)) return errors;
  return samples === undefined || samples <= 0 ? undefined : errors / samples;
}
