import { expect, test } from 'vitest';
import { policyApart } from './apart.ts';
import { policies, policyById } from './registry.ts';

test('every policy of the registry is found by itself, and is the same', async () => {
  for (const policy of policies) expect(await policyApart(policy.info.id), policy.info.id).toBe(policy);
});

test('a key with settings or orders gives what the registry gives; one that is none gives nothing', async () => {
  for (const key of ['hpa:metric=cpu', 'hand:0=2.1.1/1.1.1'])
    expect((await policyApart(key))?.info).toEqual(policyById(key)?.info);
  expect((await policyApart('hand:0=2.1.1/1.1.1'))?.info).toBeDefined();
  for (const key of ['nobody', 'hpa:target=none', '']) expect(await policyApart(key)).toBeUndefined();
});
