/** What one replica of a variant answers by batch, and what that is a core. */
import { batchAxis, batchStops, notOrdered, rateAt } from './figures.ts';
import type { ShownVariant } from './profileChart.ts';
import { domainOf, frame, plotBox } from '../../charts/frame.ts';
import { legend, type Label } from '../../charts/labels.ts';
import { dots, empty, line, text } from '../../charts/marks.ts';
import type { ChartModel, Track } from '../../charts/model.ts';
import { coreWords, short } from '../../format.ts';

const HEIGHT = 250;
const [LEFT, RIGHT, TOP, FOOT] = [40, 12, 24, 36] as const;

export function throughputChart(variant: ShownVariant, maxBatch: number, width: number): ChartModel {
  const { name, cores, latency: profile } = variant;
  const stops = batchStops(profile, maxBatch);
  const last = stops.at(-1) ?? 1;
  const rates = stops.map((batch) => rateAt(profile, batch));
  const eachCore = rates.map((rate) => rate / cores);
  /** On one core both are one. */
  const one = cores === 1;
  const domain = domainOf(one ? [rates] : [rates, eachCore], { zero: true });
  const box = plotBox(width, HEIGHT, { left: LEFT, right: RIGHT, top: TOP, bottom: FOOT });
  const f = frame(box, { x: batchAxis(stops), y: { domain, ticks: 5 } });
  const names: readonly Label[] = [
    { name: one ? 'of a replica, on one core' : 'of a replica', ink: 'ink', y: 0, bold: false },
    ...(one ? [] : [{ name: 'of a core', ink: 'load', y: 0, bold: false, dash: '4 3' } as const]),
  ];
  const track = (values: Float64Array, ink: Track['ink']): Track => ({
    ink,
    y: (k) => f.y(values[k]!),
    text: (k) => `${short(values[k]!)}/s`,
  });
  const none = stops.length === 0;
  const best = rates.reduce((a, rate, k) => (stops[k]! <= maxBatch && !(rate <= rates[a]!) ? k : a), 0);
  return {
    title: `Throughput of ${name} by batch`,
    sentence: none
      ? 'No batch was measured yet.'
      : `One replica of ${coreWords(cores)} answers ${short(rates[0]!)} requests a second one by one and at the most ${short(rates[best]!)} in batches of ${String(stops[best]!)}${one ? '' : `: ${short(eachCore[best]!)} a core`}.`,
    width,
    height: HEIGHT,
    marks: [
      ...(last > maxBatch ? [notOrdered(f, maxBatch, last)] : []),
      ...f.marks,
      text(0, 12, '↑ requests/s', { ink: 'soft', small: true }),
      text(box.right, HEIGHT - 4, 'requests in a batch →', { ink: 'soft', anchor: 'end', small: true }),
      ...(none
        ? [empty(f, 'Nothing was measured yet.')]
        : [
            ...legend(names, { left: 84, right: width - RIGHT, y: 12 }, { small: true, samples: true }),
            ...(one ? [] : [line(f, stops, eachCore, { ink: 'load', dash: '4 3' })]),
            line(f, stops, rates, { ink: 'ink' }),
            dots(f, stops, rates, { ink: 'ink', r: 2.6 }),
          ]),
    ],
    crosshair: {
      ...{ label: `Crosshair of the throughput of ${name}`, box, at: stops },
      x: (k) => f.x(stops[k]!),
      tracks: [track(rates, 'ink'), ...(one ? [] : [track(eachCore, 'load')])],
      say: (k) =>
        `Batch ${String(stops[k]!)}: ${short(rates[k]!)} requests/s a replica, ${short(eachCore[k]!)} a core`,
    },
    head: ['Batch', 'Requests/s of a replica', 'Requests/s of a core'],
    rows: Array.from(stops, (batch, k) => [batch, rates[k]!, eachCore[k]!]),
  };
}
