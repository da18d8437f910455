/** Agents made by a seed and by a short training, and random observations for them. */
import { RECENT_INTERVALS, type Observation } from '../environment/environment.ts';
import { defaultScenario } from '../scenario/scenario.ts';
import { pipelineActions } from '../learning/network/actions.ts';
import { agentOf, type AgentRecord } from '../learning/network/trainedAgent.ts';
import { defaultConfig } from '../learning/ppo/config.ts';
import { FeatureEncoder, type FeatureRanges } from '../learning/network/features.ts';
import { initialParameters, type NetworkShape } from '../learning/network/network.ts';
import { simdEngine } from '../learning/engines/simd/simdEngine.ts';
import { trainAgent } from '../learning/training/trainGroup.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { Random } from '../model/random.ts';
import type { Tables } from '../model/tables.ts';
import { generateWorkload } from '../workload/generators.ts';
import { HISTORY_SECONDS } from '../workload/workload.ts';

const RANGES: FeatureRanges = { load: 30, latency: 8, backlog: 120 };

/** The agent that a training of `seed` would begin with; `noise` is added to every parameter, biases too. */
export function untrainedAgent(tables: Tables, seed: number, noise = 0): AgentRecord {
  const shape: NetworkShape = {
    inputs: new FeatureEncoder(tables, RANGES).size,
    width: 64,
    blocks: 2,
    heads: pipelineActions(tables).heads,
  };
  const random = Random.stream(seed, 'agent');
  const parameters = initialParameters(shape, random).map((w) => w + noise * random.normal());
  return agentOf(tables.pipeline.id, shape, RANGES, parameters);
}

/**
 * An agent after `steps` decisions of training in the default scenario of `pipeline`, as a fluid: with queues so short a
 * training ends on one that hardly changes anything.
 */
export async function brieflyTrainedAgent(pipeline: Pipeline, steps: number): Promise<AgentRecord> {
  const { last } = await trainAgent({
    scenario: { ...defaultScenario(pipeline, generateWorkload('fluctuating', 3)), environment: 'fluid' },
    loads: [generateWorkload('day', 1, 7200).rates],
    config: { ...defaultConfig, learningRate: 3e-3 },
    budget: { steps },
    engine: (shape) => Promise.resolve(simdEngine(shape)),
    clock: () => 0,
  });
  return last;
}

/**
 * `count` observations with feasible configurations and loads, queues and latencies from nothing to well beyond what
 * features tell apart.
 */
export function randomObservations(tables: Tables, count: number, seed: number): readonly Observation[] {
  const random = Random.stream(seed, 'observations');
  const space = pipelineActions(tables);
  const mask = new Uint8Array(Math.max(...space.heads));
  const upTo = (most: number): number => (random.uniform() < 0.1 ? 0 : most * random.uniform() ** 3);
  return Array.from({ length: count }, (): Observation => {
    const action = new Int32Array(space.heads.length);
    space.heads.forEach((choices, h) => {
      space.mask(h, action, 0, mask);
      const allowed = Array.from({ length: choices }, (_, j) => j).filter((j) => mask[j]);
      action[h] = allowed[random.integer(allowed.length)]!;
    });
    const recent = Array.from({ length: RECENT_INTERVALS }, () => upTo(150));
    return {
      time: HISTORY_SECONDS,
      load: recent[0]!,
      predicted: upTo(150),
      recent,
      freeCores: random.integer(tables.limits.maxCores + 1),
      action,
      stages: Array.from({ length: tables.stages }, () => ({
        ready: random.integer(tables.limits.maxReplicas + 1),
        starting: random.integer(tables.limits.maxReplicas + 1),
        backlog: upTo(1000),
        latency: upTo(60),
        throughput: upTo(300),
        cost: random.integer(tables.limits.maxCores + 1),
      })),
    };
  });
}
