/** What a request meets in one stage in the long run: batches that close, replicas that are busy, groups from the stage before. */
import { closingOf } from './closing.ts';
import { constantServiceWait, delayProbability } from './erlang.ts';
import type { Moments } from './lateness.ts';

/** A stage as a queue. */
export interface QueueingStage {
  readonly replicas: number;
  readonly batch: number;
  /** Service seconds of a batch that holds `size` requests, 1 <= size <= batch; also between whole sizes. */
  readonly seconds: (size: number) => number;
  /** Seconds after which a partial batch closes. */
  readonly timeout: number;
}

/** Requests as they reach a stage. */
export interface Flow {
  /** Requests a second, > 0. */
  readonly rate: number;
  /** Requests that come together: mean, and the mean as a request sees it, E[size²] / E[size]. */
  readonly group: number;
  readonly groupOfRequest: number;
  /** Squared coefficient of variation of the times between groups. */
  readonly scv: number;
  /** Share of the groups that are smaller than a whole one, 0..1. */
  readonly partial: number;
}

/** Seconds in a stage in the long run. */
export interface Stay {
  /** Fill of the batch, place within the group, and service, together. */
  readonly base: Moments;
  /** Least of it, s: what no request can beat. */
  readonly least: number;
  /** Of its mean, seconds that a request waits in the queue: for company, and for its turn. */
  readonly fill: number;
  /** Mean wait for a replica, s, times (1 - utilisation): finite up to saturation. */
  readonly pressure: number;
  /** Share of the requests that wait for one, (0, 1]. */
  readonly delayed: number;
  /** What leaves. */
  readonly flow: Flow;
}

/** Krämer and Langenbach-Belz (1976): what regular arrivals take from the wait of Poisson ones, 0..1. */
function regularity(utilisation: number, arrivals: number, service: number): number {
  if (arrivals >= 1) return 1;
  const both = Math.max(arrivals + service, 1e-9);
  return Math.exp((-2 * (1 - utilisation) * (1 - arrivals) ** 2) / (3 * Math.max(utilisation, 1e-9) * both));
}

/** Mean and variance, in services, of the turns that a batch waits behind others of its own group on idle replicas. */
function turns(batches: number, replicas: number): { readonly mean: number; readonly variance: number } {
  let mean = 0;
  let square = 0;
  for (let i = 0; i < batches; i++) {
    const turn = Math.floor(i / replicas);
    mean += turn / batches;
    square += turn ** 2 / batches;
  }
  return { mean, variance: square - mean ** 2 };
}

/**
 * The stay of `flow` in `stage`. Batches are customers: they close (`closingOf`), then wait as in GI/G/c, by the wait of
 * M/D/c (`constantServiceWait`) times the variability of closings and services (Allen and Cunneen 1990), with the
 * correction of Krämer and Langenbach-Belz for arrivals more regular than Poisson.
 * A group larger than a batch closes several batches at once, so nothing fills, but they wait for one another.
 */
export function stayOf(stage: QueueingStage, flow: Flow): Stay {
  return staysOf(stage, flow, [flow.partial])[0]!;
}

/** `stayOf` of flows that differ from `flow` in their share of partial groups alone; what they have in common is reckoned once. */
export function staysOf(stage: QueueingStage, flow: Flow, partials: readonly number[]): readonly Stay[] {
  if (stage.batch <= 1.02 * flow.group)
    return partials.map((partial) => {
      const one = { ...flow, partial };
      return queued(stage, one, brokenUp(stage, one), true);
    });
  const stay = queued(stage, flow, filled(stage, flow), false);
  return partials.map((partial) => {
    const rest = restOf(stage, flow, partial);
    if (rest === 0) return stay;
    const { base, least, fill, pressure, delayed, flow: leaves } = stay;
    const longer = { mean: base.mean + rest, variance: base.variance, third: base.third };
    return { base: longer, least, fill: fill + rest, pressure, delayed, flow: leaves };
  });
}

function queued(stage: QueueingStage, flow: Flow, moved: Batched, whole: boolean): Stay {
  const { replicas, batch, seconds } = stage;
  const { rate, group } = flow;
  const { size, scv, serviceScv, together } = moved;
  const service = seconds(size);
  const early = Math.min(1, (rate * service) / (size * replicas));
  // Of full batches; while all replicas are busy batches grow, so that less is taken than by those that close early.
  const full = Math.min(1, (rate * seconds(batch)) / (batch * replicas));
  const u = full + Math.max(0, early - full) * (1 - early);
  const g = regularity(u, scv, serviceScv);
  // In heavy traffic what counts is how requests scatter over a long time, however their batches close.
  const heavy = u ** 8;
  const lasting = whole ? (scv + serviceScv) * g : (flow.scv * group) / size;
  const variability = (1 - heavy) * (scv + serviceScv) * g + heavy * lasting;
  const delay = delayProbability(replicas, Math.min(u, 0.999999));
  const wait =
    constantServiceWait(replicas, u, u <= 0.999999 ? delay : undefined) * service * variability * together;
  return {
    base: moved.base,
    least: moved.least,
    fill: moved.fill,
    pressure: u < 1 ? (wait * (1 - full)) / (1 - u) : wait,
    delayed: Math.max(1e-6, Math.min(1, delay * g)),
    flow: departures(flow, moved, { u, replicas, whole }),
  };
}

