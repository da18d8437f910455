/**
 * Every policy as the page shows it, the same in every view: its name, an accent colour, a shape for its points and a
 * dash for its lines. Policies of one shape are told apart by colour alone, also by colour-blind eyes and in both
 * schemes; those of different shapes by shape or dash as well (policies.test.ts holds the distances, docs/style.md
 * states them).
 */
import { dashes, type PolicyLook, type Shape } from './look.ts';
import { setLook } from './setColours.ts';
import { AGENT_ID, AGENT_NAME, HAND_ID, HAND_NAME, policyNames, UNTRAINED_ID } from '../../policies/ids.ts';
import { isOwn } from '../../policies/own/program.ts';
import { describeSettings } from '../../policies/settings/key.ts';

export interface PolicyStyle extends PolicyLook {
  readonly id: string;
  /** As a sentence says it. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly group: 'Learned here' | 'Rivals' | 'Optimum' | 'Yours to order' | 'Yours';
}

/** The agent trained on this page. */
export const AGENT = AGENT_ID;
/** Orders that a person wrote, as a key. */
export const HAND = HAND_ID;
/** Stands in for the agent until one is trained. */
export const UNTRAINED = UNTRAINED_ID;

type Group = PolicyStyle['group'];

const namedApart: Readonly<Record<string, string>> = { [AGENT_ID]: AGENT_NAME, [HAND_ID]: HAND_NAME };

const style = (
  group: Group,
  id: keyof typeof policyNames | typeof AGENT_ID | typeof HAND_ID,
  summary: string,
  shape: Shape,
  light: string,
  dark: string,
): PolicyStyle => ({
  id,
  name: namedApart[id] ?? policyNames[id as keyof typeof policyNames],
  summary,
  group,
  shape,
  light,
  dark,
});

export const policyStyles: readonly PolicyStyle[] = [
  style('Learned here', AGENT, 'agent trained here', 'circle', '#006ab7', '#6cb2f2'),
  style('Rivals', 'ipa-exact', 'accuracy first, exact search', 'circle', '#bc5407', '#f09359'),
  style('Rivals', 'ipa', 'the same, integer program', 'square', '#b24d79', '#d661a5'),
  style('Rivals', 'ipa-published', 'with its queue term', 'square', '#831b29', '#c385e2'),
  style('Rivals', 'ipa-as-shipped', 'as its code runs', 'square', '#783f6a', '#daa273'),
  style('Rivals', 'greedy', 'cheapest that carries the load', 'circle', '#774387', '#a581ca'),
  style('Rivals', 'greedy-literal', "the paper's wording", 'square', '#5c5bc9', '#bcb2e9'),
  style('Rivals', 'random', 'any allowed choice', 'circle', '#697088', '#99a4b2'),
  style('Rivals', 'planner', 'plays its choices forward', 'square', '#3311dd', '#22ffff'),
  style('Optimum', UNTRAINED, 'best for the forecast', 'circle', '#236b57', '#4bd4c3'),
  style('Optimum', 'optimum-true', 'best for the true load', 'circle', '#4c5400', '#98db8f'),
  style('Optimum', 'optimum-offline', 'plans the whole trace', 'circle', '#3c3e1e', '#dbc731'),
  style('Optimum', 'static-best', 'one choice for the whole trace', 'square', '#556945', '#dbc3aa'),
  style('Rivals', 'fa2', 'fewest cores in time', 'triangle', '#005c81', '#338fff'),
  style('Rivals', 'inferline', 'planned once, replicas tuned', 'triangle', '#253400', '#009a6e'),
  style('Rivals', 'grandslam', 'batches that fit the slack', 'triangle', '#67313f', '#d17d00'),
  style('Rivals', 'rim', 'IPA with fixed replicas', 'square', '#4e2852', '#f47cad'),
  style('Rivals', 'infadapter', 'best mixture, largest member', 'triangle', '#430665', '#c35dd6'),
  style('Rivals', 'msplus', 'best model, right-sized', 'triangle', '#5d0091', '#ca87cc'),
  style('Rivals', 'model-switching', 'most right answers in time', 'triangle', '#752cb3', '#f7c1f6'),
  style('Rivals', 'hpa', 'replicas by utilisation', 'circle', '#0a31ac', '#4e8f90'),
  style('Rivals', 'keda', 'replicas by queue', 'diamond', '#4b676a', '#639687'),
  style('Rivals', 'kpa', 'by concurrency, with panic', 'diamond', '#740002', '#e15a0f'),
  style('Rivals', 'vpa', 'cores by histogram of use', 'diamond', '#5f3c62', '#f4b76f'),
  style('Rivals', 'autopilot', 'replicas for the recent peak', 'diamond', '#363437', '#00e2a7'),
  style('Rivals', 'aquatope', 'learns by trying', 'diamond', '#2c1374', '#a6d5eb'),
  style('Rivals', 'cocktail', 'cheapest that is accurate enough', 'diamond', '#4c398e', '#d3ed5d'),
  style('Yours to order', HAND_ID, 'what you order yourself', 'diamond', '#9933bb', '#bb99dd'),
];

/** The policy that a key sets; the key itself where it sets nothing. */
export function baseOf(key: string): string {
  const at = key.indexOf(':');
  return at < 0 ? key : key.slice(0, at);
}

/** Whether the key holds settings of its own. */
export const isSet = (key: string): boolean => key.includes(':');

/** Names of the visitor's own policies; whoever keeps them says them, and whoever shows one follows its name. */
let ownName: (key: string) => string | undefined = () => undefined;
export function nameOwnBy(names: typeof ownName): void {
  ownName = names;
}

/** Styles of keys with settings and of the visitor's own policies, made once. */
const set = new Map<string, PolicyStyle>();

/** Of a policy's id, or of a key with settings: that is told apart by its settings and a colour of its own. */
export function policyStyle(id: string): PolicyStyle {
  if (isOwn(id)) return ownStyle(id);
  const base = baseOf(id);
  const found = policyStyles.find((style) => style.id === base);
  const known = found ?? { ...nobody, id: base, name: base };
  if (base === id) return known;
  const made = set.get(id) ?? { ...known, id, name: nameWith(known.name, id), ...setLook(id) };
  set.set(id, made);
  return made;
}

const nobody = { summary: '', group: 'Rivals', light: '#596170', dark: '#a1a9b7', shape: 'circle' } as const;

function ownStyle(id: string): PolicyStyle {
  const name = ownName(id) ?? 'A policy that is not here';
  const made = set.get(id);
  if (made?.name === name) return made;
  const style = {
    ...nobody,
    id,
    name,
    summary: 'a policy of your own',
    group: 'Yours',
    ...setLook(id),
  } as const;
  set.set(id, style);
  return style;
}

function nameWith(name: string, key: string): string {
  const words = describeSettings(key);
  return words === '' ? name : `${name} (${words})`;
}

/** The policy's accent as a CSS colour that follows the theme. */
export function policyColour(id: string): string {
  const { light, dark } = policyStyle(id);
  return `light-dark(${light}, ${dark})`;
}

/** How the policy is drawn in a chart: its colour in both schemes, the dash of its lines, the shape of its points. */
export function policyMark(id: string): {
  readonly color: { readonly light: string; readonly dark: string };
  readonly dash: string | undefined;
  readonly shape: Shape;
} {
  const { light, dark, shape } = policyStyle(id);
  return { color: { light, dark }, dash: dashes[shape], shape };
}
