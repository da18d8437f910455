import { ownRate } from './estimator.ts';
import { planInferline } from './inferlinePlan.ts';
import { lightestVariants } from './stageOptions.ts';
import { fit } from '../fit.ts';
import { policyNames } from '../ids.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { toConfiguration, type Tables } from '../../model/tables.ts';
import type { Watch } from '../../model/watch.ts';

/** Windows of the traffic envelope, in observed intervals of 10 s: 10, 20, 40 and 60 s. */
const WINDOWS = [1, 2, 4, 6];
/** Intervals of live traffic that the tuner looks at: 60 s. */
const LIVE = 6;
/** Seconds without a change before the tuner lets replicas go. */
const HOLD_SECONDS = 15;
/** Intervals whose highest rate scale-in keeps capacity for: 30 s. */
const CALM = 3;
const INTERVAL_SECONDS = 10;

const info: PolicyInfo = {
  id: 'inferline',
  name: policyNames.inferline,
  summary:
    'Plans batches and replicas once for the tail latency, then tunes the replicas to the traffic’s envelope.',
  knobs: { variant: false, replicas: true, batch: true },
  memory: 'the plan with its traffic envelope, and when it last changed anything',
  simplifications:
    'The variants are the lightest; a CPU-only device offers no other hardware. It plans once, at the first decision, from the 120 s before it, as requests evenly spaced at their ten-second maxima; the windows of its envelope start at 10 s because the lab observes no finer. A doubled batch is judged together with the replicas that it frees. It knows no W_max: replicas beyond it are taken back. Where no plan meets the objective, the planner keeps what it had grown to when a limit stopped it; where even a request that never waits is too slow, it only carries the highest rate of its sample.',
  source: 'Crankshaw et al., InferLine, SoCC 2020, arXiv 1812.01776, sections 4 and 5.',
  about: [
    'InferLine plans a configuration for the tail latency once and afterwards only adds and removes replicas.',
    'The planner simulates a sample of the traffic and removes cost while the 99th percentile holds; the tuner adds replicas as soon as any window of the last minute carries more than the plan’s envelope, and lets go after fifteen calm seconds.',
    'It needs the profile of the lightest variants, a sample of the traffic to plan from, the latency objective and the traffic of the last minute.',
    'It does well where the traffic resembles its sample with bursts on top, because it answers a burst before a forecast would have learnt of it and holds spare capacity in the proportion of its plan.',
    'It fails where its sample was not typical, since batches and spare capacity stay as planned, and it never trades cores for accuracy.',
  ],
};

/** Per window the highest mean of consecutive `rates` over it, req/s; -Infinity where there are fewer. */
function envelope(rates: readonly number[]): readonly number[] {
  return WINDOWS.map((window) => {
    let highest = -Infinity;
    for (let first = 0; first + window <= rates.length; first++) {
      let sum = 0;
      for (let i = first; i < first + window; i++) sum += rates[i]!;
      highest = Math.max(highest, sum / window);
    }
    return highest;
  });
}

/** What the tuner keeps of a plan. */
interface TunedPlan {
  readonly configuration: Configuration;
  readonly envelope: readonly number[];
  /** Mean load of the sample, req/s. */
  readonly load: number;
  /** The least share of its capacity that the plan's load takes at any stage. */
  readonly leastBusy: number;
}

function planned(
  tables: Tables,
  recent: readonly number[],
  slaSeconds: number,
  watch: Watch | undefined,
): TunedPlan {
  const sample = [...recent].reverse();
  const configuration = planInferline(
    tables,
    lightestVariants(tables),
    sample,
    INTERVAL_SECONDS,
    slaSeconds,
    watch,
  );
  const load = sample.reduce((sum, rate) => sum + rate, 0) / sample.length;
  const busy = configuration.map((stage, n) => load / (stage.replicas * ownRate(tables, n, stage)));
  return { configuration, envelope: envelope(sample), load, leastBusy: Math.min(...busy) };
}

/** Replicas for the traffic now, at the batches of the plan; `current` where nothing is to change. */
function tuned(
  tables: Tables,
  plan: TunedPlan,
  current: Configuration,
  recent: readonly number[],
  calm: boolean,
): Configuration {
  const live = envelope(recent.slice(0, LIVE));
  const violated = live.filter((rate, i) => rate > plan.envelope[i]!);
  const capped = (replicas: number): number => Math.min(tables.limits.maxReplicas, Math.max(1, replicas));
  if (violated.length > 0) {
    // The plan's share of spare capacity is kept: f = r / (tau rho) with rho = load / (f_plan tau).
    const growth = Math.max(...violated) / Math.max(plan.load, 1e-9);
    return plan.configuration.map((stage, n) => ({
      ...stage,
      replicas: Math.max(current[n]!.replicas, capped(Math.ceil(stage.replicas * growth))),
    }));
  }
  if (!calm || plan.load === 0) return current;
  const load = Math.max(...recent.slice(0, CALM));
  return plan.configuration.map((stage, n) => ({
    ...stage,
    replicas: Math.min(
      current[n]!.replicas,
      capped(Math.ceil(load / (ownRate(tables, n, stage) * plan.leastBusy))),
    ),
  }));
}

export const inferline: PolicyFactory = {
  info,
  create: ({ tables, slaSeconds, watch }) => {
    let plan: TunedPlan | undefined;
    let changed = -Infinity;
    return Promise.resolve({
      info,
      decide: ({ time, recent, load, action }) => {
        if (!plan) {
          plan = planned(tables, recent, slaSeconds, watch);
          changed = time;
          return fit(tables, plan.configuration, load);
        }
        const current = toConfiguration(tables, action);
        const wanted = tuned(tables, plan, current, recent, time - changed >= HOLD_SECONDS);
        const next = fit(tables, wanted, load);
        if (next.some((stage, n) => stage.replicas !== current[n]!.replicas)) changed = time;
        return next;
      },
    });
  },
};
