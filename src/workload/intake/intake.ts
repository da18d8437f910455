/**
 * The way of a file to a load, step by step: its format, its times, the kind of its values, its series and their lives,
 * seconds, one sum. Each step says what it decided; `asked` decides otherwise.
 */
import { cellsOfSeries, cellsOfTable, type Cells } from './cells.ts';
import { outOfBounds } from './bounds.ts';
import { rolesOf } from './columns.ts';
import { Decisions, counted, listed, type Taken } from './steps.ts';
import { formatOf } from './formats/index.ts';
import { openFile } from './file.ts';
import { kindOf } from './kind.ts';
import { livesOf } from './life.ts';
import { misplaced } from './misplaced.ts';
import { decimalOf, type Decimal } from './numbers.ts';
import { askedFor } from './steps.ts';
import { pick } from './pick.ts';
import { countEvents, isCoarse, resample } from './resample.ts';
import { samplesOf } from './samples.ts';
import { readTimes } from './times.ts';
import type { IntakeDecision, IntakeChoice, IntakeChoices, IntakeReport } from './report.ts';
import type { Source } from './source.ts';
import { named } from './text.ts';
import { isMachine } from './columnWords.ts';
import { SHORTEST_REPLAY, type Break } from '../workload.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

export interface Intake {
  /** req/s of each second. */
  readonly rates: Float64Array;
  readonly report: IntakeReport;
  /** What sets this trace apart from others of the same file; mostly empty. */
  readonly suffix: string;
  /** Seconds since 1970 at which it begins; undefined where the file has no dates. */
  readonly begins: number | undefined;
  readonly breaks: readonly Break[];
  /** Seconds that each value stands for, where that is more than one. */
  readonly stepSeconds: number | undefined;
}

/** Takes the whole way; a refusal of any step is one sentence that begins with the file's name. */
export function takeIn(bytes: Uint8Array, fileName: string, asked: IntakeChoices): Result<Intake> {
  const decisions: IntakeDecision[] = [];
  const choices: IntakeChoice[] = [];
  const keep = <T>(taken: Taken<T>): T => {
    decisions.push(...taken.decisions);
    choices.push(...taken.choices);
    return taken.value;
  };

  const file = openFile(bytes, fileName);
  if (!file.ok) return file;
  const elsewhere = misplaced(file.value);
  if (elsewhere !== undefined) return refused(elsewhere);
  const format = formatOf(file.value);
  if (!format.ok) return format;
  const source = format.value.read(file.value);
  if (!source.ok) return source;
  keep(formatDecision(format.value.name, source.value));

  const cells = cellsIn(source.value, fileName, asked, keep);
  if (!cells.ok) return cells;
  const machine = ofMachines(source.value, cells.value, fileName, asked);
  if (machine !== undefined) return refused(machine);
  const decimal = keep(decimalIn(cells.value, asked));
  const clock = readTimes(cells.value, decimal, asked);
  if (!clock.ok) return clock;
  const samples = samplesOf(cells.value.series, keep(clock.value), decimal);
  if (!samples.ok) return samples;
  const read = keep(samples.value);
  if (
    read.series.length === 0 ||
    (read.series.every((one) => one.times.length < 2) && read.series.length < 2)
  )
    return refused(
      `${fileName}: it holds fewer than two usable values; a load of at least ${String(SHORTEST_REPLAY)} seconds was expected: a CSV of times and requests per second, a Prometheus reply, a log of requests or another export of a monitor.`,
    );
  const columns =
    source.value.shape === 'table' && choices.some((one) => one.id === 'series' || one.id === 'valueColumn');
  const pickedBy = pick(read.series, columns, asked);
  const alike = { ...read, series: pickedBy.value.kin };
  const kind = keep(kindOf(alike, cells.value, !choices.some((one) => one.id === 'valueColumn'), asked));
  const picked = keep(pickedBy);

  const beyond = outOfBounds(picked.series, kind, read.step);
  if (beyond !== undefined) return refused(beyond);
  const lives = kind.kind === 'requests' ? undefined : keep(livesOf(picked.series, kind, read.step));
  const taken = lives ? resample(lives.pieces, read.step, fileName) : countEvents(picked.series, fileName);
  if (!taken.ok) return taken;
  const { rates, begin } = keep(taken.value);
  keep(combined(picked.series.length));
  keep(unheard(asked, choices, kind.kind));
  return accepted({
    rates,
    suffix: picked.suffix,
    begins: isDate(begin) ? begin : undefined,
    breaks: (lives?.breaks ?? []).map((one) => ({ ...one, at: one.at - begin })),
    stepSeconds: lives && isCoarse(read.step) ? read.step : undefined,
    report: {
      format: format.value.name,
      decisions,
      choices,
      requests: rates.reduce((sum, rate) => sum + rate, 0),
      seconds: rates.length,
    },
  });
}

