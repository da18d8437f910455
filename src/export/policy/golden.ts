/** What the agent decides where, worked out for the file of golden decisions. */
import type { GoldenDecision } from './goldenFile.ts';
import { createEnvironment, policyContext, prepare } from '../../scenario/prepare.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { agentPolicy, type AgentRecord } from '../../learning/network/trainedAgent.ts';
import { toAction, type Tables } from '../../model/tables.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

/** Loads that together lead through quiet, rising and busy states. */
const LOADS = ['steady-low', 'bursty', 'steady-high'];
/** Seconds of each: forty decisions. */
const SECONDS = HISTORY_SECONDS + 400;
/** Every so many decisions the history that the forecast rests on is written too. */
const WITH_HISTORY = 10;
/** The forecaster that knows the coming load needs no history, and nobody can repeat it. */
const TRUE = 'true';

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
      const now = HISTORY_SECONDS + k * DECISION_SECONDS;
      const history =
        k % WITH_HISTORY === 0 && scenario.forecaster !== TRUE
          ? { history: Array.from(prepared.track.rates.subarray(now - HISTORY_SECONDS, now)) }
          : {};
      found.push({ observation, ...history, action: Array.from(action) });
      environment.step(action);
    }
  }
  return found;
}
