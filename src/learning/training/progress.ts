/** What a training tells while it runs. Types only; plain data that crosses worker boundaries. */

/** One update as the page draws it; means over the update unless said otherwise. */
export interface TrainPoint {
  /** Index of the seed whose training it is. */
  readonly member: number;
  readonly update: number;
  /** Decisions so far. */
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** Reward (7) per decision of the experience, expert lanes left out. */
  readonly reward: number;
  /** Optimum - reward, so that reward + regret is the optimum's line. */
  readonly regret: number;
  readonly policyLoss: number;
  readonly valueLoss: number;
  /** Over the heads, nats. */
  readonly entropy: number;
  /** Three a stage (variant, replicas, batch), each over ln of its choices: 0..1. */
  readonly headEntropies: readonly number[];
  readonly approxKl: number;
  /** Largest of a minibatch. */
  readonly maxKl: number;
  readonly clipFraction: number;
  readonly explainedVariance: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  /** Share of head decisions that the capacity masks left with one choice only. */
  readonly masked: number;
  /** Root mean square of the returns that the value head must fit. */
  readonly valueScale: number;
  /** -log pi(expert's action), nats; 0 where nothing is imitated. */
  readonly imitationLoss: number;
  /** Share of the experience that the expert played. */
  readonly expertShare: number;
  readonly learningRate: number;
  readonly entropyCoefficient: number;
  readonly imitation: number;
  /** Epochs carried out. */
  readonly epochs: number;
  /** Over the whole run. */
  readonly stepsPerSecond: number;
}

/** The agent on the held-out load. */
export interface HeldOutEvaluation {
  readonly member: number;
  readonly update: number;
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** Mean J per decision. */
  readonly objective: number;
  /** Share of requests in time, 0..1; NaN of a run that is older than the count. */
  readonly inTime: number;
  readonly best: boolean;
}
