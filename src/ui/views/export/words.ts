/** What the layouts are and mean, in plain words. */
import { told } from '../../finding/told.ts';
import { plural } from '../../format.ts';
import type { Layout } from '../../../export/cluster/plan.ts';
import type { Aim } from '../../../policies/optimum/aim.ts';
import { objectiveWords } from '../../../model/objectiveWords.ts';
import { USUAL_IN_TIME } from '../../../scenario/chosen.ts';
import { measureById } from '../../../scenario/measures.ts';
import type { EnvironmentKind, EpisodeSummary, Scenario } from '../../../scenario/scenario.ts';

export const layoutNames: Readonly<Record<Layout, string>> = {
  'seldon-per-stage': 'Seldon, per stage',
  'seldon-graph': 'Seldon, one graph',
  kserve: 'KServe',
};

export const consequences: Readonly<Record<Layout, string>> = {
  'seldon-per-stage':
    'A queue before every stage makes the batches, as in the paper’s Fig. 1. A new batch size restarts a queue and no model; replicas scale by themselves.',
  'seldon-graph':
    'One resource for the whole chain. Every change restarts its executor for 20 s or more: too slow for a decision every ten seconds.',
  kserve:
    'No licence to buy. HTTP only, and no central queue: each replica makes its own batches, so a new batch size restarts the stage.',
};

/** The headline: what there is, and whether a cluster would take it. */
export function verdict(objects: number, complaints: number | undefined): string {
  if (complaints === undefined) return `${plural(objects, 'object')}, being checked …`;
  if (complaints === 0)
    return `${plural(objects, 'object')}, ${objects === 1 ? '' : 'every one '}valid by its schema and rules.`;
  return `A cluster would refuse this: ${String(complaints)} ${complaints === 1 ? 'thing is' : 'things are'} wrong.`;
}

/** What the best is chosen by. */
export const aimNames: Readonly<Record<Aim, string>> = {
  best: 'Reward (7)',
  cheapest: 'Fewest cores',
  accurate: 'Accuracy',
};

/** How sure a share in time is that was not counted. */
const QUEUES =
  'Exact by queueing theory, an estimate: batches that meet batches can fare worse, so single requests are counted too.';
const SURE: Readonly<Record<EnvironmentKind, string>> = {
  chance: QUEUES,
  discrete: QUEUES,
  fluid: 'Exact by the fluid’s equations, which know no chance; single requests are counted too.',
  instant: 'Exact by the paper’s equations, which know no waiting; single requests are counted too.',
};

/** What that asks for, and what it does not know. */
export const aimWords = (
  aim: Aim,
  inTime: number | undefined,
  { slaSeconds, weights, environment }: Pick<Scenario, 'slaSeconds' | 'weights' | 'environment'>,
): string =>
  aim === 'accurate'
    ? `The greatest accuracy, added up over the stages, within the cores of the device that carries this load and answers at least ${String(inTime ?? USUAL_IN_TIME)} % of the requests within ${objectiveWords(slaSeconds)}; of several the fewest cores. ${SURE[environment]}`
    : aim === 'best'
      ? weights.lateWeight > 0
        ? `Q less the price of cores, batches and late requests; how many are late ${environment === 'instant' ? 'follows from the equations' : 'is an estimate'}.`
        : 'Q less the price of cores and batches. It has no term for who is late.'
      : inTime !== undefined
        ? `The fewest cores that carry this load and answer at least ${String(inTime)} % of the requests within ${objectiveWords(slaSeconds)}; of several the best Q. ${SURE[environment]}`
        : `The fewest cores that carry this load, a batch filled and served at every stage within ${objectiveWords(slaSeconds)} in all; of several the best Q. Exact by the equations, which know no waiting by chance.`;

/** What is told of a configuration that is to be exported. */
export const TOLD = ['inTime', 'latency', 'cost', 'qos', 'objective'] as const;

/** Where it is played, and with what unit: "≈ 100.0 %", "0.412 s", "12.00 cores". */
export function toldOf(
  id: (typeof TOLD)[number],
  summary: EpisodeSummary,
  environment: EnvironmentKind,
): string {
  const { of, unit } = measureById(id);
  return told(id, of(summary), environment) + (unit === '%' ? '' : ` ${unit}`);
}

/** Beside the load that was chosen: what the load in the header comes to. */
export const peakWords = (name: string, peak: number, load: number): string =>
  load < peak
    ? `The load in the header, ${name}, comes to ${String(peak)} requests a second, more than the ${String(load)} chosen here.`
    : `The load in the header, ${name}, comes to at most ${String(peak)} requests a second.`;
