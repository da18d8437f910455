import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hearTabs } from './news.ts';
import { openStore } from './openStore.ts';
import type { Store } from './store.ts';
import { checkpointOf, runRecord } from '../testing/runs.ts';

let tabs: readonly Store[] = [];
let end: () => void = () => undefined;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  end();
  for (const tab of tabs) tab.close();
});

const saved = (tab: Store, id: string) =>
  tab.save({
    run: runRecord({ id }),
    checkpoints: [checkpointOf(id, 'latest', [1])],
    ...{ points: [], evaluations: [] },
  });

it('two tabs keep their runs side by side, and each hears of the other’s', async () => {
  tabs = [await openStore(), await openStore()];
  const [one, other] = tabs as [Store, Store];
  const heard: string[] = [];
  end = hearTabs((stores) => {
    heard.push(stores.join());
  });
  await Promise.all([saved(one, 'a'), saved(other, 'b')]);
  await other.rename('a', 'Renamed there');
  expect((await one.runs()).runs.map(({ id, name }) => [id, name]).sort()).toEqual([
    ['a', 'Renamed there'],
    ['b', 'first'],
  ]);
  // Told over the browser's own channel, a moment later.
  await expect
    .poll(() => heard)
    .toEqual([...Array<string>(2).fill('runs,checkpoints,states,series'), 'names']);
});

it('what could not be written is not told', async () => {
  tabs = [await openStore()];
  const heard: string[] = [];
  end = hearTabs((stores) => {
    heard.push(stores.join());
  });
  await expect(tabs[0]!.putFound('x', () => undefined)).rejects.toThrow();
  await tabs[0]!.putFound('y', 1);
  await expect.poll(() => heard).toEqual(['found']);
  expect([await tabs[0]!.found('x'), await tabs[0]!.found('y')]).toEqual([undefined, 1]);
});
