/**
 * Every policy as the page shows it: one name short enough for a sentence and one accent colour, the same in every
 * view. Hues are at least distinguishable in pairs to a colour-blind reader; lines are labelled directly besides.
 */
import { setColour } from './setColours.ts';
import { describeSettings } from '../../policies/settings/key.ts';

export interface PolicyStyle {
  readonly id: string;
  /** As a sentence says it. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly group: 'Learned here' | 'Rivals' | 'Optimum';
  readonly light: string;
  readonly dark: string;
}

/** The agent trained on this page. */
export const AGENT = 'opd';
/** Stands in for the agent until one is trained. */
export const UNTRAINED = 'optimum-predicted';

export const policyStyles: readonly PolicyStyle[] = [
  {
    id: AGENT,
    name: 'OPD',
    summary: 'agent trained here',
    group: 'Learned here',
    light: '#0b66ad',
    dark: '#62b5f2',
  },
  {
    id: 'ipa-exact',
    name: 'IPA',
    summary: 'accuracy first, exact search',
    group: 'Rivals',
    light: '#b84d12',
    dark: '#f2955c',
  },
  {
    id: 'ipa',
    name: 'IPA by HiGHS',
    summary: 'the same, integer program',
    group: 'Rivals',
    light: '#a8324a',
    dark: '#f0879b',
  },
  {
    id: 'ipa-published',
    name: 'IPA as published',
    summary: 'with its queue term',
    group: 'Rivals',
    light: '#a3307a',
    dark: '#ee8cc8',
  },
  {
    id: 'ipa-as-shipped',
    name: 'IPA as shipped',
    summary: 'as its code runs',
    group: 'Rivals',
    light: '#85512f',
    dark: '#d3a283',
  },
  {
    id: 'greedy',
    name: 'Greedy',
    summary: 'cheapest that carries the load',
    group: 'Rivals',
    light: '#7d4aa0',
    dark: '#c9a2e6',
  },
  {
    id: 'greedy-literal',
    name: 'Literal greedy',
    summary: "the paper's wording",
    group: 'Rivals',
    light: '#5a55b0',
    dark: '#aaa5f2',
  },
  {
    id: 'random',
    name: 'Random',
    summary: 'any allowed choice',
    group: 'Rivals',
    light: '#626a77',
    dark: '#a3abb8',
  },
  {
    id: UNTRAINED,
    name: 'Myopic optimum',
    summary: 'best for the forecast',
    group: 'Optimum',
    light: '#00736b',
    dark: '#4fc6b6',
  },
  {
    id: 'optimum-true',
    name: 'Optimum with known load',
    summary: 'best for the true load',
    group: 'Optimum',
    light: '#3f7322',
    dark: '#93c96f',
  },
  {
    id: 'optimum-offline',
    name: 'Offline optimum',
    summary: 'plans the whole trace',
    group: 'Optimum',
    light: '#666400',
    dark: '#c6c25a',
  },
  {
    id: 'static-best',
    name: 'Best fixed choice',
    summary: 'one choice for the whole trace',
    group: 'Optimum',
    light: '#75613f',
    dark: '#c9b48d',
  },
  // Rivals that optimise
  {
    id: 'fa2',
    name: 'FA2',
    summary: 'fewest cores in time',
    group: 'Rivals',
    light: '#05416a',
    dark: '#5386f9',
  },
  {
    id: 'inferline',
    name: 'InferLine',
    summary: 'planned once, replicas tuned',
    group: 'Rivals',
    light: '#264206',
    dark: '#2ba134',
  },
  {
    id: 'grandslam',
    name: 'GrandSLAm',
    summary: 'batches that fit the slack',
    group: 'Rivals',
    light: '#632d0b',
    dark: '#ba802c',
  },
  {
    id: 'rim',
    name: 'Rim',
    summary: 'IPA with fixed replicas',
    group: 'Rivals',
    light: '#4b0f22',
    dark: '#e451b7',
  },
  {
    id: 'infadapter',
    name: 'InfAdapter',
    summary: 'best mixture, largest member',
    group: 'Rivals',
    light: '#370587',
    dark: '#be64ef',
  },
  {
    id: 'msplus',
    name: 'MS+',
    summary: 'best model, right-sized',
    group: 'Rivals',
    light: '#6701a0',
    dark: '#b879bd',
  },
  {
    id: 'model-switching',
    name: 'Model-Switching',
    summary: 'most right answers in time',
    group: 'Rivals',
    light: '#6a0c5b',
    dark: '#f5c3f9',
  },
  // Rivals that scale
  {
    id: 'hpa',
    name: 'HPA',
    summary: 'replicas by utilisation',
    group: 'Rivals',
    light: '#0838a8',
    dark: '#0098a8',
  },
  {
    id: 'keda',
    name: 'KEDA',
    summary: 'replicas by queue',
    group: 'Rivals',
    light: '#385048',
    dark: '#80a070',
  },
  {
    id: 'kpa',
    name: 'KPA',
    summary: 'by concurrency, with panic',
    group: 'Rivals',
    light: '#880028',
    dark: '#d86060',
  },
  {
    id: 'vpa',
    name: 'VPA',
    summary: 'cores by histogram of use',
    group: 'Rivals',
    light: '#684058',
    dark: '#f8d0a8',
  },
  {
    id: 'autopilot',
    name: 'Autopilot',
    summary: 'replicas for the recent peak',
    group: 'Rivals',
    light: '#003030',
    dark: '#20f0b8',
  },
  {
    id: 'aquatope',
    name: 'Aquatope lite',
    summary: 'learns by trying',
    group: 'Rivals',
    light: '#302050',
    dark: '#b8f0d8',
  },
  {
    id: 'cocktail',
    name: 'Cocktail lite',
    summary: 'cheapest that is accurate enough',
    group: 'Rivals',
    light: '#503880',
    dark: '#d8f060',
  },
];

/** The policy that a key sets; the key itself where it sets nothing. */
export function baseOf(key: string): string {
  const at = key.indexOf(':');
  return at < 0 ? key : key.slice(0, at);
}

/** Whether the key holds settings of its own. */
export const isSet = (key: string): boolean => key.includes(':');

/** Styles of keys with settings, made once. */
const set = new Map<string, PolicyStyle>();

/** Of a policy's id, or of a key with settings: that is told apart by its settings and a colour of its own. */
export function policyStyle(id: string): PolicyStyle {
  const base = baseOf(id);
  const found = policyStyles.find((style) => style.id === base);
  const known = found ?? { ...nobody, id: base, name: base };
  if (base === id) return known;
  const made = set.get(id) ?? { ...known, id, name: nameWith(known.name, id), ...setColour(id) };
  set.set(id, made);
  return made;
}

const nobody = { summary: '', group: 'Rivals', light: '#626a77', dark: '#a3abb8' } as const;

function nameWith(name: string, key: string): string {
  const words = describeSettings(key);
  return words === '' ? name : `${name} (${words})`;
}

/** The policy's accent as a CSS colour that follows the theme. */
export function policyColour(id: string): string {
  const { light, dark } = policyStyle(id);
  return `light-dark(${light}, ${dark})`;
}
