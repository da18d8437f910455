import { AutopilotController } from './autopilotAlgorithm.ts';
import { FIXED_CHOICE } from './fixedChoice.ts';
import { bounded, type Each, replicaPolicy, replicasOnly, SHARED_CORES } from './replicaPolicy.ts';
import { utilisation } from './signals.ts';
import { policyNames } from '../ids.ts';
import type { PolicyInfo } from '../policy.ts';
import type { Values } from '../settings/types.ts';

function describe(_: Values, each: Each): PolicyInfo {
  const percent = (key: string): string =>
    each((values) => String(Number((100 * Number(values[key])).toPrecision(6))));
  const seconds = (key: string): string => each((values) => String(values[key]));
  return {
    id: 'autopilot',
    name: policyNames.autopilot,
    summary: "Google's horizontal scaler: replicas for the peak of recent use, given back slowly.",
    knobs: replicasOnly,
    memory: `use of the last ${seconds('window')} s and recommendations of ${seconds('hold')} s, per stage`,
    simplifications: `${FIXED_CHOICE} ${SHARED_CORES} Only its horizontal half: percentile ${percent('quantile')} of the use of ${seconds('window')} s over a target of ${percent('target')} %, the largest recommendation of ${seconds('hold')} s, at most ${percent('decay')} % of the replicas (at least one) less at once, changes below ${percent('ignore')} % ignored, no more replicas starting than serving. The windows are the lab's: the paper's last hours to days. Its learned recommender and its limits of memory are left out.`,
    source:
      'Rzadca et al., Autopilot, EuroSys 2020, section 3.3; constants scaled to a twenty-minute episode.',
    about: [
      `It keeps the replicas of each stage ${percent('target')} % busy at the peak of the last ${seconds('window')} s and leaves variants and batches as they were deployed.`,
      `It divides percentile ${percent('quantile')} of recent use by the target, keeps the largest result of ${seconds('hold')} s and gives back few replicas at a time.`,
      'It needs the cores that each stage used over the last minutes; it knows no latency.',
      'It does well on load that comes back, because what a peak needed is still there for the next one.',
      'It fails on the first burst, since use is measured only up to what is there, and it pays for a peak long after it has passed.',
    ],
  };
}

export const autopilot = replicaPolicy('autopilot', describe, (_context, _start, n, values) => {
  const controller = new AutopilotController({
    target: Number(values['target']),
    windowSeconds: Number(values['window']),
    quantile: Number(values['quantile']),
    holdSeconds: Number(values['hold']),
    decayShare: Number(values['decay']),
    ignoreShare: Number(values['ignore']),
  });
  return ({ observation, replicas }) => {
    const { ready } = observation.stages[n]!;
    const use = utilisation(observation, n) * ready;
    return bounded(controller.recommend(observation.time, use, replicas, ready), values);
  };
});
