import { fileNameOf } from '../model/text.ts';

/** Hands a file to the visitor; `name` may be any text. */
export function download(blob: Blob, name: string, extension: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileNameOf(name, extension);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const TYPES = {
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  yaml: 'application/yaml',
} as const;
export type TextKind = keyof typeof TYPES;

/** The same of a text. */
export function downloadText(text: string, name: string, kind: TextKind): void {
  download(new Blob([text], { type: TYPES[kind] }), name, kind);
}
