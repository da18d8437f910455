/**
 * The CPU side of the Kubernetes VerticalPodAutoscaler as pure code (kubernetes/autoscaler, vertical-pod-autoscaler:
 * `decaying_histogram.go`, `estimator.go`, `recommender.go`): a histogram of usage whose samples fade, percentiles with
 * a margin, and bounds that are wide while the history is short.
 */
const FIRST_BUCKET = 0.01;
const GROWTH = 1.05;
const MOST_CORES = 1000;
const DAY_SECONDS = 24 * 3600;
/** A sample counts by the request that held then, at least this. */
const LEAST_WEIGHT = 0.1;

/** Flags of the recommender; `minCores` and `maxCores` of a VerticalPodAutoscaler bound every figure. */
export interface VpaSpec {
  readonly target: number;
  readonly lower: number;
  readonly upper: number;
  /** Added to each percentile, as a share. */
  readonly margin: number;
  readonly halfLifeSeconds: number;
  readonly minCores: number;
  readonly maxCores: number;
}

export const vpaDefaults: VpaSpec = {
  target: 0.9,
  lower: 0.5,
  upper: 0.95,
  margin: 0.15,
  halfLifeSeconds: 24 * 3600,
  minCores: 0.025,
  maxCores: Infinity,
};

/** Start of bucket `i`, cores; buckets grow by 5 % from 0.01. */
function bucketStart(i: number): number {
  return (FIRST_BUCKET * (GROWTH ** i - 1)) / (GROWTH - 1);
}

function bucketOf(cores: number): number {
  return Math.floor(Math.log((cores * (GROWTH - 1)) / FIRST_BUCKET + 1) / Math.log(GROWTH));
}

const BUCKETS = bucketOf(MOST_CORES) + 2;

export interface VpaRecommendation {
  /** Cores. */
  readonly target: number;
  readonly lower: number;
  readonly upper: number;
}

export class VpaRecommender {
  readonly #spec: VpaSpec;
  readonly #weights = new Float64Array(BUCKETS);
  #total = 0;
  #samples = 0;
  #first = 0;
  #last = 0;

  constructor(spec: VpaSpec = vpaDefaults) {
    this.#spec = spec;
  }

  /** Usage of `cores` at second `time` while `request` cores were requested. */
  add(time: number, cores: number, request: number): void {
    if (this.#samples === 0) this.#first = time;
    this.#last = time;
    this.#samples++;
    // Later samples weigh more; only ratios count, so the older ones need not be touched.
    const weight = Math.max(LEAST_WEIGHT, request) * 2 ** ((time - this.#first) / this.#spec.halfLifeSeconds);
    const bucket = Math.min(BUCKETS - 1, bucketOf(Math.max(0, cores)));
    this.#weights[bucket] = this.#weights[bucket]! + weight;
    this.#total += weight;
  }

  /** End of the bucket in which the share `p` of the weight is reached, cores; 0 without samples. */
  percentile(p: number): number {
    if (this.#samples === 0) return 0;
    let sum = 0;
    let bucket = 0;
    for (; bucket < BUCKETS - 1; bucket++) {
      sum += this.#weights[bucket]!;
      if (sum >= p * this.#total) break;
    }
    return bucketStart(bucket + 1);
  }

  /** Days of history, at most the samples that one a minute would make in as many days. */
  get confidence(): number {
    return Math.min((this.#last - this.#first) / DAY_SECONDS, this.#samples / 1440);
  }

  recommend(): VpaRecommendation {
    const { target, lower, upper, margin, minCores, maxCores } = this.#spec;
    const within = (cores: number): number => Math.max(minCores, Math.min(cores, maxCores));
    const withMargin = (p: number): number => (1 + margin) * this.percentile(p);
    const confidence = this.confidence;
    return {
      target: within(withMargin(target)),
      lower: within(withMargin(lower) * (1 + 0.001 / confidence) ** -2),
      upper: within(withMargin(upper) * (1 + 1 / confidence)),
    };
  }
}

/** The request that holds from now on: the target where `request` lies outside the bounds, else unchanged. */
export function vpaRequest(request: number, { target, lower, upper }: VpaRecommendation): number {
  return request < lower || request > upper ? target : request;
}
