/** What a program answered, read as an order: whatever it is, it becomes one that runs, or a sentence that says why not. */
import type { OnMisfit } from './program.ts';
import { repaired } from '../hand/hand.ts';
import { figure } from '../../model/range.ts';
import type { Configuration, StageConfig } from '../../model/pipeline.ts';
import { coresOf, isFeasible, type Tables } from '../../model/tables.ts';

export type ReadOrder =
  | { readonly kind: 'taken'; readonly configuration: Configuration }
  | { readonly kind: 'repaired'; readonly configuration: Configuration; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/** An answer counts as an order up to here: beyond, arithmetic on it is not exact. */
const LARGEST = 2 ** 31;

/**
 * Reads `[{ variant, replicas, batch }]`, one a stage: variant an index from 0. An order is taken where it fits; where it
 * breaks a limit it is repaired to the nearest that fits or refused, as `onMisfit` says; what is no order is refused always.
 */
export function readOrder(tables: Tables, answer: unknown, onMisfit: OnMisfit): ReadOrder {
  const { stages } = tables;
  if (!Array.isArray(answer))
    return refused(`its answer is ${named(answer)}, not an array of one order a stage`);
  const list: readonly unknown[] = answer;
  if (list.length !== stages)
    return refused(`it orders for ${figure(list.length)} stages; the pipeline has ${figure(stages)}`);
  const ordered: StageConfig[] = [];
  for (const [n, one] of list.entries()) {
    const place = `of stage ${String(n + 1)}`;
    if (typeof one !== 'object' || one === null)
      return refused(`the order ${place} is ${named(one)}, not { variant, replicas, batch }`);
    const stage = one as Readonly<Record<string, unknown>>;
    for (const knob of ['variant', 'replicas', 'batch'] as const) {
      const value = stage[knob];
      if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > LARGEST)
        return refused(`${knob} ${place} is ${named(value)}, not a whole number`);
    }
    ordered.push({
      variant: stage['variant'] as number,
      replicas: stage['replicas'] as number,
      batch: stage['batch'] as number,
    });
  }
  if (isFeasible(tables, ordered)) return { kind: 'taken', configuration: ordered };
  const why = misfitOf(tables, ordered);
  if (onMisfit === 'refuse') return refused(why);
  return { kind: 'repaired', configuration: nearest(tables, ordered), why };
}

function refused(why: string): ReadOrder {
  return { kind: 'refused', why };
}

/** Into every range first; then as an order by hand that is too large. */
function nearest(tables: Tables, ordered: Configuration): Configuration {
  const within = ordered.map(({ variant, replicas, batch }) => ({
    variant: Math.max(0, variant),
    replicas: Math.max(1, replicas),
    batch: tables.batches.findLast((size) => size <= batch) ?? tables.batches[0]!,
  }));
  return repaired(tables, within);
}

function misfitOf(tables: Tables, ordered: Configuration): string {
  const { limits, batches, variants } = tables;
  for (const [n, { variant, replicas, batch }] of ordered.entries()) {
    const place = `of stage ${String(n + 1)}`;
    if (variant < 0 || variant >= variants[n]!)
      return `variant ${String(variant)} ${place} is none of its ${figure(variants[n]!)}, which count from 0`;
    if (replicas < 1 || replicas > limits.maxReplicas)
      return `${figure(replicas)} replicas ${place} are not between 1 and ${figure(limits.maxReplicas)}`;
    if (!batches.includes(batch)) return `batch ${figure(batch)} ${place} is none of ${batches.join(', ')}`;
  }
  return `the order takes ${figure(coresOf(tables, ordered))} cores; there are ${figure(limits.maxCores)}`;
}

/** A value in words, short whatever it is. */
function named(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) > LARGEST ? 'too large a number' : String(value);
  if (typeof value === 'string') return 'a text';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object')
    return Object.prototype.toString.call(value) === '[object Promise]'
      ? 'a promise, and it must answer at once'
      : 'an object';
  return `a ${typeof value}`;
}
