/** The regret of every policy, in the parts that add up to it. */
import { facetRows } from './facetRows.ts';
import { byWorkload, nameOf, shown, toneOf } from './pick.ts';
import { textWidth } from '../../charts/letters.ts';
import { bar, text } from '../../charts/marks.ts';
import { px, type Box, type ChartModel, type Mark, type Tone } from '../../charts/model.ts';
import { written } from '../../finding/told.ts';
import { fixed } from '../../format.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { REGRET_PARTS } from '../../../experiments/comparison/comparisonMetrics.ts';

const KEY = 18;

/** What nobody is known to avoid is grey; what a policy adds has its own accent. */
const SHARED: Readonly<Record<string, Tone>> = {
  unavoidable: { light: '#9aa0aa', dark: '#6d7480' },
  foresight: { light: '#c3a24c', dark: '#b3954a' },
};

const boxAt = (left: number, right: number, y: number, tall: number): Box => ({
  ...{ left, right, top: y - tall / 2, bottom: y + tall / 2 },
});

export function split(document: ComparisonDocument, pipeline: string, width: number): ChartModel {
  const parts = partsOf(document);
  // Parts add up in the mean alone, so that is what is drawn whatever statistic the table shows.
  const loads = byWorkload(document, pipeline).map((load) => ({
    ...load,
    rows: load.rows.flatMap((row) => {
      const means = parts.map(({ id }) => row.metrics[id]?.mean);
      if (!means.every(Number.isFinite)) return [];
      return [
        { policy: row.policy, parts: means as number[], regret: shown(row.metrics['regret']!, 'mean') },
      ];
    }),
  }));
  const totals = loads
    .flatMap(({ rows }) => rows.map(({ parts }) => parts.reduce((sum, p) => sum + Math.max(0, p), 0)))
    .sort((a, b) => a - b);
  const middle = totals[Math.floor(totals.length / 2)] ?? 1;
  const most = Math.max(...totals.filter((total) => total <= 3 * middle), 1e-9);
  const least = Math.min(
    0,
    ...loads.flatMap(({ rows }) =>
      rows.map(({ parts }) => parts.reduce((sum, p) => sum + Math.min(0, p), 0)),
    ),
  );
  const marks: Mark[] = [];
  let [keyAt, key] = [0, 0];
  for (const { id, name } of parts) {
    const ink = SHARED[id] ?? 'soft';
    const wide = 30 + textWidth(name, { small: true });
    if (keyAt > 0 && keyAt + wide > width) [keyAt, key] = [0, key + KEY];
    if (id !== 'ownPart') marks.push(bar(boxAt(keyAt, keyAt + 10, key + 8, 10), { ink }));
    else
      ['ipa-exact', 'greedy', 'optimum-predicted'].forEach((policy, k) => {
        const part = boxAt(keyAt + (10 * k) / 3, keyAt + (10 * (k + 1)) / 3, key + 8, 10);
        marks.push(bar(part, { ink: toneOf(policy) }));
      });
    marks.push(text(keyAt + 14, key + 12, name, { ink: 'soft', small: true }));
    keyAt += wide;
  }
  const chart = facetRows({
    facets: loads,
    width,
    top: key + KEY + 8,
    row: 24,
    ...{ domain: [least, most], unit: 'points' },
    value: ({ regret }) => written('regret', regret.value),
    draw: ({ policy, parts: means }, x, y, { name: load }) => {
      const bars: Mark[] = [];
      let [up, down] = [0, 0];
      means.forEach((part, p) => {
        const { id, name, digits } = parts[p]!;
        const from = part >= 0 ? up : down;
        if (part >= 0) up += part;
        else down += part;
        const [a, b] = [Math.min(from, most), Math.min(from + part, most)];
        if (a === b) return;
        bars.push(
          bar(boxAt(x(Math.min(a, b)), x(Math.max(a, b)), y, 13), {
            ink: SHARED[id] ?? toneOf(policy),
            hint: `${nameOf(policy)}, ${load}, ${name.toLowerCase()}: ${fixed(part, digits)} points`,
          }),
        );
      });
      // A bar that is cut says so.
      if (up > most)
        bars.push({
          kind: 'path',
          d: `M${px(x(most) + 2)} ${y - 5}l5 5l-5 5`,
          stroke: toneOf(policy),
          width: 2,
        });
      return bars;
    },
  });
  return {
    title: 'Where the regret comes from',
    sentence: `${meaningOf(document)}${totals.some((total) => total > most) ? ' A bar that ends in an arrow is longer than the scale.' : ''}`,
    width,
    height: chart.height,
    marks: [...marks, ...chart.marks],
    head: ['Workload', 'Policy', ...parts.map(({ name }) => name), 'Regret'],
    rows: loads.flatMap((load) =>
      load.rows.map(({ policy, parts: means, regret }) => [
        ...[load.name, nameOf(policy), ...means],
        regret.value,
      ]),
    ),
  };
}

/** Those that some row knows: without a bound the regret begins at the best plan found. */
function partsOf({ table }: ComparisonDocument): readonly (typeof REGRET_PARTS)[number][] {
  const known = REGRET_PARTS.filter(({ id }) => table.some(({ metrics }) => metrics[id]));
  return known.length > 0 ? known : REGRET_PARTS;
}

/** What the bars measure, a sentence a part. */
function meaningOf({ possible, result }: ComparisonDocument): string {
  const ends =
    'what only foresight avoids, down to the best policy compared that does not know the load; and what the policy loses against that one. A part left of zero is a gain.';
  if (result.plan.environment === 'instant')
    return `Mean reward below the optimum, in points. Here it is exact, so nothing is unavoidable; ${ends}`;
  return possible.every(({ bound }) => bound)
    ? `Mean reward below the bound, which nobody can exceed, in points: what is unavoidable as far as anybody knows, down to the best plan found; ${ends}`
    : `Mean reward below the best plan found, in points; no bound is proven here. Parts are ${ends}`;
}
