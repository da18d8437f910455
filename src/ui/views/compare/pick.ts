/** What the charts and the table read of a document. */
import { policyMark, policyStyle } from '../../theme/policies.ts';
import { namesApart } from '../../theme/policyNames.ts';
import { textWidth } from '../../charts/letters.ts';
import type { Tone } from '../../charts/model.ts';
import type { Row } from '../../../experiments/comparison/aggregate.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import type { Estimate } from '../../../experiments/comparison/estimate.ts';
import type { Named } from '../../../experiments/comparison/result.ts';
import type { Interval } from '../../../experiments/statistics.ts';

/** Which summary over seeds is shown. */
export type Statistic = 'mean' | 'iqm';

export interface Shown {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export function shown(estimate: Estimate, statistic: Statistic): Shown {
  const value = estimate[statistic];
  const interval: Interval | null = statistic === 'mean' ? estimate.meanInterval : estimate.iqmInterval;
  return { value, low: interval?.[0] ?? value, high: interval?.[1] ?? value };
}

/** The rows of one pipeline, by workload in the plan's order. */
export function byWorkload(
  { table, result }: ComparisonDocument,
  pipeline: string,
): readonly { readonly id: string; readonly name: string; readonly rows: readonly Row[] }[] {
  return result.plan.workloads.flatMap(({ id, name }) => {
    const rows = table.filter((row) => row.pipeline === pipeline && row.workload === id);
    return rows.length > 0 ? [{ id, name, rows }] : [];
  });
}

/** What a policy may be the best in. */
const JUDGED = ['objective', 'qos', 'inTime'] as const;

/** Of the rows of one load, the policies that are best in J, in Q or in time: no scale may leave these out. */
export function bestIn(rows: readonly Row[], statistic: Statistic): ReadonlySet<string> {
  return new Set(
    JUDGED.flatMap((metric) => {
      const values = rows.flatMap(({ policy, metrics }) => {
        const found = metrics[metric];
        return found && Number.isFinite(found[statistic]) ? [{ policy, value: found[statistic] }] : [];
      });
      const most = Math.max(...values.map(({ value }) => value));
      return values.filter(({ value }) => value === most).map(({ policy }) => policy);
    }),
  );
}

/** The name of a pipeline or a load of the plan; its id where that has none. */
export function nameIn(list: readonly Named[], id: string): string {
  return list.find((one) => one.id === id)?.name ?? id;
}

export function toneOf(policy: string): Tone {
  return policyMark(policy).color;
}

/** In full: with every setting that differs from its default. */
export function nameOf(policy: string): string {
  return policyStyle(policy).name;
}

/** Letters of settings in a chart's label, where there is room and where there is little. */
const LABEL_LETTERS = { wide: 30, narrow: 14 } as const;
/** Pixels below which a chart has little room for names. */
const NARROW = 560;

/** What a chart calls each of its policies: short, and no two alike. */
export function labelsOf(policies: readonly string[], width: number): (policy: string) => string {
  const names = namesApart(policies, width < NARROW ? LABEL_LETTERS.narrow : LABEL_LETTERS.wide);
  return (policy) => names.get(policy) ?? nameOf(policy);
}

/** Room for the policies' names left of a chart, and whether they have to be set small there. */
export function nameColumn(
  policies: readonly string[],
  width: number,
): { readonly names: number; readonly small: boolean } {
  const labels = labelsOf(policies, width);
  const small = width < NARROW;
  const longest = Math.max(0, ...policies.map((policy) => textWidth(labels(policy), { small, bold: true })));
  return { names: Math.min(longest + 14, 0.42 * width), small };
}

/** Facets side by side where they fit, else below one another: where each begins, and how wide it is. */
export function facets(
  count: number,
  width: number,
  least: number,
  gap: number,
): {
  readonly columns: number;
  readonly size: number;
  readonly at: (i: number) => [column: number, line: number];
} {
  const columns = Math.max(1, Math.min(count, Math.floor((width + gap) / (least + gap))));
  return {
    columns,
    size: (width - gap * (columns - 1)) / columns,
    at: (i) => [i % columns, Math.floor(i / columns)],
  };
}
