/** How batches close: at their full size, or when the oldest request has waited for the timeout. */

/** What arrives: groups of requests that come together, `rate` groups a second. */
export interface Groups {
  /** Groups a second, > 0. */
  readonly rate: number;
  /** Squared coefficient of variation of the times between them: 1 for a Poisson process, 0 for a clock. */
  readonly scv: number;
}

/** One way in which a batch closes. */
export interface Batch {
  /** How often: the shares of all ways add up to 1. */
  readonly share: number;
  /** Groups in it. */
  readonly size: number;
  /** Sums over its groups of the seconds until it closes, of their squares and cubes; means over all such batches. */
  readonly waits: readonly [number, number, number];
}

export interface Closing {
  readonly batches: readonly Batch[];
  /** Squared coefficient of variation of the times between closings. */
  readonly scv: number;
}

/** P(N >= j) of a Poisson variable for j = 0 .. `most`. */
function atLeast(mean: number, most: number): Float64Array {
  const tail = new Float64Array(most + 1);
  let term = Math.exp(-mean);
  let below = 0;
  for (let j = 0; j <= most; j++) {
    tail[j] = Math.max(0, 1 - below);
    below += term;
    term *= mean / (j + 1);
  }
  return tail;
}

type Close = (rate: number, full: number, timeout: number) => Closing;

/**
 * `close`, remembering its last two answers: who goes through flows of one rate whose variability differs asks for the same
 * two whole numbers of groups each time.
 */
function remembered(close: Close): Close {
  type Kept = readonly [rate: number, full: number, timeout: number, closing: Closing];
  let [a, b]: (Kept | undefined)[] = [];
  return (rate, full, timeout) => {
    for (const kept of [a, b])
      if (kept && kept[0] === rate && kept[1] === full && kept[2] === timeout) return kept[3];
    b = a;
    a = [rate, full, timeout, close(rate, full, timeout)];
    return a[3];
  };
}

/**
 * Groups come as a Poisson process: exact. Of a batch that times out the first waits for the timeout, the others arrived
 * at uniform moments before; of a full one the last closes it, and the others came at uniform moments since the first.
 */
const byChance = remembered((rate, full, timeout) => {
  const tail = atLeast(rate * timeout, full + 2);
  const batches: Batch[] = [];
  for (let size = 1; size < full; size++) {
    const waits = [1, 2, 3].map((m) => timeout ** m * (1 + (size - 1) / (m + 1)));
    batches.push({ share: tail[size - 1]! - tail[size]!, size, waits: [waits[0]!, waits[1]!, waits[2]!] });
  }
  const filled = tail[full - 1]!;
  // Moments of the Erlang time of full - 1 further groups, where it is below the timeout.
  let rising = 1;
  const waits = [1, 2, 3].map((m) => {
    rising *= (full - 2 + m) / rate;
    return filled > 0 ? ((rising * tail[full - 1 + m]!) / filled) * (1 + (full - 2) / (m + 1)) : 0;
  });
  batches.push({ share: filled, size: full, waits: [waits[0]!, waits[1]!, waits[2]!] });
  // Time until the batch closes, after its first group.
  let open = 0;
  let open2 = 0;
  for (let j = 1; j < full; j++) {
    open += tail[j]! / rate;
    open2 += (2 * j * tail[j + 1]!) / rate ** 2;
  }
  return { batches, scv: (open2 - open ** 2 + 1 / rate ** 2) / (open + 1 / rate) ** 2 };
});

/** Groups come by the clock. */
const byClock = remembered((rate, full, timeout) => {
  const size = Math.min(full, 1 + Math.floor(rate * timeout));
  const open = size === full ? (size - 1) / rate : timeout;
  const waits: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < size; i++) for (let m = 1; m <= 3; m++) waits[m - 1]! += (open - i / rate) ** m;
  return { batches: [{ share: 1, size, waits }], scv: 0 };
});

function mixed(a: Closing, b: Closing, share: number): Closing {
  const part = (all: readonly Batch[], weight: number): Batch[] =>
    all.map(({ share: each, size, waits }) => ({ share: weight * each, size, waits }));
  return {
    batches: [...part(a.batches, 1 - share), ...part(b.batches, share)],
    scv: a.scv + share * (b.scv - a.scv),
  };
}

/**
 * How batches of `full` groups close, after `timeout` seconds at the latest. Exact where groups come as a Poisson process
 * or by the clock; between the two, and between whole numbers of groups, it is interpolated.
 */
export function closingOf({ rate, scv }: Groups, full: number, timeout: number): Closing {
  if (full <= 1) return { batches: [{ share: 1, size: 1, waits: [0, 0, 0] }], scv };
  const whole = Math.floor(full + 1e-9);
  if (full - whole > 0.02)
    return mixed(
      closingOf({ rate, scv }, whole, timeout),
      closingOf({ rate, scv }, whole + 1, timeout),
      full - whole,
    );
  const chance = byChance(rate, whole, timeout);
  return scv >= 1 ? chance : mixed(byClock(rate, whole, timeout), chance, scv);
}
