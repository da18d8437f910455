/** Names and longer texts from outside, for the schemas that check them at the door. */
import * as v from 'valibot';
import { LONGEST_NAME, LONGEST_NOTE, nameFrom, noteComplaint, noteFrom, textComplaint } from './text.ts';

function checked(complaintOf: (text: string) => string | undefined): v.GenericSchema<string> {
  return v.pipe(
    v.string('must be text'),
    v.check(
      (text) => complaintOf(text) === undefined,
      ({ input }) => complaintOf(input) ?? '',
    ),
  );
}

/** A name that is shown: of a pipeline, a stage, a variant, a trace, a run. At most `most` characters (`textComplaint`). */
export function nameIn(most: number = LONGEST_NAME): v.GenericSchema<string> {
  return checked((text) => textComplaint(text, most));
}

/** A longer text, perhaps empty or of several lines (`noteComplaint`). */
export function noteIn(most: number = LONGEST_NOTE): v.GenericSchema<string> {
  return checked((text) => noteComplaint(text, most));
}

/**
 * A name that is shown and by which nothing is found, of a record that is kept: one that is no name, which older versions
 * took from files, is mended, so that the record stays.
 */
export function labelSchema(most: number): v.GenericSchema<string> {
  return v.pipe(
    v.string('must be text'),
    v.transform((text) =>
      textComplaint(text, most) === undefined ? text : nameFrom(text, most) || 'unnamed',
    ),
  );
}

/** The same of a longer text. */
export function remarkOf(most: number = LONGEST_NOTE): v.GenericSchema<string> {
  return v.pipe(
    v.string('must be text'),
    v.transform((text) => noteFrom(text, most)),
  );
}

const NEVER = '\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufffe\\uffff';
/** What no name holds, and no longer text, inside brackets of a pattern of JSON Schema. */
const NOT_IN_NAMES = `\\u0000-\\u001f${NEVER}`;
const NOT_IN_NOTES = `\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f${NEVER}`;

/** `nameIn`, without the blanks around it, as a pattern of JSON Schema; all but that something of it can be seen. */
export function namePattern(most: number = LONGEST_NAME): string {
  const seen = `[^\\s${NOT_IN_NAMES}]`;
  return `^\\s*${seen}(?:[^${NOT_IN_NAMES}]{0,${String(most - 2)}}${seen})?\\s*$`;
}

export function notePattern(most: number = LONGEST_NOTE): string {
  return `^[^${NOT_IN_NOTES}]{0,${String(most)}}$`;
}
