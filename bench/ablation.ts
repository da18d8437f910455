/** What each part of the agent is worth: one part changed at a time, with seeds and intervals. */
import { trainedOn } from './trained.ts';
import { trace, TRACES } from './traces.ts';
import type { BenchRow } from './row.ts';
import { defaultScenario, type Scenario } from '../src/scenario/scenario.ts';
import { bootstrapInterval, interquartileMean, resamples } from '../src/experiments/statistics.ts';
import { presetById } from '../src/model/presets/index.ts';
import { Random } from '../src/model/random.ts';

const PIPELINES = ['video', 'sum-qa'];
const SEEDS = [1, 2, 3, 4, 5];
/** Decisions of each training: the same for all, so that no part is blamed for the machine. */
const STEPS = 600_000;

const CASES: readonly (readonly [
  name: string,
  overrides: Readonly<Record<string, number | string>>,
  forecaster: string,
])[] = [
  ['as it ships', {}, 'lstm'],
  ['no predictor: the last maximum', {}, 'last'],
  ['no residual blocks', { blocks: 0 }, 'lstm'],
  ['no expert', { expertMode: 'none' }, 'lstm'],
  ['literal, IPA every 20th episode', { expertMode: 'literal', expert: 'ipa' }, 'lstm'],
  ['behaviour cloning, IPA every 20th', { expertMode: 'cloning', expert: 'ipa' }, 'lstm'],
  ['behaviour cloning, the plan every 20th', { expertMode: 'cloning' }, 'lstm'],
  ['DAgger, IPA', { expert: 'ipa' }, 'lstm'],
  ['DAgger, the optimum under the forecast', { expert: 'optimum' }, 'lstm'],
  ['distil, the plan', { expertMode: 'distil' }, 'lstm'],
  ['discount 0', { gamma: 0 }, 'lstm'],
];

export async function benchAblation(): Promise<BenchRow[]> {
  const day = trace('training-day');
  if (!day) return [];
  const loads = TRACES.map((name) => trace(name)!);
  const rows: BenchRow[] = [];
  for (const pipeline of PIPELINES) {
    let shipped: number[] = [];
    console.log(`  | ${pipeline} | ${TRACES.join(' | ')} |`);
    for (const [name, overrides, forecaster] of CASES) {
      const base: Scenario = {
        ...defaultScenario(presetById(pipeline)!, day),
        forecaster,
      };
      const on = loads.map((workload) => ({ ...base, workload }));
      const found: number[][] = TRACES.map(() => []);
      for (const seed of SEEDS) {
        const { summaries } = await trainedOn(base, day, on, { ...overrides, seed }, { steps: STEPS });
        summaries.forEach((summary, i) => found[i]!.push(summary.objective));
      }
      const means = found.map((values) => interquartileMean(values));
      if (shipped.length === 0) shipped = means;
      const cells = found.map((values, i) => {
        const [low, high] = bootstrapInterval(
          values,
          interquartileMean,
          resamples(values.length, Random.stream(1, 'bootstrap')),
        );
        return `${means[i]!.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
      });
      console.log(`  | ${name} | ${cells.join(' | ')} |`);
      TRACES.forEach((trace, i) => {
        rows.push({
          name: `${pipeline}, ${trace}, ${name}: J, interquartile mean of ${String(SEEDS.length)} seeds`,
          value: means[i]!,
          unit: 'points',
          against: 'as it ships',
          againstValue: shipped[i]!,
          ratio: means[i]! / shipped[i]!,
        });
      });
    }
  }
  return rows;
}
