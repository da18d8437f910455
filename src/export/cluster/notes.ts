/** What a user must know before the manifests are applied: facts of the systems, not of the files. */
import { MODEL_SECRET } from './document.ts';
import { inText } from './inText.ts';
import { SURGE, type ClusterPlan } from './plan.ts';
import { assumedCaution } from '../../model/assumed.ts';
import { batchWaitWords } from '../../model/batchWait.ts';
import { exactCores } from '../../model/cores.ts';

export function clusterNotesOf(plan: ClusterPlan, maxCores: number): readonly string[] {
  const { layout, stages } = plan;
  const held = exactCores(stages.reduce((sum, { cores, replicas }) => sum + cores * replicas, 0));
  const surge = exactCores(
    Math.max(...stages.map(({ cores, replicas }) => cores * Math.ceil(SURGE * replicas))),
  );
  const chosen = stages.map(({ stage, variant }) => ({
    ...stage,
    name: inText(stage.name),
    variants: stage.variants
      .filter(({ name }) => name === variant)
      .map((one) => ({ ...one, name: inText(one.name) })),
  }));
  const assumed = assumedCaution({ stages: chosen });
  const notes: string[] = assumed === undefined ? [] : [assumed];
  if (layout !== 'kserve')
    notes.push(
      'Seldon Core from 1.18 on needs a subscription for most production use; 1.17.1 is the last release under Apache-2.0.',
    );
  if (layout === 'seldon-per-stage')
    notes.push(
      'IPA’s own router and queue images call <name>-<name>.default: with them the namespace must be default, and the mesh rules, which stand at the containers’ Services, do not act. Images that read TARGET and TARGETS have neither limit.',
    );
  if (layout === 'seldon-graph')
    notes.push('Every change of any stage restarts the executor, which takes 20 s or more to be ready.');
  if (layout === 'kserve')
    notes.push(
      'An InferenceGraph speaks HTTP only, and has no central queue: each replica makes its own batches.',
    );
  if (stages.some(({ modelUri }) => modelUri !== undefined))
    notes.push(
      `The keys of the store that the models come from belong into the Secret ${MODEL_SECRET} of the namespace, as rclone's variables (RCLONE_CONFIG_S3_TYPE and so on). A new variant is fetched before its replicas start, which takes as long as the model is large.`,
    );
  notes.push(
    ...batchWaitWords(
      stages.map(({ batch }) => batch),
      plan.batchTimeoutSeconds,
      plan.slaSeconds,
    ),
  );
  if (exactCores(held + surge) > maxCores)
    notes.push(
      `A new variant starts beside the old one and needs up to ${String(surge)} more cores than the ${String(held)} held; of ${String(maxCores)} there are too few, so its rollout would wait until others are freed.`,
    );
  return notes;
}
