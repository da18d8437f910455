/** A place for a label near its point, clear of dots, lines and other labels. */
import type { Box } from './model.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Placed {
  /** The base line of the text, at its start. */
  readonly x: number;
  readonly y: number;
  /** What it covers. */
  readonly box: Box;
  /** Where a leader from the point would end. */
  readonly end: Spot;
}

/** Of a line of text in pixels, as high as it is drawn and below its base line. */
const HEIGHT = 14;
const BELOW = 3;
/** From the point, pixels: near ones are tried first. */
const DISTANCES = [14, 20, 30, 42, 56];
const DIRECTIONS = 16;
/** A label that is further from its point costs a little, so that it moves away only where that clears something. */
const PER_PIXEL = 0.02;

/**
 * Where a text of `width` pixels stands best beside `point`: inside `inside`, over as few `dots` as can be and over no box
 * of `taken`; of equals the nearest.
 */
export function placed(
  point: Spot,
  width: number,
  inside: Box,
  dots: readonly Spot[],
  taken: readonly Box[],
): Placed {
  let best: Placed | undefined;
  let least = Infinity;
  for (const distance of DISTANCES) {
    for (let i = 0; i < DIRECTIONS; i++) {
      const angle = (2 * Math.PI * i) / DIRECTIONS - Math.PI / 2;
      const end = { x: point.x + distance * Math.cos(angle), y: point.y + distance * Math.sin(angle) };
      const box = boxAt(end, width, Math.cos(angle), Math.sin(angle));
      const outside =
        Math.max(0, inside.left - box.left) +
        Math.max(0, box.right - inside.right) +
        Math.max(0, inside.top - box.top) +
        Math.max(0, box.bottom - inside.bottom);
      const covered = dots.filter((dot) => within(dot, box)).length;
      const crossed = taken.filter((other) => cross(box, other)).length;
      const cost = 100 * outside + 50 * crossed + covered + PER_PIXEL * distance;
      if (cost >= least) continue;
      least = cost;
      best = { x: box.left, y: box.bottom - BELOW, box, end };
    }
  }
  return best!;
}

/** The text's box, which touches `end` on the side that faces the point. */
function boxAt(end: Spot, width: number, right: number, down: number): Box {
  const left = end.x + (width * (right - 1)) / 2;
  const top = end.y + (HEIGHT * (down - 1)) / 2;
  return { left, right: left + width, top, bottom: top + HEIGHT };
}

/** A dot has a size of its own. */
const DOT = 3;
const within = ({ x, y }: Spot, { left, right, top, bottom }: Box): boolean =>
  x > left - DOT && x < right + DOT && y > top - DOT && y < bottom + DOT;
const cross = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
