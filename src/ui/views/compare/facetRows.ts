/** A chart with a facet a workload and in it a row a policy: titles, axis, names and values; rows draw themselves. */
import { facets, labelsOf, nameColumn, toneOf } from './pick.ts';
import { frame, type Scale } from '../../charts/frame.ts';
import { textWidth } from '../../charts/letters.ts';
import { text } from '../../charts/marks.ts';
import type { Mark } from '../../charts/model.ts';
import { fixed } from '../../format.ts';

const HEAD = 40;
const GAP = 26;
/** Room for the value at the end of a row. */
const VALUE = 44;
/** Least width of a facet. */
const LEAST = 190;

export interface FacetRow {
  readonly policy: string;
}

export interface Facet<R extends FacetRow> {
  readonly name: string;
  readonly rows: readonly R[];
}

export interface FacetChart<R extends FacetRow> {
  readonly facets: readonly Facet<R>[];
  readonly width: number;
  /** Where the first facet begins. */
  readonly top: number;
  /** Height of a row. */
  readonly row: number;
  /** Of the horizontal axis, the same in every facet. One without 0 in it says where it begins. */
  readonly domain: readonly [number, number];
  /** Of its values. */
  readonly unit: string;
  readonly draw: (row: R, x: Scale, y: number, facet: Facet<R>) => readonly Mark[];
  /** What stands at the end of a row. */
  readonly value: (row: R) => string;
}

/** Marks and height of it all, and whether facets had to stand below one another. */
export function facetRows<R extends FacetRow>(
  chart: FacetChart<R>,
): {
  readonly marks: readonly Mark[];
  readonly height: number;
  readonly stacked: boolean;
} {
  const { width, row: tall, domain } = chart;
  const start = beginsAt(domain, chart.unit);
  const begins = start === undefined ? '' : `axis from ${start}`;
  const wide = textWidth(begins, { small: true });
  const policies = chart.facets.flatMap(({ rows }) => rows.map(({ policy }) => policy));
  const { names, small } = nameColumn(policies, width);
  const label = labelsOf(policies, width);
  const { size, columns, at } = facets(chart.facets.length, width - names, LEAST, GAP);
  const most = Math.max(0, ...chart.facets.map(({ rows }) => rows.length));
  const marks: Mark[] = [];
  let height = chart.top;
  chart.facets.forEach((facet, i) => {
    const [column, line] = at(i);
    const top = chart.top + line * (HEAD + tall * most + 14);
    const left = names + column * (size + GAP);
    const bottom = top + HEAD + facet.rows.length * tall;
    const f = frame(
      { left: left + 6, right: left + size - VALUE, top: top + HEAD - 4, bottom },
      {
        x: { domain, ticks: Math.max(2, size / 70), above: true, grid: true },
        y: { domain: [0, 1] },
      },
    );
    // Before the figures of the axis where the names leave room, else behind the facet's name.
    const before = wide <= names - 24;
    const place = before ? { x: names - 10, y: top + HEAD - 9 } : { x: left + size, y: top + 12 };
    const noted =
      begins !== '' && (before ? column === 0 : wide + 8 + textWidth(facet.name, { bold: true }) <= size);
    marks.push(
      text(left, top + 12, facet.name, { ink: 'ink', bold: true }),
      ...(noted ? [text(place.x, place.y, begins, { ink: 'soft', anchor: 'end', small: true })] : []),
      ...f.marks,
    );
    facet.rows.forEach((row, k) => {
      const y = top + HEAD + tall * (k + 0.5);
      if (column === 0)
        marks.push(
          text(names - 10, y + 4, label(row.policy), {
            ...{ ink: toneOf(row.policy), anchor: 'end', bold: true, small, room: names - 10 },
          }),
        );
      marks.push(...chart.draw(row, f.x, y, facet));
      marks.push(text(left + size, y + 4, chart.value(row), { ink: 'ink', anchor: 'end', small: true }));
    });
    height = Math.max(height, bottom + 6);
  });
  return { marks, height, stacked: columns < chart.facets.length };
}

/** Where an axis begins that does not hold 0, "80 %": lengths along it are no ratios. */
function beginsAt([low, high]: readonly [number, number], unit: string): string | undefined {
  return low <= 0 && high >= 0 ? undefined : `${tickOf(Math.round(10 * low) / 10)} ${unit}`;
}

/** The same for a chart's sentence; '' where the axis holds 0. */
export function beginsWords(domain: readonly [number, number], unit: string): string {
  const begins = beginsAt(domain, unit);
  return begins === undefined ? '' : ` The axis begins at ${begins}, not at 0.`;
}

/** Whole, or with one digit. */
const tickOf = (value: number): string => fixed(value, Number.isInteger(value) ? 0 : 1);
