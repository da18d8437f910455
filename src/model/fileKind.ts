/** Files that are no text: what they are, by the bytes that they begin with and the names that an archive lists. */

/** Bytes at either end among which an archive's names are looked for. */
const LOOKED_AT = 2 ** 20;

const SPREADSHEET = 'a spreadsheet';
const PACKED = 'a compressed file';

const STARTS: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a picture (PNG)'],
  ['\xff\xd8\xff', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['%PDF', 'a PDF document'],
  ['PAR1', 'a Parquet table'],
  ['SQLite format 3', 'a database (SQLite)'],
  ['\x1f\x8b', PACKED],
  ['BZh', PACKED],
  ['\xfd7zXZ', PACKED],
  ['7z\xbc\xaf', PACKED],
  ['\x28\xb5\x2f\xfd', PACKED],
  ['\x7fELF', 'a program'],
  ['MZ', 'a program'],
];
/** Before 2007 spreadsheets and documents alike. */
const OFFICE = '\xd0\xcf\x11\xe0';

const letters = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

/** What a file that is no text is, as "a picture (PNG)"; undefined where nothing is known of it. */
export function kindOfBytes(bytes: Uint8Array): string | undefined {
  const start = letters(bytes.subarray(0, 16));
  if (start.startsWith('PK')) {
    const names = letters(bytes.subarray(0, LOOKED_AT)) + letters(bytes.subarray(-LOOKED_AT));
    return kindOfNames((name) => names.includes(name)) ?? 'a .zip';
  }
  if (start.startsWith(OFFICE)) return `${SPREADSHEET} or a document of an office program`;
  // Of the short ones a text may begin with the letters too.
  const binary = bytes.subarray(0, 512).some((byte) => byte === 0 || (byte > 126 && byte < 192));
  return STARTS.find(([begin]) => start.startsWith(begin) && (binary || begin.length > 3))?.[1];
}

/** What a .zip with files of these names is to its user; undefined where it is just that. */
export function kindOfNames(has: (name: string) => boolean): string | undefined {
  if (has('xl/workbook.') || has('opendocument.spreadsheet')) return SPREADSHEET;
  if (has('word/document.xml') || has('ppt/presentation.xml') || has('opendocument.'))
    return 'a document of an office program';
  return has('[Content_Types].xml') ? 'a spreadsheet or a document of an office program' : undefined;
}

/** What to do with it; undefined where nothing makes it a load. */
export function adviceOn(kind: string | undefined): string | undefined {
  if (kind?.startsWith(SPREADSHEET)) return 'save the sheet as CSV and take that';
  if (kind === PACKED || kind === 'a .zip') return 'unpack it and take the file in it';
  return kind === 'a Parquet table' || kind?.startsWith('a database')
    ? 'write it out as CSV and take that'
    : undefined;
}
