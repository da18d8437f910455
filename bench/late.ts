/** Agents that are paid for answering in time: trained where lateness is an estimate, judged request by request, beside policies that people run. */
import { trainedOn } from './trained.ts';
import { judged, trace, TRACES } from './traces.ts';
import { said, type BenchRow } from './row.ts';
import { mean } from '../src/experiments/statistics.ts';
import { presetById } from '../src/model/presets/index.ts';
import { policyById } from '../src/policies/registry.ts';
import { shareInTime } from '../src/scenario/measures.ts';
import { defaultScenario, type EpisodeSummary, type Scenario } from '../src/scenario/scenario.ts';

const SEEDS = [1, 2, 3, 4, 5];
/** `SLUICE_LATE_SECONDS` shortens it for a try. */
const SECONDS = Number(process.env['SLUICE_LATE_SECONDS'] ?? 180);
/** Points for each per cent that is late: nearly all else of J for two per cent. */
const WEIGHT = 4;
const RIVALS = ['kpa', 'hpa', 'optimum-predicted', 'ipa-exact'];

const words = (all: readonly EpisodeSummary[]): string => {
  const of = (pick: (summary: EpisodeSummary) => number): string => mean(all.map(pick)).toFixed(2);
  const shares = all.map((summary) => 100 * shareInTime(summary)!);
  const least = shares.length > 1 ? ` (least ${Math.min(...shares).toFixed(2)})` : '';
  return `${mean(shares).toFixed(2)} % in time${least}, J ${of((s) => s.objective)}, ${of((s) => s.cost)} cores, Q ${of((s) => s.qos)}`;
};

/** Half an hour. */
export async function benchLate(): Promise<BenchRow[]> {
  const day = trace('training-day');
  if (!day) return [];
  const rows: BenchRow[] = [];
  for (const pipeline of ['video', 'sum-qa']) {
    const plain = defaultScenario(presetById(pipeline)!, day);
    const base: Scenario = { ...plain, weights: { ...plain.weights, lateWeight: WEIGHT } };
    const on = TRACES.map((name): Scenario => ({ ...base, workload: trace(name)!, environment: 'discrete' }));
    const agents: EpisodeSummary[][] = [];
    for (const seed of SEEDS) {
      const { summaries, steps } = await trainedOn(base, day, on, { seed }, { seconds: SECONDS });
      agents.push(summaries);
      console.log(
        `  ${pipeline}, seed ${String(seed)}, ${String(steps)} decisions: ${summaries.map((one) => words([one])).join(' / ')}`,
      );
    }
    for (const [i, name] of TRACES.entries()) {
      rows.push(
        said(
          `${pipeline}, ${name}, agent of ${String(SEEDS.length)} seeds`,
          words(agents.map((summaries) => summaries[i]!)),
        ),
      );
      for (const id of RIVALS)
        rows.push(
          said(`${pipeline}, ${name}, ${id}`, words([await judged(on[i]!, policyById(id)!, day.rates)])),
        );
    }
  }
  return rows;
}
