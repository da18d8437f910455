/**
 * A pipeline while it is edited: every figure as the text that stands in its box, which may be wrong or empty. Plain and
 * immutable; each stage, variant and batch has a key of its own, which stays when it moves.
 */
import {
  ASSUMABLE,
  type Pipeline,
  type Provenance,
  type Stage,
  type Variant,
} from '../../../model/pipeline.ts';
import { profileFrom } from '../../../model/profile.ts';

/** Texts of a provenance. */
export const PROVENANCE_FIELDS = ['source', 'hardware', 'quantile', 'samples', 'date'] as const;
export type ProvenanceField = (typeof PROVENANCE_FIELDS)[number];

export interface DraftProvenance extends Readonly<Record<ProvenanceField, string>> {
  readonly assumed: NonNullable<Provenance['assumed']>;
}

/** One measured batch. */
export interface DraftBatch {
  readonly key: number;
  readonly batch: string;
  readonly seconds: string;
  /** Lowest and highest seconds as they were measured, of one that nobody has changed since. */
  readonly spread?: readonly [number, number];
}

export interface DraftVariant {
  readonly key: number;
  readonly name: string;
  readonly accuracy: string;
  readonly cores: string;
  readonly startup: string;
  readonly memory: string;
  readonly batches: readonly DraftBatch[];
  /** Largest batch at which the measured points hold; '' is the largest there is. */
  readonly upTo: string;
  /** As it came; undefined where it is to be fitted. */
  readonly line: { readonly slope: number; readonly intercept: number } | undefined;
  readonly provenance: DraftProvenance;
}

export interface DraftStage {
  readonly key: number;
  readonly name: string;
  readonly metric: string;
  readonly variants: readonly DraftVariant[];
}

export interface Draft {
  /** Keys from here on are free. */
  readonly next: number;
  readonly name: string;
  /** Latency objective, seconds. */
  readonly sla: string;
  readonly source: string;
  readonly deployed: Pipeline['deployed'];
  readonly stages: readonly DraftStage[];
}

export const BY_HAND = 'entered by hand';
/** Of a pipeline of which nobody says where it comes from. */
const PUT_TOGETHER = 'Put together in the lab.';

export const noProvenance: DraftProvenance = {
  ...{ source: '', hardware: '', quantile: '', samples: '', date: '' },
  assumed: [],
};

/** Gives keys one after the other. */
export class Keys {
  next: number;

  constructor(next = 0) {
    this.next = next;
  }

  take(): number {
    return this.next++;
  }
}

const said = (value: number | undefined): string => (value === undefined ? '' : String(value));

function provenanceTexts({
  source,
  hardware,
  quantile,
  samples,
  date,
  assumed,
}: Provenance): DraftProvenance {
  return {
    ...{
      source,
      hardware: hardware ?? '',
      quantile: said(quantile),
      samples: said(samples),
      date: date ?? '',
    },
    assumed: assumed ?? [],
  };
}

export function variantTexts(variant: Variant, keys: Keys): DraftVariant {
  const { latency, provenance } = variant;
  const last = latency.batches.at(-1);
  return {
    key: keys.take(),
    name: variant.name,
    accuracy: said(variant.accuracy),
    cores: said(variant.cores),
    startup: said(variant.startupSeconds),
    memory: said(variant.memoryMb),
    batches: latency.batches.map((batch, i) => ({
      ...{ key: keys.take(), batch: said(batch), seconds: said(latency.seconds[i]) },
      ...(latency.spread?.[i] && { spread: latency.spread[i] }),
    })),
    upTo: latency.measuredUpTo === last ? '' : said(latency.measuredUpTo),
    line: latency.line,
    provenance: provenance ? provenanceTexts(provenance) : noProvenance,
  };
}

/** One that nobody has measured: its figures are empty. */
export function blankVariant(name: string, keys: Keys): DraftVariant {
  const row = { key: keys.take(), batch: '1', seconds: '' };
  return {
    ...{ key: keys.take(), name, accuracy: '', cores: '', startup: '', memory: '', batches: [row], upTo: '' },
    line: undefined,
    provenance: { ...noProvenance, source: BY_HAND },
  };
}

export function blankStage(name: string, keys: Keys): DraftStage {
  const variants = [blankVariant('a', keys)];
  return { key: keys.take(), name, metric: '', variants };
}

export function stageTexts({ name, metric, variants }: Stage, keys: Keys): DraftStage {
  const texts = variants.map((variant) => variantTexts(variant, keys));
  return { key: keys.take(), name, metric, variants: texts };
}

export function blankDraft(): Draft {
  const keys = new Keys();
  const stages = [blankStage('first', keys)];
  return { next: keys.next, name: 'My pipeline', sla: '', source: '', deployed: undefined, stages };
}

