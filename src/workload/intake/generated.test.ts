/** Exports generated from a load that is known: the intake must find its requests again, whatever the dress. */
import { expect, it } from 'vitest';
import { Random } from '../../model/random.ts';
import { taken } from '../../testing/intake.ts';
import { isoTime } from '../../testing/isoTime.ts';

const COUNT = 2000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300] as const;
const T = 1_700_000_000;

type Kind = 'rate' | 'counter' | 'counts';

/** One series: its load by ticks while it lives; a tick is a step long. */
interface Life {
  readonly from: number;
  /** Requests of each tick. */
  readonly load: readonly number[];
  /** Ticks whose sample is lost; neither the first nor the last. */
  readonly lost: ReadonlySet<number>;
  readonly resets: ReadonlySet<number>;
  /** Ticks without samples, for longer than any monitor waits: the series ended, and began again. */
  readonly pause: readonly [number, number];
  /** What a counter had counted before its first sample. */
  readonly before: number;
}

interface Point {
  readonly t: number;
  readonly value: string;
}

/** A load that wanders by a few per cent a tick, so that a value kept over a gap is nearly right. */
function wandering(random: Random, ticks: number, step: number): number[] {
  let rate = 5 + 50 * random.uniform();
  return Array.from({ length: ticks }, () => {
    rate = Math.min(80, Math.max(2, rate * (1 + 0.04 * (random.uniform() - 0.5))));
    return Math.round(rate * step);
  });
}

function lives(random: Random, kind: Kind, ticks: number, step: number): readonly Life[] {
  const many = kind === 'counts' ? 1 : 1 + random.integer(4);
  const found: Life[] = [];
  for (let n = 0; n < many; n++) {
    // The first lives all along, so that the length is that of the whole.
    let [from, until] = [0, ticks];
    if (n > 0) {
      from = random.integer(ticks - 20);
      until = from + 12 + random.integer(ticks - from - 12);
      // Where one begins at the last sample of another, the intake takes it for a takeover: a rule with a test of its own.
      while (found.some((other) => other.from + other.load.length - 1 === from)) from--;
      while (until < ticks && found.some((other) => other.from === until - 1)) until++;
    }
    const length = until - from;
    const lost = new Set<number>();
    const resets = new Set<number>();
    if (kind !== 'counts') {
      // A gap under five minutes, in which the last value is kept.
      const gap = Math.min(Math.floor(280 / step) - 1, Math.floor(length / 12));
      if (gap > 1 && random.uniform() < 0.3) {
        const at = 1 + random.integer(length - gap - 2);
        for (let i = at; i < at + gap; i++) lost.add(i);
      }
      for (let i = 1; i < length - 1; i++)
        if (random.uniform() < 0.02 && ![i - 1, i + 1].some((j) => lost.has(j))) lost.add(i);
    }
    if (kind === 'counter')
      for (let i = 6; i < length - 1; i++)
        if (random.uniform() < 0.015 && ![i - 1, i, i + 1].some((j) => lost.has(j))) resets.add(i);
    const before = from === 0 ? random.integer(1_000_000) : 0;
    const away = Math.ceil(700 / step) + 2 + random.integer(5);
    const pauses = kind === 'rate' && random.uniform() < 0.3 && length > away + 10;
    const at = 3 + random.integer(Math.max(1, length - away - 6));
    const pause = pauses ? ([at, at + away] as const) : ([0, 0] as const);
    // The samples beside a pause are there, so that it is known when it begins and ends.
    if (pauses) for (const i of [at - 1, at + away]) lost.delete(i);
    found.push({ from, load: wandering(random, length, step), lost, resets, pause, before });
  }
  return found;
}

const NO_SAMPLE = ['NaN', '+Inf', '-Inf'] as const;

/** Samples as a monitor writes them; a lost one is missing or is no number. */
function pointsOf(life: Life, kind: Kind, begin: number, step: number, random: Random): readonly Point[] {
  const points: Point[] = [];
  let counter = life.before;
  for (const [i, load] of life.load.entries()) {
    const t = begin + (life.from + i) * step;
    if (kind === 'counter') {
      if (life.resets.has(i)) counter = 0;
      // The load of a tick has been counted when it ends; a series that is born has counted its first tick.
      if (i > 0 || life.from > 0) counter += load;
    }
    if (i >= life.pause[0] && i < life.pause[1]) continue;
    if (life.lost.has(i)) {
      if (random.uniform() < 0.5) points.push({ t, value: NO_SAMPLE[random.integer(3)]! });
      continue;
    }
    points.push({
      t,
      value: kind === 'counter' ? String(counter) : kind === 'counts' ? String(load) : String(load / step),
    });
  }
  return points;
}

/** Requests between the first and the last sample of each, as far as any reader can know them. */
function truth(all: readonly Life[], kind: Kind): number {
  let requests = 0;
  for (const { from, load, pause } of all)
    for (const [i, of] of load.entries())
      if (kind === 'counter' ? i > 0 || from > 0 : i < pause[0] || i >= pause[1]) requests += of;
  return requests;
}

