/** What the figures of a variant's batches must be to one another. */
import { valueOf, type Estimate } from './estimate.ts';
import { secondsOf } from '../model/amountWords.ts';

/** A larger batch that takes less by more than this is no noise of 5 % in both. */
const SHRINKS = 0.2;
/** Seconds and milliseconds are a factor of 1,000 apart; nothing else is this far from proportional. */
export const UNITS = 100;

/** Why the figures, by batch in ascending order, cannot all be right: a sentence. */
export function contradiction(figures: ReadonlyMap<number, Estimate>): string | undefined {
  const all = [...figures].map(([batch, { log }]) => ({ batch, seconds: Math.exp(log) }));
  for (const [i, more] of all.entries()) {
    for (let k = 0; k < i; k++) {
      const less = all[k]!;
      const apart = Math.max(less.seconds, more.seconds) / Math.min(less.seconds, more.seconds);
      const stranger = apart > (UNITS * more.batch) / less.batch;
      if (!stranger && Math.log(less.seconds / more.seconds) <= SHRINKS) continue;
      return `By these points batch ${String(less.batch)} takes ${secondsOf(less.seconds)} and batch ${String(more.batch)} ${secondsOf(more.seconds)}: ${
        stranger
          ? 'one of the two seems to be in another unit'
          : 'a larger batch does not take less, so one of the two is of another batch, another number of replicas or another variant'
      }.`;
    }
  }
  const first = all[0];
  return first && first.batch !== 1
    ? `A profile begins with batch 1, since every batch size is read from there on; the smallest measured is batch ${String(first.batch)}: measure batch 1 too, or say that a file is of it.`
    : undefined;
}

/**
 * Seconds by batch that never fall: where a larger batch takes a little less, both take their mean, weighted by how sure each
 * is (pool adjacent violators). What was changed is noted.
 */
export function risingIn(
  figures: ReadonlyMap<number, Estimate>,
  notes: string[],
): ReadonlyMap<number, number> {
  interface Block {
    readonly batches: readonly number[];
    readonly log: number;
    readonly weight: number;
  }
  const blocks: Block[] = [];
  for (const [batch, { log, variance }] of figures) {
    let block: Block = { batches: [batch], log, weight: 1 / variance };
    for (let last = blocks.at(-1); last && last.log > block.log; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      block = {
        batches: [...last.batches, ...block.batches],
        log: (last.weight * last.log + block.weight * block.log) / weight,
        weight,
      };
    }
    blocks.push(block);
  }
  for (const { batches, log } of blocks)
    if (batches.length > 1)
      notes.push(
        `By these points batch ${String(batches.at(-1))} takes no longer than batch ${String(batches[0])}: within what they scatter, both are taken to take ${secondsOf(Math.exp(log))}.`,
      );
  return new Map(
    blocks.flatMap(({ batches, log }) => batches.map((batch): [number, number] => [batch, valueOf({ log })])),
  );
}
