import { tableInText } from '../dialect.ts';
import type { Format } from '../source.ts';

/** What Grafana's panels and its inspector save: "Time" first, a column for each series, cells with their unit. */
export const grafanaCsv: Format = {
  name: 'Grafana CSV',
  recognises: ({ head }) =>
    /^\uFEFF?sep=.$/.test(head[0] ?? '') || /^\uFEFF?"Time"[,;\t]/.test(head[0] ?? ''),
  read: ({ text, name }) => tableInText(text, name),
};
