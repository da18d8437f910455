/** An answer's JSON within its bounds. */
import { DEPTH } from './bounds.ts';
import { excessOf } from '../../model/jsonBounds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** A document of at most `values` values (names of fields count as well). The refusal is a phrase that quotes nothing. */
export function jsonWithin(bytes: Uint8Array, values: number): Result<unknown> {
  const much = excessOf(bytes, { values, depth: DEPTH });
  if (much !== undefined) return refused(`it holds ${much}`);
  try {
    return accepted(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    // What the parser says quotes the text.
    return refused(bytes.length === 0 ? 'it is empty' : 'it is no JSON');
  }
}
