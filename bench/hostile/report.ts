/** A campaign's counts as a table, and each kind of failure with the command that brings it back. */
import type { Tally } from '../../src/testing/hostile/runner.ts';

const HEAD = [
  'class',
  'attempts',
  'accepted',
  'refused',
  'wrong',
  'unhandled',
  'late',
  'slowest',
  'peak',
  'sentences',
];

const count = (n: number): string => n.toLocaleString('en');
const size = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

function rowOf(name: string, tallies: readonly Tally[]): readonly string[] {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
  const most = (of: (tally: Tally) => number): number => Math.max(0, ...tallies.map(of));
  return [
    name,
    count(sum(({ attempts }) => attempts)),
    ...(['accepted', 'refused', 'wrong', 'unhandled', 'late'] as const).map((verdict) =>
      count(sum(({ verdicts }) => verdicts[verdict])),
    ),
    `${count(Math.round(most(({ slowest }) => slowest.ms)))} ms`,
    size(most(({ peakBytes }) => peakBytes)),
    count(sum(({ sentences }) => sentences)),
  ];
}

export function report(tallies: readonly Tally[], seed: number, seconds: number): string {
  const rows = [HEAD, ...tallies.map((tally) => rowOf(tally.name, [tally])), rowOf('all', tallies)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  const extra = new Map<string, number>();
  for (const { counts } of tallies)
    for (const [key, n] of Object.entries(counts)) extra.set(key, (extra.get(key) ?? 0) + n);
  const failures = tallies.flatMap(({ name, failures: found }) =>
    found.map(
      ({ verdict, said, count: times, examples }) =>
        `${name}, ${verdict}, ${count(times)} times: ${said}\n    npm run hostile -- --seed ${String(seed)} --only ${name}:${String(examples[0])}${examples.length > 1 ? `   (also ${examples.slice(1).join(', ')})` : ''}`,
    ),
  );
  return [
    '',
    ...table,
    '',
    ...[...extra].map(([key, n]) => `${key}: ${count(n)}`),
    `seed ${String(seed)}, ${seconds.toFixed(0)} s`,
    ...failures,
  ].join('\n');
}
