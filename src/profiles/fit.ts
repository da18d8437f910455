/**
 * From the operating points of a load test to what a batch takes on one replica. A latency is service and wait. Where the
 * server tells its own parts, the service is theirs; where it does not, only points below saturation count, and the wait that
 * queueing theory expects at their load is taken away.
 */
import { pooled, shifted, valueOf, type Estimate } from './estimate.ts';
import { arrivalsOf } from './fitArrivals.ts';
import { capacities, capacityOf } from './fitCapacity.ts';
import { contradiction, risingIn } from './fitChecks.ts';
import { groupsOf, takeStrays, unitsFault, type Group, type LeftPoint } from './fitGroups.ts';
import { latencyAt, readingOf, type Reading } from './fitReading.ts';
import { serviceIn, type Arrivals } from './fitService.ts';
import { tailForTold } from './fitTail.ts';
import { pointsWords, quantileName } from './fitWords.ts';
import type { OperatingPoint } from './point.ts';
import { basesOf, saturatedBecause } from './saturation.ts';
import { secondsOf } from '../model/amountWords.ts';
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
  const bases = basesOf(readings);
  for (const one of readings) {
    const because = saturatedBecause(one, bases.get(one.batch) ?? []);
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
  const guessed = new Set<number>();
  for (const group of groups) {
    const own = pooled(takeStrays(group, left, notes));
    const told = pooled(group.told.map(({ estimate }) => estimate));
    const busy = capacity.get(group.batch);
    const parts = [own, told && shifted(told, tail), busy].filter((one) => one !== undefined);
    const found = pooled(parts);
    if (found) figures.set(group.batch, notBelow(found, group, options.quantile, notes));
    else {
      const guess = capacityOf([...group.saturated, ...group.busy]);
      if (!guess) continue;
      assumed.add('latency');
      guessed.add(group.batch);
      notes.push(
        `Batch ${String(group.batch)} has no point below saturation: what it answers at most says a mean of ${secondsOf(Math.exp(guess.log))} a batch, and nothing of ${quantileName(options.quantile)}.`,
      );
      figures.set(group.batch, guess);
    }
  }
  if (figures.size === 0) return refused('None of the operating points has a latency or a server’s times.');
  const problem = contradiction(figures);
  if (problem !== undefined) return refused(problem);
  const seconds = risingIn(figures, notes);
  notes.push(
    ...belowAll(
      sound.filter(({ batch }) => !guessed.has(batch)),
      seconds,
      options.quantile,
    ),
  );
  const profile = profileFrom(Object.fromEntries([...seconds].map(([batch, s]) => [String(batch), s])));
  if (!profile.ok) return refused(`The latency ${profile.message}.`);
  const { line } = profile.value;
  const batches = groups
    .filter(({ batch }) => seconds.has(batch))
    .map((group): FittedBatch => {
      const { batch } = group;
      const value = seconds.get(batch)!;
      const used = [...group.read, ...group.told];
      const all = used.map(({ estimate }) => valueOf(estimate));
      const samples = used.reduce((sum, { reading }) => sum + (reading.point.samples ?? 0), 0);
      return {
        ...{ batch, seconds: value },
        spread: [Math.min(value, ...all), Math.max(value, ...all)],
        residual: value - (line.slope * batch + line.intercept),
        points: used.length > 0 ? used.length : group.saturated.length + group.busy.length,
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

/** A service is below a measured latency where it is so by a tenth: that is more than two figures' noise. */
const FAR_BELOW = 0.9;

/**
 * No service at a quantile is below what was answered without waiting: where so much was taken for waiting, the lowest latency
 * that cannot be one is taken. At most a share u waits, the utilisation; so what a share q answered within L, q at most (1 - u)
 * of the quantile, says that the service at the quantile is L or more.
 */
function notBelow(
  found: Estimate,
  { batch, read }: Pick<Group, 'batch' | 'read'>,
  quantile: number,
  notes: string[],
): Estimate {
  const unwaited = read.flatMap(({ reading: { loop, calls, replicas, point } }) =>
    loop === 'open'
      ? [...point.quantiles].flatMap(([q, seconds]) =>
          q <= (1 - (calls * seconds) / replicas) * quantile ? [seconds] : [],
        )
      : [],
  );
  const least = Math.min(...unwaited);
  // Closer than that, noise may have made the lowest of them.
  if (unwaited.length === 0 || Math.exp(found.log) >= FAR_BELOW * least) return found;
  notes.push(
    `By the wait expected at its load batch ${String(batch)} would come to ${secondsOf(Math.exp(found.log))}, below every latency that was measured without one: the lowest of these, ${secondsOf(least)}, is taken.`,
  );
  return { ...found, log: Math.log(least) };
}

/** Where so much was taken for waiting that no request was ever answered as fast, a sentence for each such batch. */
function belowAll(
  readings: readonly Reading[],
  seconds: ReadonlyMap<number, number>,
  quantile: number,
): readonly string[] {
  return [...seconds].flatMap(([batch, service]) => {
    const measured = readings.flatMap((one) => {
      const at = one.batch === batch && one.point.parts === undefined && latencyAt(one.point, quantile);
      return at ? [at.seconds] : [];
    });
    const least = Math.min(...measured);
    if (measured.length === 0 || service >= FAR_BELOW * least) return [];
    return [
      `Batch ${String(batch)} comes to ${secondsOf(service)}, though no point measured less than ${secondsOf(least)} at ${quantileName(quantile)}: the rest was taken for waiting, as it is where every batch takes the same time. If yours vary, this is too quick: measure once at a rate so low that nothing waits.`,
    ];
  });
}

export const whereOf = ({ file, line }: OperatingPoint): string =>
  line === undefined ? `“${file}”` : `“${file}”, line ${String(line)},`;

/** How the calls came: as one says, or as the latencies tell, and else evenly. */
function arrivalsFor(
  readings: readonly Reading[],
  { arrivals, quantile }: FitOptions,
  notes: string[],
): Arrivals {
  if (arrivals) return arrivals;
  const open = readings.filter(({ loop, point }) => loop === 'open' && latencyAt(point, quantile));
  const told = arrivalsOf(open);
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
