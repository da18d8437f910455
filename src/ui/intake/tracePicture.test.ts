import { expect, it } from 'vitest';
import { tracePicture } from './tracePicture.ts';
import { onSeries, testChart } from '../charts/chartTest.ts';
import { dark, light } from '../charts/palette.ts';
import { svgText } from '../charts/svg.ts';
import { SKETCH_SPANS, sketchOf } from '../../workload/sketch.ts';
import { spanWords } from '../../workload/shaping/times.ts';

it('says when the peak comes, and draws it', () => {
  const rates = new Float64Array(1800).fill(4);
  rates[900] = 40;
  const picture = tracePicture(sketchOf(rates), 600);
  expect(picture.sentence).toContain('The peak comes after 15:00.');
  expect(picture.sentence).toContain('The line is the mean of 3 s');
  expect(picture.rows.length).toBeLessThanOrEqual(60);
  expect(Math.max(...picture.rows.map((row) => Number(row[2])))).toBe(40);
  const svg = svgText(picture, light);
  expect(svg).toContain('peak 40.0');
  expect(svg).not.toContain('NaN');
});

it('a load that never changes has no peak', () => {
  for (const rate of [7, 0.1 + 0.2]) {
    const picture = tracePicture(sketchOf(new Float64Array(1800).fill(rate)), 600);
    expect(picture.sentence).toBe('The load is the same throughout.');
    expect(svgText(picture, light)).not.toContain('peak');
  }
  const falling = sketchOf(Float64Array.from({ length: 300 }, (_, t) => 300 - t));
  expect(tracePicture(falling, 600).sentence).toBe('The peak comes in the first second.');
});

it('a load of nothing is drawn too', () => {
  expect(svgText(tracePicture(sketchOf(new Float64Array(200)), 320), dark)).not.toMatch(/NaN|Infinity/);
});

it('spans are said in the unit that keeps them short', () => {
  expect([45, 1800, 28_800, 600_000].map(spanWords)).toEqual(['45 s', '30 min', '8 h', '6.9 days']);
});

testChart(
  'a load that came in',
  onSeries((rates) => {
    // A sketch is of numbers alone: seconds without one are none of a load.
    const sketch = sketchOf(rates.map((rate) => (Number.isFinite(rate) ? Math.max(0, rate) : 0)));
    const mean = rates.length > SKETCH_SPANS ? sketch.mean : rates;
    return (width) => tracePicture({ ...sketch, mean }, width);
  }),
);
