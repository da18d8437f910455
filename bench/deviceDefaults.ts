/**
 * The defaults of a graphics device (src/learning/ppo/deviceConfig.ts) beside those of a processor, on the loads that nothing was
 * tuned on. Both train on the SIMD kernel: how much is learnt from so many decisions does not depend on what computes it.
 */
import { levelsOn } from './trained.ts';
import { lastDays, trace, TRACES, type Regime } from './traces.ts';
import type { BenchRow } from './row.ts';
import { interquartileMean } from '../src/experiments/statistics.ts';
import { deviceConfig } from '../src/learning/ppo/deviceConfig.ts';

/** `SLUICE_DEVICE_SEEDS=1,2` and `SLUICE_DEVICE_PIPELINES=video` train fewer. */
const SEEDS = (process.env['SLUICE_DEVICE_SEEDS'] ?? '1,2,3,4,5,6,7,8,9,10').split(',').map(Number);
const PIPELINES = (process.env['SLUICE_DEVICE_PIPELINES'] ?? 'video,sum-qa').split(',');

const STEPS = 3_000_000;
/** Hyper-parameters in the place of the processor's. */
const SETS = { device: deviceConfig, processor: {} } as const;
type Who = keyof typeof SETS;
const WHO = (process.env['SLUICE_DEVICE_WHO'] ?? 'device,processor').split(',') as Who[];

/** Hours on two cores. */
export async function benchDeviceDefaults(): Promise<BenchRow[]> {
  const day = trace('training-day');
  if (!day) return [];
  const kinds: readonly Regime[] = [
    ...lastDays(),
    ...TRACES.map((name) => ({ name, parts: [trace(name)!] })),
  ];
  const rows: BenchRow[] = [];
  for (const pipeline of PIPELINES) {
    const found: Partial<Record<Who, (readonly number[])[]>> = {};
    for (const who of WHO) {
      found[who] = [];
      const settings = SETS[who];
      for (const seed of SEEDS) {
        const trained = await levelsOn(pipeline, day, kinds, { ...settings, seed }, { steps: STEPS });
        const { levels, steps, elapsedSeconds } = trained;
        found[who].push(levels);
        console.log(
          `  ${pipeline}, ${who}, seed ${String(seed)}: J ${levels.map((level) => level.toFixed(3)).join(' / ')} after ${String(steps)} decisions in ${elapsedSeconds.toFixed(0)} s`,
        );
      }
    }
    const { device, processor } = found;
    if (!device || !processor) continue;
    for (const [i, { name }] of kinds.entries()) {
      const of = (levels: readonly (readonly number[])[]): number[] => levels.map((one) => one[i]!);
      const row = (what: string, sum: (values: readonly number[]) => number): void => {
        const [value, againstValue] = [sum(of(device)), sum(of(processor))];
        rows.push({
          name: `${pipeline}, ${name}, the device’s defaults: J, ${what} of ${String(SEEDS.length)} seeds`,
          ...{ value, unit: 'points', against: 'the processor’s; ratio: points above it' },
          ...{ againstValue, ratio: value - againstValue },
        });
      };
      row('interquartile mean', interquartileMean);
      row('lowest', (values) => Math.min(...values));
    }
  }
  return rows;
}
