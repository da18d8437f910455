/** A policy of one's own as it comes from outside: out of the browser's storage, an archive, a link or a file. */
import * as v from 'valibot';
import { isOwnKey, ON_MISFIT, type OwnPolicy, type OwnProgram } from './program.ts';
import { figure } from '../../model/range.ts';
import { LONGEST_NAME, wellFormed } from '../../model/text.ts';
import { labelSchema } from '../../model/textSchema.ts';

/** Characters of a module's text: a page of code has some 3,000. */
export const MOST_SOURCE = 2 ** 16;
/** Bytes of a network: the lab's own has some 100,000. */
export const MOST_NETWORK = 2 ** 24;

/** What is wrong with a text as a policy's code, before anything reads it as code: a sentence's end; undefined where nothing is. */
export function sourceComplaint(text: string): string | undefined {
  if (text.trim() === '') return 'it is empty';
  if (text.length > MOST_SOURCE)
    return `it has ${figure(text.length)} characters, and a policy at most ${figure(MOST_SOURCE)}`;
  return wellFormed(text) ? undefined : 'it is no sound text';
}

export function networkComplaint(bytes: number): string | undefined {
  if (bytes === 0) return 'it is empty';
  return bytes > MOST_NETWORK
    ? `it has ${figure(bytes)} bytes, and a network at most ${figure(MOST_NETWORK)}`
    : undefined;
}

export const SourceSchema = v.pipe(
  v.string('must be text'),
  v.check(
    (text) => sourceComplaint(text) === undefined,
    ({ input }) => sourceComplaint(input) ?? '',
  ),
);

const ProgramSchema: v.GenericSchema<unknown, OwnProgram> = v.variant('kind', [
  v.object({ kind: v.literal('code'), source: SourceSchema }),
  v.object({
    kind: v.literal('network'),
    bytes: v.pipe(
      v.instance(Uint8Array<ArrayBuffer>, 'must be bytes'),
      v.check(
        (bytes) => networkComplaint(bytes.length) === undefined,
        ({ input }) => networkComplaint(input.length) ?? '',
      ),
    ),
  }),
]);

export const OwnPolicySchema = v.object({
  key: v.pipe(v.string('must be text'), v.check(isOwnKey, 'must be own- and letters')),
  name: labelSchema(LONGEST_NAME),
  program: ProgramSchema,
  onMisfit: v.picklist(ON_MISFIT),
}) satisfies v.GenericSchema<unknown, OwnPolicy>;
