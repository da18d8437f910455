/** Hyper-parameters of a training. The paper publishes none; each default is the lab's. */
export interface TrainingConfig {
  readonly seed: number;
  /** G: width of the network. */
  readonly width: number;
  /** Residual blocks. */
  readonly blocks: number;
  /** Episodes that run side by side. */
  readonly lanes: number;
  /** Decisions of each lane per update. */
  readonly horizon: number;
  readonly epochs: number;
  readonly minibatch: number;
  readonly learningRate: number;
  /** Share of the learning rate left at the end of the budget (linear decay). */
  readonly finalRate: number;
  /** Discount per decision; 0 is optimal in the instant environment. */
  readonly gamma: number;
  readonly lambda: number;
  readonly clip: number;
  readonly valueCoefficient: number;
  readonly entropyCoefficient: number;
  /** Share of the entropy coefficient left at the end of the budget (linear decay). */
  readonly finalEntropy: number;
  readonly maxGradientNorm: number;
  /** Ends an update's epochs early when the approximate KL exceeds it; 0 never. */
  readonly klStop: number;
  /** Every f-th episode the expert, IPA, acts while guidance lasts (Algorithm 2, literally); 0 never. */
  readonly expertEvery: number;
  /** Weight of imitating the exact optimum of the forecast load, on the agent's own states (DAgger); falls to 0. */
  readonly imitation: number;
  /** Share of the budget after which guidance, expert episodes and imitation, has ended; 1 never ends expert episodes. */
  readonly guidanceUntil: number;
  /** Divides rewards before learning. */
  readonly rewardScale: number;
  /** Decisions of an episode. */
  readonly episode: number;
  /** Updates between evaluations on the held-out loads. */
  readonly evaluateEvery: number;
}

export const defaultConfig: TrainingConfig = {
  seed: 1,
  width: 64,
  blocks: 2,
  lanes: 64,
  horizon: 32,
  epochs: 4,
  minibatch: 1024,
  learningRate: 5e-4,
  finalRate: 0.05,
  gamma: 0.9,
  lambda: 0.9,
  clip: 0.2,
  valueCoefficient: 0.5,
  entropyCoefficient: 0.1,
  finalEntropy: 0.1,
  maxGradientNorm: 0.5,
  klStop: 0,
  expertEvery: 20,
  imitation: 1,
  guidanceUntil: 0.4,
  rewardScale: 4,
  episode: 120,
  evaluateEvery: 10,
};

/** The defaults with some replaced; unknown names, wrong types and numbers that are not finite are refused by a throw. */
export function configWith(overrides: Readonly<Record<string, number | string | boolean>>): TrainingConfig {
  const config: Record<string, number> = { ...defaultConfig };
  for (const [name, value] of Object.entries(overrides)) {
    if (!Object.hasOwn(defaultConfig, name)) throw new Error(`there is no hyper-parameter "${name}"`);
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new Error(`the hyper-parameter ${name} must be a number`);
    config[name] = value;
  }
  return { ...defaultConfig, ...config };
}
