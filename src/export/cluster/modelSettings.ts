/** What the images of a Seldon or KServe container read at their start: MLServer's model-settings.json, without its batching. */
import type { ExportFile } from '../file.ts';
import type { ClusterPlan } from './plan.ts';
import { queueOf } from './seldon.ts';

/** To be replaced by the class in the image. */
export const RUNTIME_PLACEHOLDER = 'replace_me.Runtime';

interface Served {
  readonly name: string;
  readonly uri: string;
}

function servedBy({ layout, stages }: ClusterPlan): readonly Served[] {
  return stages.flatMap(({ name }) => [
    { name, uri: '/mnt/models' },
    ...(layout === 'seldon-per-stage' ? [{ name: queueOf(name), uri: '' }] : []),
  ]);
}

/**
 * A file for each container that serves a model or a queue. Never `max_batch_size` nor `max_batch_time`: a value there
 * would override the container's variables, and with them every decision on the batch (MLServer, model settings).
 */
export function modelSettings(plan: ClusterPlan): readonly ExportFile[] {
  return servedBy(plan).map(({ name, uri }) => ({
    name: `model-settings/${name}.json`,
    content: `${JSON.stringify(
      {
        name,
        implementation: RUNTIME_PLACEHOLDER,
        parameters: { ...(uri === '' ? {} : { uri }), content_type: 'np' },
      },
      undefined,
      2,
    )}\n`,
    objects: [],
  }));
}
