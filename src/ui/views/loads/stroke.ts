/** What a pointer draws over a load: one height a column of pixels, the newest counts; then a step of few points. */
import { stepComplaint } from '../../../workload/shaping/check.ts';
import { simplified, type Point } from '../../../workload/shaping/simplified.ts';
import type { NumberStep } from '../../../workload/shaping/steps.ts';

/** Points of one stroke: a table of them can still be read. */
const MOST_POINTS = 40;
/** A point is left out where the line runs within so much of it, of the height of the picture. */
const NEAR = 0.01;

/** A stroke over a plot of that many px. */
export class Stroke {
  readonly #heights: Float64Array;
  readonly #height: number;
  #last: number | undefined;

  constructor(width: number, height: number) {
    this.#heights = new Float64Array(Math.max(2, Math.round(width))).fill(NaN);
    this.#height = Math.max(1, height);
  }

  /** The pointer is there now, px from the corner at the top left. */
  to(x: number, y: number): void {
    const all = this.#heights;
    const at = Math.min(all.length - 1, Math.max(0, Math.round(x)));
    const value = 1 - Math.min(this.#height, Math.max(0, y)) / this.#height;
    const from = this.#last ?? at;
    const before = Number.isNaN(all[from]) ? value : all[from]!;
    // A fast hand leaves columns out: the line goes through them.
    const by = from <= at ? 1 : -1;
    for (let k = from; k !== at + by; k += by)
      all[k] = from === at ? value : before + ((value - before) * (k - from)) / (at - from);
    this.#last = at;
  }

  /** In px of the plot. */
  get path(): string {
    let d = '';
    for (const [k, value] of this.#heights.entries()) {
      if (Number.isNaN(value)) continue;
      d += `${d === '' ? 'M' : 'L'}${String(k)} ${((1 - value) * this.#height).toFixed(1)}`;
    }
    return d;
  }

  /** Every column that was met, over a load of so many seconds and a picture that is `top` req/s high. */
  points(seconds: number, top: number): readonly Point[] {
    const last = this.#heights.length - 1;
    return [...this.#heights].flatMap((value, k) =>
      Number.isNaN(value) ? [] : [{ at: (k / last) * seconds, rate: value * top }],
    );
  }
}

/** The step that a stroke is; undefined where it is a mere dot. */
export function drawnStep(points: readonly Point[], seconds: number): NumberStep | undefined {
  const top = points.reduce((most, { rate }) => Math.max(most, rate), 0);
  const values: number[] = [];
  for (const { at, rate } of simplified(points, NEAR * top, MOST_POINTS)) {
    const second = Math.min(seconds, Math.round(at));
    // Of two within one second the first counts.
    if (values.length > 0 && second <= values.at(-2)!) continue;
    values.push(second, Math.round(10 * rate) / 10);
  }
  return stepComplaint('drawn', values) === undefined ? { kind: 'drawn', values } : undefined;
}
