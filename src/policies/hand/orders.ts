/**
 * Orders by hand as a policy's key: `hand:0=1.2.4/2.3.1;6=1.3.4/2.3.1` has for each decision that changes anything its
 * number from 0 on, and for each stage variant (from 1 on), replicas and batch, which hold until the next change. Without
 * any, `hand` leaves what runs at the beginning.
 */
import { BOUNDS, MOST_STAGES, MOST_VARIANTS } from '../../model/bounds.ts';
import type { Configuration, StageConfig } from '../../model/pipeline.ts';
import { figure, holds } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { LONGEST_REPLAY, decisionsIn } from '../../workload/workload.ts';
import { HAND_ID, HAND_NAME } from '../ids.ts';
import { shown } from '../settings/parse.ts';

/** A link stays short enough for whatever passes it on. */
export const LONGEST_ORDERS = 8000;
const MOST_DECISIONS = decisionsIn(LONGEST_REPLAY);
const BEFORE = `${HAND_ID}:`;
const VARIANTS = { min: 1, max: MOST_VARIANTS };

/** What is ordered from a decision on, until the next change. */
export interface Change {
  /** Number of the decision, from 0 on. */
  readonly from: number;
  readonly configuration: Configuration;
}

/** In ascending order, the first from decision 0 on, each other than the one before; empty where nothing is ordered. */
export type Orders = readonly Change[];

/** Whether the key is one of orders by hand; `readOrders` says whether it can be read. */
export const isHand = (key: string): boolean => key === HAND_ID || key.startsWith(BEFORE);

function writeConfiguration(configuration: Configuration): string {
  return configuration
    .map(({ variant, replicas, batch }) => [variant + 1, replicas, batch].join('.'))
    .join('/');
}

/** The orders in their one form: equal orders have equal keys. What holds already is not ordered again. */
export function handKey(orders: Orders): string {
  const changes: string[] = [];
  let holding = '';
  for (const { from, configuration } of [...orders].sort((p, q) => p.from - q.from)) {
    const text = writeConfiguration(configuration);
    if (text !== holding) changes.push(`${String(from)}=${text}`);
    holding = text;
  }
  return changes.length === 0 ? HAND_ID : BEFORE + changes.join(';');
}

/** The orders of a key; refused in one sentence, whatever it is. */
export function readOrders(key: string): Result<Orders> {
  if (key === HAND_ID) return accepted([]);
  const text = key.slice(BEFORE.length);
  if (key.length > LONGEST_ORDERS)
    return refused(
      `Orders by hand have at most ${figure(LONGEST_ORDERS)} characters; these have ${figure(key.length)}.`,
    );
  const changes: Change[] = [];
  for (const piece of text.split(';')) {
    const read = readChange(piece.trim());
    if (!read.ok) return read;
    changes.push(read.value);
  }
  changes.sort((p, q) => p.from - q.from);
  if (changes[0]!.from !== 0)
    return refused(`${HAND_NAME} needs an order for decision 0, as in ${BEFORE}0=1.2.4/1.1.1.`);
  const twice = changes.find(({ from }, i) => changes[i - 1]?.from === from);
  if (twice) return refused(`${HAND_NAME} orders twice at decision ${String(twice.from)}.`);
  const { length } = changes[0]!.configuration;
  const other = changes.find(({ configuration }) => configuration.length !== length);
  if (other)
    return refused(
      `${HAND_NAME} orders for ${stagesInWords(length)} at decision 0 and for ${String(other.configuration.length)} at decision ${String(other.from)}.`,
    );
  return accepted(changes.filter((one, i) => i === 0 || differ(one, changes[i - 1]!)));
}

function readChange(piece: string): Result<Change> {
  const found = /^(\d{1,6})\s*=\s*(.+)$/s.exec(piece);
  if (!found)
    return refused(
      `Orders by hand are written as decision=variant.replicas.batch/…, with semicolons between; ${shown(piece)} is not.`,
    );
  const from = Number(found[1]);
  if (from >= MOST_DECISIONS)
    return refused(
      `${shown(piece)} is of decision ${figure(from)}; decisions are numbered from 0 to ${figure(MOST_DECISIONS - 1)}.`,
    );
  const stages = found[2]!.split('/');
  if (stages.length > MOST_STAGES)
    return refused(
      `${shown(piece)} orders for ${stagesInWords(stages.length)}; a pipeline has at most ${String(MOST_STAGES)}.`,
    );
  const configuration: StageConfig[] = [];
  for (const stage of stages) {
    const numbers = /^\s*(\d{1,4})\.(\d{1,4})\.(\d{1,4})\s*$/.exec(stage) ?? [];
    const [variant = NaN, replicas = NaN, batch = NaN] = numbers.slice(1).map(Number);
    const possible =
      holds(VARIANTS, variant) &&
      holds(BOUNDS.replicas, replicas) &&
      holds(BOUNDS.batch, batch) &&
      (batch & (batch - 1)) === 0;
    if (!possible)
      return refused(
        `A stage is ordered as variant.replicas.batch, as in 1.2.4, of variants 1 to ${String(MOST_VARIANTS)}, 1 to ${String(BOUNDS.replicas.max)} replicas and a batch that is a power of two up to ${String(BOUNDS.batch.max)}; ${shown(stage)} at decision ${String(from)} is not.`,
      );
    configuration.push({ variant: variant - 1, replicas, batch });
  }
  return accepted({ from, configuration });
}

const differ = (one: Change, other: Change): boolean =>
  writeConfiguration(one.configuration) !== writeConfiguration(other.configuration);

/** What the orders of a key are, for names and legends: what is held, or how often that changes; '' where nothing is ordered. */
export function ordersInWords(key: string): string {
  const read = readOrders(key);
  if (!read.ok || read.value.length === 0) return '';
  const { length } = read.value;
  if (length === 1) return writeConfiguration(read.value[0]!.configuration);
  return `${String(length - 1)} ${length === 2 ? 'change' : 'changes'}`;
}

/** What is ordered at decision `k`; undefined where nothing is. */
export function orderedAt(orders: Orders, k: number): Configuration | undefined {
  return orders.findLast(({ from }) => from <= k)?.configuration;
}

export const stagesInWords = (count: number): string =>
  `${String(count)} ${count === 1 ? 'stage' : 'stages'}`;
