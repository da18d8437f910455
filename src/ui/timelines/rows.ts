/** The five timelines as data: what is drawn, tabulated and saved comes from here. */
import { domainOf } from '../charts/frame.ts';
import type { Run } from '../state/run.ts';
import type { EpisodeSeries } from '../../scenario/scenario.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

export type RowId = 'load' | 'qos' | 'cost' | 'latency' | 'unmet';
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
  const { a, b, scenario } = run;
  const { t } = a.episode.series;
  const compare = (
    id: RowId,
    title: string,
    unit: string,
    column: keyof EpisodeSeries & ('qos' | 'cost' | 'latency' | 'unmet'),
    options: { steps?: boolean; digits: number; weight: number; zero: boolean; rule?: Row['rule'] },
  ): Row => {
    const lines: Line[] = [
      {
        key: 'b',
        name: b.name,
        policy: b.id,
        values: b.episode.series[column],
        mean: b.episode.summary[column],
      },
      {
        key: 'a',
        name: a.name,
        policy: a.id,
        values: a.episode.series[column],
        mean: a.episode.summary[column],
      },
    ];
    return {
      id,
      title,
      unit,
      steps: options.steps ?? false,
      digits: options.digits,
      weight: options.weight,
      lines,
      domain: domainOf(
        lines.map((l) => l.values),
        { zero: options.zero },
      ),
      rule: options.rule,
    };
  };
  const { load, predicted } = a.episode.series;
  return {
    t,
    from: t[0] ?? 0,
    to: (t[t.length - 1] ?? 0) + DECISION_SECONDS,
    rows: [
      {
        id: 'load',
        title: 'Load',
        unit: 'requests/s',
        steps: false,
        digits: 1,
        weight: 1,
        lines: [
          { key: 'load', name: 'load', policy: undefined, values: load, mean: a.episode.summary.load },
          {
            key: 'forecast',
            name: 'forecast',
            policy: undefined,
            values: predicted,
            mean: a.episode.summary.predicted,
          },
        ],
        domain: domainOf([load, predicted], { zero: true }),
        rule: undefined,
      },
      compare('qos', 'Quality', 'QoS, points', 'qos', { digits: 2, weight: 1.15, zero: false }),
      compare('cost', 'Cost', 'cores', 'cost', {
        steps: true,
        digits: 1,
        weight: 1.1,
        zero: true,
        rule: { value: scenario.limits.maxCores, name: 'device' },
      }),
      compare('latency', 'Latency', 'seconds', 'latency', {
        digits: 2,
        weight: 0.9,
        zero: true,
        rule: { value: scenario.slaSeconds, name: 'objective' },
      }),
      compare('unmet', 'Unmet load', 'requests/s', 'unmet', { digits: 2, weight: 0.75, zero: true }),
    ],
  };
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
