/** The recorded comparison's plan: what the Compare view compares at first, with the agent that the recorded training made. */
import { recordedScenario } from './asked.ts';
import { PAIRED_WITH } from '../comparison/document.ts';
import { settingsOf, type ComparisonPlan } from '../comparison/plan.ts';
import { LOADS } from '../reproduction/evidence.ts';
import { defaultExperiment } from '../../scenario/experiment.ts';
import type { AgentRecord } from '../../learning/network/trainedAgent.ts';
import { AGENT_ID, AGENT_NAME } from '../../policies/ids.ts';

/** Beside the agent, whom the training made; in the order of the Compare view's list. */
const RIVALS: readonly string[] = [
  'ipa-exact',
  'greedy',
  'random',
  'planner',
  'optimum-predicted',
  'optimum-true',
];

/** What the Compare view compares at first; the agent is left out where there is none. */
export function recordedPlan(agent: AgentRecord | undefined): ComparisonPlan {
  const scenario = recordedScenario();
  return {
    pipelines: [scenario.pipeline],
    workloads: LOADS.map((id) => ({ kind: 'drawn', id })),
    policies: [
      ...(agent ? [{ kind: 'agent', key: AGENT_ID, name: AGENT_NAME, agent } as const] : []),
      ...RIVALS.map((key) => ({ kind: 'named', key }) as const),
    ],
    seeds: [1, 2, 3, 4, 5],
    settings: settingsOf(scenario, defaultExperiment.sla),
    series: 'first seed',
  };
}

/** Whom all others of the comparison are set against in pairs. */
export const recordedPairs = PAIRED_WITH;
