/** The table of a class as a CSV file: a row for each file, also for those that could not be graded. */
import type { Assignment } from './assignment.ts';
import { isGraded, type Known, type Row } from './grade.ts';
import { csvOf } from '../../model/text.ts';

/** The most tasks of the assignments that the rows answer. */
export function tasksOf(rows: readonly Row[], known: Known): number {
  return Math.max(0, ...rows.filter(isGraded).map((row) => known.get(row.assignment)!.tasks.length));
}

/** How many of the tasks the run met. */
export const metOf = (row: Row): number | undefined =>
  isGraded(row) ? row.found?.tasks.filter(({ met }) => met).length : undefined;

/** What a task came to in a row, for a cell. */
export function cellOf(row: Row, task: number, assignment: Assignment | undefined): string {
  if (!isGraded(row) || !row.found || !assignment?.tasks[task]) return '';
  const met = row.found.tasks[task]?.met ? 'met' : 'not met';
  return assignment.tasks[task].kind === 'question'
    ? `${met}: ${row.answers[String(task)] ?? 'no answer'}`
    : met;
}

export function gradesCsv(rows: readonly Row[], known: Known): string {
  const numbers = Array.from({ length: tasksOf(rows, known) }, (_, i) => i);
  const head = [
    ...['file', 'name', 'assignment', 'try', 'tasks_met', 'tasks', 'j', 'j_claimed'],
    ...numbers.map((i) => `task_${String(i + 1)}`),
    'findings',
  ];
  const lines = rows.map((row) => {
    if (!isGraded(row)) return [row.file, ...head.slice(2).map(() => ''), row.refused];
    const assignment = known.get(row.assignment);
    return [
      row.file,
      row.name,
      row.title,
      row.attempt,
      metOf(row),
      assignment?.tasks.length,
      row.found?.j ?? undefined,
      row.claimed.j ?? undefined,
      ...numbers.map((i) => cellOf(row, i, assignment)),
      row.findings.map(({ sentence }) => sentence).join(' '),
    ];
  });
  return csvOf([head, ...lines]);
}
