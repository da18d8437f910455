import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { CHOICES } from './choices.ts';
import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { Notes } from './notes.ts';
import { oneByOne } from './oneByOne.ts';
import { budgetOf, choice, list, number, pairs, parseOptions, text, UsageError } from './options.ts';
import { outFile, writeWhole } from './out.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import { KEEPING, Stopped, unstoppable, type Stop } from './stop.ts';
import { bundleZip, progressOf } from './trainedBundle.ts';
import { loadScenario, loadWorkload, SCENARIO_OPTIONS } from './scenario.ts';
import { loadNames } from './shapedLoad.ts';
import { measureById } from '../scenario/measures.ts';
import { prepare } from '../scenario/prepare.ts';
import { besideRivals } from '../experiments/rivals.ts';
import { agentPolicy, agentText } from '../learning/network/trainedAgent.ts';
import { BACKENDS } from '../learning/engines/backends.ts';
import type { DeviceSettings, TrainingConfig } from '../learning/ppo/config.ts';
import { deviceSentence, deviceSettings } from '../learning/ppo/deviceConfig.ts';
import { NotFinite } from '../learning/ppo/engine.ts';
import { probeBackends, type ProbeResult } from '../learning/training/probe.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import { configFrom, settingComplaint, settingRemarks } from '../learning/ppo/settings.ts';
import { trainAgent } from '../learning/training/trainGroup.ts';
import { trainingLoads } from '../learning/task/trainingLoads.ts';
import { figure } from '../model/range.ts';
import type { Workload } from '../workload/workload.ts';

/** tfjs's WebAssembly lies beside its code. */
const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;

/** The hyper-parameters of `--set`; what they mean together that their numbers do not say goes to `notes`. */
function configOf(
  overrides: Readonly<Record<string, number | string>>,
  seed: number,
  notes: Notes,
): TrainingConfig {
  if (Object.hasOwn(overrides, 'seed'))
    throw new UsageError('--set: the seed is an option of its own, --seed.');
  for (const [name, value] of Object.entries(overrides)) {
    const complaint = settingComplaint(name, value);
    if (complaint !== undefined) throw new UsageError(`--set ${name}: ${complaint}`);
  }
  const config = configFrom({ ...overrides, seed });
  if (!config.ok) throw new UsageError(`--set: ${config.message}`);
  notes.add(undefined, settingRemarks(config.value));
  return config.value;
}

const bestIn = (evaluations: readonly HeldOutEvaluation[]): HeldOutEvaluation | undefined =>
  evaluations.findLast((one) => one.best);

/** The last and the best J on the held-out load, once there is one. */
function scoreWords(evaluations: readonly HeldOutEvaluation[]): string {
  const last = evaluations.at(-1);
  const best = bestIn(evaluations);
  if (!last) return '';
  const { name, digits } = measureById('objective');
  const said = ({ objective }: HeldOutEvaluation): string => objective.toFixed(digits);
  return `, ${name} ${said(last)} on the load held out${best && best !== last ? ` (best ${said(best)})` : ''}`;
}

