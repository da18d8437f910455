/** From samples to stretches of load: when each series lived, and what it carried meanwhile. */
import { Decisions, counted, type Taken } from './steps.ts';
import type { Kind, KindRead } from './kind.ts';
import type { Samples } from './samples.ts';
import type { Break } from '../workload.ts';

/** Prometheus forgets a series five minutes after its last sample. */
const STALE_SECONDS = 300;
/** Where a step is longer than that, a series may miss one. */
const STALE_STEPS = 2.01;
/** A counter that appears with more than this many times the largest increase of a step counted before it was seen. */
const PLAUSIBLE_BIRTH = 2;

/** Load of one series, piece by piece; pieces neither overlap nor go back. */
export interface Pieces {
  /** s. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** req/s. */
  readonly rate: Float64Array;
}

class Builder {
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  readonly #rate: Float64Array;
  #length = 0;

  constructor(most: number) {
    this.#from = new Float64Array(most);
    this.#to = new Float64Array(most);
    this.#rate = new Float64Array(most);
  }

  add(from: number, to: number, rate: number): void {
    this.#from[this.#length] = from;
    this.#to[this.#length] = to;
    this.#rate[this.#length++] = rate;
  }

  done(): Pieces {
    const n = this.#length;
    return { from: this.#from.subarray(0, n), to: this.#to.subarray(0, n), rate: this.#rate.subarray(0, n) };
  }
}

/** What happened on the way, over all series. */
interface Tally {
  doubles: number;
  held: number;
  gaps: number;
  gapSeconds: number;
  handed: number;
  resets: number;
  births: number;
  unseen: number;
  /** Gaps and resets by the clock of the file. */
  readonly breaks: Break[];
}

/** The pieces of every series, and where they tell nothing or begin anew, by the clock of the file. */
export interface Lives {
  readonly pieces: readonly Pieces[];
  readonly breaks: readonly Break[];
}

/** Breaks that are marked; all are counted in words. */
const MOST_BREAKS = 500;

function mark({ breaks }: Tally, one: Break): void {
  if (breaks.length < MOST_BREAKS) breaks.push(one);
}

/** The pieces of every series. Times without values are no business of this step. */
export function livesOf(series: readonly Samples[], { kind, per }: KindRead, step: number): Taken<Lives> {
  const log = new Decisions('series');
  const tally: Tally = {
    doubles: 0,
    held: 0,
    gaps: 0,
    gapSeconds: 0,
    handed: 0,
    resets: 0,
    births: 0,
    unseen: 0,
    breaks: [],
  };
  const merged = series.map((one) => withoutDoubles(one, kind, tally));
  const begin = merged.reduce((least, { times }) => Math.min(least, times[0]!), Infinity);
  const births = new Set(merged.map(({ times }) => times[0]!));
  const largest =
    kind === 'counter' ? merged.reduce((most, one) => Math.max(most, largestIncrease(one)), 0) : 0;
  const pieces = merged.map((one) => {
    switch (kind) {
      case 'counter':
        return counterPieces(one, step, begin, largest, tally);
      case 'counts':
        return countPieces(one, step);
      case 'rate':
      case 'requests':
        return ratePieces(one, step, per, births, tally);
    }
  });
  tell(log, tally, kind, series.length, step);
  return log.with({ pieces, breaks: tally.breaks.sort((a, b) => a.at - b.at) });
}

function tell(log: Decisions, tally: Tally, kind: Kind, series: number, step: number): void {
  if (tally.doubles > 0) {
    const what = {
      counts: 'added up',
      counter: 'the last one was kept',
      rate: 'averaged',
      requests: 'averaged',
    }[kind];
    log.changed(
      `${counted(tally.doubles, 'time')} stood there more than once; ${kind === 'counter' ? what : `the values were ${what}`}.`,
    );
  }
  if (tally.resets > 0)
    log.changed(`${counted(tally.resets, 'reset')} of a counter: the value after it is the increase.`);
  if (tally.births > 0)
    log.changed(
      `${counted(tally.births, 'counter')} appeared later than the first; what each had counted by then is part of the load.`,
    );
  if (tally.unseen > 0)
    log.leftOut(
      `${counted(tally.unseen, 'counter')} appeared with more than a step can bring, so what each had counted before is left out.`,
    );
  if (tally.held > 0)
    log.assumed(
      `Where samples are missing for up to ${String(Math.round(Math.max(STALE_SECONDS, STALE_STEPS * step)))} s, the last value is kept: ${Math.round(tally.held).toLocaleString('en')} s in all.`,
    );
  if (tally.gaps > 0)
    log.assumed(
      `${counted(tally.gaps, 'longer gap', ['counts', 'count'])} as no requests: ${Math.round(tally.gapSeconds).toLocaleString('en')} s in all.`,
    );
  if (tally.handed > 0)
    log.assumed(
      `${counted(tally.handed, 'series').replace('seriess', 'series')} ended at the very time at which another began, so the one took over from the other.`,
    );
  if (series > 1 && kind === 'rate')
    log.read('A series counts from its first sample to its last and one step more.');
}

/** One value a time. */
function withoutDoubles(
  one: Samples,
  kind: Kind,
  tally: Tally,
): { times: Float64Array; values: Float64Array } {
  const { times } = one;
  const values = one.values!;
  let doubles = 0;
  for (let i = 1; i < times.length; i++) if (times[i] === times[i - 1]) doubles++;
  if (doubles === 0) return { times, values };
  tally.doubles += doubles;
  const found = {
    times: new Float64Array(times.length - doubles),
    values: new Float64Array(times.length - doubles),
  };
  let n = -1;
  let count = 0;
  for (let i = 0; i < times.length; i++) {
    if (i === 0 || times[i] !== times[i - 1]) {
      found.times[++n] = times[i]!;
      found.values[n] = values[i]!;
      count = 1;
    } else if (kind === 'counts') found.values[n] = found.values[n]! + values[i]!;
    else if (kind === 'counter') found.values[n] = values[i]!;
    else found.values[n] = found.values[n]! + (values[i]! - found.values[n]!) / ++count;
  }
  return found;
}

interface Points {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** A value holds to the next sample; where none comes for long, or any more, for one step. */
function ratePieces(
  { times, values }: Points,
  step: number,
  per: number,
  births: ReadonlySet<number>,
  tally: Tally,
): Pieces {
  const pieces = new Builder(times.length);
  const stale = Math.max(STALE_SECONDS, STALE_STEPS * step);
  for (let i = 0; i < times.length; i++) {
    const from = times[i]!;
    const gap = i + 1 < times.length ? times[i + 1]! - from : Infinity;
    let to = from + step;
    if (gap <= stale) {
      to = from + gap;
      if (gap > 1.5 * step) tally.held += gap - step;
    } else if (i + 1 < times.length) {
      tally.gaps++;
      tally.gapSeconds += gap - step;
      mark(tally, { at: from + step, seconds: gap - step, kind: 'gap' });
    } else if (i > 0 && births.has(from)) {
      // Where another begins at its last sample, both tell of the same load.
      tally.handed++;
      continue;
    }
    pieces.add(from, to, values[i]! / per);
  }
  return pieces.done();
}

/** The requests of a step are spread over it; a step that is missing had none. */
function countPieces({ times, values }: Points, step: number): Pieces {
  const pieces = new Builder(times.length);
  for (let i = 0; i < times.length; i++) {
    const from = times[i]!;
    const gap = i + 1 < times.length ? times[i + 1]! - from : Infinity;
    const seconds = gap <= 1.5 * step ? gap : step;
    pieces.add(from, from + seconds, values[i]! / seconds);
  }
  return pieces.done();
}

function largestIncrease({ values }: Points): number {
  let most = 0;
  for (let i = 1; i < values.length; i++) most = Math.max(most, values[i]! - values[i - 1]!);
  return most;
}

/** The increase between two samples is spread over the time between them, however long; after a reset it is the new value. */
function counterPieces(
  { times, values }: Points,
  step: number,
  begin: number,
  largest: number,
  tally: Tally,
): Pieces {
  const pieces = new Builder(times.length);
  const [first, born] = [times[0]!, values[0]!];
  if (first - step >= begin - step / 2 && born > 0) {
    if (born <= PLAUSIBLE_BIRTH * largest) {
      tally.births++;
      pieces.add(Math.max(begin, first - step), first, born / (first - Math.max(begin, first - step)));
    } else tally.unseen++;
  }
  for (let i = 1; i < times.length; i++) {
    const [from, to] = [times[i - 1]!, times[i]!];
    const increase = values[i]! - values[i - 1]!;
    if (increase < 0) {
      tally.resets++;
      mark(tally, { at: to, seconds: 0, kind: 'reset' });
    }
    pieces.add(from, to, (increase < 0 ? values[i]! : increase) / (to - from));
  }
  return pieces.done();
}
