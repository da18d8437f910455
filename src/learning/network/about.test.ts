import { describe, expect, it } from 'vitest';
import { opdInfo } from './trainedAgent.ts';
import { policies } from '../../policies/registry.ts';

describe('what a policy says of itself', () => {
  it.each([...policies.map(({ info }) => info), opdInfo].map((info) => [info.id, info] as const))(
    '%s: five plain sentences, each its own',
    (_id, { about }) => {
      expect(about).toHaveLength(5);
      expect(new Set(about).size).toBe(5);
      for (const sentence of about) {
        // One sentence: a capital first, a full stop last and none in between.
        expect(sentence).toMatch(/^[A-Z].*[^.]\.$/);
        expect(sentence.slice(0, -1)).not.toMatch(/[.!?]\s/);
      }
    },
  );
});
