/** A chart with a facet a workload and in it a row a policy: titles, axis, names and values; rows draw themselves. */
import { scaleLinear, type ScaleLinear } from 'd3';
import { facets, labelsOf, nameColumn, toneOf } from './pick.ts';
import { INK, LINE, px, SOFT, type Mark } from '../../charts/picture.ts';
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
  /** Of the horizontal axis, the same in every facet. */
  readonly domain: readonly [number, number];
  readonly draw: (row: R, x: ScaleLinear<number, number>, y: number, facet: Facet<R>) => readonly Mark[];
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
    const x = scaleLinear(domain, [left + 6, left + size - VALUE]);
    const bottom = top + HEAD + facet.rows.length * tall;
    marks.push({ kind: 'text', x: left, y: top + 12, body: facet.name, fill: INK, bold: true });
    for (const tick of x.ticks(Math.max(2, size / 70))) {
      marks.push({
        kind: 'path',
        d: `M${String(px(x(tick)))} ${String(top + HEAD - 4)}V${String(bottom)}`,
        stroke: tick === 0 && domain[0] < 0 ? SOFT : LINE,
      });
      marks.push({
        kind: 'text',
        x: x(tick),
        y: top + HEAD - 9,
        body: fixed(tick, Number.isInteger(tick) ? 0 : 1),
        fill: SOFT,
        anchor: 'middle',
        small: true,
      });
    }
    facet.rows.forEach((row, k) => {
      const y = top + HEAD + tall * (k + 0.5);
      if (column === 0)
        marks.push({
          kind: 'text',
          x: names - 10,
          y: y + 4,
          body: label(row.policy),
          fill: toneOf(row.policy),
          anchor: 'end',
          bold: true,
          small,
        });
      marks.push(...chart.draw(row, x, y, facet));
      marks.push({
        kind: 'text',
        x: left + size,
        y: y + 4,
        body: chart.value(row),
        fill: INK,
        anchor: 'end',
        small: true,
      });
    });
    height = Math.max(height, bottom + 6);
  });
  return { marks, height, stacked: columns < chart.facets.length };
}
