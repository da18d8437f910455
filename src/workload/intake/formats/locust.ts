import { tableInText } from '../dialect.ts';
import type { Format } from '../source.ts';
import { accepted, refused } from '../../../model/result.ts';

const WANTED = ['Timestamp', 'Name', 'Requests/s'] as const;

/** Locust's stats history: a line for each request's name and one for all of them, with many figures. */
export const locust: Format = {
  name: 'Locust stats history',
  recognises: ({ head }) => /^\uFEFF?"?Timestamp"?,"?User Count"?,/.test(head[0] ?? ''),
  read({ text, name }) {
    const table = tableInText(text, name);
    if (!table.ok) return table;
    const { names, rows, place } = table.value;
    const columns = WANTED.map((wanted) => names?.indexOf(wanted) ?? -1);
    const missing = columns.indexOf(-1);
    if (missing >= 0)
      return refused(
        `${name}, line 1: the column "${WANTED[missing]!}" is missing; save the stats history of Locust again.`,
      );
    const rest = (names?.length ?? 0) - WANTED.length;
    return accepted({
      shape: 'table',
      names: WANTED,
      rows: rows.map((row) => columns.map((c) => row[c]!)),
      place: (row, column) => place(row, column === undefined ? undefined : columns[column]),
      leftOut:
        rest > 0 ? [`${String(rest)} columns of users, failures and response times are left out.`] : [],
    });
  },
};
