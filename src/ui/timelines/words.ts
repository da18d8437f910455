import { readingOrder, type Row, type Timeline } from './rows.ts';
import type { Numbers } from '../charts/model.ts';
import { clock, fixed } from '../format.ts';

/** What stands at the crosshair's foot, beside its time: the lanes say what is so in the very second. */
export const MEANS = 'means of 10 s';

/** What a chart shows, as one sentence. */
export function rowSentence({ id, title, unit, lines, digits }: Row): string {
  if (id === 'load') {
    const load = lines[0]!;
    const high = load.values.reduce((max, value) => Math.max(max, value), 0);
    return `Load over time: on average ${fixed(load.mean, 1)} requests a second, at most ${fixed(high, 0)}; the forecast is drawn beside it.`;
  }
  const [b, a] = lines;
  const say = (value: number): string => fixed(value, digits);
  // As they are written: two numbers that look alike are.
  const order = say(a!.mean) === say(b!.mean) ? 'as much as' : a!.mean > b!.mean ? 'more than' : 'less than';
  return `${title} over time, in ${unit}: ${a!.name} averages ${say(a!.mean)}, ${order} ${b!.name} with ${say(b!.mean)}.`;
}

/** Every value at decision `k`, for the crosshair's spoken text. */
export function valuesAt(timeline: Timeline, k: number): string {
  const at = clock(timeline.t[k] ?? 0);
  const parts = timeline.rows.map((row) => {
    const values = readingOrder(row)
      .map((i) => row.lines[i]!)
      .map((line) => `${line.name} ${fixed(line.values[k] ?? 0, row.digits)}`)
      .join(', ');
    return row.id === 'load' ? values : `${row.title}: ${values}`;
  });
  return `${at}, ${MEANS}. ${parts.join('. ')}.`;
}

/** Every value of every timeline, one row per decision, as it is written; what is on screen first is named first. */
export function numbersOf({ t, rows }: Timeline): Numbers {
  const columns = rows.flatMap((row) =>
    readingOrder(row)
      .map((i) => row.lines[i]!)
      .map(({ name, values }) => ({
        head: row.id === 'load' ? `${name}, /s` : `${row.title} ${name}`,
        cell: (k: number): string => fixed(values[k]!, row.digits),
      })),
  );
  return {
    head: ['Time', ...columns.map(({ head }) => head)],
    get rows() {
      return Array.from(t, (second, k) => [clock(second), ...columns.map(({ cell }) => cell(k))]);
    },
  };
}
