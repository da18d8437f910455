/**
 * From the operating points of a load test to what a batch takes on one replica. A latency is service and wait. Where the
 * server tells its own parts, the service is theirs; where it does not, only points below saturation count, and the wait that
 * queueing theory expects at their load is taken away.
 */
import { pooled, type Estimate } from './estimate.ts';
import { arrivalsOf } from './fitArrivals.ts';
import { contradiction, risingIn, UNITS } from './fitChecks.ts';
import { latencyAt, readingOf, serviceTold, type Reading } from './fitReading.ts';
import { NOISE, serviceIn, type Arrivals } from './fitService.ts';
import { capacityOf, tailOfCapacity, tailOfLatencies, type BySaturation } from './fitTail.ts';
import { figureOf, pointsWords, quantileName, secondsOf } from './fitWords.ts';
import { middleOf } from './middle.ts';
import type { OperatingPoint } from './point.ts';
import { MOST_BUSY, replicasWords, saturatedBecause } from './saturation.ts';
import type { AssumedFigure, LatencyProfile, Provenance } from '../model/pipeline.ts';
import { profileFrom } from '../model/profile.ts';
import { accepted, refused, type Result } from '../model/result.ts';

/** What one batch takes. */
export interface FittedBatch {
  readonly batch: number;
  readonly seconds: number;
  /** Least and most that a single point comes to, s. */
  readonly spread: readonly [number, number];
  /** s, point minus line. */
  readonly residual: number;
  /** Points behind it. */
  readonly points: number;
  /** Requests behind it, where the file counts them. */
  readonly samples?: number;
}

export interface LeftPoint {
  readonly point: OperatingPoint;
  /** Completes "left out: ..". */
  readonly why: string;
}

export interface FittedProfile {
  readonly latency: LatencyProfile;
  readonly batches: readonly FittedBatch[];
  /** Points whose latency was not used. */
  readonly left: readonly LeftPoint[];
  /** What was guessed or does not agree, as sentences. */
  readonly notes: readonly string[];
  readonly provenance: Provenance;
}

export interface FitOptions {
  /** 0.5 .. 0.999; where a point lacks it, the nearest that it has. */
  readonly quantile: number;
  /** Replicas that served, where a point does not say. */
  readonly replicas: number;
  /** What measured, a phrase. */
  readonly source: string;
  /** How calls came in open loop, where one knows; else the latencies tell. */
  readonly arrivals?: Arrivals;
  readonly hardware?: string;
  readonly date?: string;
}

/** Mean service and capacity may differ by so much: noise of 5 % in each, twice. Beyond it something else limits. */
const ALIKE = 0.15;
/** Points of one batch this far from the middle are not taken: far beyond a noise of 5 %. */
const STRAY = 0.2;

/** A service read off a point. */
interface Service {
  readonly reading: Reading;
  readonly estimate: Estimate;
}

/** The points of one batch on the way to its figure. */
interface Group {
  readonly batch: number;
  readonly saturated: Reading[];
  readonly told: Service[];
  read: Service[];
}

/**
 * The profile that `points` of one variant come to. Every point must say its batch. A refusal is one sentence; a batch without
 * a point below saturation gets the mean service that its capacity says, is noted, and makes the latency an assumed figure.
 */
