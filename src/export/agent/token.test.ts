import { describe, expect, it } from 'vitest';
import { tokenIn } from './token.ts';

const GOOD = 'eyJhbGciOiJSUzI1NiJ9.abc-_~+/=';

describe('the token of a file', () => {
  it.each([GOOD, `${GOOD}\n`, `${GOOD}\r\n`, `${GOOD}\n\n`, 'abcdef.0123456789abcdef'])(
    'is taken: %j',
    (text) => {
      expect(tokenIn(text, 'token')).toEqual({ ok: true, value: text.trim() });
    },
  );

  it.each([
    ['', /is empty/],
    ['\n', /is empty/],
    ['   ', /is empty/],
    ['secret\nsecret', /has a line break inside/],
    ['secret\r\nX-Forwarded: secret', /has a line break inside/],
    ['\nsecret', /has a line break inside/],
    [' secret', /a space before or after/],
    ['secret ', /a space before or after/],
    ['secret secret', /a character that no token has/],
    ['Bearer secret', /a character that no token has/],
    ['sécret', /a character that no token has/],
    ['secret\0', /a character that no token has/],
    ['\ufeffsecret', /a space before or after/],
    ['se=cret', /a character that no token has/],
    ['{"token":"secret"}', /a character that no token has/],
    ['s'.repeat(8193), /is longer than 8,192 characters/],
  ])('is refused without showing it: %j', (text, message) => {
    const token = tokenIn(text, '/var/run/token');
    expect(token).toMatchObject({ ok: false, message: expect.stringMatching(message) as string });
    if (token.ok) return;
    expect(token.message).toMatch(
      /^The token in \/var\/run\/token .*RFC|^The token in \/var\/run\/token .*expected one line/,
    );
    expect(token.message).not.toMatch(/secret|sécret|se=cret|sss/);
  });
});
