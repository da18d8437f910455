/** Which of several series make the load: all of them, the one that is their sum already, or those asked for. */
import { Decisions, askedAmong, counted, listed, type Taken } from './steps.ts';
import { isTotalName } from './words.ts';
import { named } from './text.ts';
import type { ChoiceId, IntakeChoices } from './report.ts';
import type { Samples } from './samples.ts';

/** A list longer than this helps nobody; then all series are added up. */
const MOST_OPTIONS = 500;

export interface Picked {
  readonly series: readonly Samples[];
  /** What sets this trace apart from others of the same file; empty where all of it is used. */
  readonly suffix: string;
}

/** `columns`: the series are the columns of a table, among which the visitor has chosen already. */
export function pick(all: readonly Samples[], columns: boolean, asked: IntakeChoices): Taken<Picked> {
  const log = new Decisions('series');
  if (all.length === 1) return log.with({ series: all, suffix: '' });
  const labels = distinct(all.map((one) => named(one.label, 120)));
  const ids: readonly ChoiceId[] = columns ? ['series', 'valueColumn'] : ['series'];
  const wish = askedAmong(asked, ids, labels, log);
  const total = all.findIndex((one) => one.label.split(', ').some(isTotalName));
  const chosen = wish ?? (total >= 0 ? [total] : all.map((_, i) => i));
  if (!columns && all.length <= MOST_OPTIONS) {
    log.choices.push({
      id: 'series',
      label: 'Series (those picked are added up)',
      options: labels.map((label) => ({ value: label, label })),
      multiple: true,
      value: chosen.map((i) => labels[i]!),
      assumed: wish === undefined,
    });
  }
  const some = chosen.length < all.length;
  const used = new Set(chosen);
  const out = labels.filter((_, i) => !used.has(i));
  const rest = `${listed(out)} ${out.length === 1 ? 'is' : 'are'} left out`;
  if (some && wish === undefined)
    log.leftOut(`"${labels[total]!}" is the sum of the others by its name, so it is used alone; ${rest}.`);
  else if (some) log.leftOut(`Of ${String(all.length)} series ${rest}, as asked.`);
  return log.with({
    series: chosen.map((i) => all[i]!),
    suffix:
      !some || wish === undefined
        ? ''
        : chosen.length === 1
          ? labels[chosen[0]!]!
          : `${String(chosen.length)} of ${counted(all.length, 'series').replace('seriess', 'series')}`,
  });
}

function distinct(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const n = (seen.get(label) ?? 0) + 1;
    seen.set(label, n);
    return n > 1 ? `${label} (${String(n)})` : label;
  });
}
