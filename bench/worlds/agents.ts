/** What the world in which an agent trains makes of it: trained in either, judged in both and request by request. */
import { said, type BenchRow } from '../row.ts';
import { trace, TRACES } from '../traces.ts';
import { trainedOn } from '../trained.ts';
import { mean } from '../../src/experiments/statistics.ts';
import { presetById } from '../../src/model/presets/index.ts';
import { shareInTime } from '../../src/scenario/measures.ts';
import {
  defaultScenario,
  type EnvironmentKind,
  type EpisodeSummary,
  type Scenario,
} from '../../src/scenario/scenario.ts';

const PIPELINES = ['video', 'sum-qa'];
const SEEDS = [1, 2, 3];
/** As many for each, so that no world is blamed for its speed. */
const STEPS = 1_200_000;
const TRAINED: readonly EnvironmentKind[] = ['fluid', 'chance'];
const JUDGED: readonly EnvironmentKind[] = ['fluid', 'chance', 'discrete'];

const words = (all: readonly EpisodeSummary[]): string =>
  `J ${mean(all.map(({ objective }) => objective)).toFixed(2)}, ${mean(all.map((one) => 100 * shareInTime(one)!)).toFixed(1)} % in time`;

/** Means over the three traces and the seeds. Empty where the shared folder is absent. */
export async function agentRows(): Promise<BenchRow[]> {
  const day = trace('training-day');
  if (!day) return [];
  const rows: BenchRow[] = [];
  for (const pipeline of PIPELINES) {
    const base = defaultScenario(presetById(pipeline)!, day);
    for (const environment of TRAINED) {
      const on = JUDGED.flatMap((judge) =>
        TRACES.map((name): Scenario => ({ ...base, environment: judge, workload: trace(name)! })),
      );
      const found: EpisodeSummary[][] = JUDGED.map(() => []);
      for (const seed of SEEDS) {
        const { summaries } = await trainedOn({ ...base, environment }, day, on, { seed }, { steps: STEPS });
        for (const judged of found) judged.push(...summaries.splice(0, TRACES.length));
      }
      const each = JUDGED.map((judge, i) => `${judge} ${words(found[i]!)}`).join('; ');
      rows.push(said(`${pipeline}, agent trained in ${environment}, judged in`, each));
    }
  }
  return rows;
}
