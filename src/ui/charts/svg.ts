/** Marks as SVG: the very attributes that the screen has too, and whole documents. */
import { FONT, linesOf, SMALL } from './letters.ts';
import { px, type Cell, type ChartModel, type Mark, type Numbers, type PathMark } from './model.ts';
import type { Palette } from './palette.ts';
import { fixed } from '../format.ts';
import { csvOf, xmlText } from '../../model/text.ts';

type Attributes = Record<string, string | number | undefined>;

/** The look of a mark as presentation attributes: nothing of it depends on a style sheet. */
export function attributesOf(mark: Mark, paint: Palette): Attributes {
  switch (mark.kind) {
    case 'path':
      return pathAttributes(mark, paint);
    case 'circle':
      return {
        cx: px(mark.x),
        cy: px(mark.y),
        r: mark.r,
        fill: paint(mark.fill),
        stroke: mark.stroke ? paint(mark.stroke) : undefined,
        'stroke-width': mark.width,
        opacity: mark.opacity,
      };
    case 'text':
      return {
        x: px(mark.x),
        y: px(mark.y),
        fill: paint(mark.fill),
        'text-anchor': mark.anchor,
        'font-weight': mark.bold ? 600 : undefined,
        'font-size': mark.small ? SMALL : FONT,
        stroke: mark.halo ? paint('paper') : undefined,
        'stroke-width': mark.halo ? 3 : undefined,
        'stroke-linejoin': mark.halo ? 'round' : undefined,
        'paint-order': mark.halo ? 'stroke' : undefined,
      };
  }
}

/** A path's, each by itself. */
export function pathAttributes(mark: PathMark, paint: Palette) {
  return {
    d: mark.d,
    fill: mark.fill ? paint(mark.fill) : 'none',
    stroke: mark.stroke ? paint(mark.stroke) : undefined,
    'stroke-width': mark.width,
    'stroke-dasharray': mark.dash,
    'stroke-linecap': mark.round ? 'round' : undefined,
    'stroke-linejoin': mark.stroke && !mark.crisp ? 'round' : undefined,
    'shape-rendering': mark.crisp ? 'crispEdges' : undefined,
    opacity: mark.opacity,
  } as const;
}

/** What has a place: a value that is not finite has none, and is left out. */
export function placedMarks(marks: readonly Mark[]): readonly Mark[] {
  return marks.filter((mark) =>
    mark.kind === 'path' ? mark.d !== '' && !mark.d.includes('NaN') : Number.isFinite(mark.x + mark.y),
  );
}

function markSvg(mark: Mark, paint: Palette): string {
  const attributes = Object.entries(attributesOf(mark, paint))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
  const hint = mark.hint === undefined ? '' : `<title>${xmlText(mark.hint)}</title>`;
  const body = mark.kind === 'text' ? xmlText(mark.body) : '';
  return `<${mark.kind}${attributes}>${body}${hint}</${mark.kind}>`;
}

/** Around a saved chart, and above it for its title. */
const PAD = 16;
const TITLE = 40;
/** Of a line of the caption. */
const LINE = 15;

/**
 * A complete document that stands alone: paper, title, marks, with plain colours if the palette's are; at its foot the
 * caption, in as many lines as it takes.
 */
export function svgText(
  { title, unit = '', sentence, marks, ...size }: ChartModel,
  paint: Palette,
  caption = '',
): string {
  const lines = linesOf(caption, size.width, { small: true });
  const foot = TITLE + size.height + PAD;
  const [width, height] = [size.width + 2 * PAD, foot + (lines.length > 0 ? LINE * lines.length + 4 : 0)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="${FONT}">`,
    `<title>${xmlText(sentence)}</title>`,
    `<rect width="${width}" height="${height}" fill="${paint('paper')}"/>`,
    `<text x="${PAD}" y="26" fill="${paint('ink')}" font-weight="600" font-size="15">${xmlText(unit === '' ? title : `${title}, ${unit}`)}</text>`,
    `<g transform="translate(${PAD} ${TITLE})">`,
    ...placedMarks(marks).map((mark) => markSvg(mark, paint)),
    '</g>',
    ...lines.map(
      (line, i) =>
        `<text x="${PAD}" y="${foot + LINE * i + 8}" fill="${paint('soft')}" font-size="${SMALL}">${xmlText(line)}</text>`,
    ),
    '</svg>',
  ].join('');
}

export function chartCsv({ head, rows }: Numbers): string {
  return csvOf([head, ...rows]);
}

/** A longer table is shown in part; the CSV holds all of it. */
export const SHOWN_ROWS = 400;

/** A cell of the table behind a chart. */
export function cellText(value: Cell): string {
  return typeof value === 'string' ? value : fixed(value, Number.isInteger(value) ? 0 : 3);
}
