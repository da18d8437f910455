/** What the intake of a load trace decided, why, and where it could have decided otherwise. */
import type { Decision as Decided } from '../../model/decision.ts';

/** In the order in which they are taken. */
export type IntakeStep = 'format' | 'times' | 'kind' | 'series' | 'resample' | 'combine';

/** One decision of one step. */
export interface IntakeDecision extends Decided {
  readonly step: IntakeStep;
}

export type ChoiceId =
  | 'series'
  | 'kind'
  /** What the values count over: a second, a minute, an hour. */
  | 'unit'
  | 'timeUnit'
  | 'zone'
  | 'dateOrder'
  /** Seconds between values of a file that has no times. */
  | 'step'
  | 'timeColumn'
  | 'valueColumn'
  | 'decimal';

/** Something that could be read in more than one way; the page shows a control, the command line takes `--read id=value`. */
export interface IntakeChoice {
  readonly id: ChoiceId;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Several may be picked; series are then added up. */
  readonly multiple: boolean;
  /** In force. */
  readonly value: readonly string[];
  /** The lab chose: neither the file nor the visitor says it. */
  readonly assumed: boolean;
}

/** What a visitor asked for, by choice; what is absent is decided by the lab. */
export type IntakeChoices = Readonly<Partial<Record<ChoiceId, readonly string[]>>>;

export interface IntakeReport {
  /** "CSV", "Prometheus range query", ... */
  readonly format: string;
  /** In the order of the steps. */
  readonly decisions: readonly IntakeDecision[];
  /** Only those where there was a choice. */
  readonly choices: readonly IntakeChoice[];
  /** All requests of the trace. */
  readonly requests: number;
  readonly seconds: number;
}
