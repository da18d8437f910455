/** What a step begins with when it is added: something that is seen at once, by the size of the load. */
import {
  numberKinds,
  rate,
  type NumberKind,
  type Step,
  type StepKind,
} from '../../../workload/shaping/steps.ts';
import type { Sketch } from '../../../workload/sketch.ts';

/** Load that is added or appended until another is chosen. */
const OTHER = 'bursty';

/** One step of `kind` for a load of that length and height. */
export function newStep(
  kind: StepKind,
  { seconds, peak, requests }: Pick<Sketch, 'seconds' | 'peak' | 'requests'>,
): Step {
  const high = Math.min(rate.max, Math.max(10, Math.round(peak)));
  const mean = Math.max(1, Math.round(requests / Math.max(1, seconds)));
  const at = (share: number): number => Math.floor(share * seconds);
  switch (kind) {
    case 'window':
      return { kind, values: [0, seconds] };
    case 'x':
      return { kind, values: [1.5] };
    case 'shift':
      return { kind, values: [5] };
    case 'clip':
      return { kind, values: [0, high] };
    case 'repeat':
      return { kind, values: [2] };
    case 'start':
      return { kind, values: [at(0.5)] };
    case 'noise':
      return { kind, values: [10, 0] };
    case 'burst':
      return { kind, values: [at(0.5), high, 30, 300, 150] };
    case 'drawn':
      return { kind, values: [at(0.25), mean, at(0.5), high, at(0.75), mean] };
    case 'plus':
    case 'then':
      return { kind, load: { base: OTHER, steps: [] } };
  }
}

/** Of a step whose numbers are pairs. */
export interface Pairs {
  readonly least: number;
  /** What one is called. */
  readonly one: string;
  /** The one behind the last of these. */
  readonly next: (values: readonly number[]) => readonly [number, number];
}

/** Undefined where the numbers of `kind` stand once. */
export function pairsOf(kind: NumberKind): Pairs | undefined {
  const { pairs: least } = numberKinds[kind];
  if (least === undefined) return undefined;
  return kind === 'window'
    ? { least, one: 'window', next: nextWindow }
    : { least, one: 'point', next: nextPoint };
}

/** It goes on where the last ended, as long as that. */
function nextWindow(values: readonly number[]): readonly [number, number] {
  const [from = 0, to = 0] = values.slice(-2);
  return [to, to + Math.max(1, to - from)];
}

/** As far behind the last as that behind the one before, and as high as the last. */
function nextPoint(values: readonly number[]): readonly [number, number] {
  const [before = 0] = values.slice(-4);
  const [at = 0, rate = 0] = values.slice(-2);
  return [at + Math.max(1, at - before), rate];
}

/** What a load with nothing in it begins with: twenty minutes, to draw on. */
export const EMPTY = 'flat:1200,5';
