/** The example of docs/charts.md, held to what every chart is held to. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { onSeries, testChart } from './chartTest.ts';
import { domainOf, frame, plotBox } from './frame.ts';
import { endLabels, legend, tailOf } from './labels.ts';
import { area, line } from './marks.ts';
import type { ChartModel } from './model.ts';
import { timeTicks } from './time.ts';
import { clock, fixed } from '../format.ts';

export function queueChart(t: Float64Array, waiting: Float64Array, width: number): ChartModel {
  const end = t.length === 0 ? 0 : t.at(-1)! + 10;
  const domain = domainOf([waiting], { zero: true });
  const narrow = width < 480;
  const box = plotBox(width, 140, { left: 34, right: narrow ? 8 : 90, top: narrow ? 22 : 8, bottom: 20 });
  const f = frame(box, {
    x: { domain: [0, end], ticks: timeTicks(0, end, box.right - box.left), overhang: 8 },
    y: { domain, ticks: 3 },
  });
  const labels = [{ name: 'requests waiting', ink: 'ink', y: f.y(tailOf(waiting)) }] as const;
  const say = (k: number): string => fixed(waiting[k]!, 1);
  return {
    title: 'Queue',
    sentence: `At most ${fixed(
      waiting.reduce((a, b) => Math.max(a, b), 0),
      0,
    )} requests wait.`,
    width,
    height: 140,
    marks: [
      ...f.marks,
      area(f, t, waiting, { ink: 'load', over: 10 }),
      line(f, t, waiting, { ink: 'ink', over: 10 }),
      ...(narrow ? legend(labels, { left: 0, right: width - 8, y: 12 }) : endLabels(labels, box, width)),
    ],
    crosshair: {
      label: 'Crosshair of the queue',
      ...{ box, at: t, x: (k) => f.x(t[k]! + 5) },
      tracks: [{ ink: 'ink', y: (k) => f.y(waiting[k]!), text: say }],
      say: (k) => `${clock(t[k]!)}: ${say(k)} requests wait`,
    },
    head: ['Second', 'Waiting'],
    get rows() {
      return Array.from(t, (s, k) => [s, waiting[k]!]);
    },
  };
}

testChart(
  'the queue',
  onSeries(
    (v) => (width) =>
      queueChart(
        v.map((_, k) => 10 * k),
        v,
        width,
      ),
  ),
);

it('docs/charts.md shows this very code', () => {
  const read = (place: string): string => readFileSync(new URL(place, import.meta.url), 'utf8');
  const shown = [...read('../../../docs/charts.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
  expect(shown).toHaveLength(2);
  for (const code of shown) expect(read('example.test.ts')).toContain(code);
});
