/** The worlds without single requests against the one that follows each of them. */
import { agentRows } from './agents.ts';
import { rankingRows } from './ranking.ts';
import { systemRows } from './systems.ts';
import type { BenchRow } from '../row.ts';

/** Some ten minutes. */
export async function benchWorlds(): Promise<BenchRow[]> {
  return [...systemRows(), ...(await rankingRows()), ...(await agentRows())];
}
