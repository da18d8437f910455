/** What came of a model on a labelled set. */
import { figure } from '../../model/range.ts';

export interface Scored {
  /** Of the set. */
  readonly set: string;
  /** Rows that were asked, fewer than `of` where somebody stopped: they are drawn by chance, so their share is fair. */
  readonly rows: number;
  readonly of: number;
  readonly right: number;
  /** right / rows. */
  readonly accuracy: number;
  /** The interval that holds the accuracy on all such rows, 95 % (wilson.ts). */
  readonly low: number;
  readonly high: number;
  /** What is to be known of it, sentences. */
  readonly notes: readonly string[];
}

/** "accuracy measured on 1,000 rows of set.npz", for the source of a variant's figures. */
export const scoredPhrase = ({ set, rows }: Pick<Scored, 'set' | 'rows'>): string =>
  `accuracy measured on ${figure(rows)} row${rows === 1 ? '' : 's'} of ${set}`;
