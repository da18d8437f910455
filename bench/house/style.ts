/** How many ways there are to look: what style sheets and presentation attributes say. */
import type { Source } from './tree.ts';

const STYLED = /^src\/ui\/.*\.(svelte|css)$/;

/** Lines of the `<style>` blocks of components, their tags with them. */
export function styleLines(files: readonly Source[]): number {
  let count = 0;
  for (const { path, lines } of files) {
    if (!path.endsWith('.svelte')) continue;
    const from = lines.findIndex((line) => line.startsWith('<style'));
    const to = lines.findIndex((line) => line.startsWith('</style>'));
    if (from >= 0 && to >= from) count += to - from + 1;
  }
  return count;
}

/** Distinct values that one of these properties takes in the page's files; one named by a token counts as what it stands for. */
export function valuesOf(files: readonly Source[], property: RegExp): readonly string[] {
  const styled = files.filter(({ path }) => STYLED.test(path));
  const text = styled
    .map(({ lines }) => lines.join('\n').replace(/\/\*.*?\*\/|@font-face \{[^}]*\}/gs, ''))
    .join('\n');
  const tokens = new Map(
    [...text.matchAll(/(--[\w-]+):\s*([^;{}]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]),
  );
  const resolved = (value: string): string => {
    const token = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
    const meant = token === undefined ? undefined : tokens.get(token);
    return meant === undefined ? value : resolved(meant);
  };
  const values = [
    ...text.matchAll(new RegExp(`(?<![\\w-])(?:${property.source}):\\s*([^;{}]+);`, 'g')),
    ...text.matchAll(new RegExp(`(?<![\\w-])(?:${property.source})="([^"{}]+)"`, 'g')),
  ].map(([, value = '']) => resolved(value.trim().replace(/\s+/g, ' ')));
  return [...new Set(values)].filter((value) => value !== 'inherit').sort();
}
