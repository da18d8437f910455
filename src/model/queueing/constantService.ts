/** How long one waits for c servers with one queue, Poisson arrivals and a constant service: the whole distribution. */

/** Beyond it the queue's states become too many, and a small error of the load changes the wait more than the load itself. */
export const MOST_UTILISATION = 0.96;
/** Utilisations at which a quantile is computed; between them it is read off a straight line. */
const STEP = 0.02;
/** Chances that are no chance. */
const NEGLIGIBLE = 1e-12;
/** Changes of all chances together from one service to the next at which they stand still. */
const STILL = 1e-9;

/** P(N = j) of a Poisson variable, as far as it counts. */
function poisson(mean: number): Float64Array {
  const chances: number[] = [];
  let term = Math.exp(-mean);
  for (let j = 0; j <= mean || term > NEGLIGIBLE; j++) {
    chances.push(term);
    term *= mean / (j + 1);
  }
  return Float64Array.from(chances);
}

/**
 * P(at most j wait in the queue) in the long run, for j = 0, 1 ..: what is in service now leaves within one service, and who
 * came meanwhile is there. Computed by repeating that until nothing changes.
 */
function queueOf(servers: number, utilisation: number): Float64Array {
  const mean = servers * utilisation;
  const arrivals = poisson(mean);
  const size = Math.ceil(servers + arrivals.length + 16 / (1 - utilisation));
  let chances = new Float64Array(size);
  chances[Math.min(size - 1, Math.round(mean))] = 1;
  for (let change = 1; change > STILL;) {
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const left = Math.max(0, i - servers);
      if (chances[i]! < NEGLIGIBLE) continue;
      for (let j = 0; j < arrivals.length; j++) {
        const to = Math.min(size - 1, left + j);
        next[to] = next[to]! + chances[i]! * arrivals[j]!;
      }
    }
    change = next.reduce((sum, chance, i) => sum + Math.abs(chance - chances[i]!), 0);
    chances = next;
  }
  let sum = 0;
  const most = chances.map((chance) => (sum += chance));
  return most.subarray(servers);
}

/**
 * P(wait <= `time`), time in services. `queue` is what `queueOf` says. Source: Franx (2001), "A simple solution for the M/D/c
 * waiting time distribution", Operations Research Letters 29: a sum of positive terms.
 */
function within(queue: Float64Array, servers: number, utilisation: number, time: number): number {
  const k = Math.floor(time) + 1;
  const mean = servers * utilisation * (k - time);
  let term = Math.exp(-mean);
  let sum = 0;
  for (let j = 0; j < k * servers; j++) {
    sum += queue[Math.min(queue.length - 1, k * servers - 1 - j)]! * term;
    term *= mean / (j + 1);
  }
  return sum;
}

const queues = new Map<string, Float64Array>();
const known = new Map<string, number>();

function knownQueue(servers: number, step: number): Float64Array {
  const key = `${String(servers)} ${String(step)}`;
  let queue = queues.get(key);
  if (!queue) queues.set(key, (queue = queueOf(servers, step * STEP)));
  return queue;
}

/** `waitQuantile` at a multiple of `STEP`. */
function onGrid(servers: number, step: number, quantile: number): number {
  if (step <= 0) return 0;
  const key = `${String(servers)} ${String(step)} ${String(quantile)}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const utilisation = step * STEP;
  const queue = knownQueue(servers, step);
  let [low, high] = [0, 1];
  if (within(queue, servers, utilisation, 0) >= quantile) high = 0;
  else {
    while (within(queue, servers, utilisation, high) < quantile) [low, high] = [high, 2 * high];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (within(queue, servers, utilisation, middle) < quantile) low = middle;
      else high = middle;
    }
  }
  known.set(key, high);
  return high;
}

/**
 * The wait, in services, that the share `quantile` of the customers of M/D/c do not exceed, in the long run: exact at every
 * fiftieth of the utilisation, read off a straight line between. `utilisation` in [0, `MOST_UTILISATION`].
 */
export function waitQuantile(servers: number, utilisation: number, quantile: number): number {
  const at = utilisation / STEP;
  const low = Math.floor(at);
  const from = onGrid(servers, low, quantile);
  return at === low ? from : from + (at - low) * (onGrid(servers, low + 1, quantile) - from);
}
