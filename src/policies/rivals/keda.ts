import { FIXED_CHOICE } from './fixedChoice.ts';
import { aim, growing, hpaMemory, hpaSpecOf, proposalOf, shrinking, withoutBehavior } from './hpaSettings.ts';
import { KedaController } from './kedaAlgorithm.ts';
import { optionSeconds } from './stageOptions.ts';
import { type Each, replicaPolicy, replicasOnly, SHARED_CORES, ticker } from './replicaPolicy.ts';
import { arrivals, requestsInStage } from './signals.ts';
import { policyNames } from '../ids.ts';
import type { PolicyInfo } from '../policy.ts';
import type { Values } from '../settings/types.ts';
import { batchIndex } from '../../model/tables.ts';

function describe(values: Values, each: Each): PolicyInfo {
  const wanted = each(aim);
  const sync = String(values['sync']);
  const limits = each((one) =>
    withoutBehavior(one)
      ? 'not there and left empty by KEDA, so that at most max(2n, 4) of n replicas are ordered at a sync'
      : 'handed to the HPA, where the API server fills in what it leaves out',
  );
  const zero = each(({ min, cooldown }) =>
    min === 0
      ? `a minimum of 0 counts as 1, as the lab has no empty stage, so after ${String(cooldown)} s without activity one replica stays and the HPA is off until a poll finds the trigger active`
      : 'the activation threshold and the cooldown act only with a minimum of 0',
  );
  const idle = each(({ downSelect, stabilisation }) =>
    downSelect === 'disabled' ? 'idle for good' : `idle for ${String(stabilisation)} s`,
  );
  return {
    id: 'keda',
    name: policyNames.keda,
    summary:
      values['metric'] === 'queue' && values['target'] === 'auto' && wanted === aim(values)
        ? 'Scales each stage by its queue: one replica for every full batch of requests in it.'
        : `Scales each stage by its trigger so that each replica has ${wanted}.`,
    knobs: replicasOnly,
    memory: `${each(hpaMemory)}, and when the trigger was last active, per stage`,
    simplifications: `${FIXED_CHOICE} ${SHARED_CORES} The queue is the number of requests in the stage, waiting or in service, as a message broker counts its ready and unacknowledged messages; ${zero}. The HPA beneath is that of Kubernetes 1.33 and later. Its behavior is ${limits}. It syncs every ${sync} s by its own clock, at the next decision; KEDA itself polls every ${each(({ polling }) => String(polling))} s.`,
    source:
      'KEDA documentation, ScaledObject specification and Scaling deployments; scale_scaledobjects.go and hpa.go of kedacore/keda 2; horizontal.go of kubernetes/kubernetes, release 1.33 and later.',
    about: [
      `It scales each stage so that each replica has ${wanted} and leaves variants and batches as they were deployed.`,
      `Every ${sync} s it divides its metric by the target and rounds up, and the HPA beneath ${each(growing)} and ${each(shrinking)}.`,
      'It needs the metric of each stage and nothing else.',
      'It does well when a queue has built up, because a long queue asks for many replicas at once where utilisation stops at 100 %.',
      `It fails to act before requests wait, so every burst is late by a queue, and a queue that has been worked off leaves replicas that ${idle}.`,
    ],
  };
}

export const keda = replicaPolicy('keda', describe, ({ tables }, start, n, values) => {
  const service = optionSeconds(tables, n, start.variant, batchIndex(start.batch));
  const behaviour = hpaSpecOf(values, tables.limits.maxReplicas);
  const { activation, cooldown, min, metric } = values;
  const controller = new KedaController({
    activation: Number(activation),
    cooldownSeconds: Number(cooldown),
    minReplicas: Number(min),
    maxReplicas: behaviour.maxReplicas,
    behaviour,
  });
  const proposal = proposalOf(values, tables, n, start);
  const polls = ticker(Number(values['polling']));
  const syncs = ticker(Number(values['sync']));
  /** KEDA has scaled to nothing: one replica stays, and the HPA is off. */
  let asleep = false;
  return (reading) => {
    const { observation, replicas } = reading;
    const { time } = observation;
    let polled = asleep ? 0 : replicas;
    // The cpu trigger is the HPA's own: KEDA neither wakes nor sends to sleep by it.
    if (polls(time) > 0 && metric !== 'cpu') {
      const seen = metric === 'rate' ? arrivals(observation, n) : requestsInStage(observation, n, service);
      polled = controller.poll(time, polled, seen);
      asleep = polled === 0;
    }
    const synced = syncs(time) > 0;
    if (asleep) return 1;
    return synced ? controller.sync(time, polled, proposal({ ...reading, replicas: polled })) : polled;
  };
});
