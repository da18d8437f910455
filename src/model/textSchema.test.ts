/** Names at the door of a pipeline: what is refused, and that the sentence says where and why. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { widestLimits } from './bounds.ts';
import { parsePipeline } from './parse.ts';
import { samplePipeline } from './pipelineFile.ts';
import { itWithShared } from '../testing/shared.ts';

const PLACES: readonly (readonly [place: string, path: readonly string[], said: RegExp])[] = [
  ['id', ['id'], /^p\.json: id must/],
  ['name', ['name'], /^p\.json: name must/],
  ['source', ['source'], /^p\.json: source must/],
  [
    'a stage',
    ['stages', '1', 'name'],
    /^p\.json: stage 2 ".*": name must|^p\.json: stage 2( "")?: name must/,
  ],
  ['a metric', ['stages', '0', 'metric'], /^p\.json: stage 1 "detect": metric must/],
  [
    'a variant',
    ['stages', '0', 'variants', '1', 'name'],
    /^p\.json: stage 1 "detect", variant 2.*: name must/,
  ],
];

function refusal(path: readonly string[], value: string): string {
  const pipeline = JSON.parse(samplePipeline()) as object;
  let at = pipeline as Record<string, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = value;
  const result = parsePipeline(JSON.stringify(pipeline), 'p.json', widestLimits);
  return result.ok ? '' : result.message;
}

describe.each(PLACES)('%s', (_, path, where) => {
  it.each([
    ['half a surrogate pair', 'x\ud800', /half of a character stands at place 2/],
    ['the other half', '\udfffx', /half of a character stands at place 1/],
    ['a pair the wrong way round', 'a\ude00\ud83d', /half of a character/],
    ['NUL', 'a\0b', /control character/],
    ['an escape sequence', 'a\u001b[2Jb', /control character/],
    ['a control character of the upper half', 'a\u009bb', /control character/],
    ['a paragraph separator', 'a\u2029b', /line break/],
    ['an override of the direction', 'gpj\u202eexe', /turns the direction/],
    ['an isolate', 'a\u2067b', /turns the direction/],
    ['a noncharacter', 'a\uffffb', /control character/],
    ['too much', 'x'.repeat(4001), /at most \d+ characters long, not 4001/],
  ])('refuses %s, in one sentence that holds nothing of it raw', (_what, value, why) => {
    const said = refusal(path, value);
    expect(said).toMatch(where);
    expect(said).toMatch(why);
    expect(said).toMatch(/\.$/);
    expect(said).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    expect(said.length).toBeLessThan(300);
  });

  it.each(['Überlauf', 'مرحبا', 'نمی‌خواهم', '👩‍👩‍👧‍👦', '=1+2', '<b>', '__proto__', 'a/../b', 'x'.repeat(80)])(
    'takes %j',
    (value) => {
      expect(refusal(path, value)).toBe('');
    },
  );
});

describe('a name of nothing that can be seen', () => {
  it.each(['', '  ', '\u200b', '\u200d\u2060', '\u00ad', '\u3164', '\u2800', '\ufe0f'])(
    '%j is refused',
    (value) => {
      expect(refusal(['name'], value)).toMatch(/name must hold something that can be seen\.$/);
      expect(refusal(['stages', '0', 'variants', '0', 'name'], value)).toMatch(/can be seen\.$/);
    },
  );
});

itWithShared('the folder’s pipeline whose id is half a character is refused at the door', (shared) => {
  const text = readFileSync(join(shared, 'samples/hostile/pipeline-id-lone-surrogate.json'), 'utf8');
  const result = parsePipeline(text, 'pipeline-id-lone-surrogate.json', widestLimits);
  expect(result.ok ? '' : result.message).toMatch(
    /: id must be plain text; half of a character stands at place/,
  );
});
