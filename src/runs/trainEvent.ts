/** What a training tells while it runs: one vocabulary from the kept run through the worker to the page. */
import type { BackendProbe } from '../learning/training/probe.ts';
import type { AgentRecord } from '../learning/network/trainedAgent.ts';
import type { DeviceSettings } from '../learning/ppo/config.ts';
import type { Look } from '../learning/training/look.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import type { GroupResult } from '../learning/training/trainGroup.ts';

export type TrainEvent =
  | { readonly kind: 'backend'; readonly backend: string; readonly probe: readonly BackendProbe[] }
  /** A graphics device trains, with these in the place of the run's. */
  | { readonly kind: 'settings'; readonly settings: DeviceSettings }
  | { readonly kind: 'points'; readonly points: readonly TrainPoint[] }
  /** A member's agent as it is now, and how it does on the load held out for choosing the best one. */
  | { readonly kind: 'agent'; readonly agent: AgentRecord; readonly evaluation: HeldOutEvaluation }
  /** What an update did, where that was asked for. */
  | { readonly kind: 'look'; readonly look: Look }
  /** An engine failed and another goes on from the last update; a sentence. */
  | { readonly kind: 'fallback'; readonly sentence: string }
  /** The run is safe up to here. */
  | { readonly kind: 'saved'; readonly steps: number; readonly elapsedSeconds: number }
  /** The run could not be saved, a sentence; training goes on. */
  | { readonly kind: 'unsaved'; readonly sentence: string }
  | ({ readonly kind: 'done' } & Pick<
      GroupResult,
      'reason' | 'agent' | 'objective' | 'steps' | 'elapsedSeconds'
    >);

export type Tell = (event: TrainEvent) => void;

/** As `tell`, with points told together, at most every `ms` of `clock`; whatever else comes is told behind the points before it. */
export function gathering(tell: Tell, ms: number, clock: () => number): Tell {
  let waiting: TrainPoint[] = [];
  let told = clock();
  const flush = (): void => {
    if (waiting.length > 0) tell({ kind: 'points', points: waiting });
    waiting = [];
    told = clock();
  };
  return (event) => {
    if (event.kind === 'points') {
      waiting.push(...event.points);
      if (clock() - told >= ms) flush();
    } else {
      flush();
      tell(event);
    }
  };
}
