/** The service account's token as its file holds it. */
import { accepted, refused, type Result } from '../../model/result.ts';

/** Characters; those of a service account have some 1,000, and many API servers take no longer headers. */
export const LONGEST_TOKEN = 8192;

/**
 * The token in `text` without the line's end behind it; refused in a sentence, that shows nothing of it, where it is none by
 * RFC 6750 (section 2.1). `file` is its name.
 */
export function tokenIn(text: string, file: string): Result<string> {
  const token = text.replace(/[\r\n]+$/, '');
  const no = (what: string): Result<never> =>
    refused(
      `The token in ${file} ${what}; expected one line of letters, digits and -._~+/ with = at its end at most, as a service account's token is.`,
    );
  if (token.trim() === '') return no('is empty');
  if (token.length > LONGEST_TOKEN)
    return no(`is longer than ${LONGEST_TOKEN.toLocaleString('en')} characters`);
  if (/[\r\n]/.test(token)) return no('has a line break inside');
  if (/^\s|\s$/.test(token)) return no('has a space before or after it');
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) return no('has a character that no token has');
  return accepted(token);
}
