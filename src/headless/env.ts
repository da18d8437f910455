import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { CHOICES } from './choices.ts';
import { Incoming } from './env/incoming.ts';
import { EnvLanes, INFO } from './env/lanes.ts';
import { PROTOCOL, PROTOCOL_VERSION } from './env/requests.ts';
import { serve, type Served } from './env/serve.ts';
import { standardInput, standardOutput } from './env/stdio.ts';
import { Notes } from './notes.ts';
import { choice, number, parseOptions, UsageError, type Options } from './options.ts';
import { silent, type Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import { loadScenario, SCENARIO_OPTIONS } from './scenario.ts';
import type { Stop } from './stop.ts';
import { MOST } from '../learning/network/features.ts';
import { defaultConfig } from '../learning/ppo/config.ts';
import { rangesOf } from '../learning/task/ranges.ts';
import { trainingLoads } from '../learning/task/trainingLoads.ts';
import { ownWorld } from '../learning/task/trainingWorld.ts';
import { figure } from '../model/range.ts';
import { prepare } from '../scenario/prepare.ts';
import { createForecaster } from '../workload/forecasters/index.ts';
import { DECISION_SECONDS, HISTORY_SECONDS, SHORTEST_REPLAY } from '../workload/workload.ts';

const OPTIONS = [...SCENARIO_OPTIONS, 'lanes', 'episode', 'reward', 'reward-scale', TIME_LIMIT] as const;
/** Milliseconds between two words on how far it is. */
const TOLD = 1000;

/** The lanes that the options ask for, and what is said of them. */
export async function servedBy(options: Options, notes: Notes): Promise<Omit<Served, 'stepped'>> {
  const scenario = await loadScenario(options, notes);
  const count = number(options, 'lanes', 1, RANGES.lanes);
  const settings = {
    episode: number(options, 'episode', defaultConfig.episode, RANGES.episode),
    reward: choice(options, 'reward', CHOICES.reward, 'regret'),
    rewardScale: number(options, 'reward-scale', defaultConfig.rewardScale, RANGES.rewardScale),
  };
  const { rates } = scenario.workload;
  if (rates.length < SHORTEST_REPLAY)
    throw new UsageError(
      `The load has ${figure(rates.length)} seconds; the first decision is at ${String(HISTORY_SECONDS)} s and takes ${String(DECISION_SECONDS)} more.`,
    );
  const loads =
    options['training-loads'] === true ? trainingLoads(scenario.workload, scenario.seed).loads : [rates];
  const patience = patienceIn(options);
  const watch = patience.replay();
  const prepared = { ...prepare(scenario, loads[0], undefined, patience), watch };
  const forecaster = createForecaster(scenario.forecaster, loads[0], scenario.predictor);
  const ranges = rangesOf(scenario, loads);
  const lanes = new EnvLanes(
    prepared.tables,
    ranges,
    ownWorld(prepared, loads, forecaster, count, undefined),
    settings,
  );
  const hello = {
    ...{ protocol: PROTOCOL, version: PROTOCOL_VERSION, notes: notes.sentences },
    ...{ pipeline: scenario.pipeline.id, workload: scenario.workload.name, loads: loads.length },
    ...{ environment: scenario.environment, predictor: scenario.forecaster, seed: scenario.seed },
    ...{ weights: scenario.weights, limits: scenario.limits },
    ...{ lanes: count, decisionSeconds: DECISION_SECONDS, episode: settings.episode },
    observation: { size: lanes.size, low: -MOST, high: MOST, names: lanes.features, ranges },
    action: {
      heads: lanes.space.heads,
      names: lanes.heads.map(({ name }) => name),
      choices: lanes.heads.map(({ choices }) => choices),
    },
    reward: { kind: settings.reward, scale: settings.rewardScale },
    ...{ info: INFO, autoreset: 'same step' },
  };
  return { lanes, prepared, hello, seed: scenario.seed, watch };
}

/** `env`: the pipeline as an environment for other trainers, by requests on standard input (docs/environment-protocol.md). */
export async function env(
  args: readonly string[],
  notes: Notes = new Notes(),
  _stop?: Stop,
  progress: Progress = silent,
): Promise<undefined> {
  const options = parseOptions(args, OPTIONS, ['training-loads']);
  const served = await servedBy(options, notes);
  const { lanes } = served;
  let told = clock();
  const stepped = (): void => {
    const now = clock();
    if (now - told < TOLD) return;
    told = now;
    progress.reached({ done: `${figure(lanes.decisions)} decisions, ${figure(lanes.episodes)} episodes` });
  };
  const ending = await serve({ ...served, stepped }, new Incoming(standardInput()), standardOutput());
  if (ending.kind === 'left')
    notes.add(undefined, [`The client ${ending.how}; ${figure(lanes.decisions)} decisions had been taken.`]);
  return undefined;
}
