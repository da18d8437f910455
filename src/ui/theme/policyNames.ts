/** Names of policies with settings where several stand side by side and there is no room for every setting. */
import { baseOf, HAND, isSet, policyStyle } from './policies.ts';
import { settingsInWords } from '../../policies/settings/describe.ts';
import {
  describeSettings,
  parsePolicyKey,
  type Settings,
  type SettingValue,
} from '../../policies/settings/key.ts';

/** Letters of settings in a name; further settings are counted. */
const MOST_LETTERS = 44;
/** A number and its unit stay on one line. */
const UNIT = /(?<=\d) (?=%|s\b|cores\b|times\b)/g;

interface Entry {
  /** Undefined for all stages. */
  readonly stage: number | undefined;
  readonly name: string;
  readonly value: SettingValue;
}

/**
 * A name for each of `keys` that no other of them has: short ones for those that were set, without what all that set the
 * same policy share. Names of plain policies stay.
 */
export function namesApart(
  keys: readonly string[],
  letters: number = MOST_LETTERS,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const entries = new Map(keys.map((key) => [key, isSet(key) ? entriesOf(key) : []]));
  for (const key of entries.keys()) {
    const name = isSet(key) ? shortName(key, entries, letters) : policyStyle(key).name;
    const taken = [...names.values()];
    let free = name;
    for (let i = 2; taken.includes(free); i++) free = `${name} ${String(i)}`;
    names.set(key, free);
  }
  return names;
}

function shortName(key: string, all: ReadonlyMap<string, readonly Entry[]>, letters: number): string {
  const base = baseOf(key);
  const plain = policyStyle(base).name;
  if (base === HAND) return `${plain} (${cutTo(describeSettings(key), letters)})`;
  const mine = all.get(key) ?? [];
  const others = [...all].flatMap(([other, entries]) =>
    other !== key && baseOf(other) === base ? [entries] : [],
  );
  // Beside the plain policy every setting tells apart. What is scaled by gives targets their unit: it is always said.
  const telling = mine.filter(
    (entry) => entry.name === 'metric' || !others.length || !others.every((list) => holds(list, entry)),
  );
  const entries = telling.length > 0 ? telling : mine;
  const words = (count: number): string => settingsInWords(base, settingsOf(entries.slice(0, count)));
  let count = entries.length;
  while (count > 1 && words(count).length > letters) count--;
  const more = entries.length - count;
  const said = words(count);
  return `${plain} (${cutTo(said, letters)}${more > 0 ? `, ${String(more)} more` : ''})`.replace(
    UNIT,
    '\u00a0',
  );
}

const cutTo = (words: string, letters: number): string =>
  words.length > letters ? `${words.slice(0, letters - 1)}…` : words;

function entriesOf(key: string): readonly Entry[] {
  const read = parsePolicyKey(key);
  if (!read.ok) return [];
  const { all, stages } = read.value.settings;
  const list = (values: Settings['all'], stage: number | undefined): readonly Entry[] =>
    Object.entries(values).map(([name, value]) => ({ stage, name, value }));
  return [
    ...list(all, undefined),
    ...Object.entries(stages).flatMap(([n, values]) => list(values, Number(n))),
  ];
}

function holds(list: readonly Entry[], { stage, name, value }: Entry): boolean {
  return list.some((other) => other.stage === stage && other.name === name && other.value === value);
}

function settingsOf(entries: readonly Entry[]): Settings {
  const of = (stage: number | undefined): Settings['all'] =>
    Object.fromEntries(entries.filter((e) => e.stage === stage).map(({ name, value }) => [name, value]));
  const numbers = [...new Set(entries.flatMap(({ stage }) => (stage === undefined ? [] : [stage])))];
  return { all: of(undefined), stages: Object.fromEntries(numbers.map((n) => [n, of(n)])) };
}
