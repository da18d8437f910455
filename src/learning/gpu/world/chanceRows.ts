/** The stays of `environment/chance/rows.ts` for the device, which can make none when asked: all that a pipeline can be led to. */
import { classOf, flowOf, POINTS, SINGLE } from '../../../environment/chance/rows.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';
import { latency } from '../../../model/pipeline.ts';
import { staysOf, type QueueingStage, type Stay } from '../../../model/queueing/stay.ts';
import type { Tables } from '../../../model/tables.ts';

/** Words of a row: where its columns begin, in the order below; then the least stay, s. */
export const ROW_WORDS = 8;
/** What a row has a column of, [POINTS] each. */
export const COLUMNS = ['MEAN', 'VARIANCE', 'THIRD', 'PRESSURE', 'DELAYED', 'FILL', 'LEAVES'] as const;
export const LEAST = COLUMNS.length;

/** A word that names another is a float, which counts whole numbers as far: 64 MiB, half of what a device must be able to bind. */
const MOST_WORDS = 2 ** 24;
/** So many take a processor several seconds to make, and about all of those words. */
const MOST_ROWS = 300_000;

export interface DeviceRows {
  /** Words that the numbers before begin with. */
  readonly before: number;
  /**
   * All f32: per option the word at which its row of one replica and class 0 begins; per stage how many classes its rows are
   * of; rows [stage, option, replicas, class] of `ROW_WORDS`; columns, equal ones once. Words are counted from the first of
   * the numbers before on. Classes are numbered as they are met, those of a stage before those of the stages after it: a
   * stage that serves nothing hands on what it gets.
   */
  readonly words: Float32Array<ArrayBuffer>;
  readonly rows: number;
  readonly columns: number;
  /** The class of each number, `classOf`. */
  readonly kinds: readonly number[];
}

/**
 * Most replicas of `variant` at stage `n` whose row a look can ask for. Of one variant alone, F_max and what W_max leaves beside
 * the cheapest of the other stages; with replaced ones of another variant up to F_max more, while at least one still starts.
 */
export function mostReplicas(tables: Tables, n: number, variant: number): number {
  const { units, variantOffset, variants, capacity, limits } = tables;
  const first = variantOffset[n]!;
  const each = units[first + variant]!;
  let others = Infinity;
  for (let z = 0; z < variants[n]!; z++) if (z !== variant) others = Math.min(others, units[first + z]!);
  let room = capacity;
  for (let m = 0; m < tables.stages; m++)
    if (m !== n) room -= Math.min(...units.subarray(variantOffset[m], variantOffset[m + 1]));
  const F = limits.maxReplicas;
  let most = Math.min(F, Math.floor(room / each));
  for (let ready = 1; ready < F; ready++) {
    const old = Math.min(F, Math.floor((room - (ready + 1) * each) / others));
    if (old > 0) most = Math.max(most, ready + old);
  }
  return most;
}

/** Columns, equal ones once. */
class Pool {
  numbers = new Float32Array(POINTS * 1024);
  count = 0;
  #bits = new Uint32Array(this.numbers.buffer);
  /** Open addressing: index + 1 of a column, 0 where none is. */
  #slots = new Int32Array(4096);

  /** Room for one more column: the view to write it to before `keep`. */
  next(): Float32Array {
    if ((this.count + 1) * POINTS > this.numbers.length) {
      const more = new Float32Array(2 * this.numbers.length);
      more.set(this.numbers);
      this.numbers = more;
      this.#bits = new Uint32Array(more.buffer);
    }
    return this.numbers.subarray(this.count * POINTS, (this.count + 1) * POINTS);
  }

