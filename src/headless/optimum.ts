import { bracket, BRACKET_OPTIONS } from './bracket.ts';
import { patienceIn, TIME_LIMIT } from './clock.ts';
import { Notes } from './notes.ts';
import { number, parseOptions, text, UsageError, type Options } from './options.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import { unstoppable, type Stop } from './stop.ts';
import { loadLimits, loadLoads, loadPipeline, loadWeights, loadWorkload } from './scenario.ts';
import { sizeOf } from '../scenario/size.ts';
import { evaluate } from '../model/objective.ts';
import { compile } from '../model/tables.ts';
import { orTooMuch, toldBy, type Size } from '../model/watch.ts';
import { frontierOf } from '../policies/optimum/frontierOf.ts';
import { longRunOf } from '../environment/longRun.ts';
import { offlineOptimum } from '../policies/optimum/offline.ts';
import {
  DECISION_SECONDS,
  decisionsIn,
  HISTORY_SECONDS,
  maxRate,
  type Workload,
} from '../workload/workload.ts';

/** `optimum`: the exact optimum of (7) per load, or of a whole workload with a switching cost. */
export async function optimum(
  args: readonly string[],
  notes: Notes = new Notes(),
  _stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const options = parseOptions(
    args,
    [
      ...['pipeline', 'loads', 'workload', 'switching', 'weights', 'limits', 'seed', 'read', TIME_LIMIT],
      ...BRACKET_OPTIONS,
    ],
    ['offline', 'bracket'],
  );
  if (options['bracket'] === true) return bracket(options, notes);
  for (const option of BRACKET_OPTIONS)
    if (text(options, option) !== undefined)
      throw new UsageError(`--${option} is for --bracket; the optimum itself is by the equations alone.`);
  const limits = loadLimits(options);
  const weights = loadWeights(options);
  const pipeline = await loadPipeline(text(options, 'pipeline') ?? 'video', limits, notes);
  const tables = compile(pipeline, limits);
  const patience = patienceIn(options);
  const workloadName = text(options, 'workload');
  const whole = workloadName === undefined ? undefined : await wholeLoad(workloadName, options, notes);
  const single = whole ? [] : loadLoads(options);
  if (!whole && single.length === 0)
    throw new UsageError('Say for which loads (--loads 5,10,29) or for which whole load (--workload file).');
  const size = (rates: Float64Array = new Float64Array(0)): Size =>
    sizeOf({ pipeline, limits, workload: { rates } });
  // Without a world: by the equations alone, as `evaluate` has it.
  const longRun = longRunOf('instant', { tables, slaSeconds: pipeline.slaSeconds, batchTimeoutSeconds: 0 });
  const before = performance.now();
  const frontier = await orTooMuch(`Finding the best configurations of ${pipeline.name}`, size, () =>
    frontierOf(
      tables,
      weights,
      longRun,
      toldBy(patience.frontier(), (share) => {
        reachedOf(progress, share, `${String(Math.round(100 * share))} % of the best configurations`, before);
      }),
    ),
  );
  const frontierMs = performance.now() - before;
  const named = (configuration: ReturnType<typeof frontier.best>): object[] =>
    configuration.map((stage, n) => ({ ...stage, name: pipeline.stages[n]!.variants[stage.variant]!.name }));
  const head = { pipeline: pipeline.id, weights, limits, frontierMs };
  if (whole) {
    const { workload, switchingCost } = whole;
    const loads = Float64Array.from({ length: decisionsIn(workload.rates.length) }, (_, k) => {
      const t = HISTORY_SECONDS + k * DECISION_SECONDS;
      return maxRate(workload.rates, t, t + DECISION_SECONDS);
    });
    const plan = await orTooMuch(
      'The best plan for the whole load',
      () => size(workload.rates),
      () => offlineOptimum(frontier, loads, switchingCost, patience.replay()),
    );
    return {
      ...head,
      switchingCost,
      total: plan.total,
      mean: loads.length > 0 ? plan.total / loads.length : 0,
      switches: plan.switches,
      steps: Array.from(plan.points, (point, k) => {
        const configuration = frontier.configuration(point);
        return {
          t: HISTORY_SECONDS + k * DECISION_SECONDS,
          load: loads[k],
          configuration: named(configuration),
          reward: evaluate(tables, weights, configuration, loads[k]!).reward,
        };
      }),
    };
  }
  const from = performance.now();
  return {
    ...head,
    loads: single.map((load, k) => {
      const configuration = frontier.best(load);
      reachedOf(
        progress,
        (k + 1) / single.length,
        `${String(k + 1)} of ${String(single.length)} loads`,
        from,
      );
      return { load, configuration: named(configuration), ...evaluate(tables, weights, configuration, load) };
    }),
  };
}

/** `begun`: when that work was, ms. */
function reachedOf(progress: Progress, share: number, done: string, begun: number): void {
  progress.reached({ done, left: leftOf(share, 1, (performance.now() - begun) / 1000) });
}

/** The load of `--workload`, and what each switch costs on it, in points. */
async function wholeLoad(
  name: string,
  options: Options,
  notes: Notes,
): Promise<{ readonly workload: Workload; readonly switchingCost: number }> {
  const seed = number(options, 'seed', 7, RANGES.seed);
  const workload = await loadWorkload(name, seed, options, notes);
  return { workload, switchingCost: number(options, 'switching', 0.5, RANGES.switching) };
}
