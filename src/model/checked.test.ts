import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { checked, listOf } from './checked.ts';
import { issuePhrase } from './issue.ts';

const said = (schema: v.GenericSchema, value: unknown): string => {
  const one = checked(schema, value);
  return one.ok ? 'accepted' : issuePhrase(one.issue);
};

describe('a value is judged at its first fault', () => {
  const million = Array.from({ length: 1e6 }, () => ({}));
  const wrong = v.object({ a: v.number(), b: v.string() });
  it.each<readonly [string, v.GenericSchema, unknown, string]>([
    ['a list', v.array(wrong), million, '0.a: it is missing'],
    ['a list in a list', v.array(v.array(wrong)), [million], '0.0.a: it is missing'],
    ['a tuple’s rest', v.tupleWithRest([], v.number()), million, '0: a number was expected'],
    [
      'a record',
      v.record(v.string(), v.number()),
      Object.fromEntries(million.slice(0, 1e5).map((one, k) => [`k${String(k)}`, one])),
      'k0: a number was expected',
    ],
    ['fields that there are not', v.strictObject({}), { x: 1, y: million }, 'x: there is no such field'],
    ['a union', v.union([v.array(wrong), v.array(v.string())]), million, 'its top: '],
    ['a bounded list', listOf(wrong, { max: 9 }), million, 'its top: a length of at most 9 was expected'],
    ['a bounded list of few', listOf(wrong, { min: 2, max: 9 }), [0], 'its top: a length of at least 2'],
    ['no list', listOf(wrong, { max: 9, list: 'must be a list' }), {}, 'its top: it must be a list'],
    ['an item', listOf(wrong, { max: 9 }), [{ a: 1, b: '' }, { a: 1 }], '1.b: it is missing'],
  ])('%s', (_, schema, value, sentence) => {
    const { user } = process.cpuUsage();
    expect(said(schema, value)).toContain(sentence);
    expect(process.cpuUsage().user - user).toBeLessThan(2e6);
  });

  it('a list within its bounds is taken as it is', () => {
    expect(checked(listOf(v.number(), { min: 1, max: 3 }), [1, 2, 3])).toEqual({
      ok: true,
      value: [1, 2, 3],
    });
  });

  it('and nowhere else is a schema run', () => {
    const files = ['src', 'workers'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    );
    const sources = files.filter(
      (file) =>
        /\.(ts|svelte|mjs)$/.test(file) && !/\.test\.ts$/.test(file) && !file.endsWith('model/checked.ts'),
    );
    expect(sources.length).toBeGreaterThan(300);
    const runs =
      /\bv\s*\.\s*(safeParse|parse|is|assert|parser|safeParser)(Async)?\s*\(|\b(safeParse|safeParser)(Async)?\b/;
    expect(sources.filter((file) => runs.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