  /** The index of the column that was written to `next`. */
  keep(): number {
    if (2 * this.count > this.#slots.length) this.#grow();
    const slots = this.#slots;
    const mask = slots.length - 1;
    const at = this.count * POINTS;
    for (let slot = this.#hash(this.count) & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot]! - 1;
      if (found < 0) {
        slots[slot] = ++this.count;
        return this.count - 1;
      }
      let i = 0;
      while (i < POINTS && this.#bits[found * POINTS + i] === this.#bits[at + i]) i++;
      if (i === POINTS) return found;
    }
  }

  #hash(column: number): number {
    let hash = 0;
    for (let i = column * POINTS; i < (column + 1) * POINTS; i++) {
      hash = Math.imul(hash ^ this.#bits[i]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let column = 0; column < this.count; column++) {
      let slot = this.#hash(column) & mask;
      while (slots[slot]! > 0) slot = (slot + 1) & mask;
      slots[slot] = column + 1;
    }
    this.#slots = slots;
  }
}

/** Classes that differ in their share of partial groups alone: what they have in common is reckoned once. */
interface Kin {
  readonly slots: readonly number[];
  readonly kind: number;
  readonly partials: readonly number[];
}

function kinsOf(kinds: readonly number[]): readonly Kin[] {
  const all = kinds
    .map((kind, slot) => ({ kind, slot, flow: flowOf(1, kind) }))
    .sort((a, b) => a.kind - b.kind);
  const kins: { slots: number[]; kind: number; partials: number[] }[] = [];
  let last: (typeof all)[number] | undefined;
  for (const one of all) {
    if (last?.flow.group === one.flow.group && last.flow.scv === one.flow.scv) {
      kins.at(-1)!.slots.push(one.slot);
      kins.at(-1)!.partials.push(one.flow.partial);
    } else kins.push({ slots: [one.slot], kind: one.kind, partials: [one.flow.partial] });
    last = one;
  }
  return kins;
}

const tooMany = (rows: number): string =>
  `The waits by chance of this pipeline and these limits fill more than a graphics device is given: at least ${rows.toLocaleString('en')} rows, one for each variant, batch size and number of replicas that a stage can have, and each way in which requests reach it.`;

const made = new WeakMap<Tables, Map<number, DeviceRows | string>>();

/** All rows that lanes of `options` can be led to; or why there are too many, a sentence. Kept, by tables and time-out. */
export function deviceRows(options: EnvironmentOptions, before: number): DeviceRows | string {
  const { tables, batchTimeoutSeconds } = options;
  let all = made.get(tables);
  if (!all) made.set(tables, (all = new Map<number, DeviceRows | string>()));
  let rows = all.get(batchTimeoutSeconds);
  if (rows === undefined) all.set(batchTimeoutSeconds, (rows = make(options, before)));
  return rows;
}

function make(
  { tables, batchTimeoutSeconds: timeout }: EnvironmentOptions,
  before: number,
): DeviceRows | string {
  const { stages, batches, offset, variants, rate: rates, pipeline } = tables;
  const options = rates.length;
  const kinds = [SINGLE];
  const slotOf = new Map([[SINGLE, 0]]);
  const pool = new Pool();
  const head = new Float32Array(options + stages);
  const rows: Float32Array[] = [];
  /** Rows of each stage, of one class. */
  const perClass = Array.from(variants, (many, n) => {
    let replicas = 0;
    for (let z = 0; z < many; z++) replicas += mostReplicas(tables, n, z);
    return replicas * batches.length;
  });
  let count = 0;
  for (let n = 0; n < stages; n++) {
    const classes = kinds.length;
    let least = count;
    for (let m = n; m < stages; m++) least += classes * perClass[m]!;
    if (least > MOST_ROWS) return tooMany(least);
    const kins = kinsOf(kinds);
    head[options + n] = classes;
    const numbers = new Float32Array(classes * COLUMNS.length * POINTS);
    for (let z = 0; z < variants[n]!; z++) {
      const most = mostReplicas(tables, n, z);
      const profile = pipeline.stages[n]!.variants[z]!.latency;
      for (let k = 0; k < batches.length; k++) {
        const option = offset[n]! + z * batches.length + k;
        head[option] = before + options + stages + count * ROW_WORDS;
        for (let replicas = 1; replicas <= most; replicas++) {
          const stage: QueueingStage = {
            replicas,
            batch: batches[k]!,
            timeout,
            seconds: (size) => latency(profile, size),
          };
          const own = new Float32Array(classes * ROW_WORDS);
          for (let i = 0; i < POINTS; i++) {
            // As `StayRows`, to the last bit.
            const rate = (replicas * rates[option]! * Math.max(i, 0.01)) / (POINTS - 1);
            for (const { kind, slots, partials } of kins)
              staysOf(stage, flowOf(rate, kind), partials).forEach((stay, p) => {
                own[slots[p]! * ROW_WORDS + LEAST] = stay.least;
                put(
                  numbers,
                  slots[p]! * COLUMNS.length * POINTS + i,
                  stay,
                  n === stages - 1 ? 0 : slot(stay),
                );
              });
          }
          for (let at = 0, c = 0; at < classes; at++)
            for (let column = 0; column < COLUMNS.length; column++, c += POINTS) {
              pool.next().set(numbers.subarray(c, c + POINTS));
              own[at * ROW_WORDS + column] = pool.keep();
            }
          rows.push(own);
          count += classes;
          if (before + head.length + count * ROW_WORDS + pool.count * POINTS > MOST_WORDS)
            return tooMany(least);
        }
      }
    }
  }
  const first = head.length + count * ROW_WORDS;
  const words = new Float32Array(first + pool.count * POINTS);
  words.set(head);
  let at = head.length;
  for (const own of rows) {
    for (let i = 0; i < own.length; i++)
      words[at + i] = i % ROW_WORDS < COLUMNS.length ? before + first + own[i]! * POINTS : own[i]!;
    at += own.length;
  }
  words.set(pool.numbers.subarray(0, pool.count * POINTS), first);
  return { before, words, rows: count, columns: pool.count, kinds };

  function slot({ flow }: Stay): number {
    const kind = classOf(flow);
    let known = slotOf.get(kind);
    if (known === undefined) {
      slotOf.set(kind, (known = kinds.length));
      kinds.push(kind);
    }
    return known;
  }
}

/** A stay's numbers at point `at` of columns, one after another; `leaves`: the number of its class. */
function put(
  numbers: Float32Array,
  at: number,
  { base, pressure, delayed, fill }: Stay,
  leaves: number,
): void {
  numbers[at] = base.mean;
  numbers[at + POINTS] = base.variance;
  numbers[at + 2 * POINTS] = base.third;
  numbers[at + 3 * POINTS] = pressure;
  numbers[at + 4 * POINTS] = delayed;
  numbers[at + 5 * POINTS] = fill;
  numbers[at + 6 * POINTS] = leaves;
}
