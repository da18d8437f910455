/** The five timelines as data: what is drawn, tabulated and saved comes from here. */
import { domainOf } from '../charts/frame.ts';
import type { Run } from '../state/replay/run.ts';
import { measureById } from '../../scenario/measures.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** Beside the load, measures of a run. */
export type RowId = 'load' | 'qos' | 'cost' | 'latency' | 'inTime' | 'unmet';
export type LineKey = 'load' | 'forecast' | 'a' | 'b';

export interface Line {
  readonly key: LineKey;
  readonly name: string;
  /** Policy whose accent it has; undefined for what belongs to no policy. */
  readonly policy: string | undefined;
  readonly values: Float64Array;
  readonly mean: number;
}

export interface Row {
  readonly id: RowId;
  readonly title: string;
  readonly unit: string;
  /** Holds from one decision to the next: drawn as steps. */
  readonly steps: boolean;
  readonly digits: number;
  /** Share of the height. */
  readonly weight: number;
  /** Front to back is last to first. */
  readonly lines: readonly Line[];
  readonly domain: readonly [number, number];
  /** A level worth a rule: the latency objective, the device's cores. */
  readonly rule: { readonly value: number; readonly name: string } | undefined;
}

export interface Timeline {
  /** Seconds at which decisions were taken. */
  readonly t: Float64Array;
  /** Seconds of the trace covered: first decision to the end of the last. */
  readonly from: number;
  readonly to: number;
  readonly rows: readonly Row[];
}

export function timelineOf(run: Run): Timeline {
  const { scenario } = run;
  const { series, summary } = run.a.episode;
  const { t, load, predicted } = series;
  const policy = undefined;
  /** Of both lanes; they share its units and its axis. */
  const compare = (
    id: Exclude<RowId, 'load'>,
    { zero = true, ...look }: Pick<Row, 'weight'> & Partial<Row> & { readonly zero?: boolean },
  ): Row => {
    const { title, axis, digits, of, each } = measureById(id);
    const lines = (['b', 'a'] as const).map((key): Line => {
      const { id: policy, name, episode } = run[key];
      const { series, summary } = episode;
      const values = each?.(series) ?? new Float64Array(series.t.length).fill(NaN);
      return { key, name, policy, values, mean: of(summary) ?? NaN };
    });
    const values = lines.map((line) => line.values);
    return {
      ...{ id, title, unit: axis, digits, steps: false, rule: undefined, lines },
      domain: domainOf(values, { zero }),
      ...look,
    };
  };
  return {
    t,
    from: t[0] ?? 0,
    to: (t[t.length - 1] ?? 0) + DECISION_SECONDS,
    rows: [
      {
        ...{ id: 'load', title: 'Load', unit: 'requests/s', steps: false, digits: 1, weight: 1 },
        lines: [
          { key: 'load', name: 'load', policy, values: load, mean: summary.load },
          { key: 'forecast', name: 'forecast', policy, values: predicted, mean: summary.predicted },
        ],
        domain: domainOf([load, predicted], { zero: true }),
        rule: undefined,
      },
      compare('qos', { weight: 1.1, zero: false }),
      compare('cost', {
        ...{ steps: true, weight: 1.05 },
        rule: { value: scenario.limits.maxCores, name: 'device' },
      }),
      compare('latency', {
        weight: 0.85,
        rule: { value: scenario.slaSeconds, name: 'objective' },
      }),
      compare('inTime', { weight: 0.8, domain: [0, 100] }),
      compare('unmet', { weight: 0.7 }),
    ],
  };
}

/** Indices of a row's lines as they are read, in legends, at the crosshair, in tables and in speech: lane A before B. */
export function readingOrder({ id, lines }: Pick<Row, 'id' | 'lines'>): readonly number[] {
  const order = lines.map((_, i) => i);
  return id === 'load' ? order : order.reverse();
}

/** Between two pictures of the same run length: what the eye sees while one becomes the other. */
export function mixTimelines(from: Timeline, to: Timeline, share: number): Timeline {
  const mix = (x: number, y: number): number => x + share * (y - x);
  return {
    ...to,
    rows: to.rows.map((row, r) => {
      const before = from.rows[r]!;
      return {
        ...row,
        domain: [mix(before.domain[0], row.domain[0]), mix(before.domain[1], row.domain[1])],
        lines: row.lines.map((line, l) => {
          const old = before.lines[l]!.values;
          return { ...line, values: line.values.map((value, k) => mix(old[k]!, value)) };
        }),
      };
    }),
  };
}

/** Whether one can turn into the other point by point. */
export function mixable(from: Timeline, to: Timeline): boolean {
  return from.t.length === to.t.length && from.from === to.from && to.t.length <= 1000;
}
