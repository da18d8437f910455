/** How a training stands, the agent's or the predictor's; and in the few words that its panels show. */
import type { RunStatus } from '../../../storage/records.ts';

export type TrainingStatus =
  | { readonly kind: 'idle' | 'starting' | 'running' | 'paused' | 'stopping' }
  /** By a tab that was closed or opened anew: what was kept stands, and it may go on. */
  | { readonly kind: 'interrupted' }
  /** `early`: nothing better came for long. */
  | { readonly kind: 'done'; readonly early: boolean }
  | { readonly kind: 'failed'; readonly sentence: string };

/** Where a kept run stands, seen from here: `running` elsewhere, or left behind by a tab that is gone. */
export type RunStanding = RunStatus | 'elsewhere' | 'interrupted';

export const IDLE: TrainingStatus = { kind: 'idle' };

/** Begun and not at its end. */
export function isActive({ kind }: TrainingStatus): boolean {
  return kind !== 'idle' && kind !== 'done' && kind !== 'failed' && kind !== 'interrupted';
}

/** What a panel says in its own words. */
export interface OwnWords {
  readonly starting: string;
  /** While it runs: how long it goes on. */
  readonly running: string;
  readonly done: string;
}

export function statusWords({ kind }: TrainingStatus, own: OwnWords): string {
  switch (kind) {
    case 'starting':
    case 'running':
    case 'done':
      return own[kind];
    case 'paused':
      return 'Paused';
    case 'stopping':
      return 'Stopping …';
    case 'interrupted':
      return 'Interrupted';
    case 'failed':
      return 'Stopped by an error';
    case 'idle':
      return '';
  }
}
