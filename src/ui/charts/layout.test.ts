import { describe, expect, it } from 'vitest';
import { nearest, readingMarks, stopAfter, stopAt } from './crosshair.ts';
import { domainOf, frame, plotBox } from './frame.ts';
import { endLabels, inOrder, legend, spread, tailOf } from './labels.ts';
import { fitted, textWidth } from './letters.ts';
import type { Crosshair, Mark } from './model.ts';
import { timeTicks } from './time.ts';

const bodies = (marks: readonly Mark[]): readonly string[] =>
  marks.flatMap((mark) => (mark.kind === 'text' ? [mark.body] : []));

it('gives two places that touch the order asked for, and leaves those apart as they stand', () => {
  expect(inOrder([20, 22], 16, [1, 0])).toEqual([21.5, 20.5]);
  expect(inOrder([20, 22], 16, [0, 1])).toEqual([20, 22]);
  expect(inOrder([20, 60], 16, [1, 0])).toEqual([20, 60]);
  expect(inOrder([20, NaN], 16, [1, 0])).toEqual([20, NaN]);
  expect(inOrder([1, 2, 3], 16, [2, 1, 0])).toEqual([1, 2, 3]);
});

describe('time on an axis', () => {
  const said = (...args: Parameters<typeof timeTicks>): readonly string[] =>
    timeTicks(...args).map(({ text }) => text);

  it('is said in minutes, hours or the clock, at round places with room between', () => {
    expect(said(120, 1320, 700)).toEqual(['2 min', '4', '6', '8', '10', '12', '14', '16', '18', '20', '22']);
    expect(said(120, 1320, 200)).toEqual(['10 min', '20']);
    expect(said(0, 36_000, 400)).toEqual(['0 h', '2 h', '4 h', '6 h', '8 h', '10 h']);
    expect(said(0, 9000, 500)).toEqual(['0:00', '0:30', '1:00', '1:30', '2:00', '2:30']);
    // A day is told in hours at any width, never "500 min".
    for (const width of [120, 250, 700, 1400])
      for (const text of said(120, 86_400, width)) expect(text).toMatch(/^(\d+ h|\d+:\d\d)$/);
    expect(said(0, 40, 300)).toEqual(['00:00', '00:10', '00:20', '00:30', '00:40']);
    expect(said(0, 3600, 200, 'clock')).toEqual(['00:00', '30:00', '1:00:00']);
    expect(said(43_200, 216_000, 500, 'clock')).toEqual([
      'day 1, 16:00',
      'day 2',
      '8:00',
      '16:00',
      'day 3',
      '8:00',
    ]);
  });

  it('has no marks where there is no time, and some however long it is', () => {
    for (const [from, to, width] of [
      [0, 0, 500],
      [10, 0, 500],
      [0, 100, 0],
      [NaN, NaN, 500],
    ] as const)
      expect(timeTicks(from, to, width)).toEqual([]);
    const years = timeTicks(0, 86_400 * 3650, 600);
    expect(years.length).toBeGreaterThan(2);
    expect(years.length).toBeLessThanOrEqual(600 / 62 + 1);
  });
});

describe('labels', () => {
  it('move apart and stay inside, and one without a place goes to the foot', () => {
    expect(spread([10, 12, 90], 15, 0, 100)).toEqual([10, 25, 90]);
    expect(spread([99, 100], 15, 0, 100)).toEqual([85, 100]);
    expect(spread([NaN, 50], 15, 0, 100)).toEqual([100, 50]);
  });

  it('stand where lines end, whatever is missing there', () => {
    expect(tailOf([9, 9, 1, 2, 3, NaN, Infinity], 3)).toBe(2);
    expect(tailOf([NaN])).toBeNaN();
  });

  it('are cut to the room, whole in their hint', () => {
    const labels = [{ name: 'A very long name of a policy', ink: 'ink', y: 20, value: '12.3' }] as const;
    const box = { left: 0, right: 200, top: 0, bottom: 100 };
    for (const [name, value] of [
      endLabels(labels, box, 300),
      [...legend(labels, { left: 0, right: 110, y: 10 })].reverse(),
    ]) {
      expect(name).toMatchObject({ hint: labels[0].name });
      expect(bodies([name!])[0]).toMatch(/^A very.*…$/);
      expect(value).toMatchObject({ body: '12.3' });
    }
    expect(fitted('short', 100)).toBe('short');
    expect(textWidth(fitted('A very long name', 50))).toBeLessThanOrEqual(50);
  });
});

