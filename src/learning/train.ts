import type { AgentRecord } from './agent.ts';
import type { TrainingConfig } from './config.ts';
import type { Engine } from './engine.ts';
import { evaluateOn } from './evaluate.ts';
import type { FeatureRanges } from './features.ts';
import type { NetworkShape } from './network.ts';
import { PipelineTask } from './pipelineTask.ts';
import { Ppo } from './ppo.ts';
import type { LoadTrack } from '../environment/environment.ts';
import { createEnvironment, policyContext, prepare, type Prepared } from '../experiments/prepare.ts';
import type { Scenario } from '../experiments/scenario.ts';
import { ipaExact } from '../policies/ipa.ts';
import { createForecaster, forecastTrack } from '../workload/forecasters/index.ts';

/** One update as the page draws it. */
export interface TrainPoint {
  readonly update: number;
  /** Decisions so far. */
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** Mean reward (7) per decision over the rollout, expert lanes left out. */
  readonly reward: number;
  /** Mean of optimum - reward over the rollout. */
  readonly regret: number;
  readonly policyLoss: number;
  readonly valueLoss: number;
  readonly entropy: number;
  readonly approxKl: number;
  readonly clipFraction: number;
  readonly explainedVariance: number;
  readonly gradientNorm: number;
  readonly stepsPerSecond: number;
}

export interface TrainingInputs {
  /** Pipeline, limits, weights and environment to train in; its workload is the one held out for choosing the best agent. */
  readonly scenario: Scenario;
  /** req/s per second; episodes start anywhere in them. */
  readonly loads: readonly Float64Array[];
  readonly config: TrainingConfig;
  /** Ends the training: seconds, or decisions for a run that repeats byte for byte. */
  readonly budget: { readonly seconds: number } | { readonly steps: number };
  readonly engine: (shape: NetworkShape) => Promise<Engine>;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly onPoint?: (point: TrainPoint) => void;
  /** After each evaluation: the agent as it is, its mean J on the held-out load, and whether that is the best yet. */
  readonly onAgent?: (agent: AgentRecord, objective: number, best: boolean, steps: number) => void;
  /** Awaited between minibatches; may wait (pause). */
  readonly between?: () => Promise<void>;
  /** True as soon as the training should end after the current update. */
  readonly stopped?: () => boolean;
}

export interface TrainingResult {
  /** The best agent by the held-out load. */
  readonly agent: AgentRecord;
  readonly objective: number;
  /** The agent after the last update. */
  readonly last: AgentRecord;
  readonly steps: number;
  readonly elapsedSeconds: number;
}

/** Scales features by what the training loads and the scenario can reach. */
function rangesFor(prepared: Prepared, loads: readonly Float64Array[]): FeatureRanges {
  let load = 1;
  for (const rates of loads) for (const rate of rates) if (rate > load) load = rate;
  const { slaSeconds, dropAfterSla } = prepared.scenario;
  return { load, latency: 2 * slaSeconds, backlog: Math.max(1, load * slaSeconds * dropAfterSla) };
}

/** Trains an OPD agent (Algorithm 2, literal expert episodes by IPA). */
export async function trainAgent(inputs: TrainingInputs): Promise<TrainingResult> {
  const { scenario, loads, config, budget, clock } = inputs;
  const prepared = prepare(scenario, loads[0]);
  const forecaster = createForecaster(scenario.forecaster, loads[0]);
  const tracks: readonly LoadTrack[] = loads.map((rates) => ({
    rates,
    forecasts: forecastTrack(forecaster, rates),
  }));
  const ranges = rangesFor(prepared, loads);
  const environment = createEnvironment(prepared, config.lanes);
  const expert = await ipaExact.create(policyContext(prepared, ipaExact.info.id));
  const task = new PipelineTask({ environment, tracks, ranges, frontier: prepared.frontier, expert, config });
  const shape: NetworkShape = {
    inputs: task.inputs,
    width: config.width,
    blocks: config.blocks,
    heads: task.space.heads,
  };
  const engine = await inputs.engine(shape);
  const ppo = new Ppo(task, shape, config, engine);
  const evaluation = createEnvironment(prepared, 1);
  const agentNow = (): AgentRecord => ({
    format: 1,
    pipeline: scenario.pipeline.id,
    shape,
    ranges,
    parameters: ppo.parameters.slice(),
  });
  let best = { agent: agentNow(), objective: -Infinity };
  let steps = 0;
  const started = clock();
  const elapsed = (): number => (clock() - started) / 1000;
  const progress = (): number => ('steps' in budget ? steps / budget.steps : elapsed() / budget.seconds);
  const evaluate = (): void => {
    const objective = evaluateOn(evaluation, prepared.track, ppo.forward, ranges);
    const agent = agentNow();
    const better = objective > best.objective;
    if (better) best = { agent, objective };
    inputs.onAgent?.(agent, objective, better, steps);
  };
  try {
    while (progress() < 1 && !(inputs.stopped?.() ?? false)) {
      const left = 1 - Math.min(1, progress());
      const schedule = {
        learningRate: config.learningRate * (config.finalRate + (1 - config.finalRate) * left),
        entropyCoefficient:
          config.entropyCoefficient * (config.finalEntropy + (1 - config.finalEntropy) * left),
        imitation: config.imitation * Math.max(0, 1 - (1 - left) / config.guidanceUntil),
      };
      task.guided = 1 - left < config.guidanceUntil;
      const {
        expertShare: _share,
        reward: _reward,
        ...statistics
      } = await ppo.update(schedule, inputs.between);
      steps += ppo.stepsPerUpdate;
      inputs.onPoint?.({
        ...statistics,
        ...task.takeMeans(),
        update: ppo.updates,
        steps,
        elapsedSeconds: elapsed(),
        stepsPerSecond: steps / Math.max(1e-9, elapsed()),
      });
      if (ppo.updates % config.evaluateEvery === 0) evaluate();
    }
    evaluate();
  } finally {
    engine.dispose();
  }
  return { agent: best.agent, objective: best.objective, last: agentNow(), steps, elapsedSeconds: elapsed() };
}
