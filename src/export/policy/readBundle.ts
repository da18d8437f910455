/** A policy's zip back as what the lab works with: checked whole before anything of it is used. */
import { BUNDLE, type Bundle } from './bundle.ts';
import type { GoldenDecision } from './goldenFile.ts';
import { RUN } from './policyFiles.ts';
import { policyIn } from './policyIn.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { AgentRecord } from '../../learning/network/trainedAgent.ts';
import { configFrom, isHyperName } from '../../learning/ppo/settings.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { readArchive } from '../../storage/archiveRead.ts';
import type { Overrides } from '../../storage/records.ts';
import type { Replacement } from '../../storage/store.ts';
import { unpack } from '../../storage/unpack.ts';
import { defaultPredictor } from '../../workload/forecasters/lstmDefault.ts';
import { parsePredictor, predictorText } from '../../workload/forecasters/predictorFile.ts';
import type { PredictorRecord } from '../../workload/forecasters/predictorRecord.ts';
import { generateWorkload } from '../../workload/generators.ts';
import type { Workload } from '../../workload/workload.ts';

/** What a bundle brings. */
export interface ReadBundle {
  readonly bundle: Bundle;
  /** As it was when it was exported; its load is the run's own, or a generated one where no run came with it. */
  readonly scenario: Scenario;
  readonly agent: AgentRecord;
  /** Undefined where the policy needs none, or the one that the lab ships. */
  readonly predictor: PredictorRecord | undefined;
  readonly golden: readonly GoldenDecision[];
  /** The run alone; undefined where the bundle holds none. */
  readonly run: Replacement | undefined;
  /** The same as it came: a .zip. */
  readonly runBytes: Uint8Array<ArrayBuffer> | undefined;
}

/** The load that stands in where the bundle brings none. */
const STAND_IN = 'fluctuating';

/** Whether a zip with these files is a policy's: told by its content, whatever its name. */
export function holdsBundle(files: ReadonlyMap<string, Uint8Array>): boolean {
  return bundlesIn(files).length > 0;
}

/** `bundle.json` at the top, in `policy/`, or in either of one folder more. */
function bundlesIn(files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  return [...files.keys()].filter((name) => /^([^/]+\/){0,2}bundle\.json$/.test(name));
}

/** Reads a policy's .zip, whoever made it; a refusal is a sentence that names file and place. */
export async function readBundle(zip: Uint8Array, fileName: string): Promise<Result<ReadBundle>> {
  const unpacked = unpack(zip, fileName);
  return unpacked.ok ? bundleFrom(unpacked.value, fileName) : unpacked;
}

/** `readBundle` where the zip is unpacked already. */
export async function bundleFrom(
  all: ReadonlyMap<string, Uint8Array>,
  fileName: string,
): Promise<Result<ReadBundle>> {
  for (const name of all.keys()) {
    if (name.split('/').includes('__proto__'))
      return refused(`${fileName}: it holds a file named “__proto__”; that is no policy of the lab’s.`);
    if (/^\/|\\/.test(name) || name.split('/').includes('..'))
      return refused(
        `${fileName}: it holds a file that would lie outside its folder; that is no policy of the lab’s.`,
      );
  }
  const [place, second] = bundlesIn(all);
  if (place === undefined)
    return refused(`${fileName}: it holds no ${BUNDLE}; expected a policy that the lab exported.`);
  if (second !== undefined)
    return refused(`${fileName}: it holds more than one policy: ${place} and ${second}.`);
  const folder = place.slice(0, -BUNDLE.length);
  const files = new Map(
    [...all]
      .filter(([name]) => name.startsWith(folder) && !name.endsWith('/'))
      .map(([name, bytes]) => [name.slice(folder.length), bytes] as const),
  );
  const read = policyIn(files, { folder: `${fileName}, ${folder}` });
  if (!read.ok) return read;
  const { bundle, agent, golden } = read.value;
  const given = read.value.predictor;
  const predictor = given && !isDefault(given) ? given : undefined;
  const runBytes = files.get(RUN)?.slice();
  const run = runBytes ? runFrom(runBytes, bundle, `${fileName}, ${folder}${RUN}`) : undefined;
  if (run && !run.ok) return run;
  const workload =
    run?.value.runs[0]?.run.scenario.workload ?? generateWorkload(STAND_IN, bundle.environment.seed);
  return accepted({
    bundle,
    scenario: scenarioOf(bundle, predictor, workload),
    agent,
    predictor,
    golden,
    run: run?.value,
    runBytes,
  });
}

/** Whether the lab ships it. Both are read from text, so that the order of fields does not count. */
function isDefault(predictor: PredictorRecord): boolean {
  const own = parsePredictor(predictorText(defaultPredictor()), '');
  return own.ok && predictorText(own.value) === predictorText(predictor);
}

function scenarioOf(bundle: Bundle, predictor: PredictorRecord | undefined, workload: Workload): Scenario {
  const { pipeline, limits, weights, slaSeconds, forecaster, environment } = bundle;
  const { kind, startupSeconds, ...rest } = environment;
  return {
    ...rest,
    pipeline,
    workload,
    environment: kind,
    forecaster,
    ...(predictor ? { predictor } : {}),
    limits,
    weights,
    slaSeconds,
    startupSeconds: startupSeconds ?? undefined,
  };
}

/** What is wrong with the settings of a bundle's run; those of a later version are told in its note instead (checkRun). */
function settingsComplaint(overrides: Overrides): string | undefined {
  const config = configFrom(
    Object.fromEntries(Object.entries(overrides).filter(([name]) => isHyperName(name))),
  );
  return config.ok ? undefined : config.message;
}

function runFrom(bytes: Uint8Array, bundle: Bundle, where: string): Result<Replacement> {
  const archive = readArchive(bytes, where);
  if (!archive.ok) return archive;
  const { runs, pipelines, traces, predictor, leftOut } = archive.value;
  if (leftOut[0] !== undefined) return refused(`${where}, ${leftOut[0]}`);
  if (runs.length !== 1 || pipelines.length + traces.length > 0 || predictor)
    return refused(`${where}: expected one run and nothing else.`);
  const [{ run, checkpoints }] = runs as [Replacement['runs'][number]];
  if (run.outdated !== undefined) return refused(`${where}: it cannot go on. ${run.outdated}`);
  const wrong = settingsComplaint(run.overrides);
  if (wrong !== undefined)
    return refused(
      `${where}: ${wrong} The policy alone can be read: the agent.json beside it, as --policy on the command line.`,
    );
  const { pipeline, limits } = run.scenario;
  // Its name may be another here; what is trained on may not.
  if (
    JSON.stringify(pipeline.stages) !== JSON.stringify(bundle.pipeline.stages) ||
    JSON.stringify(limits) !== JSON.stringify(bundle.limits)
  )
    return refused(`${where}: the run is of another pipeline or other limits than the policy.`);
  if (!checkpoints.some(({ slot }) => slot === 'latest'))
    return refused(`${where}: the run has no latest checkpoint to go on from.`);
  return archive;
}
