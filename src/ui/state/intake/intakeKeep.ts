/** What was read and is to be used comes into the lab, and into the browser's storage. */
import { freeName, freePipelineId, freeTraceId, twinOfTrace } from './intakeNames.ts';
import type { ShownFile } from './intakeRead.ts';
import { coreWords } from '../../format.ts';
import type { LabState } from '../labState.ts';
import type { Memory } from '../keeping/memory.svelte.ts';
import type { Predict } from '../training/predict.svelte.ts';
import { isLong, replayed } from './traces.ts';
import type { ImportedPipeline } from '../../../export/intake/pipelineFile.ts';
import type { ImportedPolicy } from '../../../export/scalers/combine.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import { fewestCores } from '../../../model/pipelineCores.ts';
import type { ImportNote } from '../../../storage/records.ts';
import type { Workload } from '../../../workload/workload.ts';
import type { TraceRead } from '../../../../workers/protocol.ts';

/** What keeping needs of the lab. */
export interface Keepers extends Pick<LabState, 'traces' | 'pipelines' | 'notes'> {
  readonly memory: Pick<Memory, 'change'>;
  readonly predict: Pick<Predict, 'keep' | 'whole'>;
}

export const namesOf = (list: readonly { readonly name: string }[]): readonly string[] =>
  list.map(({ name }) => name);

/** Keeps a load and returns its id; data that is here already is not doubled. */
export function keepTrace(host: Keepers, { workload, report }: TraceRead, name: string): string {
  const twin = twinOfTrace(workload, host.traces, (one) => host.predict.whole(one));
  if (twin) return twin.id;
  const id = freeTraceId(workload.id, host.traces);
  const whole = { ...workload, id, name: freeName(name, namesOf(host.traces)) };
  const notes: readonly ImportNote[] = [
    ...report.decisions.map(({ sentence, weight }) => ({ sentence, weight })),
    ...cutNote(whole),
  ];
  // Forecasters learn from all of it.
  host.predict.keep(id, whole);
  host.traces = [...host.traces, replayed(whole)];
  host.notes = { ...host.notes, [id]: notes };
  void host.memory.change((store) => store.putTrace({ ...whole, notes }));
  return id;
}

/** Keeps a pipeline under its new name and returns it. */
export function keepPipeline(
  host: Keepers,
  { pipeline: read, decisions }: ImportedPipeline,
  name: string,
): Pipeline {
  const id = freePipelineId(read.id, host.pipelines);
  const pipeline = { ...read, id, name: name.trim() };
  const notes = decisions.map(({ sentence, weight }): ImportNote => ({ sentence, weight }));
  host.pipelines = [...host.pipelines, pipeline];
  host.notes = { ...host.notes, [id]: notes };
  void host.memory.change((store) => store.putPipeline({ ...pipeline, notes }));
  return pipeline;
}

/** The sentence that says so. */
export function keptWords(pipeline: Pipeline): string {
  return `${pipeline.name} is loaded; it needs at least ${coreWords(fewestCores(pipeline))}.`;
}

/** The policies with settings that a file brings. */
export function scalersOf(shown: Exclude<ShownFile, { readonly kind: 'trace' }>): readonly ImportedPolicy[] {
  return shown.kind === 'pipeline' ? shown.read.autoscalers : shown.read.policies;
}

/** What the lab replays of a long trace, as a note. */
export function cutNote(whole: Pick<Workload, 'rates'>): readonly ImportNote[] {
  return isLong(whole)
    ? [
        {
          weight: 'left out',
          sentence:
            'The lab replays its last 7 days, unless the view Loads chooses another window; forecasters learn from all of it.',
        },
      ]
    : [];
}
