import { expect, it } from 'vitest';
import { CAN_BE_DROPPED, undroppable } from './undroppable.ts';

const file = (name: string, ...bytes: readonly number[]): File => new File([Uint8Array.from(bytes)], name);

it.each([
  [
    file('shot.png', 0x89, 0x50, 0x4e, 0x47, 13, 10),
    'shot.png: it is a picture (PNG), which the lab does not read. ',
  ],
  [file('shot.json', 0x89, 0x50, 0x4e, 0x47, 13, 10), 'shot.json: it is a picture (PNG), which'],
  [
    file('a.csv.gz', 0x1f, 0x8b, 8, 0),
    'a.csv.gz: it is a compressed file, so unpack it and take the file in it. ',
  ],
  [file('old.xls', 0xd0, 0xcf, 0x11, 0xe0), 'so save the sheet as CSV and take that. '],
  [file('a.yaml', 1, 2, 0, 3), 'a.yaml: it is a binary file, which the lab does not read. '],
  [file('a.pdf', 0x25, 0x50, 0x44, 0x46, 0x2d), 'a.pdf: it is a PDF document, which'],
])('what is no text is named, with all that can be dropped: %s', async (one, said) => {
  const sentence = await undroppable(one);
  expect(sentence).toContain(said);
  expect(sentence).toContain(CAN_BE_DROPPED);
});

it('text in any of its codes may be something', async () => {
  expect(await undroppable(new File(['1\n2\n'], 'a.csv'))).toBeUndefined();
  expect(await undroppable(new File(['Größe;é'], 'a.csv'))).toBeUndefined();
  expect(await undroppable(file('utf16.csv', 0xff, 0xfe, 0x31, 0, 10, 0))).toBeUndefined();
  expect(await undroppable(new File([], 'empty.csv'))).toBeUndefined();
});
