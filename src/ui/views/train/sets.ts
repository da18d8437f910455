/** What the charts draw: one set of curves a run, each in its colour. */
import type { RegretScale } from './regret.ts';
import type { Tone } from '../../charts/model.ts';
import { policyStyle, AGENT } from '../../theme/policies.ts';
import type { HeldOutEvaluation, TrainPoint } from '../../../learning/training/progress.ts';
import type { Severity } from '../../../learning/doctor/doctor.ts';

export interface RunSet {
  readonly id: string;
  readonly name: string;
  readonly colour: Tone;
  /** Per seed. */
  readonly members: readonly (readonly TrainPoint[])[];
  readonly evaluations: readonly HeldOutEvaluation[];
  /** Its regret as an axis; undefined until its rivals are measured. */
  readonly scale: RegretScale | undefined;
}

/** Evidence of a finding, on the clock. */
export interface Shade {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly severity: Severity;
  readonly title: string;
}

/** Runs side by side; the first is the agent's own colour. */
export const RUN_COLOURS: readonly Tone[] = [
  policyStyle(AGENT),
  { light: '#b01245', dark: '#ff7f9f' },
  { light: '#1f7239', dark: '#76cf90' },
  { light: '#8a6400', dark: '#dbb84d' },
];
