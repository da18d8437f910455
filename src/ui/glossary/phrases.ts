/** Which words of the headline's sentences open a term. */
import type { TermId } from './terms.ts';
import type { Words } from '../finding/finding.ts';

/** As finding.ts writes them; the first of each that a finding has is marked, so that the sentences stay quiet. */
export const phrases: readonly (readonly [phrase: string, id: TermId])[] = [
  ['optimum', 'planner'],
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
}

/** The sentences one after another, each phrase marked where it stands first. */
export function marked(sentences: readonly (readonly Words[])[]): readonly (readonly MarkedWords[])[] {
  const left = new Map(phrases);
  return sentences.map((words) => words.flatMap((word) => (word.side ? [word] : markedIn(word, left))));
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
