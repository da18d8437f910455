import { expect, it } from 'vitest';
import { openOnce } from './openOnce.ts';
import type { Store } from '../../../storage/store.ts';

it('the store is opened once for all who ask, and again after it could not be', async () => {
  const store = {} as Store;
  const answers = [Promise.reject(new Error('The browser keeps nothing.')), Promise.resolve(store)];
  let asked = 0;
  const opened = openOnce(() => answers[asked++]!);
  await expect(opened()).rejects.toThrow('The browser keeps nothing.');
  expect(await Promise.all([opened(), opened()])).toEqual([store, store]);
  expect(asked).toBe(2);
});
