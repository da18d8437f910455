import { expect, it } from 'vitest';
import { policies } from './all.ts';
import { policyIds } from './ids.ts';

it('the ids are those of the policies, in their order', () => {
  expect(policyIds).toEqual(policies.map(({ info }) => info.id));
});