export function draftOf(pipeline: Pipeline): Draft {
  const keys = new Keys();
  const stages = pipeline.stages.map((stage) => stageTexts(stage, keys));
  const { name, source, deployed } = pipeline;
  return { next: keys.next, name, sla: said(pipeline.slaSeconds), source, deployed, stages };
}

type Units = Readonly<Record<string, `e${number}` | number>>;

/** What may stand behind a figure: a power of ten, exactly, or a factor. */
export const UNITS = {
  seconds: { s: 'e0', ms: 'e-3', us: 'e-6', µs: 'e-6' },
  accuracy: { '%': 'e-2' },
  cores: { m: 'e-3', core: 'e0', cores: 'e0' },
  memory: { mib: 1, mi: 1, gib: 1024, gi: 1024, mb: 1e6 / 2 ** 20, gb: 1e9 / 2 ** 20 },
  none: {},
} as const satisfies Readonly<Record<string, Units>>;

const FIGURE = /^([-+−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(\D*)$/i;

/** The number that a text means: 0.09, "90 ms", "250m"; the text itself where it is none, undefined where it is empty. */
export function figureOf(text: string, units: Units = UNITS.none): number | string | undefined {
  const plain = text.trim();
  if (plain === '') return undefined;
  const [, digits, unit = ''] = FIGURE.exec(plain) ?? [];
  if (digits === undefined) return plain;
  const number = digits.replace('−', '-');
  if (unit === '') return Number(number);
  const by = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (by === undefined) return plain;
  if (typeof by === 'number') return Number(number) * by;
  return /e/i.test(number) ? Number(number) * Number(`1${by}`) : Number(`${number}${by}`);
}

/** Without what is empty. */
function filled(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function provenanceJson({
  provenance: { assumed: told, ...texts },
  startup,
}: DraftVariant): object | undefined {
  const { source, hardware, date } = texts;
  // The lab fills in what is left empty.
  const assumed = startup.trim() === '' ? [...told, 'startupSeconds'] : told;
  const fields = filled({
    ...{ source: source.trim(), hardware: hardware.trim(), quantile: figureOf(texts.quantile) },
    ...{ samples: figureOf(texts.samples), date: date.trim() },
    assumed: assumed.length > 0 ? ASSUMABLE.filter((figure) => assumed.includes(figure)) : undefined,
  });
  if (Object.keys(fields).length === 0) return undefined;
  return { ...fields, source: fields['source'] ?? BY_HAND };
}

/** Seconds by batch size where the lab is to fit the line, else a whole profile. Batches ascend. */
export function latencyJson({ batches, upTo, line }: DraftVariant): unknown {
  const rows = batches
    .map(({ batch, seconds, spread }) => ({
      batch: figureOf(batch),
      seconds: figureOf(seconds, UNITS.seconds),
      spread,
    }))
    .sort((a, b) => Number(a.batch) - Number(b.batch));
  const measured = Object.fromEntries(
    rows.map(({ batch, seconds }) => [String(batch ?? ''), seconds ?? null]),
  );
  const last = figureOf(upTo);
  const spreads = rows.some(({ spread }) => spread !== undefined);
  if (line === undefined && last === undefined && !spreads) return measured;
  const fitted = profileFrom(measured);
  // What is wrong with the batches is said of them.
  if (!fitted.ok) return measured;
  const whole = {
    ...{ batches: fitted.value.batches, seconds: fitted.value.seconds, line: line ?? fitted.value.line },
    measuredUpTo: last ?? fitted.value.measuredUpTo,
  };
  if (!spreads) return whole;
  return { ...whole, spread: rows.map(({ spread }, i) => spread ?? [whole.seconds[i], whole.seconds[i]]) };
}

function variantJson(variant: DraftVariant): object {
  return filled({
    name: variant.name.trim(),
    accuracy: figureOf(variant.accuracy, UNITS.accuracy),
    cores: figureOf(variant.cores, UNITS.cores),
    startupSeconds: figureOf(variant.startup, UNITS.seconds),
    latency: latencyJson(variant),
    memoryMb: figureOf(variant.memory, UNITS.memory),
    provenance: provenanceJson(variant),
  });
}

/** What the draft says in the lab's own format of pipelines, to be judged by `pipelineFrom`; `id` names it. */
export function jsonOf(draft: Draft, id?: string): object {
  return filled({
    id,
    name: draft.name.trim(),
    slaSeconds: figureOf(draft.sla, UNITS.seconds),
    source: draft.source.trim() || PUT_TOGETHER,
    deployed: draft.deployed,
    stages: draft.stages.map(({ name, metric, variants }) =>
      filled({ name: name.trim(), metric: metric.trim(), variants: variants.map(variantJson) }),
    ),
  });
}
