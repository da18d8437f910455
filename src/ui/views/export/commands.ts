import { agentCommandsOf } from '../../../export/agent/commands.ts';
import { commandsOf } from '../../../export/clusterFiles.ts';
import type { ClusterPlan } from '../../../export/cluster/plan.ts';

/** Shell commands from the first to the last, each part below what it is for; with the agent's where it comes too. */
export function commandsText(plan: ClusterPlan, withAgent: boolean): string {
  const { apply, undo } = commandsOf(plan);
  const { watch, live, pause, undo: remove } = agentCommandsOf(plan);
  const part = (title: string, lines: readonly string[]): string => [`# ${title}`, ...lines].join('\n');
  return [
    part('the pipeline', apply),
    ...(withAgent
      ? [
          part('the agent: at first it only asks, and writes its decisions down', watch),
          part('let it decide', live),
          part('pause it, and let it go on', pause),
        ]
      : []),
    part('undo', [...(withAgent ? remove : []), ...undo]),
  ].join('\n\n');
}