/** `train`: an OPD agent on a workload, evaluated beside its rivals on the workloads of `--evaluate` (default: the training one). `--out` is the agent's file, or its bundle where it ends in .zip. */
export async function train(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const options = parseOptions(
    args,
    [...SCENARIO_OPTIONS, 'seconds', 'steps', 'backend', 'out', 'evaluate', 'set', TIME_LIMIT],
    ['force'],
  );
  const out = await outFile(options);
  const seed = number(options, 'seed', 1, RANGES.seed);
  const overrides = Object.fromEntries(pairs(options, 'set'));
  const config = configOf(overrides, seed, notes);
  /** What the graphics device trained with in their place. */
  let onDevice: DeviceSettings = {};
  const budget = budgetOf(options, 60);
  const scenario = await loadScenario(
    { ...options, workload: text(options, 'workload') ?? 'fluctuating' },
    notes,
  );
  const names = loadNames(list(options, 'evaluate'));
  const judgedOn =
    names.length > 0
      ? await oneByOne(names, (name) => loadWorkload(name, scenario.seed, options, notes))
      : [scenario.workload];
  const wanted = choice(options, 'backend', CHOICES.backend, 'auto');
  const { loads, heldOut } = trainingLoads(scenario.workload, seed);
  const chosenOn: Workload = heldOut ? { ...scenario.workload, rates: heldOut } : scenario.workload;
  const patience = patienceIn(options);
  const curve: TrainPoint[] = [];
  let probe: ProbeResult | undefined;
  const created = Date.now();
  if (out) stop.keeps(KEEPING);
  const evaluations: HeldOutEvaluation[] = [];
  const result = await trainAgent({
    scenario: { ...scenario, workload: chosenOn },
    loads,
    config,
    onDevice: deviceSettings(overrides),
    onSettings: (settings) => {
      onDevice = settings;
      notes.add(undefined, [deviceSentence(settings)]);
    },
    budget,
    clock,
    patience,
    engine: async (shape, _failed, learnerOn) => {
      const candidates = wanted === 'auto' ? BACKENDS : [wanted];
      probe = await probeBackends(candidates, shape, config, wasmFolder, clock, learnerOn);
      return probe.engine(shape);
    },
    stopped: stop.asked,
    onPoint: (point) => {
      curve.push(point);
      progress.reached({
        done: `${figure(point.steps)} decisions${scoreWords(evaluations)}`,
        left:
          'seconds' in budget
            ? budget.seconds - point.elapsedSeconds
            : leftOf(point.steps, budget.steps, point.elapsedSeconds),
      });
    },
    onEvaluation: (evaluation) => evaluations.push(evaluation),
  }).catch((error: unknown) => {
    // Numbers that run to infinity are the settings' doing, and the message says so.
    const diverged = error instanceof Error && error.cause instanceof NotFinite;
    throw diverged ? new UsageError(error.message) : error;
  });
  if (stop.asked() && result.steps === 0)
    throw new Stopped('Stopped before anything had been learnt; nothing was written.');
  const best = bestIn(evaluations);
  if (out?.path.endsWith('.zip') === true) {
    const now = { created, updated: Date.now() };
    const backend = probe?.chosen ?? wanted;
    const kept = progressOf(
      { scenario, overrides: { ...overrides, ...onDevice }, seed, budget, backend, ...now },
      result,
      best,
    );
    const zip = await bundleZip({ ...kept, points: curve, evaluations }, result.agent, patience);
    await writeWhole(out, zip, notes, stop);
  } else if (out) await writeWhole(out, agentText(result.agent), notes, stop);
  const early = result.reason === 'stopped';
  if (out && early)
    notes.add(undefined, [
      `Stopped after ${figure(result.steps)} decisions; what had been learnt until then is in "${out.path}".`,
    ]);
  else if (out)
    stop.leaves(
      `Stopped while the agent was scored; it had been trained to the end and is in "${out.path}".`,
    );
  const standings: object[] = [];
  for (const [i, workload] of (early ? [] : judgedOn).entries()) {
    progress.reached({
      done: `${figure(result.steps)} decisions, trained; scored on ${figure(i)} of ${figure(judgedOn.length)} loads`,
    });
    standings.push({
      workload: workload.name,
      ...(await besideRivals(
        prepare({ ...scenario, workload }, loads[0], undefined, patience),
        agentPolicy(result.agent),
      )),
    });
  }
  return {
    pipeline: scenario.pipeline.id,
    workload: scenario.workload.name,
    environment: scenario.environment,
    predictor: scenario.forecaster,
    config: { ...config, ...onDevice },
    backend: { chosen: probe?.chosen, probes: probe?.probes },
    steps: result.steps,
    reason: result.reason,
    elapsedSeconds: result.elapsedSeconds,
    stepsPerSecond: result.steps / result.elapsedSeconds,
    heldOutObjective: result.objective,
    heldOutGoodputShare: best?.inTime,
    out: out?.path,
    evaluations: standings,
    curve,
  };
}
