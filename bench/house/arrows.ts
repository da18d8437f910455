/** Imports that do not run with the order of the rooms. */
import { posix } from 'node:path';
import { isTest, roomOf, type Source } from './tree.ts';
import { learningOrder, order as roomOrder } from '../../scripts/rooms.mjs';

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `back`: to what stands later; `across`: to another room of the same place. */
  readonly kind: 'back' | 'across';
  readonly files: readonly string[];
}

const STATEMENT = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.[^'"?]+)['"]/g;

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsOf({ path, lines }: Source): readonly Import[] {
  return [...lines.join('\n').matchAll(STATEMENT)].map(([, name = '']) => ({
    file: path,
    target: posix.join(posix.dirname(path), name),
  }));
}

function against(
  imports: readonly Import[],
  order: readonly (readonly string[])[],
  placeOf: (path: string) => string,
): readonly Arrow[] {
  const rank = (room: string): number => order.findIndex((rooms) => rooms.includes(room));
  const found = new Map<string, Arrow>();
  for (const { file, target } of imports) {
    const [from, to] = [placeOf(file), placeOf(target)];
    const [mine, its] = [rank(from), rank(to)];
    if (from === to || mine < 0 || its < mine) continue;
    const key = `${from} ${to}`;
    const kind = its > mine ? 'back' : 'across';
    found.set(key, { from, to, kind, files: [...(found.get(key)?.files ?? []), file] });
  }
  return [...found.values()];
}

/** Arrows that run back or across, one for each pair of rooms; tests may look anywhere. */
export function arrowsAgainst(files: readonly Source[]): readonly Arrow[] {
  const imports = files
    .filter(({ path }) => /^(src|workers)\/.*\.(ts|svelte)$/.test(path) && !isTest(path))
    .flatMap(importsOf);
  const inLearning = (path: string): string =>
    /^src\/learning\/(?<room>[^/]+)\//.exec(path)?.groups?.room ?? '';
  return [
    ...against(imports, roomOrder, roomOf),
    ...against(imports, learningOrder, inLearning).map((arrow) => ({
      ...arrow,
      from: `learning/${arrow.from}`,
      to: `learning/${arrow.to}`,
    })),
  ];
}
