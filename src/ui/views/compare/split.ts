/** The regret of every policy, in the parts that add up to it. */
import { facetRows } from './facetRows.ts';
import { byWorkload, nameOf, shown, toneOf } from './pick.ts';
import { px, SOFT, type Mark, type Picture, type Tone } from '../../charts/picture.ts';
import { fixed } from '../../format.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { REGRET_PARTS } from '../../../experiments/comparison/metrics.ts';

const KEY = 18;

/** What no policy can help is grey; what a policy adds has its own accent. */
const SHARED: Readonly<Record<string, Tone>> = {
  afterEffects: { light: '#9aa0aa', dark: '#6d7480' },
  lookAhead: { light: '#c3a24c', dark: '#b3954a' },
  forecastError: { light: '#6f87a8', dark: '#7f97ba' },
};

const box = (from: number, to: number, y: number, tall: number): string =>
  `M${String(px(from))} ${String(y - tall / 2)}H${String(px(to))}v${String(tall)}H${String(px(from))}z`;

export function split(document: ComparisonDocument, pipeline: string, width: number): Picture {
  // Parts add up in the mean alone, so that is what is drawn whatever statistic the table shows.
  const loads = byWorkload(document, pipeline).map((load) => ({
    ...load,
    rows: load.rows.flatMap((row) => {
      const parts = REGRET_PARTS.map(({ id }) => row.metrics[id]?.mean);
      if (parts.some((part) => part === undefined)) return [];
      return [
        { policy: row.policy, parts: parts as number[], regret: shown(row.metrics['regret']!, 'mean') },
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
  for (const { id, name } of REGRET_PARTS) {
    const fill = SHARED[id] ?? SOFT;
    const wide = 28 + 6.2 * name.length;
    if (keyAt > 0 && keyAt + wide > width) [keyAt, key] = [0, key + KEY];
    if (id !== 'ownPart') marks.push({ kind: 'path', d: box(keyAt, keyAt + 10, key + 8, 10), fill });
    else
      ['ipa-exact', 'greedy', 'optimum-predicted'].forEach((policy, k) =>
        marks.push({
          kind: 'path',
          d: box(keyAt + (10 * k) / 3, keyAt + (10 * (k + 1)) / 3, key + 8, 10),
          fill: toneOf(policy),
        }),
      );
    marks.push({ kind: 'text', x: keyAt + 14, y: key + 12, body: name, fill: SOFT, small: true });
    keyAt += wide;
  }
  const chart = facetRows({
    facets: loads,
    width,
    top: key + KEY + 8,
    row: 24,
    domain: [least, most],
    value: ({ regret }) => fixed(regret.value, 2),
    draw: ({ policy, parts }, x, y, { name: load }) => {
      const bars: Mark[] = [];
      let [up, down] = [0, 0];
      parts.forEach((part, p) => {
        const { id, name } = REGRET_PARTS[p]!;
        const from = part >= 0 ? up : down;
        if (part >= 0) up += part;
        else down += part;
        const [a, b] = [Math.min(from, most), Math.min(from + part, most)];
        if (a === b) return;
        bars.push({
          kind: 'path',
          d: box(x(Math.min(a, b)), x(Math.max(a, b)), y, 13),
          fill: SHARED[id] ?? toneOf(policy),
          hint: `${nameOf(policy)}, ${load}, ${name.toLowerCase()}: ${fixed(part, 3)} points`,
        });
      });
      // A bar that is cut says so.
      if (up > most)
        bars.push({
          kind: 'path',
          d: `M${String(px(x(most) + 2))} ${String(y - 5)}l5 5l-5 5`,
          stroke: toneOf(policy),
          width: 2,
        });
      return bars;
    },
  });
  return {
    title: 'Where the regret comes from',
    sentence:
      'Mean reward below the optimum of each step, in points: what start-up and queues cost any plan, what deciding step by step costs, what the forecast’s errors cost, and the policy’s own part. A part left of zero is a gain.',
    width,
    height: chart.height,
    marks: [...marks, ...chart.marks],
    head: ['Workload', 'Policy', ...REGRET_PARTS.map(({ name }) => name), 'Regret'],
    rows: loads.flatMap((load) =>
      load.rows.map(({ policy, parts, regret }) => [load.name, nameOf(policy), ...parts, regret.value]),
    ),
  };
}
