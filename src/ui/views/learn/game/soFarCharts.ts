/** What has come so far: the load with its forecast and what can be carried, and how long a request takes. Nothing later. */
import { domainOf, frame, plotBox, type Frame } from '../../../charts/frame.ts';
import { legend, type Label } from '../../../charts/labels.ts';
import { area, line, rule } from '../../../charts/marks.ts';
import type { ChartModel, Crosshair, Ink } from '../../../charts/model.ts';
import { timeTicks } from '../../../charts/time.ts';
import { told, written } from '../../../finding/told.ts';
import { clock, fixed } from '../../../format.ts';
import type { SoFar } from '../../../state/learn/game/seen.ts';
import { HAND, policyMark } from '../../../theme/policies.ts';
import type { EnvironmentKind } from '../../../../scenario/scenario.ts';

/** What a chart needs beside the past. */
export interface Ground {
  /** Second of the trace at which the game ends: the axis goes so far from the start, and what lies ahead is blank. */
  readonly end: number;
  readonly slaSeconds: number;
  readonly environment: EnvironmentKind;
}

/** Of the load's drawing and the latency's, px: on a phone the knobs stand on the same screen. */
const HEIGHT = { wide: 200, narrow: 128 };
const LOW = { wide: 130, narrow: 84 };
const NARROW = 480;
const heightOf = ({ wide, narrow }: typeof HEIGHT, width: number): number => (width < NARROW ? narrow : wide);
/** Req/s that the axis of the load always has room for: it does not stretch with every second. */
const LEAST_LOAD = 10;

function frameOf(
  end: number,
  domain: readonly [number, number],
  width: number,
  height: number,
  top: number,
): Frame {
  const box = plotBox(width, height, { left: 34, right: 10, top, bottom: 20 });
  return frame(box, {
    x: { domain: [0, end], ticks: timeTicks(0, end, box.right - box.left), overhang: 10 },
    y: { domain, ticks: 3 },
  });
}

const last = (values: Float64Array): number => values.at(-1) ?? NaN;
const rate = (value: number): string => fixed(value, 1);

/** The forecast that held at each second. */
function forecastAt({ t, forecast }: SoFar): Float64Array {
  let k = -1;
  return Float64Array.from(t, (second) => {
    while (k + 2 < forecast.t.length && forecast.t[k + 1]! <= second) k++;
    return k < 0 ? NaN : forecast.rate[k]!;
  });
}

const names = (labels: readonly (readonly [string, Ink])[], f: Frame): readonly Label[] =>
  labels.map(([name, ink]) => ({ name, ink, y: f.box.top }));

export function loadSoFar(so: SoFar, { end }: Ground, width: number): ChartModel {
  const { t, load, capacity, forecast } = so;
  const height = heightOf(HEIGHT, width);
  const [, high] = domainOf([load, capacity, forecast.rate], { zero: true });
  const f = frameOf(end, [0, Math.max(LEAST_LOAD, high)], width, height, 22);
  const expected = forecastAt(so);
  const hand = policyMark(HAND);
  const marks = [
    ...f.marks,
    area(f, t, load, { ink: 'load' }),
    line(f, t, load, { ink: 'load', width: 1.2 }),
    line(f, t, capacity, { ink: hand.color, width: 2 }),
    line(f, forecast.t, forecast.rate, { ink: 'ink', dash: '1.5 2.5', held: true, over: 0 }),
    ...legend(
      names(
        [
          ['load', 'soft'],
          ['forecast', 'ink'],
          ['can be carried', hand.color],
        ],
        f,
      ),
      { left: f.box.left, right: f.box.right, y: 12 },
    ),
  ];
  const crosshair: Crosshair = {
    label: 'Crosshair of the load so far',
    ...{ box: f.box, at: t, x: (i) => f.x(t[i]!) },
    tracks: [
      { ink: 'load', textInk: 'soft', y: (i) => f.y(load[i]!), text: (i) => rate(load[i]!) },
      { ink: 'ink', y: (i) => f.y(expected[i]!), text: (i) => rate(expected[i]!) },
      { ink: hand.color, y: (i) => f.y(capacity[i]!), text: (i) => rate(capacity[i]!) },
    ],
    say: (i) =>
      `${clock(t[i]!)}: load ${rate(load[i]!)}, forecast ${rate(expected[i]!)}, can be carried ${rate(capacity[i]!)}`,
  };
  return {
    title: 'Load, requests/s',
    sentence:
      t.length === 0
        ? 'Nothing has come yet.'
        : `At ${clock(t.length)} the load is ${rate(last(load))} requests a second; ${rate(last(forecast.rate))} are expected as highest of the next 20 seconds.`,
    ...{ width, height, marks, crosshair },
    head: ['Second', 'Load', 'Forecast', 'Can be carried'],
    get rows() {
      return Array.from(t, (second, i) => [second, load[i]!, expected[i]!, capacity[i]!]);
    },
  };
}

export function latencySoFar(
  { t, latency }: SoFar,
  { end, slaSeconds, environment }: Ground,
  width: number,
): ChartModel {
  const height = heightOf(LOW, width);
  const [, high] = domainOf([latency], { zero: true });
  const f = frameOf(end, [0, Math.max(1.25 * slaSeconds, high)], width, height, 8);
  const hand = policyMark(HAND);
  const say = (i: number): string => told('latency', latency[i], environment);
  return {
    title: 'Latency, seconds',
    sentence: Number.isFinite(last(latency))
      ? `At ${clock(t.length)} a request takes ${written('latency', last(latency))} s; the objective is ${String(slaSeconds)} s.`
      : 'No request has been answered yet.',
    ...{ width, height },
    marks: [
      ...f.marks,
      ...rule(f, slaSeconds, { name: 'objective' }),
      line(f, t, latency, { ink: hand.color, width: 2 }),
    ],
    crosshair: {
      label: 'Crosshair of the latency so far',
      ...{ box: f.box, at: t, x: (i) => f.x(t[i]!) },
      tracks: [{ ink: hand.color, y: (i) => f.y(latency[i]!), text: say }],
      say: (i) => `${clock(t[i]!)}: ${say(i)} s`,
    },
    head: ['Second', 'Latency'],
    get rows() {
      return Array.from(t, (second, i) => [second, latency[i]!]);
    },
  };
}
