/** One metric over the training, as small as a multiple. A wide one, in a file, has the axis and the names besides. */
import { clockOf, curveOf, type Clock, type Curve } from './curve.ts';
import { tickOf, tickText, type Metric } from './metrics.ts';
import { shadeMarks } from './regretPlot.ts';
import type { RunSet, Shade } from './sets.ts';
import { placeAt, stopsOf } from '../../charts/crosshair.ts';
import { frame, plotBox } from '../../charts/frame.ts';
import { endLabels, tailOf } from '../../charts/labels.ts';
import { band, line, stretch } from '../../charts/marks.ts';
import type { ChartModel, Mark } from '../../charts/model.ts';

interface Measured {
  readonly sets: readonly RunSet[];
  readonly clock: Clock;
  readonly domain: readonly [number, number];
  readonly shades: readonly Shade[];
}

const WIDE = 560;

export function metricChart(
  metric: Metric,
  { sets, clock, domain, shades }: Measured,
  width: number,
): ChartModel {
  const compared = sets.length > 1;
  const { scale = 'linear' } = metric;
  const log = scale === 'log';
  const read = compared ? [{ name: '', read: metric.compared ?? metric.lines[0]!.read }] : metric.lines;
  const curves = sets.flatMap((set) =>
    read.map(({ name, read: of, dash }: Metric['lines'][number]) => ({
      ...{ name: compared ? set.name : name, ink: set.colour, dash },
      curve: curveOf(set.members, clockOf[clock], of),
    })),
  );
  const wide = width >= WIDE;
  const height = wide ? 220 : 100;
  const box = plotBox(width, height, {
    ...{ left: 41, right: wide ? 130 : 1, top: 5, bottom: wide ? 22 : 5 },
  });
  const [least, most] = rangeOf(
    metric,
    curves.map(({ curve }) => curve),
  );
  const f = frame(box, {
    x: { domain, ticks: wide ? 5 : 0, text: (v) => tickText(clock, v), clamp: true },
    y: { domain: [least, most], scale, ticks: 3, text: (v) => tickOf(metric, v), clamp: true },
  });
  /** A logarithm has no place for 0. */
  const above = (values: Float64Array): Float64Array =>
    log ? values.map((v) => Math.max(v, least)) : values;
  const ends = curves.map(({ name, ink, curve }) => ({
    ...{ name: name || metric.title, ink, y: f.y(tailOf(above(curve.mid), 1)) },
  }));
  const marks: readonly Mark[] = [
    ...(metric.healthy ? [stretch(f, 'y', metric.healthy, { ink: 'channel', opacity: 0.75 })] : []),
    ...shadeMarks(f, shades),
    ...f.marks,
    ...curves.flatMap(({ curve: { x, mid, low, high }, ink, dash }) => [
      ...(read.length === 1 ? [band(f, x, above(low), above(high), { ink, opacity: 0.16 })] : []),
      line(f, x, above(mid), { ink, dash, width: 1.6 }),
    ]),
    ...(wide ? endLabels(ends, box, width) : []),
  ];
  const drawn = curves.filter(({ curve }) => curve.x.length > 0);
  const stops = stopsOf(drawn.map(({ curve }) => curve.x));
  const valueAt = ({ x, mid }: Curve, k: number): number => mid[placeAt(x, stops, k)]!;
  const say = (name: string, value: number | undefined): string =>
    `${name} ${value === undefined ? '–' : metric.show(value)}`.trim();
  const lasts = curves.map(({ curve }) => curve.mid.at(-1));
  return {
    title: metric.title,
    unit: metric.unit,
    sentence: `${metric.title}: ${
      lasts.every((value) => value === undefined)
        ? 'nothing yet'
        : lasts.map((value, i) => say(curves[i]!.name, value)).join(', ')
    }.`,
    ...{ width, height, marks },
    crosshair: {
      label: `Crosshair of ${metric.title.toLowerCase()}`,
      ...{ box, at: stops, x: (k) => f.x(stops[k]!) },
      tracks: drawn.map(({ ink, curve }) => ({
        ink,
        y: (k) => f.y(Math.max(valueAt(curve, k), log ? least : -Infinity)),
        text: (k) => metric.show(valueAt(curve, k)),
      })),
      say: (k) =>
        `${metric.title}: ${drawn.map(({ name, curve }) => say(name, valueAt(curve, k))).join(', ')}`,
    },
    head: ['line', clock, 'value', 'low', 'high'],
    get rows() {
      return curves.flatMap(({ name, curve: { x, mid, low, high } }) =>
        Array.from(x, (at, k) => [name || metric.title, at, mid[k]!, low[k]!, high[k]!]),
      );
    },
  };
}

/** From where to where the axis goes: over what is drawn, and as far as health does. */
function rangeOf({ domain, healthy, scale }: Metric, curves: readonly Curve[]): readonly [number, number] {
  if (domain) return domain;
  const log = scale === 'log';
  let low = Infinity;
  let high = -Infinity;
  for (const { mid } of curves) {
    for (const value of mid) {
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return healthy ?? (log ? [0.01, 1] : [0, 1]);
  if (log) {
    // A decade at least, and where health begins to end.
    const top = Math.max(high, healthy?.[1] ?? high);
    return [Math.max(Math.min(low, top / 10), top / 1e6), Math.max(top, low * 10)];
  }
  if (healthy && high < healthy[1]) high = healthy[1];
  if (low > 0 && low < 0.5 * high) low = 0;
  const room = Math.max(high - low, Math.abs(high) * 0.02, 1e-9) * 0.06;
  return [low === 0 ? 0 : low - room, high + room];
}
