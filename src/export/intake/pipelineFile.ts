/** A pipeline from any file that holds one: the lab's own JSON or YAML, or manifests of a cluster. */
import { pipelineFromManifests } from './manifests.ts';
import { withUnit, type LatencyUnit, type PipelineChoice } from './pipelineUnit.ts';
import { holdsManifests, isYaml } from './sniff.ts';
import { readYaml } from '../cluster/yaml.ts';
import type { ImportedPolicy } from '../scalers/combine.ts';
import { assumedSentences } from '../../model/assumed.ts';
import { DecisionLog, notesOf, type Decision } from '../../model/decision.ts';
import { parsePipeline, strangeFields } from '../../model/parse.ts';
import type { Limits, Pipeline } from '../../model/pipeline.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

export interface ImportedPipeline {
  readonly pipeline: Pipeline;
  /** None where the lab's own format leaves nothing open. */
  readonly decisions: readonly Decision[];
  /** Of them what is not plainly read. */
  readonly notes: readonly string[];
  /** What could have been read otherwise; asked for again with `asked`. */
  readonly choices: readonly PipelineChoice[];
  /** Policies with the settings of the autoscalers that a file of manifests holds. */
  readonly autoscalers: readonly ImportedPolicy[];
}

/** What a visitor asked for; what is absent is as the format says. */
export interface AskedOfPipeline {
  readonly latencyUnit?: LatencyUnit;
}

export function pipelineFromFile(
  text: string,
  fileName: string,
  limits: Limits,
  asked: AskedOfPipeline = {},
): Result<ImportedPipeline> {
  if (holdsManifests(text, fileName)) {
    const found = pipelineFromManifests(text, fileName, limits);
    return found.ok ? accepted(told({ ...found.value, choices: [] })) : found;
  }
  const json = isYaml(fileName) ? jsonOfYaml(text, fileName) : accepted(text);
  if (!json.ok) return json;
  const parsed = parsePipeline(json.value, fileName, limits);
  if (!parsed.ok) return parsed;
  const read = withUnit(parsed.value, asked.latencyUnit, fileName, limits);
  if (!read.ok) return read;
  const decisions = [...unheard(json.value), ...read.value.decisions, ...assumed(read.value.pipeline)];
  return accepted(told({ ...read.value, decisions, autoscalers: [] }));
}

/** What the file says that nobody measured. */
function assumed(pipeline: Pipeline): readonly Decision[] {
  const log = new DecisionLog({});
  for (const sentence of assumedSentences(pipeline)) log.assumed(sentence);
  return log.decisions;
}

/** The lab's own format in YAML. */
function jsonOfYaml(text: string, fileName: string): Result<string> {
  const read = readYaml(text);
  if (!read.ok) return refused(`${fileName}: ${read.message}`);
  const [pipeline, ...more] = read.value;
  if (more.length > 0) return refused(`${fileName}: it holds several documents, and a pipeline is one.`);
  return accepted(JSON.stringify(pipeline));
}

/** Fields that a note names; a file with more of them was made for something else. */
const MOST_NAMED = 20;

/** A field that the format does not have is misspelt, or of another tool: left out, and said. */
function unheard(text: string): readonly Decision[] {
  const strange = strangeFields(JSON.parse(text));
  if (strange.length === 0) return [];
  const log = new DecisionLog({});
  const more = strange.length - MOST_NAMED;
  const named = `${strange.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${String(more)} more` : ''}`;
  log.leftOut(
    strange.length === 1
      ? `Left out: ${named}; a pipeline has no such field there.`
      : `Left out: ${named}. A pipeline has no such fields there.`,
  );
  return log.decisions;
}

function told(read: Omit<ImportedPipeline, 'notes'>): ImportedPipeline {
  return { ...read, notes: notesOf(read.decisions) };
}
