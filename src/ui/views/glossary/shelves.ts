/** All terms by group: the glossary's, the curves of a training and the errors of a forecast, whose words stand with them. */
import { glossary, glossaryGroups, termIds, termOf, type TermId } from '../../glossary/terms.ts';
import { metricsFor } from '../predict/metrics.ts';
import { groups as curves } from '../train/metrics.ts';

export interface ShelvedTerm {
  readonly key: string;
  readonly name: string;
  readonly says: string;
  readonly formula?: string | undefined;
  /** Of the glossary's own. */
  readonly id?: TermId;
}

export interface Shelf {
  readonly group: string;
  readonly terms: readonly ShelvedTerm[];
}

/** Names that the glossary explains already. */
const own = new Set(termIds.map((id) => glossary[id].name.toLowerCase()));

/** Where a number in the words follows from what is set. */
const RULE =
  ' The quantile is that of the weights in force, short ÷ (short + spare) in what one request a second too few or too many costs.';
const OF_WEIGHTS: Readonly<Record<string, string>> = { pinball: RULE, coverage: RULE };

/** All shelves; `quantile` is the one of the load that costs least under the weights in force, 0..1, as in Predict. */
export const shelvesFor = (quantile: number): readonly Shelf[] => [
  ...glossaryGroups.map((group) => ({
    group,
    terms: termIds
      .filter((id) => termOf(id).group === group)
      .map((id) => ({
        key: id,
        id,
        name: termOf(id).name,
        says: termOf(id).says,
        formula: termOf(id).formula,
      })),
  })),
  {
    group: 'Curves of a training',
    terms: curves
      .flatMap(({ metrics }) => metrics)
      .map(({ id, title, meaning, equation }) => ({
        ...{ key: `curve-${id}`, name: title, says: meaning, formula: equation },
      })),
  },
  {
    group: 'Errors of a forecast',
    terms: metricsFor(quantile)
      .filter(({ name }) => !own.has(name.toLowerCase()))
      .map(({ id, name, meaning }) => ({
        key: `error-${id}`,
        name,
        says: `${meaning}${OF_WEIGHTS[id] ?? ''}`,
      })),
  },
];

/** The shelves with the terms that have `wanted` in their name or meaning; all for ''. Empty shelves are left out. */
export function found(all: readonly Shelf[], wanted: string): readonly Shelf[] {
  const words = wanted.trim().toLowerCase();
  return all
    .map(({ group, terms }) => ({
      group,
      terms: terms.filter(({ name, says }) => `${name} ${says}`.toLowerCase().includes(words)),
    }))
    .filter(({ terms }) => terms.length > 0);
}

/** Names under their first letter, in the order of the alphabet; what begins with none comes first, under “0–9”. */
export interface Letter {
  readonly letter: string;
  readonly terms: readonly Pick<ShelvedTerm, 'key' | 'name'>[];
}

/** The index of what is shown. */
export function indexOf(shown: readonly Shelf[]): readonly Letter[] {
  const plain = (name: string): string => name.replace(/^[^\p{L}\p{N}]+/u, '');
  const twice = (name: string): boolean =>
    shown.flatMap(({ terms }) => terms).filter((term) => term.name === name).length > 1;
  const all = shown
    .flatMap(({ group, terms }) =>
      terms.map(({ key, id, name }) => ({
        key,
        name: id === undefined && twice(name) ? `${name} (${group.toLowerCase()})` : name,
      })),
    )
    .sort((a, b) => plain(a.name).localeCompare(plain(b.name), 'en'));
  const letters = new Map<string, Pick<ShelvedTerm, 'key' | 'name'>[]>();
  for (const term of all) {
    const first = plain(term.name).charAt(0).toUpperCase();
    const letter = /\p{L}/u.test(first) ? first : '0–9';
    letters.set(letter, [...(letters.get(letter) ?? []), term]);
  }
  return [...letters].map(([letter, terms]) => ({ letter, terms }));
}
