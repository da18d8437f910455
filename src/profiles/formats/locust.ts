/** Locust's `_stats.csv`: one line a request's name and one for all of them, times in milliseconds. */
import { pointOf, type Found, type FoundTest, type LoadFormat } from './format.ts';
import { headerNames, loadTable, quantileColumns, type LoadTable } from './table.ts';
import { quantileNamed } from '../quantiles.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Milliseconds in a second. */
const MS = 1000;
const EXPECTED = 'Locust’s _stats.csv was expected, with "Request Count", "Requests/s" and "99%"';
/** Locust's other files, by the beginnings of their headers. */
const OTHERS: readonly (readonly [readonly string[], string])[] = [
  [
    ['timestamp', 'user count'],
    'it is Locust’s history, a load over time; the header’s import of loads takes it, and a profile is made from the file that ends in _stats.csv',
  ],
  [
    ['method', 'name', 'error', 'occurrences'],
    'it lists Locust’s failures; a profile is made from the file that ends in _stats.csv',
  ],
  [
    ['count', 'message', 'traceback'],
    'it lists Locust’s exceptions; a profile is made from the file that ends in _stats.csv',
  ],
];

export const locust: LoadFormat = {
  tool: 'locust',
  recognises(file) {
    const names = headerNames(file);
    return (
      other(names) !== undefined ||
      (names.includes('name') && names.some((name) => COUNT.test(name)) && names.includes('requests/s'))
    );
  },
  read(file) {
    const instead = other(headerNames(file));
    if (instead !== undefined) return refused(`${file.name}: ${instead}.`);
    const table = loadTable(file, EXPECTED);
    return table.ok ? pointsOf(table.value, file.name) : table;
  },
};

const COUNT = /^(?:request count|# requests)$/;
const other = (names: readonly string[]): string | undefined =>
  OTHERS.find(([begin]) => begin.every((name, i) => names[i] === name))?.[1];

function pointsOf(table: LoadTable, file: string): Result<FoundTest> {
  const { find } = table;
  const column = {
    count: find(COUNT),
    failed: find(/^(?:failure count|# failures)$/),
    rate: find(/^requests\/s$/),
    failing: find(/^failures\/s$/),
    median: find(/^median response time$/),
    mean: find(/^average response time$/),
  };
  const name = find(/^name$/);
  const latencies = quantileColumns(table.names, (one) =>
    /%$/.test(one.trim()) ? quantileNamed(one) : undefined,
  );
  const found: (Found & { readonly whole: boolean })[] = [];
  let silent = 0;
  for (let row = 0; row < table.rows.length; row++) {
    const cells = table.figures(row, column);
    if (!cells.ok) return cells;
    const quantiles = table.quantiles(row, latencies, 'ms');
    if (!quantiles.ok) return quantiles;
    const { median, mean, count, failed = 0, rate, failing = 0 } = cells.value;
    if (count === 0) {
      silent++;
      continue;
    }
    if (median !== undefined && !quantiles.value.has(0.5)) quantiles.value.set(0.5, median / MS);
    const place = table.place(row);
    if (rate === undefined) return refused(`${place}: its "Requests/s" is empty; a number was expected.`);
    const label = table.text(row, name);
    const whole = /^(?:aggregated|total)$/i.test(label ?? '');
    found.push({
      whole,
      place,
      unit: 'ms',
      point: pointOf({
        file,
        line: table.line(row),
        variant: whole ? undefined : label,
        perCall: true,
        throughput: rate - failing,
        quantiles: quantiles.value,
        mean: mean === undefined ? undefined : mean / MS,
        errors: count === undefined ? undefined : failed / count,
        samples: count,
      }),
    });
  }
  const single = found.filter(({ whole }) => !whole);
  const points = single.length > 0 ? single : found;
  if (points.length === 0) return refused(`${file}: none of its requests was answered; ${EXPECTED}.`);
  return accepted({
    // One name is the service that was tested, and no variant of it.
    points: points.map(({ point, place, unit }) => ({
      place,
      unit,
      point: single.length === 1 ? pointOf({ ...point, variant: undefined }) : point,
    })),
    notes: [
      'Its times are taken as milliseconds, as Locust writes them.',
      ...(single.length > 0 && single.length < found.length
        ? [`Its line "Aggregated", which sums up the others, is left out.`]
        : []),
      ...(single.length > 1
        ? [`Its ${String(single.length)} names of requests are taken for variants; they were tested at once.`]
        : []),
      ...(silent > 0
        ? [
            `${String(silent)} of its lines ${silent === 1 ? 'has' : 'have'} no requests and ${silent === 1 ? 'is' : 'are'} left out.`,
          ]
        : []),
      'How many users it had is not in it.',
      ...table.notes,
    ],
  });
}
