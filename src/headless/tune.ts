import { basename } from 'node:path';
import { CHOICES } from './choices.ts';
import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { readInput } from './inputs.ts';
import type { Notes } from './notes.ts';
import { choice, list, number, parseOptions, text, UsageError, type Options } from './options.ts';
import { outFile, writeWhole, type OutFile } from './out.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { tellUnused } from './scalers.ts';
import { loadScenario, SCENARIO_OPTIONS, type OnScalers } from './scenario.ts';
import { Stopped, unstoppable, type Stop } from './stop.ts';
import { boundsNote } from '../experiments/tuning/bounds.ts';
import { planIn } from '../experiments/tuning/calibrate.ts';
import { tuningDocument } from '../experiments/tuning/document.ts';
import { FREE, type Free } from '../experiments/tuning/free.ts';
import { TUNED, type Tuned } from '../experiments/tuning/ladders.ts';
import { lengthsOf, PLAN_RANGES, type TunePlan } from '../experiments/tuning/plan.ts';
import { refusalOf } from '../experiments/tuning/request.ts';
import type { TuningResult } from '../experiments/tuning/result.ts';
import type { TuneRun, TuneTask } from '../experiments/tuning/evaluate.ts';
import { decidedSeconds } from '../experiments/tuning/stretch.ts';
import { takeHome } from '../export/scalers/takeHome.ts';
import { idOf } from '../experiments/tuning/names.ts';
import { benchOf, tune as search, type TuneRequest } from '../experiments/tuning/tune.ts';
import { basis, origin } from '../experiments/tuning/tuningWords.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { defaultChoices } from '../export/cluster/plan.ts';
import { autoscalersFrom } from '../export/scalers/autoscalers.ts';
import type { Origin } from '../export/scalers/origin.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { placeholderCaution } from '../model/placeholders.ts';
import { figure } from '../model/range.ts';
import { parsePolicyKey, policyKey, settingsRemarks, splitPolicyKeys } from '../policies/settings/key.ts';

const SECONDS = 15;

/** The settings that stand now, and the objects that the first was read from. */
interface Standing {
  readonly keys: readonly string[];
  readonly origins: readonly Origin[];
}

/** The settings that stand now: the first is what all else is set against. */
async function presentOf(from: string, pipeline: Pipeline, notes: Notes): Promise<Standing> {
  const bytes = await readInput(from, 'The setting', 'pipeline');
  if (!bytes) {
    const key = parsePolicyKey(from);
    if (key.ok) return { keys: [policyKey(key.value.id, key.value.settings)], origins: [] };
    throw new UsageError(
      `--from "${from}" is neither a file that can be read nor a policy with its settings: ${key.message}`,
    );
  }
  const read = autoscalersFrom(
    new TextDecoder().decode(bytes),
    basename(from),
    pipeline.stages.map(({ name }) => name),
  );
  if (!read.ok) throw new UsageError(read.message);
  notes.add(basename(from), read.value.notes);
  const keys = read.value.policies.map(({ key }) => key);
  const searched = keys.filter((key) => isTuned(idOf(key)));
  if (searched.length === 0)
    throw new UsageError(
      `${basename(from)} holds ${keys.map(idOf).join(', ')}; only ${TUNED.join(', ')} can be tuned.`,
    );
  if (keys.length > 1)
    notes.add(basename(from), [
      `It holds ${String(keys.length)} settings; ${searched[0]!} is the present one, the others that can be tuned are tried beside it.`,
    ]);
  const { origins } = read.value.policies.find(({ key }) => key === searched[0])!;
  return { keys: searched, origins };
}

function isTuned(id: string): id is Tuned {
  return TUNED.some((one) => one === id);
}

function isFree(name: string): name is Free {
  return FREE.some((one) => one === name);
}

/** Ids and keys of `--policy`; without it the policy of the present setting. */
function asked(options: Options): readonly string[] {
  return splitPolicyKeys(text(options, 'policy') ?? '').map((key) => {
    const read = parsePolicyKey(key);
    if (!read.ok) throw new UsageError(read.message);
    return policyKey(read.value.id, read.value.settings);
  });
}

async function requestOf(
  options: Options,
  scenario: Scenario,
  notes: Notes,
): Promise<{ readonly request: TuneRequest; readonly origins: readonly Origin[] }> {
  const keys = asked(options);
  const from = text(options, 'from');
  const { keys: standing, origins }: Standing =
    from === undefined ? { keys: [], origins: [] } : await presentOf(from, scenario.pipeline, notes);
  const present = standing[0] ?? keys[0] ?? 'hpa';
  if (from === undefined)
    notes.add(undefined, [
      `No --from is given: ${present === idOf(present) ? `${present} with its defaults` : present} counts as the present setting.`,
    ]);
  const ids = [...new Set((keys.length > 0 ? keys : [present]).map(idOf))];
  const stranger = [...ids, idOf(present)].find((id) => !isTuned(id));
  if (stranger !== undefined) throw new UsageError(`"${stranger}" cannot be tuned; ${TUNED.join(', ')} can.`);
  const free = list(options, 'free');
  const unknown = free.find((name) => !isFree(name));
  if (unknown !== undefined) throw new UsageError(`--free knows ${FREE.join(', ')}, not "${unknown}".`);
  const request: TuneRequest = {
    scenario,
    present,
    policies: ids.filter(isTuned),
    also: [...standing, ...keys],
    free: free.filter(isFree),
  };
  const refused = refusalOf(request);
  if (refused !== undefined) throw new UsageError(refused);
  for (const key of new Set([present, ...request.also]))
    notes.add(undefined, settingsRemarks(key, scenario.pipeline, scenario.limits));
  return { request, origins };
}

