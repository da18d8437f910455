import { expect, it } from 'vitest';
import { policies } from './all.ts';
import { policyNames } from './ids.ts';

it('the ids and names are those of the policies, in their order', () => {
  expect(Object.entries(policyNames)).toEqual(policies.map(({ info }) => [info.id, info.name]));
});
