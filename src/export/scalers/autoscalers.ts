/** Somebody's own autoscaler as a policy of the lab. */
import { scalersIn } from './collect.ts';
import { policiesFrom, type ImportedPolicy } from './combine.ts';
import { fromObjects } from '../intake/objects.ts';
import { Unreadable } from '../intake/unreadable.ts';
import { DecisionLog, notesOf, type Decision } from '../../model/decision.ts';
import { accepted, type Result } from '../../model/result.ts';

export interface AutoscalerImport {
  readonly policies: readonly ImportedPolicy[];
  readonly decisions: readonly Decision[];
  /** Of them what is not plainly read. */
  readonly notes: readonly string[];
}

/**
 * Policies (keys with settings) from HorizontalPodAutoscalers, ScaledObjects, VerticalPodAutoscalers, Knative's annotations and its
 * ConfigMap,
 * KServe's fields and Seldon's hpaSpec and kedaSpec, in YAML or JSON. `stageNames` are the stages of the pipeline they are
 * to drive: objects whose targets are called so become settings of single stages of one key. Refuses, in one sentence with
 * the object's name, a metric that the lab cannot know and a value out of its range.
 */
export function autoscalersFrom(
  text: string,
  fileName: string,
  stageNames: readonly string[] = [],
): Result<AutoscalerImport> {
  return fromObjects(text, fileName, (objects) => {
    const found = scalersIn(objects);
    const { policies, decisions, refusals } = policiesFrom(found.scalers, stageNames);
    const why = [...found.refusals, ...refusals];
    if (policies.length === 0)
      throw new Unreadable(
        why[0] ??
          'it holds no autoscaler; HorizontalPodAutoscalers, ScaledObjects, VerticalPodAutoscalers, Knative’s annotations and its ConfigMap config-autoscaler, KServe’s scaleTarget, and Seldon’s hpaSpec and kedaSpec can be read',
      );
    const log = new DecisionLog({});
    log.add(decisions);
    for (const one of why) log.leftOut(`An autoscaler was left out: ${one}.`);
    return accepted({ policies, decisions: log.decisions, notes: notesOf(log.decisions) });
  });
}
