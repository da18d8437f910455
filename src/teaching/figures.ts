/**
 * Figures by name, for texts, goals and answers: each is computed from what is on screen and knows how it is written.
 * Undefined where it cannot be told now.
 */
import type { Facts, Lane, LaneRun } from './facts.ts';
import { measureById } from '../scenario/measures.ts';
import type { EpisodeSeries } from '../scenario/scenario.ts';
import { termsOf } from '../scenario/terms.ts';
import { newsvendor } from '../learning/predictor/newsvendor.ts';
import { batchSizes } from '../model/pipeline.ts';
import { fixed } from '../model/fixed.ts';
import { figure as plain } from '../model/range.ts';
import { compile } from '../model/tables.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

/** JSON-safe, as assignments travel. */
export type Figure =
  /** A measure (`scenario/measures.ts`) of a lane's whole run, or of its seconds [from, to) of the trace. */
  | {
      readonly of: 'measure';
      readonly measure: string;
      readonly lane: Lane;
      readonly from?: number;
      readonly to?: number;
    }
  /** What is no measure of its own, over the whole run or its seconds [from, to): T, E = load − T, req/s, or the largest batch. */
  | {
      readonly of: 'column';
      readonly column: 'throughput' | 'excess' | 'batch';
      readonly lane: Lane;
      readonly from?: number;
      readonly to?: number;
    }
  /** A term of the reward (7) as it enters the sum (`scenario/terms.ts`), over the whole run or its seconds [from, to). */
  | {
      readonly of: 'term';
      readonly term: string;
      readonly lane: Lane;
      readonly from?: number;
      readonly to?: number;
    }
  /** One of these over the ten seconds of the decision under way. */
  | { readonly of: 'now'; readonly as: Extract<Figure, { readonly of: 'measure' | 'column' | 'term' }> }
  /**
   * Of single requests over the seconds [from, to) of the trace: how many were in the pipeline in the mean over time, how
   * many came a second, how many seconds those that came stayed in the mean. Each is counted by itself.
   */
  | {
      readonly of: 'requests';
      readonly as: 'present' | 'coming' | 'stay';
      readonly lane: Lane;
      readonly from: number;
      readonly to: number;
    }
  /** Mean of the load over the seconds [from, to) of the trace, or its highest second there, req/s. */
  | { readonly of: 'load'; readonly as: 'mean' | 'highest'; readonly from: number; readonly to: number }
  /** A setting of the lab that is a number. */
  | { readonly of: 'setting'; readonly field: string }
  /** What a view tells of itself. */
  | { readonly of: 'told'; readonly name: string; readonly digits: number; readonly unit: string }
  /** A figure of an earlier step, as it stood there. */
  | { readonly of: 'kept'; readonly step: string; readonly figure: string; readonly as: Figure }
  | { readonly of: 'difference'; readonly one: Figure; readonly less: Figure }
  /** Times 100 where it is told in per cent. */
  | {
      readonly of: 'ratio';
      readonly one: Figure;
      readonly to: Figure;
      readonly digits: number;
      readonly percent?: true;
    }
  /** Head of the order of a stage (0-based) in force at a second: replicas, batch size, or number of the variant from 1 on. */
  | {
      readonly of: 'ordered';
      readonly lane: Lane;
      readonly stage: number;
      readonly head: 'variant' | 'replicas' | 'batch';
      readonly at: number;
    }
  /** Of one stage (0-based), the mean over the seconds [from, to) of the trace: what waits there, seconds in it, what it can serve. */
  | {
      readonly of: 'stage';
      readonly as: 'backlog' | 'latency' | 'capacity';
      readonly lane: Lane;
      readonly stage: number;
      readonly from: number;
      readonly to: number;
    }
  /** Cores held at a second of the trace. */
  | { readonly of: 'cores'; readonly lane: Lane; readonly at: number }
  /** Seconds from `from` until ten seconds begin in which at least `share` per cent are in time, the ten before being worse. */
  | { readonly of: 'recovery'; readonly lane: Lane; readonly from: number; readonly share: number }
  /** How many different orders were in force over the run; `variants`: different but in replicas and batches alone is the same. */
  | { readonly of: 'orders'; readonly lane: Lane; readonly variants?: true }
  /** How many orders there are within the most replicas and the largest batch, whether or not their cores fit. */
  | { readonly of: 'choices' }
  /** What one request a second too few costs, or one too many, points; the cores that one takes; or the share that decides (`newsvendor.ts`). */
  | { readonly of: 'newsvendor'; readonly as: 'short' | 'spare' | 'cores' | 'quantile' }
  /** Seconds from `from` until the lane first has cores above those at `from`: how late it answers. */
  | { readonly of: 'reaction'; readonly lane: Lane; readonly from: number };

