/** A lane at a moment, as its picture and its words have it: read from the run. */
import { movingOf } from './drawn.ts';
import { stageFrame, type StageFrame } from './frame.ts';
import { LINGERING } from './singles.ts';
import type { JournalMoment } from '../../environment/discrete/moment.ts';
import type { TickRecord } from '../../environment/environment.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';
import type { RunSide } from '../state/replay/run.ts';

/** The second of the record that is under way at second `time` of the trace. */
export const recordedAt = ({ seconds }: TickRecord, time: number): number =>
  Math.min(seconds - 1, Math.max(0, Math.floor(time - HISTORY_SECONDS)));

/** Requests that come in the second under way. */
export const arrivingAt = ({ episode: { ticks } }: RunSide, time: number): number =>
  ticks?.arrivals[recordedAt(ticks, time)] ?? 0;

/** Every stage; `moment` where single requests are followed. */
export function framesAt(
  { pipeline, slaSeconds, startupSeconds }: Scenario,
  { episode }: RunSide,
  time: number,
): { readonly frames: readonly StageFrame[]; readonly moment: JournalMoment | undefined } {
  const { ticks, series } = episode;
  if (!ticks) return { frames: [], moment: undefined };
  const { singles } = movingOf(episode, slaSeconds);
  const moment = singles?.moments.at(time, LINGERING);
  const frames = pipeline.stages.map(({ variants }, n) =>
    singles && moment
      ? singles.frame(n, time, moment)
      : stageFrame(
          ticks,
          series,
          n,
          time - HISTORY_SECONDS,
          (variant) => startupSeconds ?? variants[variant]!.startupSeconds,
        ),
  );
  return { frames, moment };
}

/** Cores held. */
export function coresAt({ pipeline, slaSeconds }: Scenario, { episode }: RunSide, time: number): number {
  const { ticks } = episode;
  if (!ticks) return 0;
  const { singles } = movingOf(episode, slaSeconds);
  return (
    singles?.coresHeld(time, (n, z) => pipeline.stages[n]?.variants[z]?.cores ?? 0) ??
    ticks.cores[recordedAt(ticks, time)] ??
    0
  );
}

/** Seconds in stage `n`: wait, batch fill and service. */
export function stageLatencyAt({ episode: { ticks } }: RunSide, n: number, time: number): number {
  return ticks?.latency[recordedAt(ticks, time) * ticks.stages + n] ?? 0;
}

/** Seconds through all stages. */
export function latencyAt(side: RunSide, time: number): number {
  let sum = 0;
  for (let n = 0; n < (side.episode.ticks?.stages ?? 0); n++) sum += stageLatencyAt(side, n, time);
  return sum;
}
