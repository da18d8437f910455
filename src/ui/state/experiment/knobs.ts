import type { Experiment } from '../../../scenario/experiment.ts';
import type { EnvironmentKind } from '../../../scenario/scenario.ts';
import { fixed } from '../../format.ts';
import { objectiveWords } from '../../../model/objectiveWords.ts';

/** One number that a visitor may turn: its range holds for the slider and for what a link may ask. */
export interface LabKnob {
  readonly key: NumberKey;
  /** Name in the link. */
  readonly param: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The slider moves over exponents of two. */
  readonly powers?: boolean;
  /** The value with its unit, for eyes. */
  readonly show: (value: number) => string;
  /** The same for ears. */
  readonly say: (value: number) => string;
  readonly help: string;
  /** What stands where none is set, for a sentence. */
  readonly unset?: string;
  readonly more?: boolean;
  /** The environment where it changes nothing, and what stands there instead of its value. */
  readonly idle?: { readonly environment: EnvironmentKind; readonly word: string };
  /** The only environment where it matters; undefined: all. */
  readonly only?: EnvironmentKind;
}

export type NumberKey =
  | 'costWeight'
  | 'maxCores'
  | 'startup'
  | 'sla'
  | 'maxReplicas'
  | 'maxBatch'
  | 'nodes'
  | 'accuracyWeight'
  | 'unmetWeight'
  | 'throughputWeight'
  | 'spareWeight'
  | 'batchWeight'
  | 'lateWeight';

const plain = (digits: number) => (value: number) => fixed(value, digits);
const unit = (digits: number, name: string) => (value: number) => `${fixed(value, digits)} ${name}`;

export const knobs: readonly LabKnob[] = [
  {
    key: 'costWeight',
    param: 'price',
    label: 'A core costs',
    min: 0,
    max: 0.6,
    step: 0.01,
    show: plain(2),
    say: unit(2, 'points per core and decision'),
    help: 'λ and β: what one core takes off the objective in each decision.',
  },
  {
    key: 'maxCores',
    param: 'cores',
    label: 'Cores on the device',
    min: 2,
    max: 64,
    step: 1,
    show: plain(0),
    say: unit(0, 'cores'),
    help: 'W_max: replicas that serve, start or drain may hold no more.',
  },
  {
    key: 'startup',
    param: 'startup',
    label: 'A replica starts in',
    min: 0,
    max: 40,
    step: 1,
    show: unit(0, 's'),
    say: unit(0, 'seconds'),
    help: 'Seconds from the order of a replica to its first request.',
    idle: { environment: 'instant', word: 'at once' },
    unset: 'each model’s own',
  },
  {
    key: 'sla',
    param: 'sla',
    label: 'Latency objective',
    min: 0.4,
    max: 8,
    step: 0.1,
    show: (value) => objectiveWords(value),
    say: (value) => objectiveWords(value, 'seconds'),
    help: 'IPA plans within it; a request older than twice this is dropped.',
    unset: 'the pipeline’s own',
  },
  {
    key: 'lateWeight',
    param: 'wl',
    label: 'Each % late costs',
    min: 0,
    max: 5,
    step: 0.05,
    show: plain(2),
    say: unit(2, 'points per per cent of requests not in time'),
    help: 'Points for each per cent of requests not in time: counted of single requests, elsewhere an estimate. The paper has 0.',
  },
  {
    key: 'maxReplicas',
    param: 'replicas',
    label: 'Replicas, at most',
    min: 1,
    max: 16,
    step: 1,
    show: plain(0),
    say: unit(0, 'replicas'),
    help: 'F_max.',
  },
  {
    key: 'maxBatch',
    param: 'batch',
    label: 'Batch, at most',
    min: 1,
    max: 32,
    step: 1,
    powers: true,
    show: plain(0),
    say: unit(0, 'requests'),
    help: 'B_max: batch sizes are the powers of two up to it.',
  },
  {
    key: 'nodes',
    param: 'nodes',
    label: 'Nodes',
    min: 1,
    max: 4,
    step: 1,
    show: plain(0),
    say: unit(0, 'nodes'),
    only: 'discrete',
    help: 'The cores are spread evenly over them; a replica that fits on none waits, and serves nothing.',
  },
  {
    key: 'accuracyWeight',
    param: 'wa',
    label: 'Accuracy is worth',
    min: 0,
    max: 20,
    step: 0.5,
    show: plain(1),
    say: unit(1, 'points per unit of accuracy'),
    more: true,
    help: 'Weight of V in (3).',
  },
  {
    key: 'unmetWeight',
    param: 'wu',
    label: 'Unmet load costs',
    min: 0,
    max: 4,
    step: 0.1,
    show: plain(1),
    say: unit(1, 'points per request a second'),
    more: true,
    help: 'Weight of E where the load exceeds the throughput.',
  },
  {
    key: 'throughputWeight',
    param: 'wt',
    label: 'Throughput is worth',
    min: 0,
    max: 0.4,
    step: 0.01,
    show: plain(2),
    say: unit(2, 'points per request a second'),
    more: true,
    help: 'Weight of T in (3).',
  },
  {
    key: 'spareWeight',
    param: 'ws',
    label: 'Spare capacity costs',
    min: 0,
    max: 0.5,
    step: 0.01,
    show: plain(2),
    say: unit(2, 'points per request a second'),
    more: true,
    help: 'Weight of −E where the throughput exceeds the load.',
  },
  {
    key: 'batchWeight',
    param: 'wb',
    label: 'A batched request costs',
    min: 0,
    max: 0.1,
    step: 0.005,
    show: plain(3),
    say: unit(3, 'points per request in the largest batch'),
    more: true,
    help: 'γ: weight of the largest batch in (7).',
  },
];

/** The nearest value that the knob can take. */
export function clampTo(knob: LabKnob, value: number): number {
  const held = Math.min(knob.max, Math.max(knob.min, value));
  if (knob.powers) return 2 ** Math.round(Math.log2(held));
  const steps = Math.round((held - knob.min) / knob.step);
  return Number((knob.min + steps * knob.step).toFixed(6));
}

/** What a knob takes, for a sentence: "2 to 64 cores", with its step where a value within the range can lie between two. */
export function knobWords(knob: LabKnob): string {
  const max = /[a-z]/.test(knob.show(knob.max)) ? knob.show(knob.max) : knob.say(knob.max);
  const range = `${knob.show(knob.min)} to ${max}`;
  if (knob.powers) return `a power of two from ${range}`;
  return `${range}, in steps of ${String(knob.step)}`;
}

/** `e` with one knob turned. */
export function turned(e: Experiment, knob: LabKnob, value: number): Experiment {
  return { ...e, [knob.key]: clampTo(knob, value) };
}