async function planOf(options: Options, request: TuneRequest): Promise<TunePlan> {
  const seconds = number(options, 'seconds', SECONDS, PLAN_RANGES.seconds);
  if (text(options, 'candidates') === undefined) {
    if (text(options, 'stretch') !== undefined)
      throw new UsageError('--stretch goes with --candidates; alone, --seconds says how much is tried.');
    return planIn(seconds, request, clock, patienceIn(options));
  }
  if (text(options, 'seconds') !== undefined)
    throw new UsageError('Give either --seconds or --candidates, not both.');
  const candidates = number(options, 'candidates', 0, PLAN_RANGES.candidates);
  const whole = decidedSeconds(request.scenario.workload);
  return {
    candidates,
    stretchSeconds: Math.min(whole, number(options, 'stretch', whole, PLAN_RANGES.stretch)),
  };
}

/** A machine that slows down, or a load heavier than its calm part, ends a search for a time; a count is carried out. */
class OutOfTime extends Error {}

/** When a search for a time is ended, milliseconds by the clock. */
function lateAt(options: Options): number {
  if (text(options, 'candidates') !== undefined) return Infinity;
  return performance.now() + 1000 * (1.5 * number(options, 'seconds', SECONDS, PLAN_RANGES.seconds) + 5);
}

/** The manifest of the best, checked; nothing is written that a cluster would refuse. */
async function save(
  out: OutFile,
  options: Options,
  scenario: Scenario,
  result: TuningResult,
  origins: readonly Origin[],
  notes: Notes,
  stop: Stop,
): Promise<object> {
  const namespace = text(options, 'namespace');
  const made = await takeHome(scenario, result.best, origin(result, scenario.workload), {
    layout: choice(options, 'layout', CHOICES.layout, defaultChoices(scenario.pipeline).layout),
    ...(namespace === undefined ? {} : { namespace }),
    // What is asked for by name counts more than what the file says.
    origins: namespace === undefined ? origins : origins.map((one) => ({ ...one, namespace })),
  });
  if (!made.ok) throw new UsageError(made.message);
  const { yaml, objects, complaints } = made.value;
  if (complaints.length > 0) throw new Error(`The manifest would be refused. ${complaints.join(' ')}`);
  await writeWhole(out, yaml, notes, stop);
  return { path: out.path, objects, complaints };
}

/**
 * `tune`: a better setting of HPA, KEDA or KPA for a pipeline and a load. `--from` is the present one, a manifest or a key;
 * `--policy` what is searched (several: hpa,keda,kpa); `--free` what else may change (bounds, metric, tolerance, variant, batch);
 * `--out` is where the better one's manifest goes, with the names, namespace and targets of the objects in `--from`. `--seconds` (15) is the time it may take; `--candidates`, with `--stretch`
 * where a part of the load is to do, says instead how much is tried, and then the result is the same byte for byte.
 */
export async function tune(
  args: readonly string[],
  notes: Notes,
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const shared = SCENARIO_OPTIONS.filter((name) => name !== 'environment' && name !== 'predictor');
  const own = ['policy', 'from', 'out', 'free', 'seconds', 'candidates', 'stretch', 'layout', 'namespace'];
  const options = parseOptions(args, [...shared, ...own, TIME_LIMIT], ['force']);
  const out = await outFile(options);
  let beside: Parameters<OnScalers> | undefined;
  const scenario = await loadScenario(options, notes, (...found) => {
    beside = found;
  });
  const { request, origins } = await requestOf(options, scenario, notes);
  if (beside && text(options, 'from') !== beside[0]) {
    const [file, scalers] = beside;
    const tuned = scalers.filter(({ key }) => isTuned(idOf(key)));
    const end = (key: string): string => `is not the present setting here; --from ${key} makes it that`;
    tellUnused(file, tuned, [request.present, ...request.also], end, notes);
  }
  const plan = await planOf(options, request);
  const bench = benchOf(request, plan, patienceIn(options));
  const late = lateAt(options);
  let result: TuningResult | undefined;
  stop.keeps('Stopping after the run under way; the best setting until then is told, if one was judged.');
  try {
    const run = (task: TuneTask): Promise<TuneRun> => {
      if (stop.asked() || performance.now() > late) throw new OutOfTime();
      return bench.run(task);
    };
    const before = performance.now();
    const onProgress = (share: number): void => {
      progress.reached({
        done: `${figure(Math.floor(100 * share))} % of the search`,
        left: leftOf(share, 1, (performance.now() - before) / 1000),
      });
    };
    for await (const standing of search(request, plan, { run, onProgress })) result = standing;
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    const why = stop.asked() ? 'The search was stopped' : 'The time was up';
    notes.add(undefined, [`${why} before it was through; what stood then is told.`]);
  }
  if (!result && stop.asked())
    throw new Stopped('Stopped before any setting was judged; nothing was written.');
  if (!result)
    throw new UsageError(
      'The time was up before any setting was judged: single requests of this load take long here; give more --seconds, or a shorter or lower load.',
    );
  const { whole } = lengthsOf(scenario.workload, plan);
  const caution = placeholderCaution(scenario.pipeline);
  notes.add(undefined, [
    ...(caution === undefined ? [] : [caution]),
    ...basis(result, scenario.workload),
    boundsNote(request.present, scenario.pipeline.stages.length, request.free),
  ]);
  return {
    pipeline: scenario.pipeline.id,
    workload: scenario.workload.name,
    slaSeconds: scenario.slaSeconds,
    judgedSeconds: whole,
    policies: request.policies,
    free: request.free,
    ...tuningDocument(result),
    manifest:
      out === undefined ? undefined : await save(out, options, scenario, result, origins, notes, stop),
  };
}
