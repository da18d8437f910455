/** Fig. 6: how long one decision takes on pipelines of growing size. */
import type { DecisionTime } from './evidence.ts';
import { createEnvironment, policyContext, prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { pipelineActions } from '../../learning/network/actions.ts';
import { agentOf, agentPolicy } from '../../learning/network/trainedAgent.ts';
import { FeatureEncoder } from '../../learning/network/features.ts';
import { initialParameters } from '../../learning/network/network.ts';
import { Random } from '../../model/random.ts';
import { syntheticPipeline } from '../../model/synthetic.ts';
import type { Observation } from '../../environment/environment.ts';
import type { Policy } from '../../policies/policy.ts';
import { policyById } from '../../policies/registry.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

/** Stages and variants of each pipeline, the smallest first. */
export const SIZES = [
  [2, 3],
  [3, 4],
  [4, 5],
  [6, 6],
  [8, 8],
] as const;
/** Cores for each stage: enough that the integer program has a choice. */
const CORES_A_STAGE = 12;
const WIDTH = 64;
const LOAD = 20;
/** Loads that decisions are taken for, from a quarter of `LOAD` to near twice it. */
const LOADS = 31;
/** Milliseconds that a sample takes at least: a page's clock may be as coarse as 0.1 ms. */
const SAMPLE_MS = 5;
const SAMPLES = 15;

interface Case {
  readonly stages: number;
  readonly variants: number;
  readonly policies: readonly Policy[];
  readonly observation: Observation;
}

/**
 * Median milliseconds of one decision of each, over loads from low to high. Every policy decides on every pipeline
 * before the clock counts, so that the first is not blamed for what loads and compiles. The agent's weights are the
 * initial ones: a trained network of the same width takes the same time.
 */
export async function decisionTimes(
  clock: () => number,
  sizes: readonly (readonly [stages: number, variants: number])[] = SIZES,
): Promise<readonly DecisionTime[]> {
  const cases: Case[] = [];
  for (const [stages, variants] of sizes) cases.push(await caseOf(stages, variants));
  for (const { policies, observation } of cases)
    for (const policy of policies) decide(policy, observation, 0, LOADS);
  return cases.map(({ stages, variants, policies, observation }) => {
    const [ipa, ipaExact, opd] = policies.map((policy) => median(policy, observation, clock));
    return { stages, variants, ipa: ipa!, ipaExact: ipaExact!, opd: opd! };
  });
}

async function caseOf(stages: number, variants: number): Promise<Case> {
  const pipeline = syntheticPipeline(stages, variants, 1);
  const scenario = {
    ...defaultScenario(pipeline, generateWorkload('fluctuating', 7)),
    forecaster: 'last',
    limits: { maxReplicas: 8, maxBatch: 16, maxCores: CORES_A_STAGE * stages },
  };
  const prepared = prepare(scenario);
  const ranges = { load: 2 * LOAD, latency: 2 * scenario.slaSeconds, backlog: 100 };
  const shape = {
    inputs: new FeatureEncoder(prepared.tables, ranges).size,
    width: WIDTH,
    blocks: 2,
    heads: pipelineActions(prepared.tables).heads,
  };
  const agent = agentOf(
    pipeline.id,
    shape,
    ranges,
    initialParameters(shape, Random.stream(1, 'decision times')),
  );
  const factories = [policyById('ipa')!, policyById('ipa-exact')!, agentPolicy(agent)];
  const policies: Policy[] = [];
  for (const factory of factories)
    policies.push(await factory.create(policyContext(prepared, factory.info.id)));
  const environment = createEnvironment(prepared, 1);
  environment.reset(0, prepared.track, HISTORY_SECONDS);
  return { stages, variants, policies, observation: environment.observe(0) };
}

/** `count` decisions, the first for load number `from`. */
function decide(policy: Policy, observation: Observation, from: number, count: number): void {
  for (let i = from; i < from + count; i++)
    policy.decide({ ...observation, predicted: LOAD * (0.25 + (1.5 * (i % LOADS)) / LOADS) });
}

function median(policy: Policy, observation: Observation, clock: () => number): number {
  let count = 1;
  const sample = (from: number): number => {
    const before = clock();
    decide(policy, observation, from, count);
    return clock() - before;
  };
  while (sample(0) < SAMPLE_MS) count *= 2;
  const found = Array.from({ length: SAMPLES }, (_, i) => sample(i * count) / count).sort((a, b) => a - b);
  return found[Math.floor(SAMPLES / 2)]!;
}
