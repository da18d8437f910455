import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secrets } from './secrets.ts';

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.c2lnbmF0dXJl-_x/9+Q==';
const secrets = new Secrets();
secrets.add(TOKEN);

const each = (of: (char: string) => string): string => Array.from(TOKEN, of).join('');
const code = (char: string): number => char.charCodeAt(0);
const hex = (char: string): string => code(char).toString(16).padStart(2, '0');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** How the token can stand in a text. */
const forms: readonly (readonly [string, string])[] = [
  ['as it is', TOKEN],
  ['as JSON escapes it', TOKEN.replaceAll('/', '\\/')],
  ['every letter escaped for JSON', each((char) => `\\u00${hex(char)}`)],
  ['some letters escaped for JSON', TOKEN.replaceAll(/[a-m]/g, (char) => `\\u00${hex(char)}`)],
  ['\\x', each((char) => `\\x${hex(char)}`)],
  ['as an address', encodeURIComponent(TOKEN)],
  ['every letter in percent', each((char) => `%${hex(char)}`)],
  ['in percent, capitals', each((char) => `%${hex(char).toUpperCase()}`)],
  ['in percent twice', each((char) => `%25${hex(char)}`)],
  ['in percent three times', each((char) => `%2525${hex(char)}`)],
  ['as HTML', each((char) => `&#${String(code(char))};`)],
  ['as HTML, hexadecimal', each((char) => `&#x${hex(char)};`)],
  ['in base64', base64(TOKEN)],
  ['in base64 with its Bearer', base64(`Bearer ${TOKEN}`)],
  ['in base64 with a user', base64(`ab:${TOKEN}`)],
  ['in base64 for addresses', Buffer.from(`x${TOKEN}`).toString('base64url')],
  ['in base64, in percent', encodeURIComponent(base64(TOKEN))],
  ['in base64, in lines', base64(TOKEN).replaceAll(/.{10}/g, '$&\r\n')],
  ['in hexadecimal', Buffer.from(TOKEN).toString('hex')],
  ['letter by letter', each((char) => `${char} `)],
  ['quoted letters', each((char) => `"${char}",`)],
  ['in lines', each((char) => `${char}\n`)],
  ['pieces in a sentence', (TOKEN.match(/.{1,12}/g) ?? []).join(' and then ')],
  ['backwards', Array.from(TOKEN).reverse().join('')],
  ['in capitals', TOKEN.toUpperCase()],
  ['its end alone', TOKEN.slice(30)],
  ['its middle alone', TOKEN.slice(10, 40)],
];

describe('what leaves', () => {
  it.each(forms)('holds no token that stands there %s', (_, form) => {
    const said = secrets.text(`the server says: ${form} is forbidden`);
    expect(said).toMatch(/^the server says: .*\[token\].* is forbidden$/);
    const rest = said.replaceAll('[token]', '').replaceAll(/the server says: | and then | is forbidden/g, '');
    // What is left are signs, escapes of them, the "Bearer" before it, and letters of base64 that hold less than a byte.
    const letters = rest.replaceAll(/\\u00[23]./g, '').replaceAll(/QmVhcmVyI|[^a-z0-9]/gi, '');
    expect(letters.length).toBeLessThanOrEqual(6);
  });

  it('holds no piece of eight letters of it, wherever it was cut', () => {
    const bare = TOKEN.replaceAll(/[^a-z0-9]/gi, '');
    fc.assert(
      fc.property(
        fc.nat({ max: bare.length - 8 }),
        fc.integer({ min: 8, max: 60 }),
        fc.string(),
        fc.string(),
        (from, length, before, after) => {
          const piece = bare.slice(from, from + length);
          expect(secrets.text(`${before}${piece}${after}`)).not.toContain(piece);
        },
      ),
    );
  });

  it.each([
    ['queue-classification says that the agent is paused.'],
    ['crop could not be read: 0 no answer (connect ECONNREFUSED 127.0.0.1:8080)'],
    ['User "system:serviceaccount:opd:video-agent" cannot patch resource "seldondeployments"'],
    ['100 % of 256 MiB: %zz, &#;, \\u, \\x'],
  ])('keeps every other word: %s', (text) => {
    expect(secrets.text(text)).toBe(text);
  });

  it('forgets no token that was just renewed', () => {
    const renewed = new Secrets();
    const tokens = ['a', 'b', 'c', 'd'].map((name) => `${name}1c9e8f7a6b5d4c3b2a1${name}`);
    for (const token of tokens) renewed.add(token);
    for (const token of tokens.slice(1)) expect(renewed.text(`x ${token} y`)).toBe('x [token] y');
  });

  it.each(['~~~~~~', 'abc', '-._~+/=='])('hides a token of few letters too: %s', (token) => {
    const own = new Secrets();
    own.add(token);
    expect(own.text(`x ${token} y`)).toMatch(/^x .{0,3}\[token\].{0,7} y$/);
    expect(own.text(`x ${token} y`)).not.toContain(token);
  });

  it('is one line without signs that steer a terminal, and short', () => {
    expect(secrets.text('a\r\nb\u001b[31mc\u0000\u2028\u202e')).toBe('a  b [31mc   ');
    expect(secrets.text('a'.repeat(1_000_000))).toHaveLength(1000);
    expect(secrets.text('a'.repeat(300), 200)).toBe(`${'a'.repeat(199)}…`);
    expect(secrets.line({ reason: `no:\n${TOKEN}`, n: 1, list: [TOKEN] })).toBe(
      '{"reason":"no: [token]==","n":1,"list":["[token]=="]}',
    );
  });
});
