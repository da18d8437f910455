/**
 * What was tried for thousands of lanes: one seed each on the SIMD kernel, judged on the days 2 to 7, which settings may be
 * sought on and nothing is reported of.
 */
import { levelsOn } from './trained.ts';
import { searchDays, trace } from './traces.ts';
import { said, type BenchRow } from './row.ts';
import { deviceConfig } from '../src/learning/ppo/deviceConfig.ts';

const STEPS = 3_000_000;
/** Hyper-parameters in the place of the processor's. */
const TRIED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'the processor’s defaults': {},
  'the device’s defaults': deviceConfig,
};

/** Some ten minutes. `SLUICE_TRIALS_STEPS` shortens each training for a try. */
export async function benchDeviceTrials(): Promise<BenchRow[]> {
  const day = trace('training-day');
  if (!day) return [];
  const steps = Number(process.env['SLUICE_TRIALS_STEPS'] ?? STEPS);
  const kinds = searchDays();
  const rows: BenchRow[] = [];
  for (const pipeline of ['video', 'sum-qa']) {
    for (const [name, settings] of Object.entries(TRIED)) {
      const { levels } = await levelsOn(pipeline, day, kinds, { ...settings, seed: 1 }, { steps });
      rows.push(said(`${pipeline}, ${name}`, levels.map((level) => level.toFixed(3)).join(' / ')));
    }
  }
  return rows;
}
