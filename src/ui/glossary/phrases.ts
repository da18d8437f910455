/** Which words of the headline's sentences open a term. */
import type { TermId } from './terms.ts';
import type { Words } from '../finding/finding.ts';

/** As finding.ts, more.ts and possible.ts write them; the first of each that a finding has is marked, so that the sentences stay quiet. */
export const phrases: readonly (readonly [phrase: string, id: TermId])[] = [
  ['optimum', 'tenSeconds'],
  ['best plan found', 'bestPlan'],
  ['nobody can earn more', 'upperBound'],
  ['what is possible', 'possible'],
  ['What is possible', 'possible'],
  ['in time', 'inTime'],
  ['quality', 'qos'],
  ['cores', 'cores'],
  ['By J', 'j'],
  ['drops', 'dropped'],
  ['99 take at most', 'percentile'],
  ['loses', 'regret'],
];

/** Words that may open a term. */
export interface MarkedWords extends Words {
  readonly term?: TermId;
  /** Signs that follow it and must not begin a line: a browser breaks behind every button. */
  readonly then?: string;
}

/** The sentences one after another, each phrase marked where it stands first. */
export function marked(sentences: readonly (readonly Words[])[]): readonly (readonly MarkedWords[])[] {
  const left = new Map(phrases);
  return sentences.map((words) => held(words.flatMap((word) => (word.side ? [word] : markedIn(word, left)))));
}

/** Gives the signs behind a word that opens something to that word. */
function held(words: readonly MarkedWords[]): readonly MarkedWords[] {
  const all = [...words];
  for (let i = 0; i + 1 < all.length; i++) {
    const [word, next] = [all[i]!, all[i + 1]!];
    const then = /^[,.;:]+/.exec(next.text)?.[0];
    if (then === undefined || !(word.side ?? word.term) || next.side || next.term) continue;
    all[i] = { ...word, then };
    all[i + 1] = { text: next.text.slice(then.length) };
  }
  return all.filter(({ text }) => text !== '');
}

/** Splits at the first phrase that is left; what is before and after may hold others. */
function markedIn(word: Words, left: Map<string, TermId>): readonly MarkedWords[] {
  for (const [phrase, term] of left) {
    const at = placeOf(phrase, word.text);
    if (at < 0) continue;
    left.delete(phrase);
    const end = at + phrase.length;
    return [
      ...markedIn({ text: word.text.slice(0, at) }, left),
      { text: phrase, term },
      ...markedIn({ text: word.text.slice(end) }, left),
    ];
  }
  return word.text === '' ? [] : [word];
}

/** Where a phrase stands as whole words; -1 where it does not. */
function placeOf(phrase: string, text: string): number {
  const at = text.indexOf(phrase);
  const after = text.charAt(at + phrase.length);
  const before = text.charAt(at - 1);
  return at >= 0 && !/\p{L}/u.test(before + after) ? at : -1;
}
