import { AutopilotController } from './autopilotAlgorithm.ts';
import { FIXED_CHOICE } from './fixedChoice.ts';
import { replicaPolicy, replicasOnly, SHARED_CORES } from './replicaPolicy.ts';
import { utilisation } from './signals.ts';
import type { PolicyInfo } from '../policy.ts';

const info: PolicyInfo = {
  id: 'autopilot',
  name: 'Autopilot',
  summary: "Google's horizontal scaler: replicas for the peak of recent use, given back slowly.",
  knobs: replicasOnly,
  memory: 'use and recommendations of the last five minutes, per stage',
  simplifications: `${FIXED_CHOICE} ${SHARED_CORES} Only its horizontal half: 95th percentile of the use of five minutes over a target of 70 %, the largest recommendation of five minutes, at most a tenth of the replicas (at least one) less at once, changes below a tenth ignored, no more replicas starting than serving. The windows are the lab's: the paper's last hours to days. Its learned recommender and its limits of memory are left out.`,
  source: 'Rzadca et al., Autopilot, EuroSys 2020, section 3.3; constants scaled to a twenty-minute episode.',
  about: [
    'It keeps the replicas of each stage 70 % busy at the peak of the last minutes and leaves variants and batches as they were deployed.',
    'It divides the 95th percentile of recent use by the target, keeps the largest result of five minutes and gives back one replica at a time.',
    'It needs the cores that each stage used over the last minutes; it knows no latency.',
    'It does well on load that comes back, because what a peak needed is still there for the next one.',
    'It fails on the first burst, since use is measured only up to what is there, and it pays for a peak long after it has passed.',
  ],
};

export const autopilot = replicaPolicy(info, () => {
  const controller = new AutopilotController({
    target: 0.7,
    windowSeconds: 300,
    quantile: 0.95,
    holdSeconds: 300,
    decayShare: 0.1,
    ignoreShare: 0.1,
  });
  return ({ observation, n, replicas }) => {
    const { ready } = observation.stages[n]!;
    return controller.recommend(observation.time, utilisation(observation, n) * ready, replicas, ready);
  };
});
