import { fileNameOf } from '../model/text.ts';

/** Hands a file to the visitor; `name` may be any text. */
export function download(blob: Blob, name: string, extension: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileNameOf(name, extension);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
