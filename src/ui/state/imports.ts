import type { Lab } from './lab.svelte.ts';
import { fewestCores } from './experiment.ts';
import { MAX_SECONDS, replayed } from './traces.ts';
import { sentenceOf } from '../bridge/bridge.ts';
import { holdsManifests, holdsStages, isYaml } from '../../export/intake/sniff.ts';
import { presets } from '../../model/presets/index.ts';
import { DECISION_SECONDS, decisionsIn, HISTORY_SECONDS } from '../../workload/workload.ts';

/** Larger files are refused before they are read. */
const MAX_BYTES = 200 * 2 ** 20;
/** A pipeline's JSON is small; larger JSON files can only be traces. */
const MAX_PIPELINE_BYTES = 2 ** 20;

/** Takes in a file as a trace, a pipeline or a .zip of the lab's; says in one sentence what was wrong with it and changes nothing then. */
export async function importFile(lab: Lab, file: File): Promise<void> {
  if (await isZip(file)) {
    await import('./zipImport.ts').then(({ importDropped }) => importDropped(lab, file));
    return;
  }
  if (file.size > MAX_BYTES) {
    lab.alert = `${file.name} is larger than 200 MB; cut it to the hours you want to replay.`;
    return;
  }
  lab.notice = `Reading ${file.name} …`;
  try {
    if (isYaml(file.name) && file.size > MAX_PIPELINE_BYTES)
      throw new Error('manifests of up to 1 MB are read.');
    if (file.size <= MAX_PIPELINE_BYTES && (await looksLikePipeline(file))) await importPipeline(lab, file);
    else await importTrace(lab, file);
  } catch (error) {
    lab.notice = '';
    lab.alert = `${file.name} could not be read: ${sentenceOf(error)}`;
  }
}

async function isZip(file: File): Promise<boolean> {
  const start = await file
    .slice(0, 2)
    .text()
    .catch(() => '');
  return start === 'PK';
}

async function looksLikePipeline(file: File): Promise<boolean> {
  if (isYaml(file.name)) return true;
  if (!/\.json$/i.test(file.name)) return false;
  const text = await file.text();
  return holdsStages(text) || holdsManifests(text, file.name);
}

async function importTrace(lab: Lab, file: File): Promise<void> {
  const result = await lab.simulator.importTrace(new Uint8Array(await file.arrayBuffer()), file.name);
  lab.notice = '';
  if (!result.ok) {
    lab.alert = result.message;
    return;
  }
  const { workload, notes } = result.value;
  if (decisionsIn(workload.rates.length) < 1) {
    lab.alert = `${file.name} covers ${workload.rates.length} s; the first ${HISTORY_SECONDS} s only fill the history, so at least ${HISTORY_SECONDS + DECISION_SECONDS} s are needed.`;
    return;
  }
  const shown = replayed(workload);
  // Forecasters learn from all of it.
  lab.predict.keep(shown.id, workload);
  lab.traces = [...lab.traces.filter((trace) => trace.id !== shown.id), shown];
  lab.set({ workload: shown.id }, 'import');
  void lab.memory.change((store) => store.putTrace(workload));
  const said =
    workload.rates.length > MAX_SECONDS ? [...notes, 'The lab replays its first 24 hours.'] : notes;
  lab.notice = [`${shown.name} is loaded.`, ...said].join(' ');
}

async function importPipeline(lab: Lab, file: File): Promise<void> {
  const { limits } = lab.scenario;
  const result = await lab.simulator.importPipeline(await file.text(), file.name, limits);
  lab.notice = '';
  if (!result.ok) {
    lab.alert = result.message;
    return;
  }
  const { pipeline: read, notes } = result.value;
  const taken = presets.some((preset) => preset.id === read.id);
  const pipeline = taken ? { ...read, id: `import:${read.id}` } : read;
  lab.pipelines = [...lab.pipelines.filter((p) => p.id !== pipeline.id), pipeline];
  lab.set({ pipeline: pipeline.id }, 'import');
  void lab.memory.change((store) => store.putPipeline(pipeline));
  lab.notice = [
    `${pipeline.name} is loaded; it needs at least ${fewestCores(pipeline)} cores.`,
    ...notes,
  ].join(' ');
}
