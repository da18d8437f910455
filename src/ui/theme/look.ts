/** Of points in charts. */
export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'plus';

/** How a policy is drawn: two colours (`#rrggbb`), for the light and the dark scheme, and the shape, which sets the dash. */
export interface PolicyLook {
  readonly light: string;
  readonly dark: string;
  readonly shape: Shape;
}

/** Of lines, in pixels: an SVG `stroke-dasharray`. A circle goes with an unbroken line. */
export const dashes: Readonly<Record<Shape, string | undefined>> = {
  circle: undefined,
  square: '7 3',
  triangle: '2 3',
  diamond: '9 3 2 3',
  cross: '5 2',
  plus: '9 2 2 2 2 2',
};
