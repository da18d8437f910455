/** What each setting means: apart from the tables, by which every link is read, since only the form says it. */

/** One sentence or two, of a field that means the same in several policies. */
const shared: Readonly<Record<string, string>> = {
  target:
    'What one replica should have: with cpu the share of its cores that is busy, in whole per cent; else of the metric, where auto is a full batch of queue or concurrency, or 80 % of the rate that one replica reaches.',
  min: 'Replicas that a stage keeps at least.',
  max: "Replicas that a stage may have at most; auto, and never more than, the device's own limit.",
  upTolerance: 'Share by which the metric must be off its target before replicas go up.',
  downTolerance: 'Share by which the metric must be off its target before replicas go down.',
  upStabilisation: 'Grows no further than the least advice of this time.',
  stabilisation: 'Shrinks no further than the greatest advice of this time.',
  up: 'How fast replicas may be added; auto, where the object says nothing: at most max(2n, 4) of n at a sync while its whole behavior is empty, else pods:4:15+percent:100:15.',
  upSelect:
    'Which of the rules for going up holds: the one that allows most (max), least (min), or no change (disabled).',
  down: 'How fast replicas may be removed.',
  downSelect:
    'Which of the rules for going down holds: the one that allows most (max), least (min), or no change (disabled).',
  sync: 'Time between two syncs of the HPA controller; at most one takes place at a decision.',
  variant:
    'Variant that serves, by its name in the pipeline; auto: the fewest cores in time for the first load.',
  batch: 'Batch size, a power of two; auto: the fewest cores in time for the first load.',
};

/** Of a policy's own, by its id. */
const own: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  hpa: {
    metric:
      'What is scaled by: cpu, the busy share of the cores; rate, requests per second that reach the stage; queue, requests in the stage; concurrency, the same as a mean over the serving replicas.',
  },
  keda: {
    metric:
      'The trigger: queue, requests in the stage; rate, requests per second that reach it; concurrency, requests in the stage as a gateway counts them; cpu, the busy share of the cores, which the HPA beneath reads by itself.',
    min: 'Replicas that a stage keeps at least. 0 lets the controller go to none, which counts as 1 here: the lab has no empty stage.',
    activation: 'The trigger is active while its metric is greater; matters only with a minimum of 0.',
    polling: "Time between two looks of KEDA's own loop at the trigger.",
    cooldown: 'Time without activity before KEDA scales to a minimum of 0.',
  },
  kpa: {
    metric: 'What is scaled by: concurrency, requests in the stage; rate, requests per second that reach it.',
    target:
      'What one replica can take of the metric; auto: a full batch of concurrency, 200 requests per second of rate.',
    min: 'Replicas that a stage keeps at least. 0 lets the controller go to none, which counts as 1 here: the lab has no empty stage.',
    utilisation: 'Share of the target that is aimed at.',
    window: 'The metric is averaged over this time.',
    panicWindow: 'Share of the window over which the short mean is taken; together at least one second.',
    panicThreshold: 'Panics where the short mean asks for this multiple of the ready replicas.',
    upRate: 'Grows at a tick to at most this multiple of the ready replicas.',
    downRate: 'Shrinks at a tick to at least the ready replicas over this number.',
    downDelay: 'Shrinks no further than the greatest advice of this time.',
  },
  autopilot: {
    target: 'Share of its cores that a replica should use.',
    window: 'The use of this time counts.',
    quantile: 'Quantile of the use that replicas are made for.',
    hold: 'Orders the greatest advice of this time.',
    decay: 'At most this share of the replicas leaves at once, at least one replica.',
    ignore: 'Changes smaller than this share of the replicas are left out.',
  },
  vpa: {
    percentile: 'Percentile of the use that the target covers.',
    lowerPercentile: 'Percentile of the use behind the lower bound.',
    upperPercentile: 'Percentile of the use behind the upper bound.',
    margin: 'Added to every percentile.',
    halfLife: 'Time after which a sample counts half.',
    loop: 'Time between two recommendations.',
    minCores: 'A stage is recommended at least this many cores.',
    maxCores: 'A stage is recommended at most this many cores; auto: no bound.',
  },
  planner: {
    horizon: 'Every order is played forward for so many decisions of ten seconds.',
    candidates: 'Orders that are tried at a decision, at most.',
    futures:
      'Loads that the forecast may become: so many quantiles of how far forecasts were off, all as likely.',
    near: 'A load is off by its own error for so many decisions, then by the median error.',
    memory: 'The errors of so many of the last forecasts count.',
    firsts: 'So many of the best orders are tried with a second order after them; 0: none.',
    seconds: 'The second order, one decision later, is one of so many of the best.',
    scatter:
      'How the load scatters within ten seconds, as the model takes it: variance of a second over its mean.',
    steps:
      'Steps that a decision may play, each one decision under one load; what is left then is not tried. auto: no bound. Steps count and no clock, so that runs repeat.',
  },
};

/** Throws where there is no such field. */
export function meaningOf(id: string, key: string): string {
  const meaning = own[id]?.[key] ?? shared[key];
  if (meaning === undefined) throw new Error(`${id} has no setting ${key}`);
  return meaning;
}
