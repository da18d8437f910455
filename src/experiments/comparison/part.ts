/** The file of one shard: what it is of, its runs in full precision one a line, and a digest by which damage shows. */
import type { Asked } from './asked.ts';
import { exactJson } from './figures.ts';
import type { Lab } from './planDigest.ts';
import type { Shard } from './shards.ts';
import type { FoundPiece } from './tasks.ts';
import { digestOf } from '../../model/digest.ts';

export const PART_KIND = 'sluice/comparison-part';
export const PART_FORMAT = 1;

/** What all parts of one comparison have alike. */
export interface Whole {
  /** `planDigest` of plan, `against`, `notes` and `lab`. */
  readonly plan: string;
  readonly lab: Lab;
  readonly asked: Asked;
  /** Policies that all others are set against in pairs. */
  readonly against: readonly string[];
  /** What was assumed in reading the inputs, sentences. */
  readonly notes: readonly string[];
}

export interface PartHead extends Whole {
  readonly kind: typeof PART_KIND;
  readonly format: typeof PART_FORMAT;
  readonly shard: Shard;
  /** What its runs took. */
  readonly processorSeconds: number;
}

/** The lines that frame the runs; the whole file is one JSON document, and no line of it can be read as two. */
export const FRAME = { head: '{"head":', pieces: '"pieces":[', close: '],', end: '"end":' } as const;

export function headLine(head: PartHead): string {
  return `${FRAME.head}${exactJson(head)},`;
}

/** The file as UTF-8 text. */
export function partText(head: PartHead, pieces: readonly FoundPiece[]): string {
  const lines = pieces.map((piece, i) => `${exactJson(piece)}${i < pieces.length - 1 ? ',' : ''}\n`);
  const before = `${headLine(head)}\n${FRAME.pieces}\n${lines.join('')}${FRAME.close}\n`;
  const end = { pieces: pieces.length, sha256: digestOf(before) };
  return `${before}${FRAME.end}${JSON.stringify(end)}}\n`;
}
