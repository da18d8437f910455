/** Where every request of a journal is at any moment: what the animated view draws. Pure; found by binary search. */
import type { RequestJournal } from './journal.ts';

/** One request at a moment. */
export interface Sight {
  readonly id: number;
  /** `left` and `dropped`: it is no longer in the pipeline. */
  readonly place: 'queue' | 'service' | 'left' | 'dropped';
  /** The stage in whose queue or replica it is; of one that left, the last; of one dropped, the one that lost it. */
  readonly stage: number;
  /** Second of the trace since which it is there. */
  readonly since: number;
  /** Requests ahead of it in the queue, or its seat in the batch; 0 elsewhere. */
  readonly rank: number;
}

export interface JournalMoment {
  /** In the order of arrival. */
  readonly sights: readonly Sight[];
  /** Per stage: requests that wait, and those that replicas work on. */
  readonly waiting: readonly number[];
  readonly inService: readonly number[];
}

export class Moments {
  readonly journal: RequestJournal;
  /** Per request: the last second at which any up to it was still in the pipeline. Ascending. */
  readonly #endedBy: Float64Array;

  constructor(journal: RequestJournal) {
    this.journal = journal;
    this.#endedBy = new Float64Array(journal.count);
    let latest = -Infinity;
    for (let id = 0; id < journal.count; id++) {
      latest = Math.max(latest, this.end(id));
      this.#endedBy[id] = latest;
    }
  }

  /** Second at which request `id` arrived in the queue of stage `n`; `Infinity` where it never did. */
  entered(id: number, n: number): number {
    const { arrival, done, dropped, stages } = this.journal;
    if (n === 0) return arrival[id]!;
    const at = done[id * stages + n - 1]!;
    // One that was too old when its batch was done joins no queue.
    return at < dropped[id]! ? at : Infinity;
  }

  /** Second at which request `id` was served or dropped. */
  end(id: number): number {
    const { done, dropped, stages } = this.journal;
    return Math.min(dropped[id]!, done[(id + 1) * stages - 1]!);
  }

  /**
   * Every request in the pipeline at second `t` of the trace, what happened at that very moment included, and those that
   * left it or were dropped within the `lingering` seconds before.
   */
  at(t: number, lingering = 0): JournalMoment {
    const { journal } = this;
    const { stages, arrival } = journal;
    const waiting: number[] = new Array<number>(stages).fill(0);
    const inService: number[] = new Array<number>(stages).fill(0);
    const queues: number[][] = Array.from({ length: stages }, () => []);
    const found: Sight[] = [];
    const to = firstAbove(arrival, t);
    for (let id = firstAbove(this.#endedBy, t - lingering); id < to; id++) {
      const sight = this.#sight(id, t);
      if (sight.place === 'queue') {
        waiting[sight.stage]!++;
        queues[sight.stage]!.push(found.length);
      } else if (sight.place === 'service') {
        inService[sight.stage]!++;
      } else if (t - sight.since >= lingering) {
        continue;
      }
      found.push(sight);
    }
    for (const queue of queues) {
      queue.sort((i, j) => this.#before(found[i]!, found[j]!));
      for (const [rank, i] of queue.entries()) found[i] = { ...found[i]!, rank };
    }
    return { sights: found, waiting, inService };
  }

  #sight(id: number, t: number): Sight {
    const { stages, arrival, started, done, dropped, droppedIn, seat } = this.journal;
    if (dropped[id]! <= t)
      return { id, place: 'dropped', stage: droppedIn[id]!, since: dropped[id]!, rank: 0 };
    let since = arrival[id]!;
    for (let n = 0, i = id * stages; n < stages; n++, i++) {
      if (started[i]! > t) return { id, place: 'queue', stage: n, since, rank: 0 };
      if (done[i]! > t) return { id, place: 'service', stage: n, since: started[i]!, rank: seat[i]! };
      since = done[i]!;
    }
    return { id, place: 'left', stage: stages - 1, since, rank: 0 };
  }

  /** Order of two requests in one queue: by arrival there; those of one batch arrive together, in its order. */
  #before(a: Sight, b: Sight): number {
    if (a.since !== b.since || a.stage === 0) return a.since - b.since || a.id - b.id;
    const { slot, seat, stages } = this.journal;
    const [i, j] = [a.id * stages + a.stage - 1, b.id * stages + b.stage - 1];
    return slot[i]! - slot[j]! || seat[i]! - seat[j]!;
  }
}

/** The first index whose value is above `x`; the values ascend. */
function firstAbove(values: Float64Array, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
