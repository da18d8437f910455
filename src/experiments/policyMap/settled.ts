/** Where a policy ends up at a load that does not change. */
import { steadyTrack } from './steady.ts';
import { assertFeasible } from '../../scenario/episode.ts';
import { createEnvironment, policyContext, type Prepared } from '../../scenario/prepare.ts';
import { toAction } from '../../model/tables.ts';
import { orderOf, remembers, type PolicyFactory } from '../../policies/policy.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

interface Settled {
  /** What is ordered in the end, head indices. */
  readonly order: Int32Array;
  /** It was not changed any more. */
  readonly settled: boolean;
  /** How many decisions it took to come to `order`; all, where it never rested. */
  readonly decisions: number;
  /** Where it never rested: mean J a decision of the last `COUNTED` that it played. */
  readonly played: number | undefined;
}

/**
 * Decisions without a change after which an order stands: a minute; six where earlier observations bear on it, since
 * autoscalers wait for five before they scale down.
 */
const CALM = { remembers: 36, forgets: 6 } as const;
/** And after so many it never will. */
const MOST = { remembers: 120, forgets: 40 } as const;
/** Decisions at the end of one that never settles whose J is its own. */
const COUNTED = 30;

/** Runs a new `factory` from the smallest configuration at `load`, req/s. */
export async function settled(ready: Prepared, factory: PolicyFactory, load: number): Promise<Settled> {
  const { tables, watch } = ready;
  const kind = remembers(factory.info) ? 'remembers' : 'forgets';
  const track = steadyTrack(load, MOST[kind]);
  const loads = new Float64Array(MOST[kind]).fill(load);
  const policy = await factory.create(policyContext({ ...ready, track, loads }, factory.info.id));
  const environment = createEnvironment(ready, 1);
  environment.reset(0, track, HISTORY_SECONDS);
  const order = new Int32Array(3 * tables.stages);
  const last = environment.actions.slice();
  let changed = 0;
  let sum = 0;
  for (let k = 0; k < MOST[kind]; k++) {
    watch.look();
    const configuration = await orderOf(policy, environment.observe(0));
    assertFeasible(tables, configuration, factory.info);
    toAction(configuration, order);
    if (order.some((choice, i) => choice !== last[i])) {
      last.set(order);
      changed = k + 1;
    }
    if (k + 1 - changed >= CALM[kind]) return { order, settled: true, decisions: changed, played: undefined };
    environment.step(order);
    if (k >= MOST[kind] - COUNTED) sum += environment.results.objective[0]!;
  }
  return { order, settled: false, decisions: MOST[kind], played: sum / COUNTED };
}