/** What a stage makes of its flow before a replica is free. */
interface Batched {
  readonly base: Moments;
  readonly least: number;
  /** Requests in a batch: mean, and as a request sees it. */
  readonly size: number;
  readonly sizeOfRequest: number;
  /** Squared coefficients of variation of the times between customers and of their services. */
  readonly scv: number;
  readonly serviceScv: number;
  /** Batches that are one customer. */
  readonly together: number;
  /** Of the mean, seconds in the queue. */
  readonly fill: number;
  /** Share of the batches that are not full. */
  readonly partial: number;
}

/** Where groups vary in size a batch is full in the middle of one: its rest waits for a group more, if the timeout allows; s, a mean. */
function restOf({ batch, timeout }: QueueingStage, { rate, group }: Flow, partial: number): number {
  const between = group / rate;
  return group > 1.02
    ? (partial / 2) * Math.min(between, Math.max(0, timeout - (batch / group - 1) * between))
    : 0;
}

/** Batches fill from groups smaller than they are: moments of fill and service together, batch by batch, but for `restOf`. */
function filled({ batch, seconds, timeout }: QueueingStage, flow: Flow): Batched {
  const { rate, group, groupOfRequest } = flow;
  const { batches, scv } = closingOf({ rate: rate / group, scv: flow.scv }, batch / group, timeout);
  let size = 0;
  let square = 0;
  let service = 0;
  let service2 = 0;
  let [m1, m2, m3] = [0, 0, 0];
  let [fill, partial] = [0, 0];
  for (const { share, size: groups, waits } of batches) {
    const requests = Math.min(batch, groups * group);
    // Who comes in a group of its own size makes the batch of one group larger than the mean.
    const s = seconds(groups === 1 ? Math.min(batch, groupOfRequest) : requests);
    size += share * requests;
    square += share * requests * (groups === 1 ? Math.min(batch, groupOfRequest) : requests);
    service += share * s;
    service2 += share * s * s;
    if (requests < 0.97 * batch) partial += share;
    const weight = share * group;
    fill += weight * waits[0];
    m1 += weight * (waits[0] + groups * s);
    m2 += weight * (waits[1] + 2 * s * waits[0] + groups * s * s);
    m3 += weight * (waits[2] + 3 * s * waits[1] + 3 * s * s * waits[0] + groups * s ** 3);
  }
  const all = batches.reduce((sum, b) => sum + b.share * b.size * group, 0);
  const mean = m1 / all;
  const variance = Math.max(0, m2 / all - mean ** 2);
  return {
    base: { mean, variance, third: m3 / all - 3 * mean * variance - mean ** 3 },
    least: seconds(1),
    size,
    sizeOfRequest: square / size,
    scv,
    serviceScv: Math.max(0, service2 / service ** 2 - 1),
    together: 1,
    fill: fill / all,
    partial,
  };
}

/**
 * Groups fill one batch or more each: nothing waits for company, but batches of one group wait for one another; and of a
 * group whose size varies a part is left over, which waits for the next group or the timeout.
 */
function brokenUp({ replicas, batch, seconds, timeout }: QueueingStage, flow: Flow): Batched {
  const { rate, group, groupOfRequest, scv, partial } = flow;
  const size = Math.min(batch, group);
  const service = seconds(size);
  const { mean, variance } = turns(Math.max(1, Math.round(groupOfRequest / size)), replicas);
  const between = Math.min(group / rate, timeout);
  const left = (partial * (Math.min(batch, group) - 1)) / 2 / group;
  return {
    base: {
      mean: (1 + mean) * service + left * between,
      variance: variance * service ** 2 + left * (1 - left) * between ** 2,
      third: left * (1 - left) * (1 - 2 * left) * between ** 3,
    },
    least: service,
    size,
    sizeOfRequest: size,
    scv,
    serviceScv: Math.max(0, groupOfRequest / group - 1),
    together: Math.max(1, group / size),
    fill: mean * service + left * between,
    partial,
  };
}

interface Stage {
  readonly u: number;
  readonly replicas: number;
  readonly whole: boolean;
}

/**
 * What leaves is as regular as what came, but for the share of it that the replicas pace: that of Whitt (1983, "The queueing
 * network analyzer", eq. 39) for Poisson arrivals, and for regular ones no more irregular than they are, since a constant
 * service only delays them. A group leaves in as many turns as the replicas need.
 */
function departures(flow: Flow, batched: Batched, { u, replicas, whole }: Stage): Flow {
  const { size, sizeOfRequest, scv, serviceScv, partial } = batched;
  const { rate } = flow;
  const service = whole ? 0 : serviceScv;
  // At saturation the replicas alone pace what leaves, however many they are.
  const paces = 1 / Math.sqrt(replicas);
  const share = u ** 2 * (paces + (1 - paces) * u ** 16);
  const paced = Math.max(0.02, (1 - share) * scv + share * service);
  if (!whole) return { rate, group: size, groupOfRequest: sizeOfRequest, scv: paced, partial };
  const group = Math.max(size, Math.min(flow.group, replicas * size));
  const groupOfRequest = Math.max(sizeOfRequest, Math.min(flow.groupOfRequest, replicas * size));
  const n = Math.max(1, flow.group / group);
  const bursts = n > 1 ? n * (((n - 1) * u ** 2) / n ** 2 + (1 - ((n - 1) * u) / n) ** 2) - 1 : 0;
  return { rate, group, groupOfRequest, scv: paced + bursts, partial };
}
