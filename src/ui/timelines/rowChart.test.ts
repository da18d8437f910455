import { describe, expect, it } from 'vitest';
import { axisMarks, rowChart, SAVED } from './rowChart.ts';
import { readingOrder, type Line, type Row, type Timeline } from './rows.ts';
import { numbersOf, valuesAt } from './words.ts';
import { onSeries, testChart } from '../charts/chartTest.ts';
import { readingMarks } from '../charts/crosshair.ts';
import { domainOf } from '../charts/frame.ts';
import type { Mark, TextMark } from '../charts/model.ts';

const line = (key: Line['key'], name: string, policy: string | undefined, values: Float64Array): Line => ({
  ...{ key, name, policy, values, mean: 7.25 },
});
const timesOf = (values: Float64Array): Float64Array => values.map((_, k) => 120 + 10 * k);
const timelineOf = (values: Float64Array, row: Row): Timeline => ({
  ...{ t: timesOf(values), from: 120, to: 120 + 10 * values.length, rows: [row] },
});
const loadOf = (values: Float64Array): Row => ({
  ...{ id: 'load', title: 'Load', unit: 'requests/s', steps: false, digits: 1, weight: 1, rule: undefined },
  lines: [
    line('load', 'load', undefined, values),
    line(
      'forecast',
      'forecast',
      undefined,
      values.map((v) => v + 1),
    ),
  ],
  domain: domainOf([values], { zero: true }),
});
const LONG = 'HPA (target 50\u00a0%, stabilisation down 60\u00a0s)';
const costOf = (values: Float64Array): Row => ({
  ...{ id: 'cost', title: 'Cost', unit: 'cores', steps: true, digits: 1, weight: 1 },
  lines: [
    line(
      'b',
      'Myopic optimum',
      'optimum-predicted',
      values.map((v) => v + 2),
    ),
    line('a', LONG, 'hpa:target=0.5,stabilisation=60', values),
  ],
  domain: domainOf([values], { zero: true }),
  rule: { value: 12, name: 'device' },
});
/** As the Lab has it: names beside on a wide screen, above on a phone. */
const placed = (width: number) =>
  width < 560
    ? { left: 26, plot: width - 26, right: 0, height: 110 }
    : { left: 140, plot: width - 290, right: 150, height: 110 };

for (const [name, rowOf] of [
  ['a load', loadOf],
  ['a cost', costOf],
] as const)
  testChart(
    `${name} over time`,
    onSeries((values) => {
      const row = rowOf(values);
      return (width) => rowChart(timelineOf(values, row), row, placed(width));
    }),
  );

describe('a timeline', () => {
  const values = Float64Array.of(3, 4, 5);
  const row = costOf(values);
  const timeline = timelineOf(values, row);

  it('has its axis in a file, and on screen below them all', () => {
    const texts = (marks: ReturnType<typeof axisMarks>): readonly string[] =>
      marks.flatMap((mark) => (mark.kind === 'text' ? [mark.body] : []));
    expect(texts(rowChart(timeline, row, SAVED).marks)).toContain('02:10');
    expect(texts(rowChart(timeline, row, placed(900)).marks)).not.toContain('02:10');
    const long = { ...timeline, to: 520 };
    expect(texts(axisMarks(long, placed(900)))).toEqual([
      '2 min',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      'means of the run',
    ]);
    expect(texts(axisMarks(long, placed(360)))).toEqual(['2 min', '4', '6', '8']);
  });

  it('on its way to another has its names and sentence', () => {
    const on = { ...row, lines: row.lines.map((one) => ({ ...one, mean: 0 })) };
    expect(rowChart(timeline, on, SAVED, row).sentence).toBe(rowChart(timeline, row, SAVED).sentence);
  });

  it('is told and tabled with lane A first', () => {
    expect(valuesAt(timeline, 1)).toBe(`02:10, means of 10 s. Cost: ${LONG} 4.0, Myopic optimum 6.0.`);
    expect(numbersOf(timeline)).toEqual({
      head: ['Time', `Cost ${LONG}`, 'Cost Myopic optimum'],
      rows: [
        ['02:00', '3.0', '5.0'],
        ['02:10', '4.0', '6.0'],
        ['02:20', '5.0', '7.0'],
      ],
    });
  });
});

describe('names and numbers of a timeline', () => {
  const near = Float64Array.from([3, 9, 4, 8, 7, 7, 7]);
  const row = (values: Float64Array): Row => {
    const cost = costOf(values);
    return { ...cost, lines: cost.lines.map((l) => ({ ...l, name: l.key === 'a' ? 'HPA' : 'KEDA' })) };
  };
  const place = (plot: number, right: number): Parameters<typeof rowChart>[2] => ({
    ...{ left: 26, plot, right, height: 60 },
  });
  const texts = (marks: readonly Mark[]): readonly TextMark[] => marks.filter((mark) => mark.kind === 'text');
  const named = (marks: readonly Mark[]): readonly TextMark[] =>
    texts(marks).filter(({ body }) => body === 'HPA' || body === 'KEDA');

  it('stand in one order where they would touch: legend, crosshair, speech, table, file', () => {
    const chart = rowChart(timelineOf(near, row(near)), row(near), place(500, 140));
    // KEDA's line is above, by less than a line of text.
    expect([...named(chart.marks)].sort((p, q) => p.y - q.y).map(({ body }) => body)).toEqual([
      'HPA',
      'KEDA',
    ]);
    const values = texts(readingMarks(chart.crosshair!, 4, { order: readingOrder(row(near)) }));
    const own = (body: string): number => values.find((mark) => mark.body === body)!.y;
    expect(own('7.0')).toBeLessThan(own('9.0'));
    expect(chart.crosshair!.say(4)).toMatch(/HPA 7\.0, KEDA 9\.0$/);
    expect(chart.head).toEqual(['second', 'HPA', 'KEDA']);
    expect(chart.rows[4]).toEqual([160, 7, 9]);
  });

  it('take a row of their own where the title leaves too little of theirs', () => {
    const wide = named(rowChart(timelineOf(near, row(near)), row(near), place(330, 8)).marks);
    const low = named(rowChart(timelineOf(near, row(near)), row(near), place(180, 8)).marks);
    expect(wide.map(({ body }) => body)).toEqual(low.map(({ body }) => body));
    expect(low).toHaveLength(2);
    expect(low[0]!.y).toBeGreaterThan(wide[0]!.y + 15);
  });

  it('keep numbers of the upright axis apart in a low row', () => {
    for (let height = 14; height < 120; height += 3) {
      const chart = rowChart(timelineOf(near, row(near)), row(near), { ...place(500, 140), height });
      const axis = texts(chart.marks)
        .filter(({ x, anchor }) => anchor === 'end' && x < 26)
        .map(({ y }) => y);
      axis.slice(1).forEach((y, i) => expect(Math.abs(y - axis[i]!)).toBeGreaterThanOrEqual(11));
    }
  });
});
