import { benchFrontier } from './frontier.ts';
import type { BenchRow } from './row.ts';
import { millisecondsOf } from './time.ts';
import { evaluate } from '../src/model/objective.ts';
import { defaultLimits, defaultWeights } from '../src/model/pipeline.ts';
import { syntheticPipeline } from '../src/model/synthetic.ts';
import { compile, smallestConfiguration } from '../src/model/tables.ts';
import { loadHighs } from '../src/policies/highs.ts';
import { solveExactly } from '../src/policies/ipaExact.ts';
import { solveByHighs } from '../src/policies/ipaMilp.ts';
import { ipaDefaults, ipaProblem } from '../src/policies/ipaProblem.ts';
import { buildFrontier } from '../src/policies/optimum/frontier.ts';

/** Frontier and query of the exact optimum against enumerating every configuration, large frontiers (`frontier.ts`); IPA's two solvers against each other. */
export async function benchOptimum(): Promise<BenchRow[]> {
  const limits = { maxReplicas: 8, maxBatch: 64, maxCores: 30 };
  const tables = compile(syntheticPipeline(4, 5, 1), limits);
  const configurations = (5 * 8 * 7) ** 4;
  const smallest = smallestConfiguration(tables);
  const evaluateMs = await millisecondsOf(() => evaluate(tables, defaultWeights, smallest, 12), 2000);
  const frontierMs = await millisecondsOf(() => buildFrontier(tables, defaultWeights));
  const frontier = buildFrontier(tables, defaultWeights);
  const loads = Float64Array.from({ length: 10_000 }, (_, i) => (i * 0.37) % 60);
  let sum = 0;
  const queriesMs = await millisecondsOf(() => {
    for (const load of loads) sum += frontier.best(load).length;
  });
  if (sum === 0) throw new Error('the queries returned nothing');
  const rows: BenchRow[] = [
    {
      name: `frontier, 4 stages x 5 variants x 8 replicas x 7 batches (${String(frontier.throughput.length)} points)`,
      value: frontierMs,
      unit: 'ms',
      against: `enumerating ${configurations.toExponential(1)} configurations, ms (extrapolated from one evaluation)`,
      againstValue: evaluateMs * configurations,
      ratio: (evaluateMs * configurations) / frontierMs,
    },
    {
      name: 'query of the optimum at one load',
      value: (1000 * queriesMs) / loads.length,
      unit: 'us',
      against: 'one evaluation of one configuration, us',
      againstValue: 1000 * evaluateMs,
      ratio: (1000 * queriesMs) / loads.length / (1000 * evaluateMs),
    },
  ];
  rows.push(...(await benchFrontier()));
  const highs = await loadHighs();
  for (const stages of [2, 4]) {
    const pipeline = syntheticPipeline(stages, 5, 2);
    const problem = ipaProblem(
      compile(pipeline, { ...defaultLimits, maxCores: 12 * stages }),
      12,
      pipeline.slaSeconds,
      ipaDefaults,
    );
    const exact = await millisecondsOf(() => solveExactly(problem), 50);
    const milp = await millisecondsOf(() => solveByHighs(highs, problem), 3);
    rows.push({
      name: `IPA decision by exact search, ${String(stages)} stages x 5 variants`,
      value: exact,
      unit: 'ms',
      against: 'the same decision by HiGHS, ms',
      againstValue: milp,
      ratio: milp / exact,
    });
  }
  return rows;
}
