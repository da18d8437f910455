/** Decisions that whoever runs the exported policy must repeat before it may act. */
import { createEnvironment, policyContext, prepare } from '../../experiments/prepare.ts';
import type { Scenario } from '../../experiments/scenario.ts';
import { agentPolicy, type AgentRecord } from '../../learning/agent.ts';
import { toAction, type Tables } from '../../model/tables.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

/** An observation as plain numbers (environment.ts, `Observation`), and what the agent orders there. */
export interface GoldenDecision {
  readonly observation: {
    readonly load: number;
    readonly predicted: number;
    readonly recent: readonly number[];
    readonly freeCores: number;
    readonly action: readonly number[];
    readonly stages: readonly {
      readonly ready: number;
      readonly starting: number;
      readonly backlog: number;
      readonly latency: number;
      readonly throughput: number;
      readonly cost: number;
    }[];
  };
  /** Of each stage: index of the variant, replicas - 1, index of the batch size. */
  readonly action: readonly number[];
}

/** Loads that together lead through quiet, rising and busy states. */
const LOADS = ['steady-low', 'bursty', 'steady-high'];
/** Seconds of each: forty decisions. */
const SECONDS = HISTORY_SECONDS + 400;

/** What the agent decides on three short generated loads in the scenario's environment, whose tables are given. Throws `AgentMismatch`. */
export async function goldenDecisions(
  agent: AgentRecord,
  scenario: Scenario,
  tables: Tables,
): Promise<readonly GoldenDecision[]> {
  const factory = agentPolicy(agent);
  const found: GoldenDecision[] = [];
  for (const id of LOADS) {
    const prepared = prepare(
      { ...scenario, workload: generateWorkload(id, scenario.seed, SECONDS) },
      undefined,
      tables,
    );
    const policy = await factory.create(policyContext(prepared, factory.info.id));
    const environment = createEnvironment(prepared, 1);
    environment.reset(0, prepared.track, HISTORY_SECONDS);
    const action = new Int32Array(3 * tables.stages);
    for (let k = 0; k < prepared.loads.length; k++) {
      const seen = environment.observe(0);
      const { load, predicted, recent, freeCores, stages } = seen;
      const observation = {
        load,
        predicted,
        recent: [...recent],
        freeCores,
        action: Array.from(seen.action),
        stages: stages.map((stage) => ({ ...stage })),
      };
      toAction(policy.decide(seen), action);
      found.push({ observation, action: Array.from(action) });
      environment.step(action);
    }
  }
  return found;
}
