/** A chart as data: drawn by `Picture.svelte`, and saved from the same marks, so that a file looks like the page. */
import { fixed } from '../format.ts';
import { inks } from '../timelines/save.ts';
import { csvOf, xmlText } from '../../model/text.ts';

/** A colour in either scheme. */
export interface Tone {
  readonly light: string;
  readonly dark: string;
}

export type Mark =
  | {
      readonly kind: 'path';
      readonly d: string;
      readonly stroke?: Tone;
      readonly fill?: Tone;
      readonly width?: number;
      readonly opacity?: number;
      readonly dash?: string;
      readonly hint?: string;
    }
  | {
      readonly kind: 'circle';
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly fill: Tone;
      readonly stroke?: Tone;
      readonly hint?: string;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly body: string;
      readonly fill: Tone;
      readonly anchor?: 'start' | 'middle' | 'end';
      readonly bold?: boolean;
      readonly small?: boolean;
      /** Cleared of what lies behind it. */
      readonly halo?: boolean;
    };

export interface Picture {
  /** What it shows, a heading. */
  readonly title: string;
  /** What it says, a sentence: its accessible name. */
  readonly sentence: string;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** The numbers behind it. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const tone = (key: 'ink' | 'soft' | 'line' | 'load'): Tone => ({
  light: inks.light[key],
  dark: inks.dark[key],
});

export const INK = tone('ink');
export const SOFT = tone('soft');
export const LINE = tone('line');
export const LOAD = tone('load');

export const FONT = 12;
export const SMALL = 10.5;
/** Room for the title of a saved picture. */
const TITLE = 40;
const PAD = 16;

export function css({ light, dark }: Tone): string {
  return `light-dark(${light}, ${dark})`;
}

/** One decimal is finer than a pixel. */
export function px(value: number): number {
  return Math.round(10 * value) / 10;
}

/** A complete SVG document with plain colours. */
export function pictureSvg(picture: Picture, dark: boolean): string {
  const scheme = dark ? 'dark' : 'light';
  const paint = (colour: Tone | undefined): string => (colour ? colour[scheme] : 'none');
  const body = picture.marks.map((mark) => {
    const hint =
      mark.kind !== 'text' && mark.hint !== undefined ? `<title>${xmlText(mark.hint)}</title>` : '';
    switch (mark.kind) {
      case 'path':
        return `<path d="${mark.d}" fill="${paint(mark.fill)}" stroke="${paint(mark.stroke)}" stroke-width="${String(mark.width ?? 1)}" opacity="${String(mark.opacity ?? 1)}"${mark.dash === undefined ? '' : ` stroke-dasharray="${mark.dash}"`}>${hint}</path>`;
      case 'circle':
        return `<circle cx="${String(px(mark.x))}" cy="${String(px(mark.y))}" r="${String(mark.r)}" fill="${paint(mark.fill)}" stroke="${paint(mark.stroke)}">${hint}</circle>`;
      case 'text':
        return `<text x="${String(px(mark.x))}" y="${String(px(mark.y))}" fill="${paint(mark.fill)}" text-anchor="${mark.anchor ?? 'start'}" font-weight="${mark.bold ? '600' : '400'}" font-size="${String(mark.small ? SMALL : FONT)}"${mark.halo ? ` stroke="${inks[scheme].paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : ''}>${xmlText(mark.body)}</text>`;
    }
  });
  const width = picture.width + 2 * PAD;
  const height = picture.height + TITLE + PAD;
  const { paper, ink } = inks[scheme];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="${String(FONT)}"><title>${xmlText(picture.sentence)}</title><rect width="${String(width)}" height="${String(height)}" fill="${paper}"/><text x="${String(PAD)}" y="26" fill="${ink}" font-weight="600" font-size="15">${xmlText(picture.title)}</text><g transform="translate(${String(PAD)} ${String(TITLE)})">${body.join('')}</g></svg>`;
}

export function pictureCsv({ head, rows }: Pick<Picture, 'head' | 'rows'>): string {
  return csvOf([head, ...rows]);
}

/** A longer table is shown in part; the CSV holds all of it. */
export const SHOWN_ROWS = 400;

/** A cell of the table behind a picture. */
export function cellText(value: string | number): string {
  return typeof value === 'string' ? value : fixed(value, Number.isInteger(value) ? 0 : 3);
}
