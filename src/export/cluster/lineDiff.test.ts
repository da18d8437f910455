import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineDiff, type DiffLine } from './lineDiff.ts';

/** Applies a diff by the numbers in its headers, as `patch` does; throws where the text is another. */
function applied(before: readonly string[], diff: readonly DiffLine[]): readonly string[] {
  const after: string[] = [];
  let at = 0;
  const keep = (text: string): void => {
    expect(before[at]).toBe(text);
    at++;
  };
  let due = 0;
  let written = 0;
  for (const { kind, text } of diff) {
    if (kind === 'hunk') {
      expect(due).toBe(0);
      expect(written).toBe(0);
      const [, from, olds = '1', to, news = '1'] = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text)!;
      const start = Number(from) - (olds === '0' ? 0 : 1);
      expect(start).toBeGreaterThanOrEqual(at);
      after.push(...before.slice(at, start));
      at = start;
      expect(Number(to) - (news === '0' ? 0 : 1)).toBe(after.length);
      [due, written] = [Number(olds), Number(news)];
      continue;
    }
    if (kind !== 'added') {
      keep(text);
      due--;
    }
    if (kind !== 'removed') {
      after.push(text);
      written--;
    }
  }
  expect([due, written]).toEqual([0, 0]);
  return [...after, ...before.slice(at)];
}

const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 30 });
const count = (diff: readonly DiffLine[], kind: DiffLine['kind']): number =>
  diff.filter((line) => line.kind === kind).length;

describe('a line diff', () => {
  it('makes one text of the other when applied', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(applied(before, lineDiff(before, after))).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });

  it('is small where little changed, in a long text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 8 }), { minLength: 50, maxLength: 400 }),
        fc.nat(),
        fc.nat(),
        (before, p, q) => {
          const after = before.with(p % before.length, '~').with(q % before.length, '~');
          const diff = lineDiff(before, after);
          expect(applied(before, diff)).toEqual(after);
          expect(count(diff, 'removed')).toBeLessThanOrEqual(2);
          expect(count(diff, 'added')).toBe(count(diff, 'removed'));
          expect(count(diff, 'context')).toBeLessThanOrEqual(12);
        },
      ),
    );
  });

  it('compares place by place where both have as many lines', () => {
    const before = ['size:', '2', 'time:', '1'];
    expect(lineDiff(before, ['size:', '1', 'time:', '0']).slice(1)).toEqual([
      { kind: 'context', text: 'size:' },
      { kind: 'removed', text: '2' },
      { kind: 'added', text: '1' },
      { kind: 'context', text: 'time:' },
      { kind: 'removed', text: '1' },
      { kind: 'added', text: '0' },
    ]);
  });

  it('removes and adds no more than it must where they have not, against every common subsequence', () => {
    const longest = (a: readonly string[], b: readonly string[]): number =>
      a.length === 0 || b.length === 0
        ? 0
        : a[0] === b[0]
          ? 1 + longest(a.slice(1), b.slice(1))
          : Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
    const short = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
    fc.assert(
      fc.property(short, short, (before, after) => {
        fc.pre(before.length !== after.length);
        const diff = lineDiff(before, after);
        expect(count(diff, 'removed')).toBe(before.length - longest(before, after));
        expect(count(diff, 'added')).toBe(after.length - longest(before, after));
      }),
    );
  });

  it('says nothing of equal texts', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(lineDiff(text, text)).toEqual([]);
      }),
    );
  });

  it('joins changes whose contexts touch, and names the section of each hunk', () => {
    const before = ['# one', ...Array.from('abcdefgh'), '# two', ...Array.from('ijklmnopqrstuvw')];
    const after = before.map((line) => (['e', 'k', 's'].includes(line) ? line.toUpperCase() : line));
    expect(lineDiff(before, after, /^# (.*)/).map(({ kind, text }) => `${kind[0]!} ${text}`)).toEqual([
      'h @@ -3,14 +3,14 @@ one',
      ...['b', 'c', 'd'].map((line) => `c ${line}`),
      ...['r e', 'a E', 'c f', 'c g', 'c h', 'c # two', 'c i', 'c j', 'r k', 'a K', 'c l', 'c m', 'c n'],
      'h @@ -18,7 +18,7 @@ two',
      ...['c p', 'c q', 'c r', 'r s', 'a S', 'c t', 'c u', 'c v'],
    ]);
  });
});
