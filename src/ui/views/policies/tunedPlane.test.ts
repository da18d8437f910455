import { expect, it } from 'vitest';
import { tunedPlane } from './tunedPlane.ts';
import { testChart } from '../../charts/chartTest.ts';
import type { Tried, TuningResult } from '../../../experiments/tuning/result.ts';

/** So many settings about a bent front; the first is the present one, and the last rung holds every second. */
function result(count: number, broken = false): TuningResult {
  const tried = Array.from({ length: count }, (_, k): Tried => {
    const share = count === 1 ? 0.5 : (k * 0.618) % 1;
    const last = k % 2 === 0;
    return {
      ...{ key: `hpa:target=${String(k + 1)}`, rung: last ? 2 : 1, load: last ? 'whole' : 'part', seeds: 3 },
      ...{ goodput: 20 * share, goodputShare: 0.86 + 0.13 * Math.sqrt(share) - 0.02 * (k % 3) },
      // One holds far more cores than any that is named.
      cost: k === 7 ? 40 : broken && k === 5 ? NaN : 4 + 9 * share,
    } as Tried;
  });
  const judged = tried.filter(({ load }) => load === 'whole').sort((a, b) => a.cost - b.cost);
  const front = judged.filter((one, i) => judged.slice(0, i).every((p) => p.goodputShare < one.goodputShare));
  const best = front.at(-1) ?? tried[0]!;
  // The picture reads no more than this of a result.
  return { tried, present: tried[0]!.key, best: best.key, front: front.map(({ key }) => key) } as never;
}

const tone = { light: '#0a31ac', dark: '#4e8f90' };
const cases = (count: number, broken = false) => {
  const made = result(count, broken);
  return (width: number) => tunedPlane(made, tone, width);
};

// There is always the present setting: nothing is less.
testChart(
  'settings tried',
  { usual: cases(24), empty: cases(1), one: cases(2), broken: cases(24, true), many: cases(10_000) },
  { crowded: true },
);

it('names the present setting and the best, and says how many lie outside', () => {
  const chart = tunedPlane(result(60), tone, 640);
  const texts = chart.marks.flatMap((mark) => (mark.kind === 'text' ? [mark.body] : []));
  expect(texts.some((body) => body.startsWith('present: '))).toBe(true);
  expect(texts.some((body) => body.startsWith('best: '))).toBe(true);
  expect(chart.sentence).toMatch(/ 1 that hold far more cores or answer far less lie outside/);
});