export function fitProfile(points: readonly OperatingPoint[], options: FitOptions): Result<FittedProfile> {
  if (points.length === 0) return refused('There is no operating point to fit a profile to.');
  const blank = points.find(({ batch }) => batch === undefined);
  if (blank) return refused(`${whereOf(blank)} does not say which batch size it is of.`);
  const readings = points.map((point) => readingOf(point, point.batch!, point.replicas ?? options.replicas));
  const notes: string[] = [];
  const left: LeftPoint[] = [];
  const assumed = new Set<AssumedFigure>();
  const why = new Map<Reading, string>();
  for (const one of readings) {
    const because = saturatedBecause(
      one,
      readings.filter(({ batch }) => batch === one.batch),
    );
    if (because !== undefined) why.set(one, because);
  }
  const sound = readings.filter((one) => !why.has(one));
  const arrivals = arrivalsFor(sound, options, notes);
  const groups = groupsOf(readings, why, arrivals, options.quantile, left);
  const units = groups.map(unitsFault).find((fault) => fault !== undefined);
  if (units !== undefined) return refused(units);
  const tail = tailForTold(groups, sound, options.quantile, arrivals, notes, assumed);
  const capacity = capacities(groups, notes);
  const figures = new Map<number, Estimate>();
  for (const group of groups) {
    const own = pooled(takeStrays(group, left, notes));
    const told = pooled(group.told.map(({ estimate }) => estimate));
    const busy = capacity.get(group.batch);
    const parts = [own, told && shifted(told, tail), busy].filter((one) => one !== undefined);
    const found = pooled(parts);
    if (found) figures.set(group.batch, found);
    else {
      const guess = capacityOf(group.saturated);
      if (!guess) continue;
      assumed.add('latency');
      notes.push(
        `Batch ${String(group.batch)} has no point below saturation: what it answers at most says a mean of ${secondsOf(Math.exp(guess.log))} a batch, and nothing of ${quantileName(options.quantile)}.`,
      );
      figures.set(group.batch, guess);
    }
  }
  const problem = contradiction(figures);
  if (problem !== undefined) return refused(problem);
  const seconds = risingIn(figures, notes);
  const profile = profileFrom(Object.fromEntries([...seconds].map(([batch, s]) => [String(batch), s])));
  if (!profile.ok) return refused(`The latency ${profile.message}.`);
  const { line } = profile.value;
  const batches = groups
    .filter(({ batch }) => seconds.has(batch))
    .map((group): FittedBatch => {
      const { batch } = group;
      const value = seconds.get(batch)!;
      const used = [...group.read, ...group.told];
      const all = used.map(({ estimate }) => Math.exp(estimate.log));
      const samples = used.reduce((sum, { reading }) => sum + (reading.point.samples ?? 0), 0);
      return {
        ...{ batch, seconds: value },
        spread: [Math.min(value, ...all), Math.max(value, ...all)],
        residual: value - (line.slope * batch + line.intercept),
        points: used.length > 0 ? used.length : group.saturated.length,
        ...(samples > 0 ? { samples } : {}),
      };
    });
  if (batches.length === 1)
    notes.push(
      `Only batch ${String(batches[0]!.batch)} was measured: other batches are taken to be proportional to it.`,
    );
  const samples = batches.reduce((sum, batch) => sum + (batch.samples ?? 0), 0);
  const quantile = quantileOf(sound, options.quantile, notes);
  return accepted({
    latency: { ...profile.value, spread: batches.map(({ spread }) => spread) },
    ...{ batches, left, notes },
    provenance: {
      source: options.source,
      ...(options.hardware === undefined ? {} : { hardware: options.hardware }),
      ...(quantile === undefined ? {} : { quantile }),
      ...(samples > 0 ? { samples } : {}),
      ...(options.date === undefined ? {} : { date: options.date }),
      ...(assumed.size > 0 ? { assumed: [...assumed] } : {}),
    },
  });
}

export const whereOf = ({ file, line }: OperatingPoint): string =>
  line === undefined ? `“${file}”` : `“${file}”, line ${String(line)},`;

const shifted = (one: Estimate, by: Estimate): Estimate => ({
  log: one.log + by.log,
  variance: one.variance + by.variance,
});

/** How the calls came: as one says, or as the latencies tell, and else evenly. */
function arrivalsFor(
  readings: readonly Reading[],
  { arrivals, quantile }: FitOptions,
  notes: string[],
): Arrivals {
  if (arrivals) return arrivals;
  const open = readings.filter(({ loop }) => loop === 'open');
  const told = arrivalsOf(readings);
  if (open.length === 0) return 'paced';
  if (told) {
    notes.push(
      told === 'poisson'
        ? 'Its latencies at different loads and quantiles are those of calls at random moments: the wait that queueing theory expects of these (M/D/c) is taken away.'
        : 'Its latencies at different loads and quantiles are those of evenly paced calls, which do not wait below saturation: they are taken as they are.',
    );
    return told;
  }
  const one = open[0]!;
  const at = latencyAt(one.point, quantile)!;
  const shorter = serviceIn(one, at.seconds, at.quantile, 'poisson');
  notes.push(
    `Whether its calls came evenly or at random cannot be told: they are taken to have come evenly, so that none waits${shorter ? `; at random, ${secondsOf(at.seconds)} would be a service of ${secondsOf(shorter.seconds)} and its wait` : ''}.`,
  );
  return 'paced';
}

function groupsOf(
  readings: readonly Reading[],
  why: ReadonlyMap<Reading, string>,
  arrivals: Arrivals,
  quantile: number,
  left: LeftPoint[],
): readonly Group[] {
  const groups = new Map<number, Group>();
  for (const batch of [...new Set(readings.map((one) => one.batch))].sort((a, b) => a - b))
    groups.set(batch, { batch, saturated: [], told: [], read: [] });
  for (const reading of readings) {
    const { point } = reading;
    const group = groups.get(reading.batch)!;
    const because = why.get(reading);
    if (because !== undefined && point.errors !== 1) group.saturated.push(reading);
    const told = serviceTold(point.parts);
    if (told !== undefined) {
      group.told.push({ reading, estimate: { log: Math.log(told), variance: NOISE ** 2 } });
      continue;
    }
    if (because !== undefined) {
      left.push({ point, why: because });
      continue;
    }
    const at = latencyAt(point, quantile);
    if (!at) {
      left.push({ point, why: 'it has no latency' });
      continue;
    }
    const read = serviceIn(reading, at.seconds, at.quantile, arrivals);
    if (read)
      group.read.push({ reading, estimate: { log: Math.log(read.seconds), variance: read.variance } });
    else
      left.push({
        point,
        why: `with a latency of ${secondsOf(at.seconds)} its replicas are busy more than ${figureOf(100 * MOST_BUSY)} % of the time: what is service and what is wait cannot be told apart there`,
      });
  }
  return [...groups.values()];
}

