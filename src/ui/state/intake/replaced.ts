/** What an import took the place of, and how to get it back. */
import { joined } from '../../format.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What of the page an import may replace: the header's, and the policies of the lanes by their keys. */
export interface StandingImport {
  readonly pipeline: Named;
  readonly workload: Named;
  readonly a: string;
  readonly b: string;
}

/** "It stands in place of “Fluctuating”, which Undo (Ctrl Z) brings back."; '' where nothing was replaced. */
export function replacedWords(
  before: StandingImport,
  now: StandingImport,
  nameOf: (key: string) => string,
): string {
  const gone = [
    ...(before.pipeline.id === now.pipeline.id ? [] : [`“${before.pipeline.name}”`]),
    ...(before.workload.id === now.workload.id ? [] : [`“${before.workload.name}”`]),
    ...(['a', 'b'] as const).flatMap((lane) =>
      before[lane] === now[lane] ? [] : [`${nameOf(before[lane])} in lane ${lane.toUpperCase()}`],
    ),
  ];
  if (gone.length === 0) return '';
  return `It stands in place of ${joined(gone)}; Undo (Ctrl Z) goes back.`;
}
