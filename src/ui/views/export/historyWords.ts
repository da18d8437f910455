/** The history of decisions in plain words. */
import { inTimeShare, told } from '../../finding/told.ts';
import { clock, coreWords, plural, whole } from '../../format.ts';
import {
  restartSentence,
  restartsOf,
  type Change,
  type KnobChange,
} from '../../../export/cluster/changes.ts';
import type { Layout } from '../../../export/cluster/plan.ts';
import type { Knob } from '../../../model/pipeline.ts';
import { measureById } from '../../../scenario/measures.ts';
import type { EnvironmentKind, Episode } from '../../../scenario/scenario.ts';

export const knobNames: Readonly<Record<Knob, string>> = {
  variant: 'Variant',
  batch: 'Batch',
  replicas: 'Replicas',
};

/** What was found, for a heading; `decisions` counts them all, the first one too. */
export function historyFinding(
  name: string,
  changes: readonly Change[],
  decisions: number,
  layout: Layout,
): string {
  if (changes.length === 0) return `${name} changes nothing in ${plural(decisions, 'decision')}.`;
  const restarting = changes.filter((change) => restartsOf(layout, change).stages.length > 0).length;
  const what =
    layout === 'seldon-graph' ? executorToo(restarting, changes.length) : share(restarting, changes.length);
  return `${name} changes something in ${whole(changes.length)} of ${plural(decisions, 'decision')}; ${what}.`;
}

/** What the run comes to that these decisions are of, beside how often it changes something. */
export function comesTo({ summary }: Episode, environment: EnvironmentKind): string {
  const [share, objective, cost] = ['inTime', 'objective', 'cost'].map((id) => measureById(id).of(summary));
  const inTime =
    share === undefined ? '' : `It answers ${inTimeShare(share, environment)} of the requests in time, `;
  return `${inTime === '' ? 'It comes to' : `${inTime}with`} a J of ${told('objective', objective, environment)} on ${told('cost', cost, environment)} cores.`;
}

function share(restarting: number, all: number): string {
  if (all === 1) return restarting === 1 ? 'it restarts a stage' : 'it restarts no stage';
  if (restarting === 0) return 'none of them restarts a stage';
  if (restarting === all) return 'each of them restarts a stage';
  return `${whole(restarting)} of them ${restarting === 1 ? 'restarts' : 'restart'} a stage`;
}

/** Where every change restarts the executor. */
function executorToo(restarting: number, all: number): string {
  const each = all === 1 ? 'it restarts the executor' : 'each restarts the executor';
  if (restarting === 0) return each;
  return restarting === all ? `${each} and a stage` : `${each}, ${whole(restarting)} of them a stage too`;
}

/** "batch 2 → 8". */
export function turnWords({ knob, from, to }: KnobChange): string {
  return `${knob} ${String(from)} → ${String(to)}`;
}

/** "12 → 16 cores". */
export function coresWords({ cores }: Change): string {
  return cores.from === cores.to
    ? `${coreWords(cores.to)}, as before`
    : `${String(cores.from)} → ${coreWords(cores.to)}`;
}

/** A whole change, for ears. */
export function changeSentence(change: Change, layout: Layout): string {
  const stages = change.stages.map(
    ({ title, knobs }) =>
      `${title}: ${knobs.map(({ knob, from, to }) => `${knob} from ${String(from)} to ${String(to)}`).join(', ')}`,
  );
  return `${clock(change.t)}. ${stages.join('; ')}. ${restartSentence(layout, change)}`;
}
