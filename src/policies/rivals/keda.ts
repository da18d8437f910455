import { FIXED_CHOICE } from './fixedChoice.ts';
import { SYNC_SECONDS } from './hpa.ts';
import { hpaDefaults } from './hpaAlgorithm.ts';
import { KedaController, kedaDefaults } from './kedaAlgorithm.ts';
import { secondsOf } from './options.ts';
import { replicaPolicy, replicasOnly, SHARED_CORES, ticker } from './replicaPolicy.ts';
import { requestsInStage } from './signals.ts';
import type { PolicyInfo } from '../policy.ts';
import { batchIndex } from '../../model/tables.ts';

const info: PolicyInfo = {
  id: 'keda',
  name: 'KEDA',
  summary: 'Scales each stage by its queue: one replica for every full batch of requests in it.',
  knobs: replicasOnly,
  memory: 'as HPA, and when the trigger was last active, per stage',
  simplifications: `${FIXED_CHOICE} ${SHARED_CORES} The trigger is the number of requests in the stage, waiting or in service, as a message broker counts its ready and unacknowledged messages; its target is the batch size. At least one replica stays, as the lab has no empty stage, so the activation threshold and the cooldown never act. The HPA beneath syncs every 15 s by its own clock, at the next decision.`,
  source:
    'KEDA documentation, ScaledObject specification and Scaling deployments; scale_scaledobjects.go of kedacore/keda.',
  about: [
    'It scales each stage by the requests that are in it and leaves variants and batches as they were deployed.',
    'Every 15 s it divides the queue by the batch size and rounds up, and the HPA beneath limits growth and waits five minutes before it shrinks.',
    'It needs the length of the queue of each stage and nothing else.',
    'It does well when a queue has built up, because a long queue asks for many replicas at once where utilisation stops at 100 %.',
    'It fails to act before requests wait, so every burst is late by a queue, and a queue that has been worked off leaves replicas that idle for five minutes.',
  ],
};

export const keda = replicaPolicy(info, ({ tables }, { variant, batch }, n) => {
  const service = secondsOf(tables, n, variant, batchIndex(batch));
  const controller = new KedaController({
    ...kedaDefaults,
    target: batch,
    minReplicas: 1,
    maxReplicas: tables.limits.maxReplicas,
    behaviour: hpaDefaults,
  });
  const polls = ticker(kedaDefaults.pollingSeconds);
  const syncs = ticker(SYNC_SECONDS);
  return ({ observation, replicas }) => {
    const queue = requestsInStage(observation, n, service);
    const polled =
      polls(observation.time) > 0 ? controller.poll(observation.time, replicas, queue) : replicas;
    return syncs(observation.time) > 0 ? controller.sync(observation.time, polled, queue) : polled;
  };
});
