/** A pipeline as a file of the lab's own format, which the import reads back. */
import { jsonOf, draftOf } from '../../state/pipelines/texts.ts';
import { downloadText } from '../../download.ts';
import type { Pipeline } from '../../../model/pipeline.ts';

export function saveJson(pipeline: Pipeline): void {
  downloadText(`${JSON.stringify(plain(pipeline), null, 2)}\n`, pipeline.name, 'json');
}

/** The same in YAML, whose writer is fetched then. */
export async function saveYaml(pipeline: Pipeline): Promise<void> {
  const { writeYaml } = await import('../../../export/cluster/yaml.ts');
  downloadText(writeYaml([plain(pipeline)]), pipeline.name, 'yaml');
}

/** As a person would write it: seconds by batch size where that says all. */
export function plain(pipeline: Pipeline): object {
  return jsonOf(draftOf(pipeline), pipeline.id);
}
