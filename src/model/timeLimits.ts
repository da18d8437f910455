/**
 * How long each single piece of work may take, in seconds, on the page and on the command line (where `--time-limit` sets
 * another). Behind each stands what legitimate work took when it was chosen (two cores, Node 20); the rest is room for slower
 * machines.
 */
export const TIME_LIMITS = {
  /**
   * One policy over one load, one decision explained, what the runs of one load are measured against. A day of load: 0.1 to
   * 0.8 s, 3.6 s request by request; 226 s for IPA by HiGHS (8,628 programs of 26 ms), the longest that is not hopeless.
   */
  replay: 300,
  /** Every best configuration of a pipeline. Built-in ones: 0.04 s; 12 stages of 32 variants within the widest limits: 0.4 s, 0.8 s where cores cost nothing. */
  frontier: 180,
  /** One forecaster over one load. 23 days, the longest that are read: 8.6 s for the LSTM, 2.5 s for the slowest other. */
  forecast: 90,
  /** A rival that is asked beside the decision under the card, over all decisions before it: longer, and it is left out. A day: under 1 s for all but Aquatope. */
  witness: 5,
} as const;

/** When the page ends a worker that would not say itself that it takes too long, in seconds. */
export const SILENCE = {
  /** Without any sign of life: between two of them lie at most 2.5 s of legitimate work. */
  work: 60,
  /** The same where a file is read in one go: 100 MB of JSON take 10 s. */
  reading: 180,
  /** The same for a command, whose trainings do not stop between minibatches. */
  command: 180,
  /** Alive, but without an answer where no progress is told: two lanes, frontier and forecasts, each at its limit. */
  answer: 2 * TIME_LIMITS.replay + TIME_LIMITS.frontier + TIME_LIMITS.forecast,
} as const;
