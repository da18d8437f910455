import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import { Cursor } from './cursor.svelte.ts';

it('stands where it was put until what it points at is another', () => {
  let thing = $state.raw({});
  const seen: (number | undefined)[] = [];
  const end = $effect.root(() => {
    const cursor = new Cursor(() => thing);
    $effect(() => {
      seen.push(cursor.at);
    });
    flushSync();
    cursor.at = 40;
    flushSync();
    thing = {};
    flushSync();
    cursor.at = 50;
    flushSync();
  });
  end();
  expect(seen).toEqual([undefined, 40, undefined, 50]);
});
