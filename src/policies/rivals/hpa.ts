import { FIXED_CHOICE } from './fixedChoice.ts';
import { HpaController, hpaDefaults, replicasForUtilisation } from './hpaAlgorithm.ts';
import { replicaPolicy, replicasOnly, SHARED_CORES, ticker } from './replicaPolicy.ts';
import { utilisation } from './signals.ts';
import type { PolicyInfo } from '../policy.ts';

/** Per cent: the default of the autoscaling/v1 API. */
const TARGET_PERCENT = 80;
/** `--horizontal-pod-autoscaler-sync-period`. */
export const SYNC_SECONDS = 15;

const info: PolicyInfo = {
  id: 'hpa',
  name: 'HPA',
  summary: `Kubernetes' own autoscaler: replicas of each stage so that they are ${String(TARGET_PERCENT)} % busy.`,
  knobs: replicasOnly,
  memory: 'recommendations of 300 s and changes of replicas of 15 s, per stage',
  simplifications: `${FIXED_CHOICE} ${SHARED_CORES} It syncs every 15 s by its own clock; a sync that falls between two decisions takes place at the next one, with what is seen then, so two decisions in three have one. Utilisation is offered load over serving capacity, at most 1, the same on every replica; the load is the maximum of ten seconds.`,
  source:
    'Kubernetes documentation, Horizontal Pod Autoscaling; replica_calculator.go and horizontal.go of kubernetes/kubernetes.',
  about: [
    'It keeps the replicas of each stage about 80 % busy and leaves variants and batches as they were deployed.',
    'Every 15 s it multiplies the replicas by utilisation over target and rounds up, grows at once and shrinks only to the largest advice of the last five minutes.',
    'It needs the utilisation of each stage and nothing else: no forecast, no profile, no latency objective.',
    'It does well where the load changes slowly and new replicas start quickly.',
    'It fails on bursts, because a saturated stage never reads more than 100 % and so grows by a quarter at a time, and the stages behind a bottleneck learn of the load only when it is gone.',
  ],
};

export const hpa = replicaPolicy(info, ({ tables }) => {
  const controller = new HpaController({
    ...hpaDefaults,
    minReplicas: 1,
    maxReplicas: tables.limits.maxReplicas,
  });
  const due = ticker(SYNC_SECONDS);
  return ({ observation, n, replicas }) => {
    if (due(observation.time) === 0) return replicas;
    const { ready, starting } = observation.stages[n]!;
    const busy = utilisation(observation, n);
    const pods = { ready: Array.from({ length: ready }, () => busy), unready: starting };
    const proposal = replicasForUtilisation(replicas, TARGET_PERCENT, pods, hpaDefaults.tolerance);
    return controller.sync(observation.time, replicas, [proposal]);
  };
});
