/** What the lab exported as a .zip comes back: everything, or a policy with its scenario and its training. */
import type { Experiment } from '../../../scenario/experiment.ts';
import { freeTraceId, sameRates } from './intakeNames.ts';
import type { Lab } from '../lab.svelte.ts';
import { LSTM } from '../training/lstm.ts';
import { takeUp } from '../training/takeUp.ts';
import { Archiver } from '../../bridge/archiver.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { AGENT } from '../../theme/policies.ts';
import { traceIdOf } from '../../../workload/import.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Merged } from '../../../storage/archive.ts';
import { several } from '../../../storage/archiveRead.ts';
import { generators, generateWorkload } from '../../../workload/generators.ts';
import type { TakenIn } from '../../../../workers/archiveProtocol.ts';

type Bundle = Extract<TakenIn, { readonly kind: 'bundle' }>;

/** As `importZip`, for a file that was dropped on the page or chosen in its header: the lab says what came of it. */
export async function importDropped(lab: Lab, file: File): Promise<void> {
  lab.notice = `Reading ${file.name} …`;
  try {
    lab.notice = await importZip(lab, file);
  } catch (error) {
    lab.notice = '';
    lab.alert = sentenceOf(error);
  }
}

/** Takes a .zip over and says in a sentence what it brought; throws with one where it is refused, and nothing is changed then. */
export async function importZip(lab: Lab, file: File): Promise<string> {
  if (lab.training.active)
    throw new Error(`A training is under way; stop it before you import ${file.name}.`);
  const result = await new Archiver().takeIn(file);
  if (!result.ok) throw new Error(`${result.message} Nothing was taken over.`);
  const taken = result.value;
  if (taken.kind === 'bundle') return adopt(lab, file.name, taken);
  await Promise.all([lab.address.remember(), lab.runs.refresh()]);
  void lab.memory.measure();
  return mergedWords(file.name, taken.merged, taken.leftOut);
}

/** What came of a backup that was taken over, a sentence, and one for each record of it that was `leftOut`. */
export function mergedWords(
  fileName: string,
  { added, replaced, kept }: Merged,
  leftOut: readonly string[] = [],
): string {
  if (added + replaced + kept === 0)
    return `${fileName} is an empty backup: nothing was kept when it was exported, so there was nothing to take over.`;
  const counts = `${String(added)} added, ${String(replaced)} replaced by a later version, ${String(kept)} here already`;
  if (leftOut.length === 0) return `${fileName}: ${counts}.`;
  return `${fileName}: ${counts}; ${String(leftOut.length)} left out: ${several(leftOut).join(' Left out: ').replace('Left out: And', 'And')}`;
}

async function adopt(lab: Lab, fileName: string, { scenario, agent, run, unkept }: Bundle): Promise<string> {
  // A training may have been started while the worker read.
  if (lab.training.active) throw new Error(`A training is under way; stop it before you import ${fileName}.`);
  const said: string[] = [];
  takePipeline(lab, scenario);
  const lanes = lab.experiment.b === AGENT ? {} : { a: AGENT };
  const workload = takeWorkload(lab, scenario);
  lab.history.together(() => {
    lab.set({ ...experimentOf(scenario), ...lanes, workload }, 'import');
    if (scenario.forecaster === LSTM) said.push(...takePredictor(lab, scenario));
  });
  if (scenario.batchTimeoutSeconds !== 1 || scenario.batchRestartSeconds !== 0 || scenario.dropAfterSla !== 2)
    said.push('Its times of batches and drops are not settings of this page, which uses its own.');
  lab.training.use(agent, run?.elapsedSeconds ?? 0, run?.id);
  await lab.runs.refresh();
  const kept = lab.runs.find(run?.id);
  if (kept) void takeUp(lab, kept);
  const training = run
    ? `Train lists the run “${run.name}”, which can be resumed.`
    : unkept === ''
      ? 'The training itself is not in it.'
      : `Its training could not be kept: ${unkept}`;
  return [`${fileName}: the agent and its scenario are loaded.`, training, ...said].join(' ');
}

function takePipeline(lab: Lab, { pipeline }: Scenario): void {
  if (presets.some(({ id }) => id === pipeline.id)) return;
  lab.pipelines = [...lab.pipelines.filter(({ id }) => id !== pipeline.id), pipeline];
  void lab.memory.change((store) => store.putPipeline(pipeline));
}

/** The id under which the lab has the load from now on; a trace of the visitor's with the same id stays. */
function takeWorkload(lab: Lab, { workload, seed }: Scenario): string {
  if (
    generators.some(({ id }) => id === workload.id) &&
    sameRates(generateWorkload(workload.id, seed), workload)
  )
    return workload.id;
  const known = lab.traces.find((trace) => sameRates(trace, workload));
  if (known) return known.id;
  const trace = { ...workload, id: freeTraceId(traceIdOf(workload.rates), lab.traces) };
  lab.predict.keep(trace.id, trace);
  lab.traces = [...lab.traces.filter(({ id }) => id !== trace.id), trace];
  void lab.memory.change((store) => store.putTrace(trace));
  return trace.id;
}

/** What is to be said of it. One that was trained here stays kept. */
function takePredictor({ predict }: Lab, { predictor }: Scenario): readonly string[] {
  if (predictor && !predict.trained) {
    predict.trained = predictor;
    predict.use();
    return [];
  }
  predict.used = predictor;
  return predictor ? ['Its predictor serves in this visit; the one that was trained here stays kept.'] : [];
}

function experimentOf(scenario: Scenario): Partial<Experiment> {
  const { pipeline, slaSeconds, environment, forecaster, seed, rollout, nodes, limits, weights } = scenario;
  return {
    ...limits,
    ...weights,
    pipeline: pipeline.id,
    sla: slaSeconds === pipeline.slaSeconds ? undefined : slaSeconds,
    startup: scenario.startupSeconds,
    environment,
    forecaster,
    seed,
    rollout,
    nodes,
  };
}
