import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { issuePhrase } from './issue.ts';

const Schema = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(4)),
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(9)),
  rates: v.instance(Float64Array),
  kind: v.picklist(['a', 'b', 'c']),
  format: v.literal(1),
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]+$/)),
  list: v.array(v.object({ deep: v.boolean() })),
  own: v.pipe(
    v.number(),
    v.check((x: number) => x < 5, 'must be less than 5 seconds'),
  ),
});
const good = {
  name: 'x',
  count: 1,
  rates: Float64Array.of(1),
  kind: 'a',
  format: 1,
  digest: 'ab',
  list: [{ deep: true }],
  own: 1,
};

function phrase(change: object): string {
  const parsed = v.safeParse(Schema, { ...good, ...change });
  if (parsed.success) throw new Error('it was taken');
  return issuePhrase(parsed.issues[0]);
}

describe('what a schema finds wrong', () => {
  it.each([
    [{ name: 5 }, 'name: text was expected, not 5'],
    [{ name: '' }, 'name: a length of at least 1 was expected, not 0'],
    [{ name: 'x'.repeat(5) }, 'name: a length of at most 4 was expected, not 5'],
    [{ count: '1' }, 'count: a number was expected, not “1”'],
    [{ count: NaN }, 'count: a number was expected, not no number'],
    [{ count: 1.5 }, 'count: a whole number was expected, not 1.5'],
    [{ count: -1 }, 'count: at least 0 was expected, not -1'],
    [{ count: 10 }, 'count: at most 9 was expected, not 10'],
    [{ rates: [1] }, 'rates: a list of numbers was expected, not a list'],
    [{ kind: 'd' }, 'kind: “a”, “b” or “c” was expected, not “d”'],
    [{ format: 2 }, 'format: 1 was expected, not 2'],
    [{ digest: 'xyz' }, 'digest: it has another form than expected, “xyz”'],
    [{ list: [{ deep: null }] }, 'list.0.deep: true or false was expected, not nothing'],
    [{ list: {} }, 'list: a list was expected, not an object'],
    [{ own: 7 }, 'own: it must be less than 5 seconds'],
  ])('%j', (change, words) => {
    expect(phrase(change)).toBe(words);
  });

  it('says of a field that is not there that it is missing', () => {
    const { rates: _, ...rest } = good;
    const parsed = v.safeParse(Schema, rest);
    expect(parsed.success ? '' : issuePhrase(parsed.issues[0])).toBe('rates: it is missing');
  });

  it('names the whole where nothing is an object', () => {
    const parsed = v.safeParse(Schema, 5);
    expect(parsed.success ? '' : issuePhrase(parsed.issues[0])).toBe(
      'its top: an object was expected, not 5',
    );
  });

  it.each(['\u0000', '\ud800', 'x'.repeat(9000), 'two\nlines', '\u202egnp', 'a\udc00'])(
    'shows of %j what can be shown',
    (text) => {
      const words = phrase({ kind: text });
      expect(words).toMatch(/^kind: “a”, “b” or “c” was expected, not “[^\p{Cc}\p{Cs}\u202e]*”$/u);
      expect(words.length).toBeLessThan(150);
    },
  );

  it('shows of a place what can be shown', () => {
    const parsed = v.safeParse(v.record(v.string(), v.number()), { ['\u0001\ud800'.repeat(900)]: 'x' });
    expect(parsed.success ? '' : issuePhrase(parsed.issues[0])).toMatch(/^[^\p{Cc}\p{Cs}]{0,150}$/u);
  });
});
