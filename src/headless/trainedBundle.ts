/** A training of the command line as the bundle that the lab takes over and goes on with. */
import { policyFiles } from '../export/policy/policyFiles.ts';
import { summaryOf } from '../export/policy/trainingSummary.ts';
import { zipOf } from '../export/zip.ts';
import { chosenFor } from '../scenario/chosen.ts';
import { tablesOf } from '../scenario/prepare.ts';
import type { AgentRecord } from '../learning/network/trainedAgent.ts';
import type { GroupResult, TrainingResult } from '../learning/training/trainGroup.ts';
import { digestOf } from '../model/digest.ts';
import type { Patience } from '../model/patience.ts';
import { runArchive } from '../storage/archive.ts';
import type { HeldOutEvaluation } from '../learning/training/progress.ts';
import type { RunRecord } from '../storage/records.ts';
import type { RunProgress } from '../storage/store.ts';

type Begun = Pick<RunRecord, 'scenario' | 'overrides' | 'budget' | 'backend' | 'created' | 'updated'> & {
  readonly seed: number;
};

/** The run as the lab would have kept it, but for its curves; `best` is its best evaluation. Its id follows from the agent and the moment. */
export function progressOf(
  { seed, ...begun }: Begun,
  result: TrainingResult & Pick<GroupResult, 'reason'>,
  best: HeldOutEvaluation | undefined,
): Pick<RunProgress, 'run' | 'checkpoints'> {
  const { agent, steps, elapsedSeconds, state, reason } = result;
  const objective = Number.isFinite(result.objective) ? result.objective : undefined;
  const parameters = new Uint8Array(
    agent.parameters.buffer,
    agent.parameters.byteOffset,
    agent.parameters.byteLength,
  );
  const moment = new TextEncoder().encode(`${String(begun.created)} ${String(seed)} `);
  const id = digestOf(Uint8Array.from([...moment, ...parameters])).slice(0, 24);
  const run: RunRecord = {
    ...begun,
    format: 1,
    id,
    name: `Command line, seed ${String(seed)}`,
    status: reason,
    seeds: [seed],
    parent: undefined,
    steps,
    elapsedSeconds,
    objective,
    inTime: best?.inTime,
    agent,
    note: '',
  };
  const checkpoint = {
    format: 1,
    run: id,
    slot: 'latest',
    created: begun.updated,
    steps,
    elapsedSeconds,
    objective,
    states: [state],
  } as const;
  return { run, checkpoints: [checkpoint] };
}

/** The bundle's .zip; the manifests would start in the exact best configuration for the mean load. */
export async function bundleZip(
  progress: RunProgress,
  agent: AgentRecord,
  patience?: Patience,
): Promise<Uint8Array<ArrayBuffer>> {
  const { scenario } = progress.run;
  const { rates } = scenario.workload;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const run = await runArchive(progress);
  // A run of the lab's own that the lab cannot read is a bug.
  if (!run.ok) throw new Error(run.message);
  const files = await policyFiles(agent, scenario, {
    baseline: chosenFor('best', tablesOf(scenario), scenario, mean).configuration,
    training: summaryOf(progress.run),
    run: run.value,
    patience,
  });
  return zipOf('bundle', files);
}
