import { describe, expect, it } from 'vitest';
import { dragged, holdAt, nudged, stepOf } from './brush.ts';
import { dateWords, dayTicks, whenWords } from './dates.ts';
import { overviewChart, resultChart } from './loadChart.ts';
import { drawnStep, Stroke } from './stroke.ts';
import { onSeries, testChart } from '../../charts/chartTest.ts';
import { beginsOf } from '../../state/loads/clock.ts';
import { pairsOf } from '../../state/loads/defaults.ts';
import { parseLoad } from '../../../workload/shaping/text.ts';
import { sketchOf } from '../../../workload/sketch.ts';

/** Wednesday 24 June 2026, 06:30. */
const BEGINS = Date.UTC(2026, 5, 24, 6, 30) / 1000;
const DAY = 86_400;
const rates = Float64Array.from({ length: 3 * DAY }, (_, t) => 10 + 5 * Math.sin(t / 9000));
rates[200_000] = 90;
const sketch = sketchOf(rates);
const overview = {
  sketch,
  windows: [
    [3600, 90_000],
    [100_000, 110_000],
  ] as const,
  active: 1,
  begins: BEGINS,
  breaks: [
    { at: 50_000, seconds: 3000, kind: 'gap' },
    { at: 70_000, seconds: 0, kind: 'reset' },
  ] as const,
};

describe('charts of loads', () => {
  testChart(
    'a whole load',
    onSeries((values) => {
      const of = sketchOf(values.map((rate) => (Number.isFinite(rate) ? Math.max(0, rate) : 0)));
      const part = (share: number): number => Math.floor(share * values.length);
      const windows =
        values.length < 10
          ? []
          : ([
              [part(0.1), part(0.4)],
              [part(0.6), part(0.7)],
            ] as const);
      const breaks = values.length < 10 ? [] : ([{ at: part(0.5), seconds: 2, kind: 'gap' }] as const);
      return (width) => overviewChart({ sketch: of, windows, active: 0, begins: BEGINS, breaks }, width);
    }),
  );
  testChart(
    'a shaped load',
    onSeries((values) => {
      const of = sketchOf(values.map((rate) => (Number.isFinite(rate) ? Math.max(0, rate) : 0)));
      return (width) => resultChart(of, undefined, width);
    }),
  );

  it('say what is chosen and marked, and lose no burst of a second', () => {
    const { sentence, rows } = overviewChart(overview, 800);
    expect(sentence).toBe(
      '3 days, with a peak of 90.0. Chosen: Wed 24 Jun, 7:30 to Thu 25 Jun, 7:30; Thu 25 Jun, 10:16 to Thu 25 Jun, 13:03. Marked: 1 gap and 1 reset of the import.',
    );
    expect(Math.max(...rows.map((row) => Number(row[3])))).toBe(90);
  });
});

describe('the axis of time', () => {
  it('has days and weekdays at the clock’s midnights where there are dates', () => {
    const ticks = dayTicks(3 * DAY, 400, BEGINS);
    expect(ticks.map(({ text }) => text)).toEqual(['Thu 25 Jun', 'Fri 26 Jun', 'Sat 27 Jun']);
    expect(ticks.map(({ at }) => (BEGINS + at) % DAY)).toEqual([0, 0, 0]);
    expect(dayTicks(6 * 3600, 600, BEGINS).map(({ text }) => text)[0]).toBe('Wed 24 Jun, 7:00');
    expect(dayTicks(3 * DAY, 400, undefined).map(({ text }) => text)).toContain('day 2');
    expect([dateWords(BEGINS), whenWords(3600, BEGINS), whenWords(3600, undefined)]).toEqual([
      ...['Wed 24 Jun', 'Wed 24 Jun, 7:30', '1:00:00'],
    ]);
  });

  it('goes with the first window, and ends where time does not go on', () => {
    const of = (text: string): number | undefined => {
      const load = parseLoad(text);
      return load.ok ? beginsOf(load.value, 1000) : undefined;
    };
    expect(['a', 'a~window:50,900~x2', 'a~x2~window:9,90~window:1,50'].map(of)).toEqual([1000, 1050, 1010]);
    expect(['a~window:1,2,3,4', 'a~repeat:2', 'a~start:5', 'a~then:(b)'].map(of)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});

describe('the brush', () => {
  it('takes hold of an edge, of the window, or begins a new one', () => {
    const window = [100, 200] as const;
    expect([95, 104, 150, 196, 300].map((at) => holdAt(window, at, 6))).toEqual([
      ...['from', 'from', 'whole', 'to', 'new'],
    ]);
    expect(dragged(window, 'new', 500, 300.4, 1000)).toEqual([300, 500]);
    expect(dragged(window, 'new', 1000, 1500, 1000)).toEqual([999, 1000]);
    expect(dragged(window, 'from', 100, 260, 1000)).toEqual([200, 260]);
    expect(dragged(window, 'whole', 150, 1200, 1000)).toEqual([900, 1000]);
    expect(dragged(window, 'whole', 150, 0, 1000)).toEqual([0, 100]);
  });

  it('is moved by keys, within the load', () => {
    expect(nudged([100, 200], 'from', 500, 1000)).toEqual([199, 200]);
    expect(nudged([100, 200], 'to', -500, 1000)).toEqual([100, 101]);
    expect(nudged([100, 200], 'to', 5000, 1000)).toEqual([100, 1000]);
    expect([1200, 86_400, 604_800].map(stepOf)).toEqual([10, 300, 3600]);
  });
});

describe('a stroke', () => {
  it('is a step of few points', () => {
    const stroke = new Stroke(101, 100);
    stroke.to(10, 100);
    stroke.to(50, 20);
    stroke.to(90, 100);
    const step = drawnStep(stroke.points(1000, 40), 1000);
    expect(step).toEqual({ kind: 'drawn', values: [100, 0, 500, 32, 900, 0] });
    expect(stroke.path).toMatch(/^M10 100\.0L11 98\.0/);
  });

  it('that goes back counts as drawn last, and a dot is none', () => {
    const stroke = new Stroke(101, 100);
    stroke.to(0, 50);
    stroke.to(100, 50);
    stroke.to(50, 0);
    expect(stroke.points(100, 10).at(-1)?.rate).toBe(5);
    expect(stroke.points(100, 10)[50]?.rate).toBe(10);
    const dot = new Stroke(101, 100);
    dot.to(5, 5);
    expect(drawnStep(dot.points(1000, 40), 1000)).toBeUndefined();
  });
});

it('a window more goes on where the last ended, a point as far behind the last as that behind the one before', () => {
  const next = (kind: 'window' | 'drawn', ...values: number[]) => pairsOf(kind)?.next(values);
  expect([next('window', 0, 60, 100, 130), next('drawn', 100, 5, 300, 20)]).toEqual([
    [130, 160],
    [500, 20],
  ]);
  expect(pairsOf('burst')).toBeUndefined();
});
