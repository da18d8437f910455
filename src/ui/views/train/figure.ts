/** A chart of a training as a file: a picture that stands alone, or its numbers. */
import type { Curve } from './curve.ts';
import { area, line } from 'd3';
import type { Colour } from './sets.ts';
import { HEIGHT, inks, WIDTH } from '../../timelines/save.ts';
import { spread } from '../../timelines/paths.ts';
import { csvOf, xmlText } from '../../../model/text.ts';

export interface FigureLine {
  readonly name: string;
  readonly colour: Colour;
  readonly dash?: string | undefined;
  readonly curve: Curve;
}

export interface Figure {
  readonly title: string;
  readonly unit: string;
  /** What the horizontal axis counts. */
  readonly clock: string;
  readonly domain: readonly [number, number];
  readonly tickText: (value: number) => string;
  /** Value to a share of the height, 0 at the bottom. */
  readonly height: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  readonly lines: readonly FigureLine[];
  readonly rules: readonly { readonly value: number; readonly name: string }[];
}

const LEFT = 62;
const RIGHT = 170;
const TOP = 40;
const BOTTOM = 34;

type Scale = (value: number) => number;

export function curvePath({ x, mid }: Curve, sx: Scale, sy: Scale): string {
  const draw = line<number>(
    (_, i) => Math.round(10 * sx(x[i]!)) / 10,
    (v) => Math.round(10 * sy(v)) / 10,
  ).defined(Number.isFinite);
  return draw(mid) ?? '';
}

export function bandPath({ x, low, high }: Curve, sx: Scale, sy: Scale): string {
  const draw = area<number>(
    (_, i) => Math.round(10 * sx(x[i]!)) / 10,
    (v) => Math.round(10 * sy(v)) / 10,
    (_, i) => Math.round(10 * sy(high[i]!)) / 10,
  );
  return draw(low) ?? '';
}

export function figureSvg(figure: Figure, dark: boolean): string {
  const ink = inks[dark ? 'dark' : 'light'];
  const [from, to] = figure.domain;
  const floor = HEIGHT - BOTTOM;
  const sx: Scale = (v) => LEFT + ((v - from) / Math.max(1e-9, to - from)) * (WIDTH - LEFT - RIGHT);
  const sy: Scale = (v) => floor - Math.min(1, Math.max(0, figure.height(v))) * (floor - TOP);
  const text = (px: number, py: number, body: string, style: string): string =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" ${style}>${xmlText(body)}</text>`;
  const unit = figure.unit === '' ? '' : `, ${figure.unit}`;
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${ink.paper}"/>`,
    text(LEFT, 22, `${figure.title}${unit}`, `fill="${ink.ink}" font-weight="600" font-size="14"`),
  ];
  for (const tick of figure.ticks) {
    parts.push(`<path d="M${LEFT} ${sy(tick.value).toFixed(1)}H${WIDTH - RIGHT}" stroke="${ink.line}"/>`);
    parts.push(text(LEFT - 8, sy(tick.value) + 4, tick.text, `fill="${ink.soft}" text-anchor="end"`));
  }
  for (let i = 0; i <= 4; i++) {
    const value = from + ((to - from) * i) / 4;
    parts.push(
      text(sx(value), HEIGHT - 12, figure.tickText(value), `fill="${ink.soft}" text-anchor="middle"`),
    );
  }
  const names = [
    ...figure.rules,
    ...figure.lines.map(({ name, curve }) => ({ name, value: curve.mid.at(-1) ?? 0 })),
  ];
  const places = spread(
    names.map(({ value }) => sy(value)),
    15,
    TOP,
    floor,
  );
  figure.rules.forEach(({ value, name }, i) => {
    parts.push(
      `<path d="M${LEFT} ${sy(value).toFixed(1)}H${WIDTH - RIGHT}" stroke="${ink.soft}" stroke-dasharray="3 3"/>`,
    );
    parts.push(text(WIDTH - RIGHT + 10, places[i]! + 4, name, `fill="${ink.soft}"`));
  });
  figure.lines.forEach(({ name, colour, curve, dash }, i) => {
    const fill = colour[dark ? 'dark' : 'light'];
    const dashed = dash ? ` stroke-dasharray="${dash}"` : '';
    parts.push(`<path d="${bandPath(curve, sx, sy)}" fill="${fill}" fill-opacity="0.15"/>`);
    parts.push(
      `<path d="${curvePath(curve, sx, sy)}" fill="none" stroke="${fill}" stroke-width="1.8" stroke-linejoin="round"${dashed}/>`,
    );
    parts.push(
      text(
        WIDTH - RIGHT + 10,
        places[figure.rules.length + i]! + 4,
        name,
        `fill="${fill}" font-weight="600"`,
      ),
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="12"><title>${xmlText(`${figure.title} over ${figure.clock}`)}</title>${parts.join('')}</svg>`;
}

/** Long format: a row per line and mark. */
export function figureCsv({ clock, lines }: Figure): string {
  const rows = lines.flatMap(({ name, curve }) =>
    Array.from(curve.x, (x, i) => [name, x, curve.mid[i], curve.low[i], curve.high[i]]),
  );
  return csvOf([['line', clock, 'value', 'low', 'high'], ...rows]);
}
