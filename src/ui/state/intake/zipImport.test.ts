import { expect, it } from 'vitest';
import { mergedWords } from './zipImport.ts';

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

it('what was left out is counted and named, up to eight', () => {
  const counts = { added: 3, replaced: 0, kept: 0 };
  expect(mergedWords('a.zip', counts, ['an imported load (traces/1): it is damaged.'])).toBe(
    'a.zip: 3 added, 0 replaced by a later version, 0 here already; 1 left out: an imported load (traces/1): it is damaged.',
  );
  const many = mergedWords(
    'a.zip',
    counts,
    Array.from({ length: 30 }, (_, i) => `load ${String(i)}: it is damaged.`),
  );
  expect(many).toContain('; 30 left out: load 0: it is damaged. Left out: load 1:');
  expect(many).toMatch(/load 7: it is damaged\. And 22 more, for reasons like these\.$/);
});