/** Latencies of one batch that no load and no noise takes so far apart. */
function unitsFault({ batch, read }: Group): string | undefined {
  const all = read.map(({ estimate }) => Math.exp(estimate.log));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return most > UNITS * least
    ? `The points of batch ${String(batch)} come to between ${secondsOf(least)} and ${secondsOf(most)}: some of them seem to be in another unit.`
    : undefined;
}

/** Points far from the others of their batch are left out, where others are more; the rest is returned. */
function takeStrays(group: Group, left: LeftPoint[], notes: string[]): readonly Estimate[] {
  const { batch } = group;
  if (group.read.length > 1) {
    const middle = middleOf(group.read.map(({ estimate }) => estimate.log));
    const strays = group.read.filter(
      ({ estimate: { log, variance } }) => Math.abs(log - middle) > Math.max(STRAY, 4 * Math.sqrt(variance)),
    );
    if (strays.length > 0 && 2 * strays.length < group.read.length) {
      for (const { reading, estimate } of strays)
        left.push({
          point: reading.point,
          why: `it comes to ${secondsOf(Math.exp(estimate.log))} a batch where the others of batch ${String(batch)} come to ${secondsOf(Math.exp(middle))}`,
        });
      group.read = group.read.filter((one) => !strays.includes(one));
    } else if (strays.length > 0) {
      const all = group.read.map(({ estimate }) => Math.exp(estimate.log));
      notes.push(
        `The points of batch ${String(batch)} contradict one another: they come to between ${secondsOf(Math.min(...all))} and ${secondsOf(Math.max(...all))}; a mean of them is taken.`,
      );
    }
  }
  return group.read.map(({ estimate }) => estimate);
}

/** What makes a mean that the server tells one at the quantile. */
function tailForTold(
  groups: readonly Group[],
  sound: readonly Reading[],
  quantile: number,
  arrivals: Arrivals,
  notes: string[],
  assumed: Set<AssumedFigure>,
): Estimate {
  const none = { log: 0, variance: 0 };
  if (groups.every(({ told }) => told.length === 0) || quantile === 0.5) return none;
  const tail = tailOfLatencies(sound, quantile, arrivals);
  if (!tail) {
    assumed.add('latency');
    notes.push(
      `Its server tells means, and no point below saturation says how far ${quantileName(quantile)} is above them: the means are taken.`,
    );
    return none;
  }
  if (tail.log > 0)
    notes.push(
      `Its server tells means; ${quantileName(quantile)} of the clients’ latencies below saturation is ${figureOf(Math.exp(tail.log))} times their mean, and so is that of the service taken to be.`,
    );
  return tail;
}

/** By batch, what points beyond saturation say by their throughput, where it agrees with those below. */
function capacities(groups: readonly Group[], notes: string[]): ReadonlyMap<number, Estimate> {
  const pairs = new Map<number, BySaturation>();
  for (const { batch, saturated, read, told } of groups) {
    const capacity = capacityOf(saturated);
    const own = pooled(read.map(({ estimate }) => estimate));
    if (!capacity || !own || told.length > 0) continue;
    const typical = middleOf(
      read.map(({ reading, estimate }) => Math.min(estimate.log, Math.log(reading.typical ?? Infinity))),
    );
    if (Math.abs(typical - capacity.log) <= ALIKE) pairs.set(batch, { read: own, capacity });
    else {
      const { replicas } = saturated[0]!;
      notes.push(
        `Of batch ${String(batch)} at most ${figureOf((replicas * batch) / Math.exp(capacity.log))} req/s are answered, where ${replicasWords(replicas)} at ${secondsOf(Math.exp(typical))} a batch would answer ${figureOf((replicas * batch) / Math.exp(typical))}: ${typical > capacity.log ? 'more replicas served, or the latency has parts that are not theirs' : 'fewer replicas served, or something else limits them'}.`,
      );
    }
  }
  const tail = tailOfCapacity([...pairs.values()]);
  return new Map([...pairs].map(([batch, { capacity }]) => [batch, shifted(capacity, tail!)]));
}

/** The quantile of the figures: the same for all, or unknown; what is not as asked is noted. */
function quantileOf(readings: readonly Reading[], asked: number, notes: string[]): number | undefined {
  const found = readings.map(({ point }) => latencyAt(point, asked)?.quantile);
  const kinds = [...new Set(found)];
  for (const kind of kinds)
    if (kind !== asked) {
      const count = found.filter((one) => one === kind).length;
      notes.push(
        kind === undefined
          ? `${pointsWords(count)} without a quantile: the mean stands where ${quantileName(asked)} was asked for.`
          : `${quantileName(kind)} stands where ${quantileName(asked)} was asked for: ${pointsWords(count)} without it.`,
      );
    }
  return kinds.length === 1 ? kinds[0] : undefined;
}
