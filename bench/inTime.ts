/** What is found for a share in time that is asked for, by estimate, and what it comes to request by request. */
import { said, type BenchRow } from './row.ts';
import { mean } from '../src/experiments/statistics.ts';
import { presets } from '../src/model/presets/index.ts';
import { coresOf } from '../src/model/tables.ts';
import { chosenFor } from '../src/scenario/chosen.ts';
import { shareInTime } from '../src/scenario/measures.ts';
import { tablesOf } from '../src/scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../src/scenario/scenario.ts';
import { playStill } from '../src/scenario/still.ts';
import { generateWorkload } from '../src/workload/generators.ts';

const PERCENT = 99;
const LOADS = [5, 20, 40];
const SEEDS = [7, 1, 2, 3, 4];

export function benchInTime(): BenchRow[] {
  const rows: BenchRow[] = [];
  for (const pipeline of presets)
    for (const load of LOADS) {
      const base: Scenario = {
        ...defaultScenario(pipeline, generateWorkload('steady-low', 1)),
        environment: 'discrete',
      };
      const tables = tablesOf(base);
      const began = performance.now();
      const { configuration, asked } = chosenFor('cheapest', tables, base, load, PERCENT);
      const took = performance.now() - began;
      if (!asked) throw new Error('nothing was asked');
      const least = coresOf(tables, chosenFor('cheapest', tables, base, load).configuration);
      const played = SEEDS.map((seed) => playStill({ ...base, seed }, configuration, load));
      const shares = played.map((summary) => 100 * shareInTime(summary)!);
      const batches = configuration.map(({ batch }) => batch).join(', ');
      rows.push(
        said(
          `${pipeline.id}, ${String(load)} req/s`,
          `${String(coresOf(tables, configuration))} cores (${String(least)} where only the mean is asked), batches ${batches}, ${(100 * (load / played[0]!.throughput)).toFixed(0)} % of the capacity; estimate ${(100 * asked.estimate).toFixed(2)} %${asked.keeps ? '' : ' (short)'}, counted ${mean(shares).toFixed(2)} % (${Math.min(...shares).toFixed(2)} to ${Math.max(...shares).toFixed(2)}); found in ${took.toFixed(0)} ms`,
        ),
      );
    }
  return rows;
}
