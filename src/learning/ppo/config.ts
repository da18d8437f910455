/**
 * What becomes of the expert: `none`; `literal` (every f-th episode is the expert's and counts as the policy's own:
 * Algorithm 2 as printed); `cloning` (those episodes are imitated instead); `dagger` (the expert labels the states the
 * agent meets); `distil` (labels only, no reward: the bound of what the network can represent).
 */
export const EXPERT_MODES = ['none', 'literal', 'cloning', 'dagger', 'distil'] as const;
export type ExpertMode = (typeof EXPERT_MODES)[number];

/**
 * Who advises: IPA (the paper's); the exact optimum of the reward under the forecast load; the offline optimum, the best
 * plan for the training load as it will be, each change charged; the best plan found for it with after-effects; the planner,
 * under the forecast or with the coming load known.
 */
export const EXPERTS = ['ipa', 'optimum', 'plan', 'best-plan', 'planner', 'planner-knows'] as const;
export type ExpertName = (typeof EXPERTS)[number];

/** Hyper-parameters of a training, whose ranges hyperparameters.ts has. The paper publishes none; each default is the lab's. */
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
  readonly expertMode: ExpertMode;
  readonly expert: ExpertName;
  /** f: every f-th episode is the expert's in the modes `literal` and `cloning`. */
  readonly expertEvery: number;
  /** Weight of imitation, in the modes that imitate; falls linearly to 0 (constant in `distil`). */
  readonly imitation: number;
  /** Share of the budget after which guidance has ended; 1 never ends expert episodes. */
  readonly guidanceUntil: number;
  /** Divides rewards before learning. */
  readonly rewardScale: number;
  /** Decisions of an episode. */
  readonly episode: number;
  /** Episodes side by side that meet the same load, each held against the others; 1 holds none against another. */
  readonly peers: number;
  /** Updates between evaluations on the held-out loads. */
  readonly evaluateEvery: number;
  /** Share of the running mean of the weights kept at each update: the mean is what is evaluated and handed over; 0 is the newest weights. */
  readonly averaging: number;
  /** Ends the training after so many evaluations without a better one; 0 never. */
  readonly earlyStop: number;
  /** 1 trains in worlds drawn anew again and again (latency, start-up, load's offset, scale and dispersion); 0 in the scenario's own. */
  readonly randomise: number;
}

/** What a graphics device may train with otherwise than a processor; network, expert and worlds are the training's own. */
export type DeviceSettings = Readonly<
  Partial<
    Record<
      Exclude<keyof TrainingConfig, 'seed' | 'width' | 'blocks' | 'expertMode' | 'expert' | 'randomise'>,
      number
    >
  >
>;

export const defaultConfig: TrainingConfig = {
  seed: 1,
  width: 64,
  blocks: 2,
  lanes: 64,
  horizon: 32,
  epochs: 4,
  minibatch: 1024,
  learningRate: 1e-3,
  finalRate: 0.05,
  gamma: 0.9,
  lambda: 0.9,
  clip: 0.2,
  valueCoefficient: 0.5,
  entropyCoefficient: 2,
  finalEntropy: 0.01,
  maxGradientNorm: 0.5,
  klStop: 0,
  expertMode: 'dagger',
  expert: 'plan',
  expertEvery: 20,
  imitation: 1,
  guidanceUntil: 0.2,
  rewardScale: 4,
  episode: 120,
  peers: 1,
  evaluateEvery: 20,
  averaging: 0,
  earlyStop: 0,
  randomise: 0,
};

/** How many worlds share the lanes when they are drawn. */
export const DRAWN_WORLDS = 8;