/** The rows of decisions within [from, to) seconds of the trace. */
function rows({ t }: EpisodeSeries, from: number, to: number): readonly [number, number] {
  const first = t.findIndex((time) => time >= from);
  const after = t.findIndex((time) => time >= to);
  return [first < 0 ? t.length : first, after < 0 ? t.length : after];
}

/** Rows of what the figure is over; all where it says nothing. */
const within = (series: EpisodeSeries, { from, to }: { readonly from?: number; readonly to?: number }) =>
  rows(series, from ?? HISTORY_SECONDS, to ?? Infinity);

const laneOf = (facts: Facts, lane: Lane): LaneRun | undefined => facts.run?.[lane];

/** The row of the decision in force at second `at`. */
function rowAt({ t }: EpisodeSeries, at: number): number {
  const after = t.findIndex((time) => time > at);
  return (after < 0 ? t.length : after) - 1;
}

function measured(figure: Extract<Figure, { of: 'measure' }>, facts: Facts): number | undefined {
  const episode = laneOf(facts, figure.lane)?.episode;
  if (!episode) return undefined;
  const { of, over } = measureById(figure.measure);
  if (figure.from === undefined && figure.to === undefined) return of(episode.summary);
  return over?.(episode.series, ...within(episode.series, figure));
}

function columnMean(figure: Extract<Figure, { of: 'column' }>, facts: Facts): number | undefined {
  const series = laneOf(facts, figure.lane)?.episode.series;
  if (!series) return undefined;
  const [from, to] = within(series, figure);
  if (to <= from) return undefined;
  return series[figure.column].slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
}

function termMean(figure: Extract<Figure, { of: 'term' }>, facts: Facts): number | undefined {
  const series = laneOf(facts, figure.lane)?.episode.series;
  if (!series || !facts.run) return undefined;
  const [from, to] = within(series, figure);
  const terms = to > from ? termsOf(series, facts.run.scenario.weights, from, to) : [];
  return terms.find(({ name }) => name === figure.term)?.value;
}

/** The figure over the decision under way. */
function now({ as }: Extract<Figure, { of: 'now' }>, facts: Facts): number | undefined {
  const series = laneOf(facts, as.lane)?.episode.series;
  if (!series) return undefined;
  const from = series.t[Math.max(0, rowAt(series, facts.time))];
  return from === undefined ? undefined : valueOf({ ...as, from, to: from + DECISION_SECONDS }, facts);
}

function requests(
  { as, lane, from, to }: Extract<Figure, { of: 'requests' }>,
  facts: Facts,
): number | undefined {
  const journal = laneOf(facts, lane)?.episode.journal;
  if (!journal) return undefined;
  const { count, stages, arrival, done, dropped } = journal;
  let [present, coming, left, stay] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const came = arrival[i]!;
    const gone = Math.min(done[(i + 1) * stages - 1]!, dropped[i]!);
    present += Math.max(0, Math.min(gone, to) - Math.max(came, from));
    if (came < from || came >= to) continue;
    coming++;
    if (gone === Infinity) continue;
    left++;
    stay += gone - came;
  }
  if (as === 'present') return present / (to - from);
  return as === 'coming' ? coming / (to - from) : left > 0 ? stay / left : undefined;
}

