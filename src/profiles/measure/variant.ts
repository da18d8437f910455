/** A measurement as a variant, with where its figures come from, and what is to be said of them. */
import type { Measurement } from './measureModel.ts';
import { runsToClose } from './interval.ts';
import { scoredPhrase, type Scored } from '../labelled/scored.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { LONGEST_PHRASE } from '../../model/parse.ts';
import type { AssumedFigure, LatencyProfile, Variant } from '../../model/pipeline.ts';
import { profileFrom } from '../../model/profile.ts';
import { within } from '../../model/range.ts';
import { accepted, type Result } from '../../model/result.ts';
import { nameFrom } from '../../model/text.ts';

/** What the measurement cannot know. */
export interface Asked {
  readonly name: string;
  /** What measured: "this browser, WASM, one thread". */
  readonly source: string;
  readonly hardware: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** 0..1, given or measured; without it `ASSUMED_ACCURACY` is assumed, and the variant says so. */
  readonly accuracy: number | Scored | undefined;
}

/** Of a model whose accuracy nobody knows: neither the worst nor the best. */
export const ASSUMED_ACCURACY = 0.5;

/** One thread takes one core; on a graphics card it is the one that drives the card, and assumed. */
const CORES = 1;

/** Refused where the figures make no profile that the lab could use. */
export function variantOf(measurement: Measurement, asked: Asked): Result<Variant> {
  const { batches, quantile, startups, graphics } = measurement;
  // The memory that is seen is not the card's.
  const heapBytes = graphics === undefined ? measurement.heapBytes : undefined;
  const latency = latencyOf(measurement);
  if (!latency.ok) return latency;
  const scored = typeof asked.accuracy === 'object' ? asked.accuracy : undefined;
  const accuracy =
    (scored && rounded(scored.accuracy)) ??
    (typeof asked.accuracy === 'number' ? asked.accuracy : ASSUMED_ACCURACY);
  const assumed: readonly AssumedFigure[] = [
    ...(asked.accuracy === undefined ? (['accuracy'] as const) : []),
    ...(graphics === undefined ? [] : (['cores'] as const)),
  ];
  const source = scored === undefined ? asked.source : `${asked.source}; ${scoredPhrase(scored)}`;
  return accepted({
    name: asked.name,
    ...{ accuracy, cores: CORES, latency: latency.value, startupSeconds: medianOf(startups) },
    ...(heapBytes === undefined ? {} : { memoryMb: mebibytes(heapBytes) }),
    provenance: {
      ...{ source: nameFrom(source, LONGEST_PHRASE), hardware: asked.hardware, quantile, date: asked.date },
      samples: batches.reduce((sum, { samples }) => sum + samples, 0),
      ...(assumed.length === 0 ? {} : { assumed }),
    },
  });
}

/** To six digits: what a set of a million rows could tell. */
const rounded = (share: number): number => Number(share.toFixed(6));

export const mebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/**
 * Its points and the line through them. A model that takes one batch alone is filled up below it and asked again above:
 * the same seconds for each started batch.
 */
function latencyOf({ batches, fixedBatch }: Measurement): Result<LatencyProfile> {
  const points = batches.map(({ batch, seconds, low, high }) => ({
    ...{ batch, seconds: within(BOUNDS.batchSeconds, seconds) },
    spread: [low, high] as const,
  }));
  const [first] = points;
  if (fixedBatch !== undefined && fixedBatch > 1 && first) {
    points.unshift({ ...first, batch: 1 });
    const whole = profileFrom({
      batches: points.map(({ batch }) => batch),
      seconds: points.map(({ seconds }) => seconds),
      line: { slope: first.seconds / fixedBatch, intercept: 0 },
      measuredUpTo: fixedBatch,
    });
    return whole.ok ? accepted({ ...whole.value, spread: points.map(({ spread }) => spread) }) : whole;
  }
  const read = profileFrom(Object.fromEntries(points.map(({ batch, seconds }) => [String(batch), seconds])));
  return read.ok ? accepted({ ...read.value, spread: points.map(({ spread }) => spread) }) : read;
}

