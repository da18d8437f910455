import { FIXED_CHOICE } from './fixedChoice.ts';
import { HpaController } from './hpaAlgorithm.ts';
import {
  aim,
  growing,
  hpaMemory,
  hpaSpecOf,
  lateness,
  proposalOf,
  shrinking,
  withoutBehavior,
} from './hpaSettings.ts';
import { type Each, replicaPolicy, replicasOnly, SHARED_CORES, ticker } from './replicaPolicy.ts';
import { policyNames } from '../ids.ts';
import type { PolicyInfo } from '../policy.ts';
import type { Values } from '../settings/types.ts';

function describe(values: Values, each: Each): PolicyInfo {
  const wanted = each(aim);
  const sync = String(values['sync']);
  const limits = each((one) =>
    withoutBehavior(one)
      ? 'empty, as of an object that names none, with at most max(2n, 4) of n replicas at a sync'
      : 'given, where the API server fills in what it leaves out',
  );
  return {
    id: 'hpa',
    name: policyNames.hpa,
    summary: `Kubernetes' own autoscaler: replicas of each stage so that each has ${wanted}.`,
    knobs: replicasOnly,
    memory: `${each(hpaMemory)}, per stage`,
    simplifications: `${FIXED_CHOICE} ${SHARED_CORES} The controller is that of Kubernetes 1.33 and later, with a tolerance for each direction whose bounds are included. Its behavior is ${limits}. It syncs every ${sync} s by its own clock; a sync that falls between two decisions takes place at the next one, with what is seen then. Utilisation is offered load over serving capacity, at most 1, the same on every replica; the load is the maximum of ten seconds. Replicas that start count as not ready until they serve.`,
    source:
      'Kubernetes documentation, Horizontal Pod Autoscaling; replica_calculator.go and horizontal.go of kubernetes/kubernetes, release 1.33 and later.',
    about: [
      `It keeps the replicas of each stage at about ${wanted} each and leaves variants and batches as they were deployed.`,
      `Every ${sync} s it compares what each replica has with the target and rounds the replicas up, ${each(growing)} and ${each(shrinking)}.`,
      'It needs its metric of each stage and nothing else: no forecast, no profile, no latency objective.',
      'It does well where the load changes slowly and new replicas start quickly.',
      `It fails on bursts, because ${each(lateness)}, and the stages behind a bottleneck learn of the load only when it is gone.`,
    ],
  };
}

export const hpa = replicaPolicy('hpa', describe, ({ tables }, start, n, values) => {
  const controller = new HpaController(hpaSpecOf(values, tables.limits.maxReplicas));
  const proposal = proposalOf(values, tables, n, start);
  const due = ticker(Number(values['sync']));
  return (reading) => {
    const { observation, replicas } = reading;
    if (due(observation.time) === 0) return replicas;
    return controller.sync(observation.time, replicas, [proposal(reading)]);
  };
});
