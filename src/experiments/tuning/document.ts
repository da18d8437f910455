/** A search's result as JSON and as a table. */
import type { Tried, TuningResult } from './result.ts';
import { finding } from './tuningWords.ts';
import { nameOfKey } from './names.ts';
import { csvOf } from '../../model/text.ts';

interface TriedRow {
  readonly key: string;
  readonly name: string;
  /** Requests answered within the latency objective, a second; their share, 0..1. */
  readonly goodput: number;
  readonly goodputShare: number;
  /** Mean cores held. */
  readonly cost: number;
  /** Seconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly dropped: number;
  readonly objective: number;
  readonly seeds: number;
  readonly load: Tried['load'];
  readonly rung: number;
  readonly onFront: boolean;
}

function rowOf({ front }: TuningResult, tried: Tried): TriedRow {
  const { key, goodput, goodputShare, cost, p50, p95, p99, dropped, objective, seeds, load, rung } = tried;
  return {
    key,
    name: nameOfKey(key),
    ...{ goodput, goodputShare, cost, p50, p95, p99, dropped, objective, seeds, load, rung },
    onFront: front.includes(key),
  };
}

/** Best first: judged longest, then most goodput, then fewest cores. */
export function inOrder({ tried }: TuningResult): readonly Tried[] {
  return [...tried].sort(
    (a, b) => b.rung - a.rung || b.goodput - a.goodput || a.cost - b.cost || (a.key < b.key ? -1 : 1),
  );
}

function rowsOf(result: TuningResult): readonly TriedRow[] {
  return inOrder(result).map((one) => rowOf(result, one));
}

/** Plain data; equal for equal plans. */
export function tuningDocument(result: TuningResult): object {
  const rows = rowsOf(result);
  const of = (key: string): TriedRow => rows.find((row) => row.key === key)!;
  const { plan, seeds, complete, difference, late } = result;
  return {
    finding: finding(result),
    plan,
    seeds,
    complete,
    present: of(result.present),
    best: of(result.best),
    bestOf: result.bestOf.map(of),
    difference,
    front: result.front,
    tried: rows,
    ...(late ? { late } : {}),
  };
}

const COLUMNS = [
  ...['key', 'name', 'goodput', 'goodputShare', 'cost', 'p50', 'p95', 'p99', 'dropped'],
  ...['objective', 'seeds', 'load', 'rung', 'onFront'],
] as readonly (keyof TriedRow)[];

export function tuningCsv(result: TuningResult): string {
  return csvOf([COLUMNS, ...rowsOf(result).map((row) => COLUMNS.map((column) => row[column]))]);
}
