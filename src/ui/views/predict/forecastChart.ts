/** The load and one forecast over a part of the test (Fig. 3), and the whole test as a strip with that part marked. */
import { domainOf, frame, plotBox } from '../../charts/frame.ts';
import { endLabels, legend, tailOf } from '../../charts/labels.ts';
import { area, line } from '../../charts/marks.ts';
import type { Box, ChartModel, Ink, Mark } from '../../charts/model.ts';
import { boxPath } from '../../charts/paths.ts';
import { moment, timeTicks } from '../../charts/time.ts';
import { clock, fixed } from '../../format.ts';
import { meanSmape } from '../../../workload/smape.ts';
import { DECISION_SECONDS } from '../../../workload/workload.ts';
import type { TestPart } from '../../../../workers/predictProtocol.ts';

type Load = Pick<TestPart, 'times' | 'truth'>;

interface Forecast {
  readonly name: string;
  readonly ink: Ink;
  /** req/s at each of the test's times. */
  readonly values: Float64Array;
}

/** Seconds of the trace. */
type Stretch = readonly [from: number, to: number];

const HEIGHT = 270;
const NARROW = 560;
const UNIT = 'req/s, the highest of the coming 20 s';

/** From the first forecast to the end of the last one's ten seconds. */
export function testStretch({ times }: Pick<Load, 'times'>): Stretch {
  return times.length === 0 ? [0, 0] : [times[0]!, times.at(-1)! + DECISION_SECONDS];
}

/** What of the test lies between two seconds. */
function within({ times, truth }: Load, values: Float64Array, [from, to]: Stretch) {
  const index = (second: number): number =>
    Math.max(0, Math.min(times.length, Math.ceil((second - (times[0] ?? 0)) / DECISION_SECONDS)));
  const [low, high] = [index(from), index(to)];
  return {
    times: times.subarray(low, high),
    truth: truth.subarray(low, high),
    values: values.subarray(low, high),
  };
}

/** SMAPE of a forecast over a stretch, per cent. */
export function errorWithin(load: Load, forecast: Forecast, stretch: Stretch): number {
  const { values, truth } = within(load, forecast.values, stretch);
  return meanSmape(values, truth);
}

export function forecastChart(
  load: Load,
  forecast: Forecast | undefined,
  stretch: Stretch,
  width: number,
): ChartModel {
  const { times, truth, values } = within(load, forecast?.values ?? new Float64Array(), stretch);
  const drawn = forecast && values.length === times.length ? forecast : undefined;
  const [from, to] = stretch;
  const narrow = width < NARROW;
  const box = plotBox(width, HEIGHT, {
    ...{ left: 30, right: narrow ? 14 : 92, top: narrow ? 24 : 8, bottom: 20 },
  });
  const f = frame(box, {
    x: {
      domain: [from, Math.max(to, from + 1)],
      ticks: timeTicks(from, to, box.right - box.left, 'clock', 66),
    },
    y: { domain: domainOf([truth, values, [1]], { zero: true, above: 0.06 }), ticks: 4 },
  });
  const names = [
    { name: 'load', ink: 'soft', y: f.y(tailOf(truth)), bold: false },
    ...(drawn ? [{ name: drawn.name, ink: drawn.ink, y: f.y(tailOf(values)) }] : []),
  ] as const;
  const say = (value: number | undefined): string => fixed(value ?? NaN, 1);
  const name = forecast?.name ?? 'The forecast';
  return {
    title: 'Load and forecast',
    unit: UNIT,
    sentence: `${name} against the highest load of the coming 20 seconds, from ${moment(from)} to ${moment(to)}: ${say(meanSmape(values, truth))} % off in the mean.`,
    ...{ width, height: HEIGHT },
    marks: [
      ...f.marks,
      area(f, times, truth, { ink: 'load', over: DECISION_SECONDS }),
      line(f, times, truth, { ink: 'load', width: 1.4, over: DECISION_SECONDS }),
      ...(drawn ? [line(f, times, values, { ink: drawn.ink, width: 1.8, over: DECISION_SECONDS })] : []),
      ...(narrow
        ? legend(names, { left: box.left, right: box.right, y: 12 })
        : endLabels(names, { ...box, top: box.top + 4, bottom: box.bottom - 6 }, width, { gap: 17 })),
    ],
    crosshair: {
      label: 'Time of the values',
      ...{ box, at: times, x: (k) => f.x(times[k]! + DECISION_SECONDS / 2) },
      tracks: [
        { ink: 'load', textInk: 'soft', y: (k) => f.y(truth[k]!), text: (k) => say(truth[k]) },
        ...(drawn
          ? [{ ink: drawn.ink, y: (k: number) => f.y(values[k]!), text: (k: number) => say(values[k]) }]
          : []),
      ],
      say: (k) => `${moment(times[k]!)}: load ${say(truth[k])}, forecast ${say(values[k] ?? 0)}`,
    },
    head: ['Second', 'Time', 'Load, req/s', `${forecast?.name ?? 'Forecast'}, req/s`, 'Error'],
    get rows() {
      return Array.from(times, (second, k) => {
        const forecasts = drawn ? [values[k]!, values[k]! - truth[k]!] : ['', ''];
        return [second, clock(second % 86_400), truth[k]!, ...forecasts];
      });
    },
  };
}

const STRIP = 46;

/** All of the test, between the edges that the chart above has. */
export function stripChart(
  load: Load,
  [from, to]: Stretch,
  { left, right }: Pick<Box, 'left' | 'right'>,
  width: number,
): ChartModel {
  const [start, end] = testStretch(load);
  const box = { left, right, top: 2, bottom: STRIP };
  const f = frame(box, {
    x: { domain: [start, Math.max(end, start + 1)], clamp: true },
    y: { domain: domainOf([load.truth, [1]], { zero: true, above: 0.05 }) },
  });
  const window = boxPath(f.x(from), 0.6, Math.max(f.x(from) + 3, f.x(to)), STRIP - 0.6);
  const marks: readonly Mark[] = [
    area(f, load.times, load.truth, { ink: 'load', over: DECISION_SECONDS }),
    { kind: 'path', d: `M${left} ${STRIP}H${right}`, stroke: 'line', crisp: true },
    { kind: 'path', d: window, fill: 'ink', opacity: 0.07 },
    { kind: 'path', d: window, stroke: 'ink', width: 1.2 },
  ];
  return {
    title: 'The whole test',
    sentence: `The load from ${moment(start)} to ${moment(end)}; shown above from ${moment(from)} to ${moment(to)}.`,
    ...{ width, height: STRIP, marks, head: ['Second', 'Load, req/s'] },
    get rows() {
      return Array.from(load.times, (second, k) => [second, load.truth[k]!]);
    },
  };
}