/** Seconds of a file without dates begin near 0. */
const isDate = (seconds: number): boolean => seconds >= 1e8 && seconds < 1e11;

function formatDecision(name: string, source: Source): Taken<undefined> {
  const log = new Decisions('format');
  log.read(`The file is read as ${name}.`);
  for (const sentence of source.leftOut ?? []) log.leftOut(sentence);
  if (source.shape === 'table') for (const sentence of source.remarks ?? []) log.assumed(sentence);
  return log.with(undefined);
}

function cellsIn(
  source: Source,
  fileName: string,
  asked: IntakeChoices,
  keep: <T>(taken: Taken<T>) => T,
): Result<Cells> {
  if (source.shape === 'series') return accepted(cellsOfSeries(source));
  const roles = rolesOf(source, fileName, asked);
  if (!roles.ok) return roles;
  const log = new Decisions('series');
  const cells = cellsOfTable(source, keep(roles.value), log);
  keep(log.with(undefined));
  return accepted(cells);
}

/** Why labelled series are no load: metrics of machines, all of them. */
function ofMachines(
  source: Source,
  { series }: Cells,
  fileName: string,
  asked: IntakeChoices,
): string | undefined {
  if (source.shape !== 'series' || series.length === 0 || asked.kind !== undefined) return undefined;
  if (!series.every(({ name }) => isMachine(name))) return undefined;
  const names = [...new Set(series.map(({ name }) => name))];
  return `${fileName}: ${listed(names)} ${names.length === 1 ? 'is a metric' : 'are metrics'} of machines, by ${names.length === 1 ? 'its name' : 'their names'}; requests per second or a counter of requests were expected, like rate(http_requests_total[1m]).`;
}

/** Whether the comma is the decimal mark, for all columns alike. */
function decimalIn(cells: Cells, asked: IntakeChoices): Taken<Decimal> {
  const log = new Decisions('kind');
  const all = function* (): Generator<string | number | null> {
    for (const { values, times } of cells.series) {
      yield* values ?? [];
      // A date has its own rules.
      if (times)
        for (const cell of times)
          if (typeof cell === 'string' && /^\s*[\d.,]+\s*$/.test(cell.slice(0, 40))) yield cell;
    }
  };
  const mayHold = cells.separator !== undefined;
  const found = mayHold ? decimalOf(all()) : undefined;
  if (!found) return log.with('point');
  // Between quotes of a file separated by commas, a lone group of three is more likely thousands.
  const likely = found.sure || cells.separator !== ',' ? found.decimal : 'point';
  const wish = askedFor(asked, 'decimal', (d) => d === 'point' || d === 'comma', 'point or comma', log);
  const decimal = (wish as Decimal | undefined) ?? likely;
  log.choices.push({
    id: 'decimal',
    label: 'A comma in a number is',
    options: [
      { value: 'comma', label: 'its decimal mark: 1,234 is about 1.2' },
      { value: 'point', label: 'a mark of thousands: 1,234 is above a thousand' },
    ],
    multiple: false,
    value: [decimal],
    assumed: wish === undefined && !found.sure,
  });
  const sentence =
    decimal === 'comma' ? 'Commas in numbers are decimal marks' : 'Commas in numbers mark thousands';
  if (wish === undefined && !found.sure) log.assumed(`${sentence} (assumed: three digits follow each).`);
  else log.read(`${sentence}.`);
  return log.with(decimal);
}

/** Wishes about what the file leaves no choice of. */
function unheard(asked: IntakeChoices, choices: readonly IntakeChoice[], kind: string): Taken<undefined> {
  const log = new Decisions('combine');
  const open = new Set<string>(choices.map((one) => one.id));
  // Columns are series too.
  if (open.has('series') || open.has('valueColumn')) open.add('series').add('valueColumn');
  for (const [id, wishes] of Object.entries(asked))
    if (wishes.length > 0 && !open.has(id) && wishes[0] !== kind)
      log.leftOut(
        `The wish ${named(`${id}=${wishes.join('+')}`)} was not followed: the file leaves no such choice.`,
      );
  return log.with(undefined);
}

function combined(series: number): Taken<undefined> {
  const log = new Decisions('combine');
  if (series > 1) log.changed(`${counted(series, 'series').replace('seriess', 'series')} were added up.`);
  return log.with(undefined);
}
