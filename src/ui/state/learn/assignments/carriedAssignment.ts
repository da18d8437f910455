/** An assignment inside a link. */
import { LONGEST_CARRIED, packed, unpackedText } from '../../pipelines/packed.ts';
import {
  assignmentText,
  parseAssignment,
  type Assignment,
} from '../../../../teaching/assignments/assignment.ts';
import { figure } from '../../../../model/range.ts';
import { accepted, refused, type Result } from '../../../../model/result.ts';

/** The hash of a link that opens it; refused in a sentence where it is too long for one. */
export async function assignmentHash(assignment: Assignment): Promise<Result<string>> {
  const hash = `#assignment=${await packed(assignmentText(assignment))}`;
  return hash.length <= LONGEST_CARRIED
    ? accepted(hash)
    : refused(
        `The assignment takes ${figure(hash.length)} characters, and a link is at most ${figure(LONGEST_CARRIED)} long; give it out as a file.`,
      );
}

/** What the link holds; refused in a sentence where that is no assignment. */
export async function assignmentIn(text: string): Promise<Result<Assignment>> {
  try {
    if (text.length > LONGEST_CARRIED) throw new Error('too long');
    return parseAssignment(await unpackedText(text), 'The assignment in the link');
  } catch {
    return refused('The assignment in the link is damaged: part of the address may be missing.');
  }
}
