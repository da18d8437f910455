import { expect, it } from 'vitest';
import { mergedWords } from './mergedWords.ts';

it('an empty backup is said to be empty, any other counted', () => {
  expect(mergedWords('a.zip', { added: 0, replaced: 0, kept: 0 })).toMatch(
    /^a\.zip is an empty backup: nothing was kept/,
  );
  for (const counts of [
    { added: 1, replaced: 0, kept: 0 },
    { added: 0, replaced: 2, kept: 0 },
    { added: 0, replaced: 0, kept: 3 },
  ])
    expect(mergedWords('a.zip', counts)).toBe(
      `a.zip: ${String(counts.added)} added, ${String(counts.replaced)} replaced by a later version, ${String(counts.kept)} here already.`,
    );
});
