import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { choice, list, number, pairs, parseOptions, text, UsageError } from './options.ts';
import { loadScenario, loadWorkload, SCENARIO_OPTIONS } from './scenario.ts';
import { runEpisode } from '../experiments/episode.ts';
import { prepare } from '../experiments/prepare.ts';
import type { EpisodeSummary, Scenario } from '../experiments/scenario.ts';
import { agentPolicy, agentText, type AgentRecord } from '../learning/agent.ts';
import { BACKENDS } from '../learning/backends.ts';
import { configWith, type TrainingConfig } from '../learning/config.ts';
import { probeBackends, type ProbeResult } from '../learning/probe.ts';
import type { TrainPoint } from '../learning/progress.ts';
import { trainAgent } from '../learning/train.ts';
import { trainingLoads } from '../learning/trainingLoads.ts';
import { policyById } from '../policies/registry.ts';
import type { Workload } from '../workload/workload.ts';

const RIVALS = ['random', 'greedy', 'ipa-exact', 'static-best', 'optimum-predicted', 'optimum-true'];
const clock = (): number => performance.now();

/** tfjs's WebAssembly lies beside its code. */
const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;

/** The agent and its rivals on one load; the normalised score is 0 for Random and 1 for the optimum that knows the load. */
async function evaluate(
  scenario: Scenario,
  agent: AgentRecord,
  workload: Workload,
  training: Float64Array,
): Promise<object> {
  const prepared = prepare({ ...scenario, workload }, training);
  const summaries = new Map<string, EpisodeSummary>();
  for (const factory of [agentPolicy(agent), ...RIVALS.map((id) => policyById(id)!)]) {
    const { policy, summary } = await runEpisode(prepared, factory, { clock, record: false });
    summaries.set(policy, summary);
  }
  const floor = summaries.get('random')!.objective;
  const span = summaries.get('optimum-true')!.objective - floor;
  return {
    workload: workload.name,
    policies: Object.fromEntries(
      [...summaries].map(([id, s]) => [
        id,
        {
          objective: s.objective,
          qos: s.qos,
          cost: s.cost,
          regret: s.regret,
          dropped: s.dropped,
          switches: s.switches,
          normalisedScore: (s.objective - floor) / span,
        },
      ]),
    ),
  };
}

/** `train`: an OPD agent on a workload, evaluated beside its rivals on the workloads of `--evaluate` (default: the training one). */
export async function train(args: readonly string[]): Promise<object> {
  const options = parseOptions(args, [
    ...SCENARIO_OPTIONS,
    'seconds',
    'steps',
    'backend',
    'out',
    'evaluate',
    'set',
  ]);
  const scenario = await loadScenario({ ...options, workload: text(options, 'workload') ?? 'fluctuating' });
  const seed = number(options, 'seed', 1);
  let config: TrainingConfig;
  try {
    config = configWith({ ...Object.fromEntries(pairs(options, 'set')), seed });
  } catch (error) {
    throw new UsageError(`--set: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const wanted = choice(options, 'backend', ['auto', ...BACKENDS], 'auto');
  const { loads, heldOut } = trainingLoads(scenario.workload, seed);
  const chosenOn: Workload = heldOut ? { ...scenario.workload, rates: heldOut } : scenario.workload;
  const steps = text(options, 'steps');
  const curve: TrainPoint[] = [];
  let probe: ProbeResult | undefined;
  const result = await trainAgent({
    scenario: { ...scenario, workload: chosenOn },
    loads,
    config,
    budget:
      steps === undefined
        ? { seconds: number(options, 'seconds', 60) }
        : { steps: number(options, 'steps', 0) },
    clock,
    engine: async (shape) => {
      probe = await probeBackends(
        wanted === 'auto' ? BACKENDS : [wanted],
        shape,
        config.minibatch,
        wasmFolder,
        clock,
      );
      return probe.engine(shape);
    },
    onPoint: (point) => curve.push(point),
  });
  const out = text(options, 'out');
  if (out !== undefined) await writeFile(out, agentText(result.agent));
  const evaluations: object[] = [];
  const names = list(options, 'evaluate');
  const workloads =
    names.length > 0
      ? await Promise.all(names.map((name) => loadWorkload(name, scenario.seed)))
      : [scenario.workload];
  for (const workload of workloads)
    evaluations.push(await evaluate(scenario, result.agent, workload, loads[0]!));
  return {
    pipeline: scenario.pipeline.id,
    workload: scenario.workload.name,
    environment: scenario.environment,
    predictor: scenario.forecaster,
    config,
    backend: { chosen: probe?.chosen, probes: probe?.probes },
    steps: result.steps,
    elapsedSeconds: result.elapsedSeconds,
    stepsPerSecond: result.steps / result.elapsedSeconds,
    heldOutObjective: result.objective,
    out,
    evaluations,
    curve,
  };
}