const UNITS = [
  ['s', 1],
  ['ms', 1e3],
  ['us', 1e6],
  ['ns', 1e9],
] as const;

function timeWriter(random: Random): (t: number) => string {
  const form = random.integer(8);
  if (form < 4) {
    const factor = BigInt(UNITS[form]![1]);
    return (t) => String((BigInt(Math.round(t * 1000)) * factor) / 1000n);
  }
  return (t) => isoTime(t, (['Z', '', '+05:30', ''] as const)[form - 4]!, form === 7 ? ' ' : 'T');
}

/** A comma-separated table, a column for each series; doubles, disorder. */
function csvOf(series: readonly (readonly Point[])[], kind: Kind, random: Random): string {
  const separator = [',', ';', '\t', '|'][random.integer(4)]!;
  const write = timeWriter(random);
  const rows = new Map<number, string[]>();
  for (const [n, points] of series.entries())
    for (const { t, value } of points) {
      const row = rows.get(t) ?? Array<string>(series.length).fill('');
      row[n] = value;
      rows.set(t, row);
    }
  const body = [...rows]
    .sort((a, b) => a[0] - b[0])
    .map(([t, cells]) => [write(t), ...cells].join(separator));
  if (random.uniform() < 0.2 && kind !== 'counts')
    for (let k = 0; k < 3; k++)
      body.splice(random.integer(body.length), 0, body[random.integer(body.length)]!);
  else if (random.uniform() < 0.3) body.reverse();
  const name = { rate: 'rps', counter: 'requests_total', counts: 'count' }[kind];
  const names = series.length === 1 ? [name] : series.map((_, i) => `${name} ${String(i)}`);
  return [
    [
      'time',
      ...(kind === 'counter' && series.length > 1
        ? series.map((_, i) => `requests_total{pod="${String(i)}"}`.replaceAll('"', ''))
        : names),
    ].join(separator),
    ...body,
  ].join('\n');
}

const metricOf = (kind: Kind, n: number, random: Random): Record<string, string> => ({
  ...(kind === 'counter'
    ? { __name__: 'requests_total' }
    : random.uniform() < 0.5
      ? { __name__: 'rps' }
      : {}),
  pod: String(n),
});

function prometheusOf(series: readonly (readonly Point[])[], kind: Kind, random: Random): string {
  const result = series.map((points, n) => ({
    metric: metricOf(kind, n, random),
    values: points.map(({ t, value }) => [t, value]),
  }));
  return JSON.stringify(
    random.uniform() < 0.5 ? result : { status: 'success', data: { resultType: 'matrix', result } },
  );
}

function victoriaOf(series: readonly (readonly Point[])[], kind: Kind, random: Random): string {
  return series
    .map((points, n) =>
      JSON.stringify({
        metric: metricOf(kind, n, random),
        values: points.map(({ value }) => (Number.isFinite(Number(value)) ? Number(value) : null)),
        timestamps: points.map(({ t }) => Math.round(t * 1000)),
      }),
    )
    .join('\n');
}

it(`${COUNT.toLocaleString('en')} exports keep their requests within 1 % and their length within a step`, () => {
  const kinds = { rate: 0, counter: 0, counts: 0 };
  const formats = new Set<string>();
  for (let n = 0; n < COUNT; n++) {
    const random = Random.stream(7, 'exports', n);
    const step = STEPS[random.integer(STEPS.length)]!;
    const kind: Kind = (['rate', 'rate', 'counter', 'counter', 'counts'] as const)[random.integer(5)]!;
    const ticks = Math.max(60, Math.ceil(200 / step)) + random.integer(60);
    const begin = T + random.integer(100_000) + (random.uniform() < 0.3 ? 0.25 : 0);
    const all = lives(random, kind, ticks, step);
    const points = all.map((life) => pointsOf(life, kind, begin, step, random));
    const format = kind === 'counts' ? 0 : random.integer(3);
    const text = [csvOf, prometheusOf, victoriaOf][format]!(points, kind, random);
    const { report } = taken(text, 'export');
    const what = `export ${String(n)}: ${kind}, ${report.format}, step ${String(step)}, ${String(all.length)} series\n${report.decisions.map((d) => d.sentence).join('\n')}`;
    const expected = truth(all, kind);
    expect(Math.abs(report.requests / expected - 1), what).toBeLessThan(0.01);
    expect(Math.abs(report.seconds - ticks * step), what).toBeLessThanOrEqual(step);
    kinds[kind]++;
    formats.add(report.format);
  }
  expect(Math.min(...Object.values(kinds))).toBeGreaterThan(COUNT / 10);
  expect([...formats].sort()).toEqual(['CSV', 'Prometheus range query', 'VictoriaMetrics export']);
});
