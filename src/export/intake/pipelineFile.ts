/** A pipeline from any file that holds one: the lab's own JSON, or manifests of a cluster. */
import { pipelineFromManifests } from './manifests.ts';
import { holdsManifests } from './sniff.ts';
import { parsePipeline } from '../../model/parse.ts';
import type { Limits, Pipeline } from '../../model/pipeline.ts';
import { accepted, type Result } from '../../model/result.ts';

export interface ImportedPipeline {
  readonly pipeline: Pipeline;
  /** What was assumed, as sentences; none for the lab's own format. */
  readonly notes: readonly string[];
}

export function pipelineFromFile(text: string, fileName: string, limits: Limits): Result<ImportedPipeline> {
  if (holdsManifests(text, fileName)) return pipelineFromManifests(text, fileName, limits);
  const parsed = parsePipeline(text, fileName, limits);
  return parsed.ok ? accepted({ pipeline: parsed.value, notes: [] }) : parsed;
}
