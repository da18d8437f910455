import { render } from 'svelte/server';
import { expect, it, vi } from 'vitest';
import NumbersTable from './NumbersTable.svelte';

// Its rows are made when it is opened: here it is.
vi.mock('../parts/BehindTable.svelte', () => import('../parts/Table.svelte'));

it('heads every row by its first cell, a word or a number', () => {
  const numbers = {
    head: ['Time', 'Cost'],
    rows: [
      ['02:00', 4],
      [130, 5],
    ],
  };
  const { body } = render(NumbersTable, { props: { label: 'The numbers', numbers } });
  const cells = [...body.matchAll(/<(th|td)\b([^>]*)>([^<]*)</g)].map(([, tag, rest, text]) => [
    tag,
    /scope="(\w+)"/.exec(rest!)?.[1],
    /class="number/.test(rest!),
    text,
  ]);
  expect(cells).toEqual([
    ['th', 'col', false, 'Time'],
    ['th', 'col', false, 'Cost'],
    ['th', 'row', false, '02:00'],
    ['td', undefined, true, '4'],
    ['th', 'row', true, '130'],
    ['td', undefined, true, '5'],
  ]);
});