function ordered(
  { lane, stage, head, at }: Extract<Figure, { of: 'ordered' }>,
  facts: Facts,
): number | undefined {
  const series = laneOf(facts, lane)?.episode.series;
  if (!series || !facts.run) return undefined;
  const width = 3 * facts.run.scenario.pipeline.stages.length;
  const row = rowAt(series, at);
  if (row < 0) return undefined;
  const index = series.actions[row * width + 3 * stage + ['variant', 'replicas', 'batch'].indexOf(head)];
  if (index === undefined) return undefined;
  return head === 'batch' ? 2 ** index : index + 1;
}

function orders({ lane, variants }: Extract<Figure, { of: 'orders' }>, facts: Facts): number | undefined {
  const series = laneOf(facts, lane)?.episode.series;
  if (!series || !facts.run) return undefined;
  const width = 3 * facts.run.scenario.pipeline.stages.length;
  const all = Array.from(series.t, (_, row) => {
    const order = series.actions.subarray(row * width, (row + 1) * width);
    return (variants ? order.filter((_head, i) => i % 3 === 0) : order).join(' ');
  });
  return new Set(all).size;
}

function choices({ run }: Facts): number | undefined {
  if (!run) return undefined;
  const { pipeline, limits } = run.scenario;
  const each = limits.maxReplicas * batchSizes(limits.maxBatch).length;
  return pipeline.stages.reduce((product, { variants }) => product * variants.length * each, 1);
}

function newsvendorOf({ as }: Extract<Figure, { of: 'newsvendor' }>, { run }: Facts): number | undefined {
  if (!run) return undefined;
  const { pipeline, limits, weights } = run.scenario;
  return newsvendor(compile(pipeline, limits), weights)[as];
}

function ofStage(
  { as, lane, stage, from, to }: Extract<Figure, { of: 'stage' }>,
  facts: Facts,
): number | undefined {
  const ticks = laneOf(facts, lane)?.episode.ticks;
  if (!ticks || stage >= ticks.stages) return undefined;
  const [first, end] = [from - HISTORY_SECONDS, Math.min(to - HISTORY_SECONDS, ticks.seconds)];
  let sum = 0;
  for (let t = first; t < end; t++) sum += ticks[as][t * ticks.stages + stage]!;
  return end > first ? sum / (end - first) : undefined;
}

function reaction({ lane, from }: Extract<Figure, { of: 'reaction' }>, facts: Facts): number | undefined {
  const ticks = laneOf(facts, lane)?.episode.ticks;
  if (!ticks) return undefined;
  const at = from - HISTORY_SECONDS;
  const before = ticks.cores[at];
  if (before === undefined) return undefined;
  for (let t = at; t < ticks.seconds; t++) if (ticks.cores[t]! > before) return t - at;
  return undefined;
}

function recovery(
  { lane, from, share }: Extract<Figure, { of: 'recovery' }>,
  facts: Facts,
): number | undefined {
  const series = laneOf(facts, lane)?.episode.series;
  const each = series && measureById('inTime').each?.(series);
  if (!series || !each) return undefined;
  const [first] = rows(series, from, Infinity);
  let worse = false;
  for (let k = first; k < each.length; k++) {
    if (worse && each[k]! >= share) return series.t[k]! - from;
    worse ||= each[k]! < share;
  }
  return undefined;
}

