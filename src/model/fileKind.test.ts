import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { adviceOn, kindOfBytes } from './fileKind.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const some = strToU8('x');

it.each([
  ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'a picture (PNG)', undefined],
  ['\xff\xd8\xff\xe0\0\x10JFIF', 'a picture (JPEG)', undefined],
  ['%PDF-1.7\n', 'a PDF document', undefined],
  ['\x1f\x8b\x08\0\0', 'a compressed file', 'unpack it and take the file in it'],
  ['\x28\xb5\x2f\xfd\x04\0', 'a compressed file', 'unpack it and take the file in it'],
  ['PAR1\x15\x04\0', 'a Parquet table', 'write it out as CSV and take that'],
  [
    '\xd0\xcf\x11\xe0\xa1\xb1',
    'a spreadsheet or a document of an office program',
    'save the sheet as CSV and take that',
  ],
  ['MZ\x90\0\x03', 'a program', undefined],
  ['time,value\n1,2\n', undefined, undefined],
  ['MZ,BZh\n1,2\n', undefined, undefined],
  ['', undefined, undefined],
])('%j', (text, kind, advice) => {
  expect(kindOfBytes(bytes(text))).toBe(kind);
  expect(adviceOn(kind)).toBe(advice);
});

it('a zip is what its names say', () => {
  expect(kindOfBytes(zipSync({ '[Content_Types].xml': some, 'xl/workbook.xml': some }))).toBe(
    'a spreadsheet',
  );
  expect(kindOfBytes(zipSync({ 'word/document.xml': some }))).toBe('a document of an office program');
  expect(kindOfBytes(zipSync({ 'load.csv': some }))).toBe('a .zip');
});
