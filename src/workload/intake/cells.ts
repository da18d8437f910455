/** Any source as series of cells: a table's columns taken apart by the texts that label its lines. */
import { columnNames, type Roles } from './columns.ts';
import { metricIn } from './metricNames.ts';
import { sampledInTurn } from './labels.ts';
import { listed, type Decisions } from './steps.ts';
import type { Cell, SeriesSet, Table, TimeUnit } from './source.ts';
import { named, quoted } from './text.ts';

export interface CellSeries {
  readonly label: string;
  readonly name: string;
  /** Different metrics are not added up unasked; empty where none is named. */
  readonly metric: string;
  /** Undefined where the values simply follow each other. Series of one table share the list. */
  readonly times: readonly Cell[] | undefined;
  /** Undefined where each time is a single request. */
  readonly values: readonly Cell[] | undefined;
  /** "load.csv, line 3, column 1" of the time of sample `i`. */
  readonly timePlace: (i: number) => string;
  /** A whole sentence about a value that is no number. */
  readonly badValue: (i: number) => string;
  readonly valuePlace: (i: number) => string;
}

export interface Cells {
  readonly series: readonly CellSeries[];
  readonly shape: 'table' | 'series';
  /** What the times are called, where they have a name. */
  readonly timeName: string;
  /** Of the times, where the format fixes it. */
  readonly timeUnit: TimeUnit | undefined;
  readonly separator: string | undefined;
}

const MOST_LABELS = 1000;

/** The labelled series of a format, as they are. */
export function cellsOfSeries(set: SeriesSet): Cells {
  return {
    shape: 'series',
    timeName: '',
    timeUnit: set.timeUnit,
    separator: undefined,
    series: set.series.map(({ label, name, metric, times, values, place }) => ({
      label,
      name,
      metric: metric ?? name,
      times,
      values,
      timePlace: place,
      valuePlace: place,
      badValue: (i) => `${place(i)} is ${quoted(values[i])}, and a number was expected.`,
    })),
  };
}

/** The columns of a table, each split by the labels of its lines where times repeat. */
export function cellsOfTable(table: Table, roles: Roles, log: Decisions): Cells {
  const names = columnNames(table);
  const { time } = roles;
  const base = {
    shape: 'table' as const,
    timeName: time === undefined ? '' : (table.names?.[time] ?? ''),
    timeUnit: undefined,
    separator: table.separator,
  };
  const groups = groupsOf(table, roles, log);
  const value = (c: number, group: Group, alone: boolean): CellSeries => ({
    label: group.label === '' ? names[c]! : alone ? group.label : `${group.label}, ${names[c]!}`,
    name: table.names?.[c] ?? '',
    metric: metricIn(table.names?.[c] ?? ''),
    times: group.times,
    values: group.rows.map((row) => row[c]!),
    timePlace: (i) => table.place(group.at(i), time),
    valuePlace: (i) => table.place(group.at(i), c),
    badValue: (i) => {
      const cell = group.rows[i]![c]!;
      const hint =
        table.separator === ',' && /\d,\d/.test(String(cell))
          ? '; a decimal comma needs semicolons between the columns'
          : '';
      return `${table.place(group.at(i), c)}: ${quoted(cell)} is not a number; requests per second were expected${hint}.`;
    },
  });
  const event = (group: Group): CellSeries => ({
    ...value(time ?? 0, group, true),
    label: 'requests',
    name: '',
    values: undefined,
  });
  const series = groups.flatMap((group) =>
    roles.values.length === 0
      ? [event(group)]
      : roles.values.map((c) => value(c, group, roles.values.length === 1)),
  );
  return { ...base, series };
}

interface Group {
  readonly label: string;
  readonly rows: Table['rows'];
  readonly times: readonly Cell[] | undefined;
  /** Row of the table of the group's row `i`. */
  readonly at: (i: number) => number;
}

/** A number says little without the name of its column. */
function labelIn(cell: Cell | undefined, name: string): string {
  const label = named(String(cell ?? ''), 100);
  return /^\d+$/.test(label) ? `${name}=${label}` : label;
}

function groupsOf(table: Table, { time, timeOfDay, labels }: Roles, log: Decisions): readonly Group[] {
  const timeOf = (row: readonly Cell[]): Cell =>
    timeOfDay === undefined ? row[time!]! : `${String(row[time!])} ${String(row[timeOfDay])}`;
  const { rows } = table;
  const whole: Group = {
    label: '',
    rows,
    times: time === undefined ? undefined : rows.map(timeOf),
    at: (i) => i,
  };
  if (time === undefined || labels.length === 0) return [whole];
  const telling = labels.filter((c) => {
    const distinct = new Set(rows.map((row) => row[c])).size;
    return distinct > 1 && distinct <= Math.min(MOST_LABELS, rows.length / 2);
  });
  const names = columnNames(table);
  const idle = labels.filter((c) => !telling.includes(c));
  if (idle.length > 0)
    log.leftOut(`Text in ${listed(idle.map((c) => names[c]!))} tells no series apart and is left out.`);
  if (telling.length === 0) return [whole];
  const found = new Map<string, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const label = telling.map((c) => labelIn(rows[i]![c], names[c]!)).join(', ');
    const group = found.get(label);
    if (group) group.push(i);
    else found.set(label, [i]);
  }
  if (found.size > MOST_LABELS * 5) return [whole];
  if (new Set(whole.times).size === rows.length) {
    const among = listed(telling.map((c) => names[c]!));
    if (!sampledInTurn([...found.values()].map((at) => at.map((i) => whole.times![i]!)))) {
      log.leftOut(
        `Text in ${among} is left out: no two lines share a time, so they are taken as one series.`,
      );
      return [whole];
    }
    log.assumed(
      `The ${String(found.size)} values of ${among} are taken for series beside each other, each with even times of its own, and not for one series.`,
    );
  }
  return [...found].map(([label, at]) => ({
    label: label === '' ? 'without a label' : label,
    rows: at.map((i) => rows[i]!),
    times: at.map((i) => timeOf(rows[i]!)),
    at: (i) => at[i]!,
  }));
}
