import { nameFrom } from '../../../model/text.ts';

/** Letters of what a link says, in a sentence about it. */
const LONGEST_QUOTE = 40;

/** What a link says, as a sentence can hold it. */
export function quoted(text: string): string {
  const name = nameFrom(text, LONGEST_QUOTE);
  return `“${name}${name.length < text.trim().length ? '…' : ''}”`;
}
