/** Files of an export by the folder that they lie in, '' for none, in the order in which each is met. */
import type { ExportFile } from '../../../export/file.ts';

export function byFolder(
  files: readonly ExportFile[],
): readonly (readonly [folder: string, members: readonly ExportFile[]])[] {
  const found = new Map<string, ExportFile[]>();
  for (const file of files) {
    const folder = file.name.slice(0, Math.max(0, file.name.indexOf('/')));
    const members = found.get(folder) ?? [];
    members.push(file);
    found.set(folder, members);
  }
  return [...found];
}
