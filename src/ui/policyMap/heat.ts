/** A map over load and cores: cells in shades, their legend below, a crosshair over both axes. */
import { frame, plotBox } from '../charts/frame.ts';
import { fitted, textWidth } from '../charts/letters.ts';
import { dots, pointAt, text } from '../charts/marks.ts';
import type { Cell, ChartModel, Ink, Mark, PathMark } from '../charts/model.ts';
import { boxPath } from '../charts/paths.ts';
import { fixed, plural } from '../format.ts';
import type { MapGrid } from '../../experiments/policyMap/grid.ts';

/** How a class of cells looks, and what it is called in the legend. */
export interface Shade {
  readonly name: string;
  readonly ink: Ink;
  readonly opacity: number;
}

interface Heat {
  readonly title: string;
  readonly unit: string;
  readonly sentence: string;
  /** Names the slider. */
  readonly label: string;
  readonly grid: MapGrid;
  readonly shades: readonly Shade[];
  /** Which of them a cell has, by column and row from the bottom; undefined where it is not known yet. */
  readonly shadeOf: (column: number, row: number) => number | undefined;
  /** Marked by a dot. */
  readonly dotted: (column: number, row: number) => boolean;
  /** The value, as it stands beside the crosshair, and all of the cell in words. */
  readonly text: (column: number, row: number) => string;
  readonly say: (column: number, row: number) => string;
  /** A place that is marked: req/s and cores. */
  readonly mark?: { readonly load: number; readonly cores: number } | undefined;
  readonly head: readonly string[];
  readonly row: (column: number, row: number) => readonly Cell[];
}

const ROW = 15;
const MARGIN = { left: 34, right: 12, top: 18, bottom: 22 } as const;
/** The legend: a swatch, the gap to its name and to the next, and a line. */
const [SWATCH, GAP, NEXT, LINE] = [11, 5, 12, 17];

export function heat(data: Heat, width: number): ChartModel {
  const { grid, shades, shadeOf, dotted } = data;
  const { loads, cores } = grid;
  const plot = MARGIN.top + MARGIN.bottom + ROW * Math.max(4, cores.length);
  const key = legendOf(shades, { left: MARGIN.left, top: plot }, width - MARGIN.left - MARGIN.right);
  const height = plot + key.height;
  const box = plotBox(width, plot, MARGIN);
  const edges = edgesOf(loads);
  const f = frame(box, {
    x: {
      domain: [edges[0] ?? 0, edges.at(-1) ?? 1],
      ticks: loads.length > 0 ? 5 : 0,
      text: perSecond,
      overhang: 10,
    },
    y: {
      domain: [0, Math.max(1, cores.length)],
      ticks: cores.map((count, r) => ({ at: r + 0.5, text: String(count) })),
      grid: false,
    },
  });
  const paths = shades.map(() => '');
  const rest: [number, number][] = [];
  const known: number[] = [];
  cores.forEach((_, r) => {
    // Neighbours alike are one box: regions are what is looked for.
    let since = 0;
    for (const [c] of loads.entries()) {
      const shade = shadeOf(c, r);
      if (shade === undefined) break;
      known.push(c * cores.length + r);
      if (dotted(c, r)) rest.push([(edges[c]! + edges[c + 1]!) / 2, r + 0.5]);
      if (c + 1 < loads.length && shadeOf(c + 1, r) === shade) continue;
      paths[shade] += boxPath(f.x(edges[since]!), f.y(r + 1) + 0.5, f.x(edges[c + 1]!), f.y(r) - 0.5);
      since = c + 1;
    }
  });
  const column = (k: number): number => Math.floor(k / cores.length);
  const row = (k: number): number => k % cores.length;
  const middle = (c: number): number => f.x((edges[c]! + edges[c + 1]!) / 2);
  return {
    ...{ title: data.title, unit: data.unit, sentence: data.sentence, width, height },
    marks: [
      text(0, box.top - 7, 'cores', { ink: 'soft', small: true }),
      ...f.marks,
      ...paths.flatMap((d, i): readonly PathMark[] =>
        d === '' ? [] : [{ kind: 'path', d, fill: shades[i]!.ink, opacity: shades[i]!.opacity }],
      ),
      dots(
        f,
        rest.map(([x]) => x),
        rest.map(([, y]) => y),
        { ink: 'ink', r: 1.6 },
      ),
      ...markOf(data, f),
      ...key.marks,
    ],
    crosshair: {
      ...{ label: data.label, box, rows: cores.length },
      at: loads.length === 0 ? [] : Array.from({ length: loads.length * cores.length }, (_, k) => k),
      x: (k) => middle(column(k)),
      tracks: [
        {
          ink: 'ink',
          y: (k) => (shadeOf(column(k), row(k)) === undefined ? NaN : f.y(row(k) + 0.5)),
          text: (k) => data.text(column(k), row(k)),
        },
      ],
      where: (k) => `${fixed(loads[column(k)]!, 1)}/s, ${plural(cores[row(k)]!, 'core')}`,
      say: (k) =>
        `${fixed(loads[column(k)]!, 1)} requests/s with ${plural(cores[row(k)]!, 'core')}: ${
          shadeOf(column(k), row(k)) === undefined ? 'not computed yet' : data.say(column(k), row(k))
        }`,
    },
    head: ['Load', 'Cores', ...data.head],
    get rows() {
      return known.map((k) => [
        Number(fixed(loads[column(k)]!, 2)),
        cores[row(k)]!,
        ...data.row(column(k), row(k)),
      ]);
    },
  };
}

const perSecond = (value: number, digits: number): string => `${fixed(value, digits)}/s`;

/** Half way between the loads; one alone is a cell from nothing to twice it. */
function edgesOf(loads: readonly number[]): readonly number[] {
  if (loads.length === 0) return [];
  if (loads.length === 1) return [0, 2 * loads[0]!];
  const between = loads.slice(1).map((load, i) => (load + loads[i]!) / 2);
  return [2 * loads[0]! - between[0]!, ...between, 2 * loads.at(-1)! - between.at(-1)!];
}

/** A ring where somebody is: in the row of the most cores that are not more than there are. */
function markOf({ mark, grid }: Heat, { x, y }: ReturnType<typeof frame>): readonly Mark[] {
  if (!mark || grid.cores.length === 0) return [];
  const row = Math.max(
    0,
    grid.cores.findLastIndex((cores) => cores <= mark.cores),
  );
  return [
    pointAt(x(mark.load), y(row + 0.5), 'circle', { ink: 'ink', r: 5, ring: true, hint: 'this decision' }),
  ];
}

/** Swatches with their names, in as many lines as they take. */
function legendOf(
  shades: readonly Shade[],
  { left, top }: { readonly left: number; readonly top: number },
  room: number,
): { readonly marks: readonly Mark[]; readonly height: number } {
  const marks: Mark[] = [];
  let [x, line] = [0, 0];
  for (const { name, ink, opacity } of shades) {
    const body = fitted(name, room - SWATCH - GAP, { small: true });
    const wide = SWATCH + GAP + textWidth(body, { small: true });
    if (x > 0 && x + wide > room) [x, line] = [0, line + 1];
    const [from, y] = [left + x, top + line * LINE + 4];
    marks.push({ kind: 'path', d: boxPath(from, y, from + SWATCH, y + SWATCH), fill: ink, opacity });
    marks.push(text(from + SWATCH + GAP, y + 9.5, body, { ink: 'soft', small: true }));
    x += wide + NEXT;
  }
  return { marks, height: shades.length === 0 ? 0 : (line + 1) * LINE + 4 };
}
