/** What a step begins with when it is added: something that is seen at once, by the size of the load. */
import type { Step, StepKind } from '../../../workload/shaping/steps.ts';
import type { Sketch } from '../../../workload/sketch.ts';

/** Load that is added or appended until another is chosen. */
const OTHER = 'bursty';

/** One step of `kind` for a load of that length and height. */
export function newStep(
  kind: StepKind,
  { seconds, peak, requests }: Pick<Sketch, 'seconds' | 'peak' | 'requests'>,
): Step {
  const high = Math.max(10, Math.round(peak));
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

/** What a load with nothing in it begins with: twenty minutes, to draw on. */
export const EMPTY = 'flat:1200,5';
