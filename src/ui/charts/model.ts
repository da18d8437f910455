/** A chart as plain data: drawn on screen, written into files and read by tests, always from the same marks. */

/** A colour in either scheme. */
export interface Tone {
  readonly light: string;
  readonly dark: string;
}

/** A colour of the page's own, by its name in `theme/`. */
export type Token = 'paper' | 'card' | 'ink' | 'soft' | 'line' | 'strong' | 'channel' | 'load' | 'warn';

export type Ink = Token | Tone;

/** A rectangle, px. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PathMark {
  readonly kind: 'path';
  readonly d: string;
  readonly stroke?: Ink | undefined;
  readonly fill?: Ink | undefined;
  /** Of the stroke, px. */
  readonly width?: number | undefined;
  readonly opacity?: number | undefined;
  readonly dash?: string | undefined;
  /** Its ends are round: never where the length is a quantity. */
  readonly round?: boolean | undefined;
  /** On whole pixels: for what is straight and thin. */
  readonly crisp?: boolean | undefined;
  /** What a pointer that rests on it is told. */
  readonly hint?: string | undefined;
}

export interface CircleMark {
  readonly kind: 'circle';
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly fill: Ink;
  readonly stroke?: Ink | undefined;
  readonly width?: number | undefined;
  readonly opacity?: number | undefined;
  readonly hint?: string | undefined;
}

export interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly body: string;
  readonly fill: Ink;
  readonly anchor?: 'start' | 'middle' | 'end' | undefined;
  readonly bold?: boolean | undefined;
  readonly small?: boolean | undefined;
  /** Cleared of what lies behind it. */
  readonly halo?: boolean | undefined;
  /** In full, where `body` is cut. */
  readonly hint?: string | undefined;
}

export type Mark = PathMark | CircleMark | TextMark;

/** One line under the crosshair. */
export interface Track {
  readonly ink: Ink;
  /** Of words beside it, which need more contrast than a line; the line's own unless said otherwise. */
  readonly textInk?: Ink | undefined;
  /** Where the line stands at a stop, px; not finite where it has no value. */
  readonly y: (stop: number) => number;
  /** The value at a stop, as it is written beside the line. */
  readonly text: (stop: number) => string;
}

/** What the crosshair stops at, and what it tells there. */
export interface Crosshair {
  /** Names the slider. */
  readonly label: string;
  /** Where the pointer is heard. */
  readonly box: Box;
  /** Where the stops stand on the axis, ascending. */
  readonly at: ArrayLike<number>;
  /** Where a stop stands on screen, px. */
  readonly x: (stop: number) => number;
  readonly tracks: readonly Track[];
  /** The stops are cells of a grid: columns of so many, each from the bottom up and alike in height. */
  readonly rows?: number | undefined;
  /** The stops are points: the one nearest to a place on screen in both directions, px. */
  readonly point?: ((x: number, y: number) => number) | undefined;
  /** Everything at a stop, in words. */
  readonly say: (stop: number) => string;
  /** What stands at the foot of the line: the place on the axis. */
  readonly where?: ((stop: number) => string) | undefined;
}

export type Cell = string | number;

/** Numbers behind a chart. */
export interface Numbers {
  readonly head: readonly string[];
  /** A getter where they are many: they are read only when a table is opened or a file is saved. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface ChartModel extends Numbers {
  /** What it shows, a heading. */
  readonly title: string;
  /** Of its values: stands behind the title in files, where the page says it in a heading of its own. */
  readonly unit?: string | undefined;
  /** What it says, a sentence: its accessible name. */
  readonly sentence: string;
  readonly width: number;
  readonly height: number;
  /** Back to front. */
  readonly marks: readonly Mark[];
  readonly crosshair?: Crosshair | undefined;
}

/** One decimal is finer than a pixel. */
export function px(value: number): number {
  return Math.round(10 * value) / 10;
}
