/** The worlds without single requests against the one that follows each of them. */
import { rankingRows } from './ranking.ts';
import { systemRows } from './systems.ts';
import type { BenchRow } from '../row.ts';

/** Some five minutes. */
export async function benchWorlds(): Promise<BenchRow[]> {
  return [...systemRows(), ...(await rankingRows())];
}
