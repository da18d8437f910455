import { tableInText } from '../dialect.ts';
import type { Format } from '../source.ts';

/** Delimited text of any dialect; takes what no other format wants. */
export const csv: Format = {
  name: 'CSV',
  recognises: () => true,
  read: ({ text, name }) => tableInText(text, name),
};