describe('a frame', () => {
  const box = plotBox(300, 100, { left: 30, right: 20, top: 5, bottom: 20 });

  it('has texts that do not touch, and turn inwards at the edges', () => {
    const ticks = Array.from({ length: 40 }, (_, at) => ({ at, text: `tick ${String(at)}` }));
    const { marks } = frame(box, { x: { domain: [0, 39], ticks }, y: { domain: [0, 1], ticks: 2 } });
    const shown = bodies(marks).filter((body) => body.startsWith('tick'));
    expect(shown.length).toBeLessThan(10);
    expect(shown[0]).toBe('tick 0');
  });

  it('takes decades on a logarithm, a few of many', () => {
    const y = { domain: [1e-6, 1e3], scale: 'log', ticks: 4, text: String } as const;
    expect(bodies(frame(box, { x: { domain: [0, 1] }, y }).marks).map(Number)).toEqual([1e-6, 1e-3, 1, 1e3]);
  });

  it('spans what is finite, never nothing', () => {
    expect(domainOf([[NaN, Infinity]])).toEqual([0, 1]);
    expect(domainOf([[3, 3]])).toEqual([2, 4]);
    expect(domainOf([[3, 3]], { zero: true })).toEqual([0, 3 * 1.04]);
    expect(domainOf([[-1, 2]], { zero: true })).toEqual([-1, 2.08]);
  });
});

describe('the crosshair', () => {
  const cross: Crosshair = {
    label: 'Crosshair',
    box: { left: 0, right: 100, top: 0, bottom: 50 },
    at: [0, 10, 20],
    x: (k) => 40 * k,
    tracks: [
      { ink: 'ink', y: () => 10, text: (k) => `a${String(k)}` },
      { ink: 'load', y: (k) => (k === 1 ? NaN : 12), text: (k) => `b${String(k)}` },
    ],
    say: String,
    where: (k) => `${String(k)} s`,
  };

  it('finds the nearest stop, by value and by place', () => {
    expect([-5, 4, 6, 15.1, 99].map((at) => nearest(cross.at, at))).toEqual([0, 0, 1, 2, 2]);
    expect(nearest([], 3)).toBe(-1);
    expect([0, 21, 100].map((at) => stopAt(cross, at))).toEqual([0, 1, 2]);
  });

  it('writes what has a value, apart, and turns at the right edge', () => {
    expect(bodies(readingMarks(cross, 0))).toEqual(['a0', 'b0', '0 s']);
    expect(bodies(readingMarks(cross, 1))).toEqual(['a1', '1 s']);
    const texts = readingMarks(cross, 2, { x: 95 }).filter((mark) => mark.kind === 'text');
    expect(texts.every(({ anchor }) => anchor === 'end')).toBe(true);
    expect(Math.abs(texts[0]!.y - texts[1]!.y)).toBeGreaterThanOrEqual(14);
    expect(bodies(readingMarks(cross, 0, { hair: false, values: false }))).toEqual([]);
    expect(readingMarks({ ...cross, x: () => NaN }, 0)).toEqual([]);
  });

  it('is moved by one set of keys', () => {
    const press = (key: string, at: number, shiftKey = false): number | undefined =>
      stopAfter({ key, shiftKey, ctrlKey: false, metaKey: false, altKey: false }, at, 20);
    expect(['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown'].map((key) => press(key, 5))).toEqual([
      6, 6, 4, 4,
    ]);
    expect([press('ArrowRight', 5, true), press('PageDown', 5), press('PageUp', 15)]).toEqual([11, 0, 19]);
    expect([press('Home', 5), press('End', 5), press('ArrowLeft', 0)]).toEqual([0, 19, 0]);
    expect([press('a', 5), press('Escape', 5)]).toEqual([undefined, undefined]);
    const held = { key: 'End', shiftKey: false, ctrlKey: true, metaKey: false, altKey: false };
    expect(stopAfter(held, 5, 20)).toBeUndefined();
    expect(stopAfter({ ...held, ctrlKey: false }, 0, 0)).toBeUndefined();
  });
});
