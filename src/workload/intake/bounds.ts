/** Samples that lie far off: the sentence names them, because mostly one of them is wrong and not the whole file. */
import { MOST_SECONDS } from './file.ts';
import type { KindRead } from './kind.ts';
import type { Samples } from './samples.ts';
import { BOUNDS } from '../../model/bounds.ts';

/** No service takes more; a larger number is in another unit or is something else. */
export const MOST_RATE = BOUNDS.rate.max;
/** Beyond it a float counts no single requests any more. */
const MOST_COUNTED = 2 ** 53;

/** What is too long or too large to be a load, as a sentence; undefined where nothing is. */
export function outOfBounds(
  series: readonly Samples[],
  { kind, per }: KindRead,
  step: number,
): string | undefined {
  return (
    tooLong(series) ??
    (kind === 'requests'
      ? undefined
      : tooLarge(series, kind === 'counter' ? MOST_COUNTED : MOST_RATE * (kind === 'counts' ? step : per)))
  );
}

function tooLong(series: readonly Samples[]): string | undefined {
  let first = series[0]!;
  let last = first;
  const middles: number[] = [];
  for (const one of series) {
    if (one.times[0]! < first.times[0]!) first = one;
    if (one.times.at(-1)! > last.times.at(-1)!) last = one;
    middles.push(one.times[one.times.length >> 1]!);
  }
  const [begin, end] = [first.times[0]!, last.times.at(-1)!];
  if (end - begin <= MOST_SECONDS) return undefined;
  middles.sort((a, b) => a - b);
  const middle = middles[middles.length >> 1]!;
  const span = Math.round(end - begin).toLocaleString('en');
  const [place, where] =
    end - middle > middle - begin
      ? [
          last.timePlace(last.times.length - 1),
          `the latest time, ${shown(end)}, lies ${span} seconds after the earliest, ${shown(begin)}`,
        ]
      : [
          first.timePlace(0),
          `the earliest time, ${shown(begin)}, lies ${span} seconds before the latest, ${shown(end)}`,
        ];
  return `${place}: ${where}; the lab takes at most ${MOST_SECONDS.toLocaleString('en')} seconds, so ${cut(begin, end, series)}mend the time, or check the unit of its times.`;
}

/** How much of a file of whole days can be taken; empty where it is one time that lies far off. */
function cut(begin: number, end: number, series: readonly Samples[]): string {
  const days = Math.floor(MOST_SECONDS / 86_400);
  // Samples all along: the file is long, and none of its times is wrong.
  const within = series.some(({ times }) => {
    const inner = times.filter((t) => t > begin + (end - begin) * 0.25 && t < begin + (end - begin) * 0.75);
    return inner.length > times.length / 4;
  });
  if (!within) return 'cut the file, ';
  const day = 86_400;
  return `cut it to its first or last ${String(days)} days (up to ${shown(begin + days * day)}, or from ${shown(end - days * day)} on), `;
}

function tooLarge(series: readonly Samples[], most: number): string | undefined {
  for (const one of series) {
    const i = one.values!.findIndex((x) => x > most);
    if (i >= 0)
      return `${one.valuePlace(i)}: ${one.values![i]!.toPrecision(6)} is more than any service takes; at most ${most.toLocaleString('en')} can be there, so mend it or check the column and its unit.`;
  }
  return undefined;
}

function shown(seconds: number): string {
  return seconds >= 1e8 && seconds < 1e11 ? new Date(seconds * 1000).toISOString() : `${String(seconds)} s`;
}