const listed = (numbers: readonly number[]): string =>
  numbers.length < 2
    ? String(numbers[0] ?? '')
    : `${numbers.slice(0, -1).join(', ')} and ${String(numbers.at(-1))}`;

const batchWords = (batches: readonly number[]): string =>
  `${batches.length === 1 ? 'Batch' : 'Batches'} ${listed(batches)} ${batches.length === 1 ? 'was' : 'were'}`;

/** Sentences on what the figures are worth. */
export function remarksOn(measurement: Measurement): readonly string[] {
  const { batches, quantile, left, ended, trouble, fixedBatch, heapBytes, graphics } = measurement;
  const percentile = `${String(Math.round(1000 * quantile) / 10)}th percentile`;
  const open = batches.filter(({ closed }) => !closed).map(({ batch }) => batch);
  const wide = batches.filter(({ closed, narrow }) => closed && !narrow).map(({ batch }) => batch);
  const pieced = batches.filter(({ runsInPiece }) => runsInPiece > 1);
  const shrinking = batches.filter(({ seconds }, i) => i > 0 && seconds < batches[i - 1]!.seconds);
  const disturbed = batches
    .filter(({ seconds, median }) => seconds > DISTURBED * median)
    .map(({ batch }) => batch);
  const remarks = [
    fixedBatch !== undefined &&
      `Its batch is fixed at ${String(fixedBatch)}, so there is one point${fixedBatch === 1 ? '' : ': smaller batches are filled up and take as long'}.`,
    left.length > 0 &&
      {
        through: '',
        stopped: `${batchWords(left)} not measured: it was stopped.`,
        'out of time': `${batchWords(left)} not measured: the time was spent. More seconds would reach them.`,
        trouble: `${batchWords(left)} not measured: ${trouble ?? ''}.`,
      }[ended],
    open.length > 0 &&
      `At ${batchesIn(open)} there were fewer than the ${String(runsToClose(quantile))} runs that the ${percentile} needs for an interval: its ends are the least and the greatest seen.`,
    wide.length > 0 && `At ${batchesIn(wide)} the interval was still wider than 5 % when the time was spent.`,
    pieced.length > 0 &&
      `At ${batchesIn(pieced.map(({ batch }) => batch))} a run is too short for the clock here, so means of ${listed([...new Set(pieced.map(({ runsInPiece }) => runsInPiece))])} runs were timed: their ${percentile} lies below that of single runs.`,
    disturbed.length > 0 &&
      `At ${batchesIn(disturbed)} the ${percentile} is more than ${String(DISTURBED)} times the median: most likely other work on this machine; measure again with nothing else running, or take the median.`,
    shrinking.length > 0 &&
      `${batchWords(shrinking.map(({ batch }) => batch))} faster than the one before: other work on this machine, or a path of the runtime that suits it better.`,
    graphics === 'partly' &&
      'Some of its operators run on the processor, since the runtime has them for no graphics card or keeps those on shapes there; what goes to and fro is in the latency.',
    graphics !== undefined &&
      'One core is assumed, that of the thread that drives the card; the lab counts no cards, and the card’s memory is not seen here.',
    graphics === undefined &&
      heapBytes !== undefined &&
      'Memory is that of the WebAssembly runtime at its largest, 16 MiB before any model and copies made while loading included; a server around it takes more, another runtime something else.',
    'Start-up is from the model’s bytes in memory to the first answer; a container’s start and the download come on top.',
  ];
  return remarks.filter((remark) => typeof remark === 'string' && remark !== '') as string[];
}

/** A model does the same work at each run: what takes several times the median is mostly other work. */
const DISTURBED = 3;

const batchesIn = (batches: readonly number[]): string =>
  `${batches.length === 1 ? 'batch' : 'batches'} ${listed(batches)}`;
