/** Episodes for the page: run with their records, and handed over. */
import { transfer } from 'comlink';
import { clock } from './alive.ts';
import { runEpisode } from '../src/scenario/episode.ts';
import type { Prepared } from '../src/scenario/prepare.ts';
import { fitsJournal, type Episode } from '../src/scenario/scenario.ts';
import type { PolicyFactory } from '../src/policies/policy.ts';

/** The buffers of the columns of a table. */
export function columnsOf(table: object): readonly ArrayBuffer[] {
  return Object.values(table).flatMap((column: unknown) =>
    ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [],
  );
}

/** Each policy on what is made ready: `ticks` and, of single requests, `journal` for drawing. */
export async function episodesOf(
  ready: Prepared,
  factories: readonly PolicyFactory[],
): Promise<readonly Episode[]> {
  const episodes: Episode[] = [];
  for (const factory of factories) {
    episodes.push(
      await runEpisode(ready, factory, { clock, record: true, journal: fitsJournal(ready.scenario) }),
    );
  }
  // Handed over, not copied: a day's record would keep the page's thread busy for a long task.
  return transfer(
    episodes,
    episodes.flatMap(({ series, ticks, journal }) => [series, ticks ?? {}, journal ?? {}].flatMap(columnsOf)),
  );
}
