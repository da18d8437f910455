/** The lab as a lesson sees it. */
import type { LabState } from '../labState.ts';
import type { Playhead } from '../replay/playhead.svelte.ts';
import type { Run } from '../replay/run.ts';
import type { Why } from '../replay/why.svelte.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import type { Facts } from '../../../teaching/facts.ts';

/** What facts are taken from. */
export interface Watched extends Pick<LabState, 'page' | 'experiment' | 'scenario' | 'a' | 'b'> {
  readonly run: Run | undefined;
  readonly former: boolean;
  readonly playhead: Pick<Playhead, 'time' | 'playing'>;
  readonly why: Pick<Why, 'lane'>;
  readonly agent: AgentRecord | undefined;
  readonly training: { readonly active: boolean; readonly steps: number };
}

export function factsOf(lab: Watched, told: Facts['told'], kept: Facts['kept']): Facts {
  const { run } = lab;
  const settled =
    run !== undefined &&
    !lab.former &&
    run.scenario === lab.scenario &&
    run.a.id === lab.a &&
    run.b.id === lab.b;
  return {
    page: lab.page,
    experiment: lab.experiment,
    run: settled
      ? {
          scenario: run.scenario,
          a: { policy: run.a.id, episode: run.a.episode },
          b: { policy: run.b.id, episode: run.b.episode },
        }
      : undefined,
    time: lab.playhead.time,
    playing: lab.playhead.playing,
    card: lab.why.lane,
    training: {
      active: lab.training.active,
      steps: lab.training.steps,
      agent: lab.agent !== undefined,
    },
    told,
    kept,
  };
}
