/** Hyper-parameters as the page offers them: in groups, some as a choice of a few values; ranges and meanings are the training's. */
import {
  defaultConfig,
  EXPERT_MODES,
  type ExpertName,
  type TrainingConfig,
} from '../../../learning/ppo/config.ts';
import { deviceConfig } from '../../../learning/ppo/deviceConfig.ts';
import { hyperparameters, type NumberField } from '../../../learning/ppo/hyperparameters.ts';
import { isHyperName, settingComplaint } from '../../../learning/ppo/settings.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';
import type { Overrides } from '../../../storage/records.ts';

export type HyperKey = Exclude<keyof TrainingConfig, 'seed'>;
export type HyperGroup = 'Network' | 'Optimiser' | 'PPO' | 'Expert' | 'Stopping and worlds';
export const HYPER_GROUPS: readonly HyperGroup[] = [
  'Optimiser',
  'PPO',
  'Expert',
  'Network',
  'Stopping and worlds',
];

interface Place {
  readonly key: HyperKey;
  readonly group: HyperGroup;
  /** Where the group says what it is about. */
  readonly label?: string;
  /** A fork keeps its parent's: the weights would not fit. */
  readonly fixed?: boolean;
  /** Only in these modes of the expert. */
  readonly modes?: readonly string[];
  /** The values that the page offers, by name; undefined is any within the range. */
  readonly offered?: readonly Option[];
}

type Option = readonly [value: number | string, name: string];

interface Common extends Omit<Place, 'offered'> {
  readonly label: string;
  readonly meaning: string;
}

interface NumberHyper extends Common, Pick<NumberField, 'min' | 'max' | 'whole' | 'unit'> {
  readonly kind: 'number';
}

export interface ChoiceHyper extends Common {
  readonly kind: 'choice';
  readonly options: readonly Option[];
}

export type Hyper = NumberHyper | ChoiceHyper;

const powers = (from: number, to: number): readonly Option[] => {
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

const EXPERT_NAMES: Readonly<Record<ExpertName, string>> = {
  ipa: 'IPA',
  optimum: 'the optimum for the forecast',
  plan: 'the offline optimum',
  'best-plan': 'the best plan found',
  planner: 'the planner',
  'planner-knows': 'the planner that knows the load',
};

const EXPERTS_NAMED = Object.entries(EXPERT_NAMES);

const PLACES: readonly Place[] = [
  { key: 'learningRate', group: 'Optimiser' },
  {
    key: 'finalRate',
    group: 'Optimiser',
    label: 'Over the budget it',
    offered: [
      [0.05, 'falls to 5 %'],
      [0.3, 'falls to 30 %'],
      [1, 'stays constant'],
    ],
  },
  { key: 'epochs', group: 'Optimiser' },
  { key: 'minibatch', group: 'Optimiser', offered: powers(128, deviceConfig.minibatch) },
  { key: 'gamma', group: 'PPO' },
  { key: 'lambda', group: 'PPO' },
  { key: 'clip', group: 'PPO' },
  { key: 'peers', group: 'PPO' },
  { key: 'entropyCoefficient', group: 'PPO' },
  { key: 'klStop', group: 'PPO' },
  { key: 'expertMode', group: 'Expert', offered: EXPERT_MODES.map((mode) => [mode, mode] as const) },
  {
    key: 'expert',
    group: 'Expert',
    modes: ['literal', 'cloning', 'dagger', 'distil'],
    offered: EXPERTS_NAMED,
  },
  { key: 'expertEvery', group: 'Expert', modes: ['literal', 'cloning'] },
  { key: 'imitation', group: 'Expert', modes: ['cloning', 'dagger', 'distil'] },
  { key: 'guidanceUntil', group: 'Expert', modes: ['literal', 'cloning', 'dagger'] },
  { key: 'width', group: 'Network', fixed: true, offered: powers(16, 256) },
  {
    key: 'blocks',
    group: 'Network',
    fixed: true,
    offered: [0, 1, 2, 3, 4].map((n) => [n, String(n)] as const),
  },
  { key: 'averaging', group: 'Stopping and worlds' },
  { key: 'earlyStop', group: 'Stopping and worlds' },
  {
    key: 'randomise',
    group: 'Stopping and worlds',
    offered: [
      [0, 'this one'],
      [1, 'drawn around it'],
    ],
  },
  { key: 'rewardScale', group: 'Stopping and worlds' },
  { key: 'valueCoefficient', group: 'PPO' },
];

function hyperAt({ offered, ...place }: Place): Hyper {
  const field = hyperparameters[place.key];
  const common = { label: field.label, meaning: field.meaning, ...place };
  if (field.kind === 'number' && !offered) return { ...field, ...common };
  return { ...common, kind: 'choice', options: offered ?? [] };
}

export const hypers: readonly Hyper[] = PLACES.map(hyperAt);

export const hyperOf = (key: string): Hyper | undefined => hypers.find((hyper) => hyper.key === key);

/** What a hyper-parameter is called, the few that the page does not offer too. */
export const labelOf = (key: string): string =>
  hyperOf(key)?.label ?? (isHyperName(key) ? hyperparameters[key].label : key);

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
  const number = text.trim() === '' ? NaN : Number(text.replace(',', '.'));
  const complaint = settingComplaint(hyper.key, Number.isNaN(number) ? text : number);
  return complaint === undefined ? accepted(number) : refused(complaint);
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
        `${labelOf(key).replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())} ${hyperText(key, value)}`,
    )
    .join(', ');
}

/** The configuration of a kept run. What this version of the lab does not take of it is left out. */
export function configOf(overrides: Overrides): TrainingConfig {
  const taken = Object.entries(overrides).filter(
    // Shown as the default: the run's note says it, and going on is refused with the sentence.
    ([key, value]) => settingComplaint(key, value) === undefined,
  );
  return { ...defaultConfig, ...Object.fromEntries(taken) };
}
