/** The columns of the teacher's table. */
import type { Row, Known } from '../../../../teaching/assignments/grade.ts';
import { isGraded } from '../../../../teaching/assignments/grade.ts';
import { cellOf, metOf } from '../../../../teaching/assignments/table.ts';
import { written } from '../../../finding/told.ts';

export interface GradeColumn {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  readonly number: boolean;
  readonly show: (row: Row) => string;
  /** What it is sorted by; numbers by size. */
  readonly by: (row: Row) => string | number;
}

const text = (id: string, name: string, meaning: string, show: (row: Row) => string): GradeColumn => ({
  ...{ id, name, unit: '', meaning, number: false, show, by: show },
});

const jOf = (row: Row): number | null | undefined => (isGraded(row) ? row.found?.j : undefined);

/** With a column for each of `tasks`, whose sentences are what they mean. */
export function gradeColumns(known: Known, tasks: readonly string[]): readonly GradeColumn[] {
  const assignmentOf = (row: Row) => (isGraded(row) ? known.get(row.assignment) : undefined);
  return [
    text('name', 'Who', 'The name that was typed, else the file.', (row) =>
      isGraded(row) && row.name !== '' ? row.name : row.file,
    ),
    {
      ...{ id: 'met', name: 'Met', unit: '', meaning: 'Goals and questions that the run met.', number: true },
      show: (row) => {
        const met = metOf(row);
        return met === undefined ? '' : `${String(met)} of ${String(assignmentOf(row)?.tasks.length ?? 0)}`;
      },
      by: (row) => metOf(row) ?? -1,
    },
    {
      ...{ id: 'j', name: 'J', unit: '', meaning: 'Of lane A, as the run gave it.', number: true },
      show: (row) => {
        const j = jOf(row);
        return j === undefined || j === null ? '' : written('objective', j);
      },
      by: (row) => jOf(row) ?? -Infinity,
    },
    ...tasks.map((meaning, i) =>
      text(`task-${String(i)}`, String(i + 1), meaning, (row) => cellOf(row, i, assignmentOf(row))),
    ),
    text('try', 'Try', 'Which time it was handed in.', (row) => (isGraded(row) ? String(row.attempt) : '')),
    text('findings', 'What does not come out', 'Where the run is not what was claimed.', (row) =>
      isGraded(row) ? row.findings.map(({ sentence }) => sentence).join(' ') : row.refused,
    ),
  ];
}

export function sorted(
  rows: readonly Row[],
  columns: readonly GradeColumn[],
  order: { readonly column: string; readonly down: boolean } | undefined,
): readonly Row[] {
  const column = columns.find(({ id }) => id === order?.column);
  if (!column || !order) return rows;
  const sign = order.down ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [p, q] = [column.by(one), column.by(other)];
    return (
      sign * (typeof p === 'number' && typeof q === 'number' ? p - q : String(p).localeCompare(String(q)))
    );
  });
}
