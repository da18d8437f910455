/** What the agent writes down about each decision: one JSON document a line. */
import type { Observation } from '../../environment/environment.ts';
import type { Tables } from '../../model/tables.ts';
import type { Configuration } from '../../model/pipeline.ts';

/**
 * `applied`: all that was ordered was taken. `partly`: some was, or none though some was to be. `unchanged`: nothing was
 * to be changed. `dry-run`: it was only asked. `held`: no decision was taken, for `reason`.
 */
export type Outcome = 'applied' | 'partly' | 'unchanged' | 'dry-run' | 'held';

export interface AuditedOperation {
  readonly resource: string;
  readonly what: string;
  /** `taken`, `would be taken`, or why not: `refused: ..`, `unknown: ..` where no answer says which, `not ordered: ..`. */
  readonly result: string;
}

export const TAKEN = 'taken';
export const WOULD_BE_TAKEN = 'would be taken';
export const UNKNOWN = 'unknown: ';

/** What came of an operation; only these very words say yes, whatever a refusal ends with. */
export function answerIn(result: string): 'taken' | 'refused' | 'unknown' {
  if (result === TAKEN || result === WOULD_BE_TAKEN) return 'taken';
  return result.startsWith(UNKNOWN) ? 'unknown' : 'refused';
}

export interface AuditedStage {
  readonly stage: string;
  readonly variant: string;
  readonly replicas: number;
  readonly batch: number;
}

export interface AuditRecord {
  /** The moment that the decision is about: what was measured was measured then. */
  readonly at: string;
  readonly mode: 'dry-run' | 'live';
  readonly outcome: Outcome;
  /** Why it was held, or why the baseline was ordered. */
  readonly reason?: string;
  readonly load?: number;
  readonly predicted?: number;
  /** Of all stages, s. */
  readonly latency?: number;
  /** Cores that replicas hold. */
  readonly cores?: number;
  /** What was ordered before, what the policy wanted, and what the guards let through. */
  readonly before?: readonly AuditedStage[];
  readonly wanted?: readonly AuditedStage[];
  readonly ordered?: readonly AuditedStage[];
  /** Of the guards, in sentences. */
  readonly guards?: readonly string[];
  readonly operations?: readonly AuditedOperation[];
  /** Everything that the policy saw: with it the decision can be taken again. */
  readonly observation?: Omit<Observation, 'action' | 'time'> & { readonly action: readonly number[] };
  /** Milliseconds of the whole decision, and of the network alone. */
  readonly ms: number;
}

export function audited(tables: Tables, configuration: Configuration): readonly AuditedStage[] {
  return configuration.map(({ variant, replicas, batch }, n) => {
    const { name, variants } = tables.pipeline.stages[n]!;
    return { stage: name, variant: variants[variant]!.name, replicas, batch };
  });
}

export function auditedObservation({ time: _, action, ...rest }: Observation): AuditRecord['observation'] {
  return { ...rest, action: Array.from(action) };
}
