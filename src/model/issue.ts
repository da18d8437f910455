/** What a schema finds wrong, in words that say the place, what stood there and what was expected. */
import * as v from 'valibot';
import { nameFrom, shortened } from './text.ts';

/** Letters of what stood there, and of a place, that a sentence shows. */
const MOST_LETTERS = 60;

/** valibot's own names of what it expects, for people. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
  Record: 'an object',
  undefined: 'nothing',
  null: 'nothing',
  NaN: 'no number',
  Date: 'a date',
  Float64Array: 'a list of numbers',
  Float32Array: 'a list of numbers',
  Int32Array: 'a list of whole numbers',
  Uint8Array: 'a list of bytes',
};
/** Rules that name nothing that they expect. */
const RULES: Readonly<Record<string, string>> = {
  safe_integer: 'a whole number',
  integer: 'a whole number',
  finite: 'a finite number',
};

/** A value as valibot names it: `"text"`, `12`, `Array`, `("a" | "b")`. */
function words(named: string): string {
  const known = Object.hasOwn(KINDS, named) ? KINDS[named] : undefined;
  if (known !== undefined) return known;
  const among = /^\((.*)\)$/.exec(named)?.[1]?.split(' | ').map(words);
  if (among)
    return among.length > 1 ? `${among.slice(0, -1).join(', ')} or ${among.at(-1)!}` : among.join('');
  const text = /^"(.*)"$/s.exec(named)?.[1];
  return text === undefined ? shown(named) : `“${shown(text)}”`;
}

function shown(text: string): string {
  const plain = nameFrom(text, 4 * MOST_LETTERS);
  return plain.length > MOST_LETTERS ? `${shortened(plain, MOST_LETTERS - 1)}…` : plain;
}

/**
 * `created: it is missing`, `rates: a list of numbers was expected, and text stood there`, `scenario.seed: it must be ..`:
 * a phrase without a point. What a schema says in its own words stays as it is.
 */
export function issuePhrase(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const place = path === null ? 'its top' : shown(path);
  return `${place}: ${issueFault(issue)}`;
}

/** As `issuePhrase`, without the place. */
export function issueFault({
  message,
  expected,
  received,
  kind,
  type,
  input,
  requirement,
}: v.BaseIssue<unknown>): string {
  // Written by the schema itself.
  if (!/^Invalid [\w -]+: (Expected|Received) /.test(message))
    return message.startsWith('must') ? `it ${message}` : message;
  if (message.startsWith('Invalid key') && received === 'undefined') return 'it is missing';
  if (kind === 'validation' && requirement instanceof RegExp)
    return `it has another form than expected, “${shown(String(input))}”`;
  if (expected === 'never') return 'there is no such field';
  const limit = /^([<>]=?)(.*)$/.exec(expected ?? '');
  if (limit) {
    const [, sign, bound] = limit;
    const how = { '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least' }[sign!];
    const what = message.startsWith('Invalid length') ? 'a length of ' : '';
    return `${what}${how!} ${bound!} was expected, not ${words(received)}`;
  }
  return `${RULES[type] ?? words(expected ?? 'something else')} was expected, not ${words(received)}`;
}
