/** The steps that shape a load: what each is called, what numbers it takes, and within which bounds. */
import { BOUNDS } from '../../model/bounds.ts';
import type { Range } from '../../model/range.ts';
import { LONGEST_REPLAY, SHORTEST_REPLAY } from '../workload.ts';

/** Seconds of a load on its way, before a window cuts it: the longest trace that is read. */
export const MOST_SECONDS = BOUNDS.traceSeconds.max;
/** Steps of one load, with those of the loads within it. */
export const MOST_STEPS = 40;
/** Windows of one step, and points of a line drawn by hand. */
export const MOST_PAIRS = 60;
/** Loads within loads. */
export const DEEPEST = 3;

/** Seconds of a load. */
const moment: Range = { min: 0, max: MOST_SECONDS, whole: true, unit: 'seconds' };
const lasting: Range = { min: 0, max: LONGEST_REPLAY, whole: true, unit: 'seconds' };
/** Wider than any service, and far within what is read (model/bounds.ts). */
/** Of a load. */
export const rate: Range = { min: 0, max: 1e6, unit: 'requests per second' };

/** One number of a step. */
export interface StepField {
  /** As a form has it. */
  readonly label: string;
  /** Behind the number. */
  readonly unit: string;
  readonly range: Range;
}

export type NumberKind = 'window' | 'x' | 'shift' | 'clip' | 'repeat' | 'start' | 'noise' | 'burst' | 'drawn';
export type ComposeKind = 'plus' | 'then';
export type StepKind = NumberKind | ComposeKind;

interface Kind {
  /** As a list has it. */
  readonly name: string;
  /** What it does, a sentence. */
  readonly about: string;
}

/** A kind whose numbers are these fields, over and over where they are `pairs`. */
interface NumbersKind extends Kind {
  readonly fields: readonly StepField[];
  /** Least number of pairs; undefined where the fields stand once. */
  readonly pairs?: number;
}

export const numberKinds: Readonly<Record<NumberKind, NumbersKind>> = {
  window: {
    name: 'Window',
    about: 'Keeps the seconds between two moments; several windows are joined in their order.',
    fields: [
      { label: 'From', unit: 's', range: moment },
      { label: 'To', unit: 's', range: moment },
    ],
    pairs: 1,
  },
  x: {
    name: 'Scale',
    about: 'Multiplies every second.',
    fields: [{ label: 'Times', unit: '', range: { min: 0, max: 1000 } }],
  },
  shift: {
    name: 'Shift',
    about: 'Adds to every second, or takes away; never below zero.',
    fields: [{ label: 'By', unit: 'req/s', range: { min: -1e6, max: 1e6, unit: 'requests per second' } }],
  },
  clip: {
    name: 'Clip',
    about: 'Raises what is below the one level, and lowers what is above the other.',
    fields: [
      { label: 'At least', unit: 'req/s', range: rate },
      { label: 'At most', unit: 'req/s', range: rate },
    ],
  },
  repeat: {
    name: 'Repeat',
    about: 'Plays the load several times, one after the other.',
    fields: [{ label: 'Times', unit: '', range: { min: 1, max: 1000, whole: true } }],
  },
  start: {
    name: 'Begin elsewhere',
    about: 'Begins at a later moment; what lies before it follows at the end.',
    fields: [{ label: 'At', unit: 's', range: moment }],
  },
  noise: {
    name: 'Noise',
    about: 'Multiplies every second by a factor of its own, normal about 1; the seed of the header draws it.',
    fields: [
      { label: 'Spread', unit: '%', range: { min: 0, max: 200, unit: 'per cent' } },
      { label: 'Draw', unit: '', range: { min: 0, max: 999, whole: true } },
    ],
  },
  burst: {
    name: 'Burst',
    about: 'Adds a burst: it climbs in a straight line, holds, and falls to a third within its decay.',
    fields: [
      { label: 'Start', unit: 's', range: moment },
      { label: 'Height', unit: 'req/s', range: rate },
      { label: 'Ramp', unit: 's', range: lasting },
      { label: 'Hold', unit: 's', range: lasting },
      { label: 'Decay', unit: 's', range: lasting },
    ],
  },
  drawn: {
    name: 'Drawn by hand',
    about: 'Between its first and its last point the load is the line through them.',
    fields: [
      { label: 'At', unit: 's', range: moment },
      { label: 'Load', unit: 'req/s', range: rate },
    ],
    pairs: 2,
  },
};

export const composeKinds: Readonly<Record<ComposeKind, Kind>> = {
  plus: {
    name: 'Add a load',
    about:
      'Adds another load second by second; where that is shorter it adds nothing, and it makes none longer.',
  },
  then: { name: 'Append a load', about: 'Another load follows at the end.' },
};

/** Of a load that is the same all the time: how long, and how high. */
export const flatFields: readonly StepField[] = [
  { label: 'Length', unit: 's', range: { ...lasting, min: SHORTEST_REPLAY } },
  { label: 'Load', unit: 'req/s', range: rate },
];

export interface NumberStep {
  readonly kind: NumberKind;
  readonly values: readonly number[];
}

export interface ComposeStep {
  readonly kind: ComposeKind;
  readonly load: Load;
}

export type Step = NumberStep | ComposeStep;

/** A base, and what is done to it in this order. */
export interface Load {
  /** A generator's id, an import's, `flat:seconds,rate`, or on the command line a file's name. */
  readonly base: string;
  readonly steps: readonly Step[];
}

/** Every kind of step, in the order of a list. */
export const stepKinds: Readonly<Record<StepKind, Kind>> = { ...numberKinds, ...composeKinds };

export const isCompose = (step: Step): step is ComposeStep => step.kind === 'plus' || step.kind === 'then';
