/** Hyper-parameters as the page offers them: their ranges, what they mean, and how their text is read. */
import {
  configWith,
  defaultConfig,
  EXPERT_MODES,
  EXPERTS,
  type TrainingConfig,
} from '../../learning/config.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { Overrides } from '../../storage/records.ts';

export type HyperKey = Exclude<keyof TrainingConfig, 'seed'>;
export type HyperGroup = 'Network' | 'Optimiser' | 'PPO' | 'Expert' | 'Stopping and worlds';
export const HYPER_GROUPS: readonly HyperGroup[] = [
  'Optimiser',
  'PPO',
  'Expert',
  'Network',
  'Stopping and worlds',
];

interface Common {
  readonly key: HyperKey;
  readonly label: string;
  readonly group: HyperGroup;
  readonly meaning: string;
  /** A fork keeps its parent's: the weights would not fit. */
  readonly fixed?: boolean;
  /** Only in these modes of the expert. */
  readonly modes?: readonly string[];
}

interface NumberHyper extends Common {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

export interface ChoiceHyper extends Common {
  readonly kind: 'choice';
  readonly options: readonly (readonly [value: number | string, name: string])[];
}

export type Hyper = NumberHyper | ChoiceHyper;

const powers = (from: number, to: number): readonly (readonly [number, string])[] => {
  const values: number[] = [];
  for (let value = from; value <= to; value *= 2) values.push(value);
  return values.map((value) => [value, String(value)] as const);
};

export const MODE_MEANINGS: Record<(typeof EXPERT_MODES)[number], string> = {
  none: 'Nobody advises; the agent learns from rewards alone.',
  literal:
    'Every f-th episode is the expert’s and counts as the agent’s own: Algorithm 2 as printed, which is off-policy.',
  cloning: 'Every f-th episode is the expert’s and is imitated, with a weight that fades.',
  dagger:
    'The agent acts, and the expert says in each state what it would have done; that is imitated at first.',
  distil: 'The expert’s advice alone, without rewards: how well this network could imitate it at best.',
};

export const hypers: readonly Hyper[] = [
  {
    key: 'learningRate',
    kind: 'number',
    label: 'Learning rate',
    group: 'Optimiser',
    min: 1e-6,
    max: 0.1,
    meaning:
      'Length of a step of Adam. Too large and the policy leaps past what it learned; too small and time runs out.',
  },
  {
    key: 'finalRate',
    kind: 'choice',
    label: 'Over the budget it',
    group: 'Optimiser',
    options: [
      [0.05, 'falls to 5 %'],
      [0.3, 'falls to 30 %'],
      [1, 'stays constant'],
    ],
    meaning: 'A falling rate lets the policy settle at the end.',
  },
  {
    key: 'epochs',
    kind: 'number',
    label: 'Epochs',
    group: 'Optimiser',
    min: 1,
    max: 30,
    whole: true,
    meaning: 'How often each rollout is gone over before the next is drawn.',
  },
  {
    key: 'minibatch',
    kind: 'choice',
    label: 'Minibatch',
    group: 'Optimiser',
    options: powers(128, 2048),
    meaning: 'Decisions per gradient. The default rollout has 2,048 decisions.',
  },
  {
    key: 'gamma',
    kind: 'number',
    label: 'Discount γ',
    group: 'PPO',
    min: 0,
    max: 0.999,
    meaning:
      'How much the next decision’s reward counts. In the instant environment 0 is optimal: nothing carries over.',
  },
  {
    key: 'lambda',
    kind: 'number',
    label: 'GAE λ',
    group: 'PPO',
    min: 0,
    max: 1,
    meaning: 'Between one-step advantages (0: biased, quiet) and whole returns (1: unbiased, noisy).',
  },
  {
    key: 'clip',
    kind: 'number',
    label: 'Clip ε',
    group: 'PPO',
    min: 0.01,
    max: 1,
    meaning:
      'ε of (12): how far a probability may move from where the rollout was drawn before its gradient is cut.',
  },
  {
    key: 'entropyCoefficient',
    kind: 'number',
    label: 'Entropy weight',
    group: 'PPO',
    min: 0,
    max: 5,
    meaning:
      'Bonus for staying undecided, shared by all heads. It keeps the agent exploring; too much and it never decides.',
  },
  {
    key: 'klStop',
    kind: 'number',
    label: 'Stop epochs at KL',
    group: 'PPO',
    min: 0,
    max: 1,
    meaning: 'Ends an update’s epochs when the approximate KL passes it; 0 never does.',
  },
  {
    key: 'expertMode',
    kind: 'choice',
    label: 'Mode',
    group: 'Expert',
    options: EXPERT_MODES.map((mode) => [mode, mode] as const),
    meaning: 'What becomes of the expert’s choices.',
  },
  {
    key: 'expert',
    kind: 'choice',
    label: 'Who advises',
    group: 'Expert',
    options: EXPERTS.map((name) => [name, name === 'ipa' ? 'IPA' : 'the exact optimum'] as const),
    modes: ['literal', 'cloning', 'dagger', 'distil'],
    meaning:
      'IPA is the paper’s expert. The optimum is exact for the forecast load, but blind to what comes after.',
  },
  {
    key: 'expertEvery',
    kind: 'number',
    label: 'Every f-th episode',
    group: 'Expert',
    min: 2,
    max: 100,
    whole: true,
    modes: ['literal', 'cloning'],
    meaning: 'f of Algorithm 2: one episode in f is the expert’s.',
  },
  {
    key: 'imitation',
    kind: 'number',
    label: 'Weight of imitation',
    group: 'Expert',
    min: 0,
    max: 10,
    modes: ['cloning', 'dagger', 'distil'],
    meaning: 'Weight of −log π(expert’s choice) in the loss; it falls to 0 while guidance lasts.',
  },
  {
    key: 'guidanceUntil',
    kind: 'number',
    label: 'Guidance for',
    group: 'Expert',
    min: 0.01,
    max: 1,
    modes: ['literal', 'cloning', 'dagger'],
    meaning: 'Share of the budget after which the expert falls silent; 1 keeps its episodes to the end.',
  },
  {
    key: 'width',
    kind: 'choice',
    label: 'Width',
    group: 'Network',
    options: powers(16, 256),
    fixed: true,
    meaning: 'G: units of every layer. Wider fits more and takes longer per update.',
  },
  {
    key: 'blocks',
    kind: 'choice',
    label: 'Residual blocks',
    group: 'Network',
    options: [0, 1, 2, 3, 4].map((n) => [n, String(n)] as const),
    fixed: true,
    meaning: 'Blocks h + W₂ act(W₁ h) between the first layer and the heads.',
  },
  {
    key: 'averaging',
    kind: 'number',
    label: 'Weight averaging',
    group: 'Stopping and worlds',
    min: 0,
    max: 0.999,
    meaning:
      'Share of the running mean of the weights kept at each update; the mean is what is judged. 0 takes the newest weights.',
  },
  {
    key: 'earlyStop',
    kind: 'number',
    label: 'Stop without a better one in',
    group: 'Stopping and worlds',
    min: 0,
    max: 100,
    whole: true,
    meaning: 'Evaluations in a row without a better agent that end the training; 0 uses the whole budget.',
  },
  {
    key: 'randomise',
    kind: 'choice',
    label: 'Worlds',
    group: 'Stopping and worlds',
    options: [
      [0, 'this one'],
      [1, 'drawn around it'],
    ],
    meaning:
      'Drawn worlds vary latency, start-up and the load’s level and spread, so that the agent bears what was measured wrongly. It costs a little on this very load.',
  },
  {
    key: 'rewardScale',
    kind: 'number',
    label: 'Rewards divided by',
    group: 'Stopping and worlds',
    min: 0.01,
    max: 1000,
    meaning: 'Brings returns to a size that the value head can follow.',
  },
  {
    key: 'valueCoefficient',
    kind: 'number',
    label: 'Value loss weight',
    group: 'PPO',
    min: 0.01,
    max: 10,
    meaning: 'Weight of the critic’s squared error beside the policy’s loss.',
  },
];

export const hyperOf = (key: string): Hyper | undefined => hypers.find((hyper) => hyper.key === key);

/** A value as the page writes it. */
export function hyperText(key: string, value: number | string | boolean): string {
  const hyper = hyperOf(key);
  if (hyper?.kind === 'choice') {
    const option = hyper.options.find(([v]) => v === value);
    if (option) return option[1];
  }
  return String(value);
}

/** The value that `text` stands for, or the sentence that says what is wrong with it. */
export function readHyper(hyper: Hyper, text: string): Result<number | string> {
  if (hyper.kind === 'choice') {
    const option = hyper.options.find(([value]) => String(value) === text);
    return option ? accepted(option[0]) : refused(`${hyper.label}: there is no choice “${text}”.`);
  }
  const value = Number(text.replace(',', '.'));
  const range = `from ${String(hyper.min)} to ${String(hyper.max)}`;
  if (text.trim() === '' || !Number.isFinite(value))
    return refused(`${hyper.label} takes a number ${range}; “${text}” is none.`);
  if (value < hyper.min || value > hyper.max)
    return refused(`${hyper.label} goes ${range}; ${text} is outside.`);
  if (hyper.whole && !Number.isInteger(value))
    return refused(`${hyper.label} takes a whole number ${range}.`);
  return accepted(value);
}

/** `overrides` with one value set; what equals the default is left out. */
export function withHyper(overrides: Overrides, key: HyperKey, value: number | string): Overrides {
  const rest = Object.fromEntries(Object.entries(overrides).filter(([name]) => name !== key));
  return value === defaultConfig[key] ? rest : { ...rest, [key]: value };
}

export function withHypers(overrides: Overrides, changes: Readonly<Partial<TrainingConfig>>): Overrides {
  let out = overrides;
  for (const [key, value] of Object.entries(changes)) out = withHyper(out, key as HyperKey, value);
  return out;
}

/** Changes as a few words: learning rate 0.0005, mode dagger. */
export function changeWords(changes: Readonly<Record<string, number | string | boolean>>): string {
  return Object.entries(changes)
    .map(
      ([key, value]) =>
        `${(hyperOf(key)?.label ?? key).replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())} ${hyperText(key, value)}`,
    )
    .join(', ');
}

/** The configuration of a kept run. What a later version of the lab wrote and this one does not know is left out. */
export function configOf(overrides: Overrides): TrainingConfig {
  let config = defaultConfig;
  for (const [key, value] of Object.entries(overrides)) {
    try {
      config = { ...config, [key]: configWith({ [key]: value })[key as HyperKey] };
    } catch {
      // Shown as the default: the run itself would be refused with a sentence.
    }
  }
  return config;
}
