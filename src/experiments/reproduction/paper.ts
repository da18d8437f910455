/** What the paper states of its evaluation (Sheng et al., OPD, section VI), in figures. */
import type { LoadName } from './evidence.ts';

/** Fig. 5: by how many per cent OPD's mean lies above a rival's. */
export interface StatedExcess {
  readonly workload: LoadName;
  readonly against: 'greedy' | 'ipa-exact';
  /** Per cent. */
  readonly cost: number;
  readonly qos: number;
}

export const STATED_EXCESS: readonly StatedExcess[] = [
  { workload: 'steady-low', against: 'greedy', cost: 120, qos: 36 },
  { workload: 'steady-low', against: 'ipa-exact', cost: -16, qos: -3.8 },
  { workload: 'fluctuating', against: 'greedy', cost: 37, qos: 21 },
  { workload: 'fluctuating', against: 'ipa-exact', cost: -6, qos: -3 },
  // "Nearly identical".
  { workload: 'steady-high', against: 'greedy', cost: 0, qos: 0 },
  { workload: 'steady-high', against: 'ipa-exact', cost: 0, qos: 0 },
];

/** Fig. 6: by how many per cent OPD decides faster than IPA, on four pipelines of growing size. */
export const STATED_SPEEDUPS: readonly number[] = [32.5, 53.5, 111.6, 212.8];

/** Fig. 3 and VI-A: the LSTM's SMAPE, per cent, and its longest forecast, ms. */
export const STATED_FORECAST = { smape: 6, milliseconds: 50 };
