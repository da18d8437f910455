/** The process in which one class is tried; it tells before each attempt which one it is, for it may not live to tell more. */
import { attempt, type Attempted } from './attempt.ts';
import { classByName } from './classes/index.ts';

/** What the process is given as its arguments. */
export interface Order {
  readonly name: string;
  readonly seed: number;
  /** Attempts [from, to). */
  readonly from: number;
  readonly to: number;
  /** Processor time of an attempt. */
  readonly mostMs: number;
}

export type Told =
  /** Processor time of the process until now, ms. */
  | { readonly kind: 'begin'; readonly index: number; readonly cpu: number }
  | { readonly kind: 'end'; readonly attempted: Attempted; readonly peakBytes: number };

const tell = (told: Told): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(told, (error: Error | null) => {
      if (error) reject(error);
      else resolve();
    });
  });

async function main({ name, seed, from, to, mostMs }: Order): Promise<void> {
  const listed = classByName(name);
  if (!listed) throw new Error(`There is no class “${name}”.`);
  const one = await listed.load();
  for (let index = from; index < to; index++) {
    const { user, system } = process.cpuUsage();
    await tell({ kind: 'begin', index, cpu: (user + system) / 1000 });
    const attempted = await attempt(name, one, seed, index, mostMs);
    await tell({ kind: 'end', attempted, peakBytes: 1024 * process.resourceUsage().maxRSS });
  }
  await one.end?.();
}

await main(JSON.parse(process.argv[2] ?? '') as Order);
process.exit(0);
