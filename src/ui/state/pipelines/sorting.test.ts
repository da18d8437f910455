import { expect, it } from 'vitest';
import { placeAt, Sorting } from './sorting.svelte.ts';

it('an item is dropped between those whose middles lie around the pointer', () => {
  const others = [0, 100, 200].map((from) => ({ from, to: from + 80 }));
  expect([-5, 39, 41, 150, 190, 900].map((point) => placeAt(point, others))).toEqual([0, 0, 1, 2, 2, 3]);
});

it('a line says where it will stand, and nothing where it stays', () => {
  const sorting = new Sorting(() => undefined);
  const keys = [7, 8, 9];
  const edges = (to: number): unknown => {
    sorting.dragged = { key: 8, to };
    return keys.map((_, at) => sorting.edge(at, keys));
  };
  expect(edges(0)).toEqual(['before', undefined, undefined]);
  expect(edges(1)).toEqual([undefined, undefined, undefined]);
  expect(edges(2)).toEqual([undefined, undefined, 'after']);
  sorting.dragged = undefined;
  expect(sorting.edge(0, keys)).toBeUndefined();
});

it('arrow keys move it by one, not beyond the ends', () => {
  const moves: unknown[] = [];
  const sorting = new Sorting((...move) => moves.push(move));
  const press = (at: number, key: string): boolean => {
    let stopped = false;
    const event = {
      key,
      currentTarget: null,
      preventDefault: () => (stopped = true),
      stopPropagation: () => undefined,
    };
    sorting.grip(5, at, 3).onkeydown(event as unknown as KeyboardEvent);
    return stopped;
  };
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Home']) press(1, key);
  expect(moves).toEqual([
    [5, 2],
    [5, 2],
    [5, 0],
    [5, 0],
  ]);
  // At the end the key does nothing, and does not scroll either.
  expect([press(0, 'ArrowLeft'), press(2, 'ArrowRight'), moves.length]).toEqual([true, true, 4]);
});
