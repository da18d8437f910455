/** How long one waits for c servers with one queue and a constant service where few clients call, each after a pause. */

/** Above so many clients those that wait or are served are too few of all to be missed: they call as if from anywhere (M/D/c). */
export const MOST_CLIENTS = 120;
/** Steps of the logarithm of the pause at which a wait is computed; between them it is read off a straight line. */
const STEP = 0.02;
/** Changes of all chances together from one service to the next at which they stand still. */
const STILL = 1e-9;
const MOST_SERVICES = 5000;

/** P(k of n) where each is there with the chance `p`. */
function binomial(n: number, p: number): Float64Array {
  const chances = new Float64Array(n + 1);
  let term = (1 - p) ** n;
  for (let k = 0; k <= n; k++) {
    chances[k] = term;
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return chances;
}

/**
 * P(n are served or wait) as a caller finds it. One service after a moment all that were served then have left, and those
 * are there that called meanwhile: of the clients that paused, and of those that left and are back already, whose service is
 * taken to have ended at a moment spread evenly. Repeated until nothing changes; seen by the clients that pause, of whom each
 * is as likely to call. `pause`: mean of exponential pauses, in services.
 */
function foundBy(clients: number, servers: number, pause: number): Float64Array {
  const called = 1 - Math.exp(-1 / pause);
  const back = 1 - pause * called;
  const rows = Array.from({ length: clients + 1 }, (_, n) => {
    const row = new Float64Array(clients + 1);
    const fresh = binomial(clients - n, called);
    const again = binomial(Math.min(n, servers), back);
    for (let i = 0; i < fresh.length; i++)
      for (let j = 0; j < again.length; j++) {
        const to = Math.max(0, n - servers) + i + j;
        row[to] = row[to]! + fresh[i]! * again[j]!;
      }
    return row;
  });
  let chances = new Float64Array(clients + 1);
  chances[0] = 1;
  for (let k = 0, change = 1; k < MOST_SERVICES && change > STILL; k++) {
    const next = new Float64Array(clients + 1);
    for (let n = 0; n <= clients; n++) {
      const row = rows[n]!;
      for (let to = 0; to <= clients; to++) next[to] = next[to]! + chances[n]! * row[to]!;
    }
    change = next.reduce((sum, chance, n) => sum + Math.abs(chance - chances[n]!), 0);
    chances = next;
  }
  const seen = chances.subarray(0, clients).map((chance, n) => chance * (clients - n));
  const all = seen.reduce((sum, weight) => sum + weight, 0);
  return seen.map((weight) => weight / all);
}

/** P(the k-th of n uniform moments in [0, 1] <= x). */
function kthOf(n: number, k: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  let term = (1 - x) ** n;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= ((n - i) / (i + 1)) * (x / (1 - x));
  }
  return 1 - below;
}

/**
 * P(wait <= `time`), `time` in services: whoever finds all servers busy and j - 1 in front waits for j of them to end, whose
 * rests are taken to be spread evenly over a service.
 */
function within(found: Float64Array, servers: number, time: number): number {
  let sum = 0;
  for (let n = 0; n < found.length; n++) {
    const before = n - servers;
    const rounds = Math.floor(before / servers);
    sum += found[n]! * (before < 0 ? 1 : kthOf(servers, (before % servers) + 1, time - rounds));
  }
  return sum;
}

function waitIn(found: Float64Array, servers: number, quantile: number | undefined): number {
  if (quantile === undefined)
    return found.reduce((sum, chance, n) => {
      const before = n - servers;
      return before < 0
        ? sum
        : sum + chance * (Math.floor(before / servers) + ((before % servers) + 1) / (servers + 1));
    }, 0);
  if (within(found, servers, 0) >= quantile) return 0;
  let [low, high] = [0, found.length / servers + 1];
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2;
    if (within(found, servers, middle) < quantile) low = middle;
    else high = middle;
  }
  return high;
}

const seen = new Map<string, Float64Array>();
const known = new Map<string, number>();

/** `pausedWait` where the logarithm of the pause is a multiple of `STEP`. */
function onGrid(clients: number, servers: number, step: number, quantile: number | undefined): number {
  const key = `${String(clients)} ${String(servers)} ${String(step)}`;
  const own = `${key} ${String(quantile)}`;
  const before = known.get(own);
  if (before !== undefined) return before;
  let found = seen.get(key);
  if (!found) seen.set(key, (found = foundBy(clients, servers, Math.exp(step * STEP))));
  const wait = waitIn(found, servers, quantile);
  known.set(own, wait);
  return wait;
}

/**
 * The wait, in services, that the share `quantile` of the calls do not exceed; the mean without a quantile. `pause` > 0: mean
 * pause of a client, in services; `clients` up to `MOST_CLIENTS`. Estimated: what a call takes, wait and service, within 6 %
 * of calls followed one by one, up to a load of 0.9.
 */
export function pausedWait(
  clients: number,
  servers: number,
  pause: number,
  quantile: number | undefined,
): number {
  if (clients <= servers) return 0;
  const at = Math.log(pause) / STEP;
  const low = Math.floor(at);
  const from = onGrid(clients, servers, low, quantile);
  return from + (at - low) * (onGrid(clients, servers, low + 1, quantile) - from);
}
