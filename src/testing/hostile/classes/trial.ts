/** Not of the lab: what a class can do wrong, one thing an attempt, to try the campaign itself. */
import { hostile, refusal, Wrong, type Outcome } from '../class.ts';
import { pick } from '../values.ts';

const FAULTS = ['taken', 'refused', 'raw', 'wrong', 'thrown', 'late', 'unheld', 'dead'] as const;
export type Fault = (typeof FAULTS)[number];

export const trial = hostile<Fault>({
  make: (random) => pick(FAULTS, random),
  meet(fault): Outcome | Promise<Outcome> {
    switch (fault) {
      case 'taken':
        return { kind: 'accepted', counts: { taken: 1 } };
      case 'refused':
        return refusal('load.csv: it holds no numbers.');
      case 'raw':
        return refusal(`[object Object] is ${String(undefined)}.`);
      case 'wrong':
        throw new Wrong('its replay ends with NaN');
      case 'thrown':
        throw new TypeError('x is not a function');
      case 'late':
        for (let n = 0; ; n = (n + 1) % 1000);
      case 'unheld':
        void Promise.reject(new Error('nobody holds it'));
        return { kind: 'accepted' };
      case 'dead':
        process.exit(7);
    }
  },
});
