/**
 * Every hyper-parameter of a training: range, unit and a sentence. The page, the command line, the store and bundles all
 * judge by this table (see settings.ts).
 */
import { EXPERT_MODES, EXPERTS, type TrainingConfig } from './config.ts';
import { BOUNDS } from '../../model/bounds.ts';
import type { Range } from '../../model/range.ts';

export type HyperName = keyof TrainingConfig;

interface Common {
  /** As sentences about it begin. */
  readonly label: string;
  /** A sentence. */
  readonly meaning: string;
}

export interface NumberField extends Common, Range {
  readonly kind: 'number';
}

export interface ChoiceField extends Common {
  readonly kind: 'choice';
  readonly options: readonly (number | string)[];
}

export type HyperField = NumberField | ChoiceField;

/** Seeds of trainings, loads and runs: 32 bits, so that sums of a seed and a count stay exact. */
export const SEED_RANGE: Range = BOUNDS.seed;

/** What a training may last; decisions are those of one seed. */
export const BUDGET_RANGES = {
  seconds: BOUNDS.budgetSeconds,
  steps: BOUNDS.budgetSteps,
} as const satisfies Readonly<Record<string, Range>>;

export const hyperparameters: Readonly<Record<HyperName, HyperField>> = {
  seed: {
    kind: 'number',
    label: 'Seed',
    ...SEED_RANGE,
    meaning: 'What all draws of the training follow from; the same seed trains the same agent again.',
  },
  width: {
    kind: 'number',
    label: 'Width',
    min: 1,
    max: 512,
    whole: true,
    unit: 'units',
    meaning: 'G: units of every layer. Wider fits more and takes longer per update.',
  },
  blocks: {
    kind: 'number',
    label: 'Residual blocks',
    min: 0,
    max: 8,
    whole: true,
    unit: 'blocks',
    meaning: 'Blocks h + W₂ act(W₁ h) between the first layer and the heads.',
  },
  lanes: {
    kind: 'number',
    label: 'Episodes side by side',
    min: 1,
    max: 4096,
    whole: true,
    unit: 'episodes',
    meaning: 'How many episodes a rollout draws from at once.',
  },
  horizon: {
    kind: 'number',
    label: 'Decisions of an episode in a rollout',
    min: 1,
    max: 4096,
    whole: true,
    unit: 'decisions',
    meaning: 'How many decisions each episode brings before the agent learns from them.',
  },
  epochs: {
    kind: 'number',
    label: 'Epochs',
    min: 1,
    max: 100,
    whole: true,
    unit: 'epochs',
    meaning: 'How often each rollout is gone over before the next is drawn.',
  },
  minibatch: {
    kind: 'number',
    label: 'Minibatch',
    // Advantages are normalised within a minibatch: of one alone nothing would be left.
    min: 2,
    max: 131_072,
    whole: true,
    unit: 'decisions',
    meaning: 'Decisions per gradient. The default rollout has 2,048 decisions.',
  },
  learningRate: {
    kind: 'number',
    label: 'Learning rate',
    min: 1e-6,
    max: 0.1,
    meaning:
      'Length of a step of Adam. Too large and the policy leaps past what it learned; too small and time runs out.',
  },
  finalRate: {
    kind: 'number',
    label: 'Share of the learning rate left at the end',
    min: 0,
    max: 1,
    meaning: 'A falling rate lets the policy settle at the end.',
  },
  gamma: {
    kind: 'number',
    label: 'Discount γ',
    min: 0,
    max: 1,
    meaning:
      'How much the next decision’s reward counts. In the instant environment 0 is optimal: nothing carries over.',
  },
  lambda: {
    kind: 'number',
    label: 'GAE λ',
    min: 0,
    max: 1,
    meaning: 'Between one-step advantages (0: biased, quiet) and whole returns (1: unbiased, noisy).',
  },
  clip: {
    kind: 'number',
    label: 'Clip ε',
    min: 0.01,
    max: 1,
    meaning:
      'ε of (12): how far a probability may move from where the rollout was drawn before its gradient is cut.',
  },
  valueCoefficient: {
    kind: 'number',
    label: 'Value loss weight',
    min: 0.01,
    max: 100,
    meaning: 'Weight of the critic’s squared error beside the policy’s loss.',
  },
  entropyCoefficient: {
    kind: 'number',
    label: 'Entropy weight',
    min: 0,
    max: 20,
    meaning:
      'Bonus for staying undecided, shared by all heads. It keeps the agent exploring; too much and it never decides.',
  },
  finalEntropy: {
    kind: 'number',
    label: 'Share of the entropy weight left at the end',
    min: 0,
    max: 1,
    meaning: 'A falling bonus lets the agent decide at the end.',
  },
  maxGradientNorm: {
    kind: 'number',
    label: 'Gradient norm',
    min: 0.001,
    max: 1000,
    meaning: 'A longer gradient is shortened to it before Adam takes its step.',
  },
  klStop: {
    kind: 'number',
    label: 'Stop epochs at KL',
    min: 0,
    max: 10,
    unit: 'nats',
    meaning: 'Ends an update’s epochs when the approximate KL passes it; 0 never does.',
  },
  expertMode: {
    kind: 'choice',
    label: 'Mode',
    options: EXPERT_MODES,
    meaning: 'What becomes of the expert’s choices.',
  },
  expert: {
    kind: 'choice',
    label: 'Who advises',
    options: EXPERTS,
    meaning:
      'IPA is the paper’s expert. The optimum is exact for the forecast load, but blind to what comes after. The plan is the best for the training load as it will be, each change charged; the best plan found is the best of several of them with start-up and queues, piece by piece. The planner plays its choices forward from the agent’s own state, under the forecast or with the coming load known, at one decision in sixteen: it takes long.',
  },
  expertEvery: {
    kind: 'number',
    label: 'Every f-th episode',
    min: 1,
    max: 1000,
    whole: true,
    unit: 'episodes',
    meaning: 'f of Algorithm 2: one episode in f is the expert’s.',
  },
  imitation: {
    kind: 'number',
    label: 'Weight of imitation',
    min: 0,
    max: 100,
    meaning: 'Weight of −log π(expert’s choice) in the loss; it falls to 0 while guidance lasts.',
  },
  guidanceUntil: {
    kind: 'number',
    label: 'Guidance for',
    min: 0.01,
    max: 1,
    meaning: 'Share of the budget after which the expert falls silent; 1 keeps its episodes to the end.',
  },
  rewardScale: {
    kind: 'number',
    label: 'Rewards divided by',
    min: 0.01,
    max: 1e6,
    meaning: 'Brings returns to a size that the value head can follow.',
  },
  episode: {
    kind: 'number',
    label: 'Length of an episode',
    min: 1,
    max: 100_000,
    whole: true,
    unit: 'decisions',
    meaning: 'After so many decisions an episode begins anew elsewhere in the load; a shorter load cuts it.',
  },
  peers: {
    kind: 'number',
    label: 'Episodes on one load',
    min: 1,
    max: 64,
    whole: true,
    unit: 'episodes',
    meaning:
      'So many episodes side by side meet the same seconds of the load, from starts of their own, and each reward counts against those of the others: what a burst costs everybody teaches nothing. 1 holds none against another.',
  },
  evaluateEvery: {
    kind: 'number',
    label: 'Updates between evaluations',
    min: 1,
    max: 100_000,
    whole: true,
    unit: 'updates',
    meaning: 'How often the agent is judged on the held-out load; the best one is kept.',
  },
  averaging: {
    kind: 'number',
    label: 'Weight averaging',
    min: 0,
    max: 0.9999,
    meaning:
      'Share of the running mean of the weights kept at each update; the mean is what is judged. 0 takes the newest weights.',
  },
  earlyStop: {
    kind: 'number',
    label: 'Stop without a better one in',
    min: 0,
    max: 10_000,
    whole: true,
    unit: 'evaluations',
    meaning: 'Evaluations in a row without a better agent that end the training; 0 uses the whole budget.',
  },
  randomise: {
    kind: 'choice',
    label: 'Worlds',
    options: [0, 1],
    meaning:
      'Drawn worlds vary latency, start-up and the load’s level and spread, so that the agent bears what was measured wrongly. It costs a little on this very load.',
  },
};

/** The range of a hyper-parameter that is a number. */
export function rangeOf(name: HyperName): Range {
  const field = hyperparameters[name];
  if (field.kind !== 'number') throw new Error(`${name} is a choice, it has no range`);
  return field;
}
