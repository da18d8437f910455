/** What a file is, and what it says: the first steps of an import, which change nothing in the lab. */
import type { LabState } from '../labState.ts';
import { undroppable } from './undroppable.ts';
import type { Simulator } from '../../bridge/simulator.ts';
import type { AskedOfPipeline, ImportedPipeline } from '../../../export/intake/pipelineFile.ts';
import { holdsAutoscalers, holdsManifests, holdsStages, isYaml } from '../../../export/intake/sniff.ts';
import type { AutoscalerImport } from '../../../export/scalers/autoscalers.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';
import { decisionsIn, HISTORY_SECONDS, SHORTEST_REPLAY, type Workload } from '../../../workload/workload.ts';
import type { TraceRead } from '../../../../workers/protocol.ts';

/** Larger files are refused before they are read. */
const MAX_BYTES = 200 * 2 ** 20;
/** A pipeline's JSON is small; larger JSON files can only be traces. */
const MAX_PIPELINE_BYTES = 2 ** 20;
/** What reading needs of the lab. */
export interface Readers extends Pick<LabState, 'scenario' | 'pipeline'> {
  readonly simulator: Pick<Simulator, 'importTrace' | 'importPipeline' | 'importAutoscalers'>;
}

/** A file as it was read last. */
export type ShownFile = { readonly file: File; readonly asked: AskedOfFile } & (
  | { readonly kind: 'trace'; readonly read: TraceRead }
  | { readonly kind: 'pipeline'; readonly read: ImportedPipeline; readonly text: string }
  | { readonly kind: 'autoscalers'; readonly read: AutoscalerImport }
);

export type AskedOfFile = Readonly<Record<string, readonly string[]>>;

/** Reads a file for the first time, as whatever it turns out to be; refused in a sentence. */
export async function readFirst(lab: Readers, file: File): Promise<Result<ShownFile>> {
  if (file.size > MAX_BYTES)
    return refused(`${file.name} is larger than 200 MB; cut it to the hours you want to replay.`);
  const strange = await undroppable(file);
  if (strange !== undefined) return refused(strange);
  const small = file.size <= MAX_PIPELINE_BYTES;
  if (isYaml(file.name) && !small)
    return refused(`${file.name} could not be read: manifests of up to 1 MB are read.`);
  const text = small && /\.(json|ya?ml)$/i.test(file.name) ? await file.text() : '';
  if (isYaml(file.name) || holdsStages(text) || holdsManifests(text, file.name)) {
    if (holdsAutoscalers(text, file.name)) {
      const stages = lab.pipeline.stages.map(({ name }) => name);
      const read = await lab.simulator.importAutoscalers(text, file.name, stages);
      return read.ok ? accepted({ kind: 'autoscalers', file, asked: {}, read: read.value }) : read;
    }
    return readPipeline(lab, file, text, {});
  }
  return readTrace(lab, file, {});
}

/** As `asked`, a word of the visitor's for each choice of the report. */
export async function readTrace(
  lab: Readers,
  file: File,
  asked: AskedOfFile,
): Promise<Result<Extract<ShownFile, { readonly kind: 'trace' }>>> {
  const read = await lab.simulator.importTrace(file, asked);
  if (!read.ok) return read;
  const short = tooShort(file.name, read.value.workload);
  // Where the file can be read otherwise, its unit may be what makes it short.
  if (short !== '' && read.value.report.choices.length === 0) return refused(short);
  return accepted({ kind: 'trace', file, asked, read: read.value });
}

export async function readPipeline(
  lab: Readers,
  file: File,
  text: string,
  asked: AskedOfFile,
): Promise<Result<ShownFile>> {
  const unit = asked['latencyUnit']?.[0];
  const wanted: AskedOfPipeline = unit === 's' || unit === 'ms' ? { latencyUnit: unit } : {};
  const { limits } = lab.scenario;
  const read = await lab.simulator.importPipeline(text, file.name, limits, wanted);
  return read.ok ? accepted({ kind: 'pipeline', file, text, asked, read: read.value }) : read;
}

export function tooShort(name: string, { rates }: Workload): string {
  return decisionsIn(rates.length) >= 1
    ? ''
    : `${name} covers ${String(rates.length)} s; the first ${String(HISTORY_SECONDS)} s only fill the history, so at least ${String(SHORTEST_REPLAY)} s are needed.`;
}

export async function isZip(file: File): Promise<boolean> {
  const start = await file
    .slice(0, 2)
    .text()
    .catch(() => '');
  return start === 'PK';
}
