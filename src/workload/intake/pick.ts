/** Which of several series make the load: all of them, the one that is their sum already, or those asked for. */
import { withoutBuckets } from './buckets.ts';
import { Decisions, askedAmong, listed, type Taken } from './steps.ts';
import { oneMetric, shownLabels } from './metricNames.ts';
import { isTotalName } from './columnWords.ts';
import { named } from './text.ts';
import type { ChoiceId, IntakeChoices } from './report.ts';
import type { Samples } from './samples.ts';

/** A list longer than this helps nobody: of more series the largest stand in it, and the others as one. */
const MOST_OPTIONS = 500;

export interface Picked {
  readonly series: readonly Samples[];
  /** What sets this trace apart from others of the same file; empty where all of it is used. */
  readonly suffix: string;
  /** Those that are alike to the ones picked, which all are of one kind. */
  readonly kin: readonly Samples[];
}

/** `columns`: the series are the columns of a table, among which the visitor has chosen already. */
export function pick(all: readonly Samples[], columns: boolean, asked: IntakeChoices): Taken<Picked> {
  const log = new Decisions('series');
  if (all.length === 1) return log.with({ series: all, suffix: '', kin: all });
  const labels = distinct(shownLabels(all).map((label) => named(label, 120)));
  const ids: readonly ChoiceId[] = columns ? ['series', 'valueColumn'] : ['series'];
  const small = columns ? [] : beyond(all);
  const together = `the other ${seriesOf(small.length)}`;
  const wish = askedAmong(asked, ids, small.length > 0 ? [...labels, together] : labels, log);
  const usual = usualOf(all, wish === undefined ? log : new Decisions('series'));
  const total = usual.find((i) => all[i]!.label.split(', ').some(isTotalName));
  const used = new Set(wish ?? (total === undefined ? usual : [total]));
  if (used.delete(all.length)) for (const i of small) used.add(i);
  const chosen = [...used].sort((a, b) => a - b);
  if (!columns) {
    const joined = new Set(small);
    const whole = small.length > 0 && small.every((i) => used.has(i));
    // One of the others that was asked for by its name stands in the list too.
    const single = [...labels.keys()].filter((i) => !joined.has(i) || (!whole && used.has(i)));
    const options = [...single.map((i) => labels[i]!), ...(small.length > 0 ? [together] : [])];
    log.choices.push({
      id: 'series',
      label: 'Series (those picked are added up)',
      options: options.map((label) => ({ value: label, label })),
      multiple: true,
      value: [...single.filter((i) => used.has(i)).map((i) => labels[i]!), ...(whole ? [together] : [])],
      assumed: wish === undefined,
    });
    if (small.length > 0)
      log.read(
        `Of ${seriesOf(all.length)} the ${String(MOST_OPTIONS)} largest can be picked one by one, the others together.`,
      );
  }
  const some = chosen.length < all.length;
  const out = labels.filter((_, i) => !used.has(i));
  const mixed = [...new Set(chosen.map((i) => all[i]!.metric))].filter((metric) => metric !== '');
  if (mixed.length > 1)
    log.changed(`Different metrics are added up, as asked, and read as one kind: ${listed(mixed)}.`);
  const rest = `${listed(out)} ${out.length === 1 ? 'is' : 'are'} left out`;
  if (some && wish === undefined && total !== undefined)
    log.leftOut(`"${labels[total]!}" is the sum of the others by its name, so it is used alone; ${rest}.`);
  else if (some && wish !== undefined) log.leftOut(`Of ${String(all.length)} series ${rest}, as asked.`);
  return log.with({
    series: chosen.map((i) => all[i]!),
    suffix:
      !some || wish === undefined
        ? ''
        : chosen.length === 1
          ? labels[chosen[0]!]!
          : `${String(chosen.length)} of ${seriesOf(all.length)}`,
    kin: all.filter(({ metric }) => metric === '' || chosen.some((i) => all[i]!.metric === metric)),
  });
}

/** Those that are added up where nobody asks for others. */
function usualOf(all: readonly Samples[], log: Decisions): readonly number[] {
  const metric = oneMetric(all, log);
  const { kept, leftOut, assumed } = withoutBuckets(metric.map((i) => all[i]!));
  if (leftOut !== undefined) log.leftOut(leftOut);
  if (assumed !== undefined) log.assumed(assumed);
  return kept.map((i) => metric[i]!);
}

const seriesOf = (n: number): string => `${n.toLocaleString('en')} series`;

/** Those that are not among the largest, in the order of the file; empty where the list has room for all. */
function beyond(all: readonly Samples[]): readonly number[] {
  if (all.length <= MOST_OPTIONS) return [];
  const size = all.map(({ times, values }) => {
    if (!values) return times.length;
    let [sum, rises, falls] = [0, 0, 0];
    for (let i = 0; i < values.length; i++) {
      const change = values[i]! - (values[i - 1] ?? values[i]!);
      sum += values[i]!;
      rises += Math.max(0, change);
      if (change < 0) falls++;
    }
    // What hardly falls counts, and then its rises are its requests.
    return rises > 0 && falls <= values.length / 10 ? rises : sum;
  });
  return [...all.keys()]
    .sort((a, b) => size[b]! - size[a]! || a - b)
    .slice(MOST_OPTIONS)
    .sort((a, b) => a - b);
}

function distinct(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const n = (seen.get(label) ?? 0) + 1;
    seen.set(label, n);
    return n > 1 ? `${label} (${String(n)})` : label;
  });
}