/** What the figure comes to now. */
export function valueOf(figure: Figure, facts: Facts): number | undefined {
  switch (figure.of) {
    case 'measure':
      return measured(figure, facts);
    case 'column':
      return columnMean(figure, facts);
    case 'term':
      return termMean(figure, facts);
    case 'now':
      return now(figure, facts);
    case 'requests':
      return requests(figure, facts);
    case 'load': {
      const rates = facts.run?.scenario.workload.rates.slice(figure.from, figure.to);
      if (!rates || rates.length === 0) return undefined;
      return figure.as === 'highest'
        ? Math.max(...rates)
        : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    }
    case 'setting': {
      const value = (facts.experiment as unknown as Readonly<Record<string, unknown>>)[figure.field];
      return typeof value === 'number' ? value : undefined;
    }
    case 'told': {
      const value = facts.told[figure.name];
      return typeof value === 'number' ? value : undefined;
    }
    case 'kept':
      return facts.kept[`${figure.step}.${figure.figure}`];
    case 'difference':
      return together(figure.one, figure.less, facts, (one, less) => one - less);
    case 'ratio':
      return together(figure.one, figure.to, facts, (one, to) => ((figure.percent ? 100 : 1) * one) / to);
    case 'ordered':
      return ordered(figure, facts);
    case 'orders':
      return orders(figure, facts);
    case 'choices':
      return choices(facts);
    case 'newsvendor':
      return newsvendorOf(figure, facts);
    case 'stage':
      return ofStage(figure, facts);
    case 'reaction':
      return reaction(figure, facts);
    case 'recovery':
      return recovery(figure, facts);
    case 'cores':
      return laneOf(facts, figure.lane)?.episode.ticks?.cores[figure.at - HISTORY_SECONDS];
  }
}

function together(
  one: Figure,
  other: Figure,
  facts: Facts,
  of: (one: number, other: number) => number,
): number | undefined {
  const [first, second] = [valueOf(one, facts), valueOf(other, facts)];
  return first === undefined || second === undefined ? undefined : of(first, second);
}

/** Decimals and unit. */
function formOf(figure: Figure): { readonly digits: number; readonly unit: string } {
  switch (figure.of) {
    case 'measure':
      return measureById(figure.measure);
    case 'told':
      return figure;
    case 'ratio':
      return { digits: figure.digits, unit: figure.percent ? '%' : '' };
    case 'column':
      return figure.column === 'batch' ? { digits: 0, unit: '' } : { digits: 1, unit: 'req/s' };
    case 'term':
      return { digits: 2, unit: 'points' };
    case 'requests':
      return {
        present: { digits: 1, unit: '' },
        coming: { digits: 1, unit: 'req/s' },
        stay: { digits: 2, unit: 's' },
      }[figure.as];
    case 'stage':
      return {
        backlog: { digits: 1, unit: '' },
        latency: { digits: 3, unit: 's' },
        capacity: { digits: 1, unit: 'req/s' },
      }[figure.as];
    case 'now':
    case 'kept':
      return formOf(figure.as);
    case 'difference':
      return formOf(figure.one);
    case 'reaction':
    case 'recovery':
      return { digits: 0, unit: 's' };
    case 'cores':
      return { digits: 0, unit: 'cores' };
    case 'load':
      return { digits: 0, unit: 'req/s' };
    case 'newsvendor':
      return { digits: figure.as === 'cores' ? 3 : 2, unit: figure.as === 'cores' ? 'cores' : '' };
    case 'orders':
    case 'choices':
    case 'setting':
    case 'ordered':
      return { digits: 2, unit: '' };
  }
}

/** Written as they are. */
const WHOLE: ReadonlySet<Figure['of']> = new Set(['setting', 'ordered', 'orders', 'choices']);

/** As a text has it: its decimals, its unit; “…” where it is not known yet. */
export function figureWords(figure: Figure, value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '…';
  const { digits, unit } = formOf(figure);
  const text = WHOLE.has(figure.of) ? plain(value) : fixed(value, digits);
  if (unit === '' || unit === 'points') return text;
  return `${text}\u00a0${unit === 'cores' && text === '1' ? 'core' : unit}`;
}
