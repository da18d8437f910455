/**
 * What is wrong with a draft, in words, at the place where it stands. The rules are the model's own: the bounds of numbers,
 * what a name and a profile may be. Where nothing is wrong here `pipelineFrom` takes the draft (checks.test.ts holds it).
 */
import {
  figureOf,
  jsonOf,
  latencyJson,
  UNITS,
  type Draft,
  type DraftBatch,
  type DraftStage,
  type DraftVariant,
} from './texts.ts';
import { numberSchema } from '../../../model/boundedSchema.ts';
import { BOUNDS, MOST_MEASURED, MOST_STAGES, MOST_VARIANTS } from '../../../model/bounds.ts';
import { checked } from '../../../model/checked.ts';
import { DAY, LONGEST_METRIC, LONGEST_PHRASE, pipelineFrom } from '../../../model/parse.ts';
import type { Limits, Pipeline } from '../../../model/pipeline.ts';
import { profileFrom } from '../../../model/profile.ts';
import { figure, type Range } from '../../../model/range.ts';
import { refused, type Result } from '../../../model/result.ts';
import { noteComplaint, textComplaint } from '../../../model/text.ts';
import { plural } from '../../format.ts';

/** Sentences by place: `name`, `12.accuracy` of what has the key 12, `12.` of all of it. */
export type Troubles = ReadonlyMap<string, string>;

/** The place of a box, of the draft itself or of what has that key. */
export const placeOf = (field: string, key?: number): string =>
  key === undefined ? field : `${String(key)}.${field}`;

const it = (complaint: string | undefined): string => (complaint === undefined ? '' : `It ${complaint}.`);

/** A figure as `range` has it; an empty one is missing unless it is optional. */
function figureTrouble(
  text: string,
  range: Range,
  units: (typeof UNITS)[keyof typeof UNITS] = UNITS.none,
  optional = false,
): string {
  const value = figureOf(text, units);
  if (value === undefined) return optional ? '' : 'Not given yet.';
  const read = checked(numberSchema(range), value);
  return read.ok ? '' : it(read.issue.message);
}

function nameTroubleOf(name: string, others: readonly string[], what: string): string {
  if (name.trim() === '') return 'It needs a name.';
  const complaint = it(textComplaint(name.trim()));
  if (complaint !== '') return complaint;
  return others.filter((other) => other.trim() === name.trim()).length > 1
    ? `Another ${what} has this name.`
    : '';
}

/** The objective's own rule, with its hint at milliseconds. */
function slaTrouble(sla: string): string {
  const value = figureOf(sla, UNITS.seconds);
  if (value === undefined) return 'Not given yet.';
  const latency = { '1': 1 };
  const stages = [{ name: 's', variants: [{ name: 'v', accuracy: 1, cores: 1, latency }] }];
  const read = pipelineFrom({ name: 'p', slaSeconds: value, stages }, '', {
    maxReplicas: 1,
    maxBatch: 1,
    maxCores: 1,
  });
  return read.ok ? '' : read.message.replace(/^: slaSeconds/, 'It');
}

class Finds {
  readonly all = new Map<string, string>();

  add(place: string, sentence: string): void {
    if (sentence !== '' && !this.all.has(place)) this.all.set(place, sentence);
  }
}

function ofBatches({ key, batches, upTo, ...variant }: DraftVariant, finds: Finds): void {
  const count = finds.all.size;
  for (const { key: row, batch, seconds } of batches) {
    finds.add(placeOf('batch', row), batchTrouble(batch, batches));
    finds.add(placeOf('seconds', row), figureTrouble(seconds, BOUNDS.batchSeconds, UNITS.seconds));
  }
  if (upTo !== '' && !batches.some(({ batch }) => figureOf(batch) === figureOf(upTo)))
    finds.add(placeOf('upTo', key), 'It must be one of the batches.');
  if (finds.all.size > count) return;
  const read = profileFrom(latencyJson({ key, batches, upTo, ...variant }));
  if (!read.ok) finds.add(placeOf('latency', key), `The latencies ${read.message.replace(/\.$/, '')}.`);
  else if (batches.length > MOST_MEASURED)
    finds.add(placeOf('latency', key), `The latencies must be of at most ${figure(MOST_MEASURED)} batches.`);
}

function batchTrouble(batch: string, batches: readonly DraftBatch[]): string {
  const trouble = figureTrouble(batch, BOUNDS.measuredBatch);
  if (trouble !== '') return trouble;
  return batches.filter((row) => figureOf(row.batch) === figureOf(batch)).length > 1
    ? 'This batch is there twice.'
    : '';
}

function ofProvenance({ key, provenance }: DraftVariant, finds: Finds): void {
  for (const field of ['source', 'hardware'] as const)
    if (provenance[field].trim() !== '')
      finds.add(placeOf(field, key), it(textComplaint(provenance[field].trim(), LONGEST_PHRASE)));
  finds.add(
    placeOf('quantile', key),
    figureTrouble(provenance.quantile, BOUNDS.measuredQuantile, UNITS.none, true),
  );
  finds.add(placeOf('samples', key), figureTrouble(provenance.samples, BOUNDS.samples, UNITS.none, true));
  const date = provenance.date.trim();
  if (date !== '' && !DAY.test(date)) finds.add(placeOf('date', key), 'It must be a day, like 2026-11-28.');
}

function ofVariant(variant: DraftVariant, { variants }: DraftStage, limits: Limits, finds: Finds): void {
  const { key } = variant;
  const names = variants.map(({ name }) => name);
  finds.add(placeOf('name', key), nameTroubleOf(variant.name, names, 'variant of this stage'));
  finds.add(placeOf('accuracy', key), figureTrouble(variant.accuracy, BOUNDS.accuracy, UNITS.accuracy));
  finds.add(placeOf('cores', key), figureTrouble(variant.cores, BOUNDS.variantCores, UNITS.cores));
  const cores = figureOf(variant.cores, UNITS.cores);
  if (typeof cores === 'number' && cores > limits.maxCores)
    finds.add(
      placeOf('cores', key),
      `One replica needs more than the device’s ${plural(limits.maxCores, 'core')}.`,
    );
  finds.add(
    placeOf('startup', key),
    figureTrouble(variant.startup, BOUNDS.startupSeconds, UNITS.seconds, true),
  );
  finds.add(placeOf('memory', key), figureTrouble(variant.memory, BOUNDS.memoryMb, UNITS.memory, true));
  ofBatches(variant, finds);
  ofProvenance(variant, finds);
}

/** Every fault of the draft; `limits` are those in force. */
export function troublesOf(draft: Draft, limits: Limits): Troubles {
  const finds = new Finds();
  finds.add('name', nameTroubleOf(draft.name, [], 'pipeline'));
  finds.add('sla', slaTrouble(draft.sla));
  finds.add('source', it(noteComplaint(draft.source.trim())));
  const { stages } = draft;
  if (stages.length === 0) finds.add('stages', 'A pipeline has at least one stage.');
  if (stages.length > MOST_STAGES)
    finds.add('stages', `A pipeline has at most ${figure(MOST_STAGES)} stages.`);
  const names = stages.map(({ name }) => name);
  for (const stage of stages) {
    const { key, name, metric, variants } = stage;
    finds.add(placeOf('name', key), nameTroubleOf(name, names, 'stage'));
    finds.add(placeOf('metric', key), it(noteComplaint(metric.trim(), LONGEST_METRIC)));
    if (variants.length === 0) finds.add(placeOf('variants', key), 'A stage has at least one variant.');
    if (variants.length > MOST_VARIANTS)
      finds.add(placeOf('variants', key), `A stage has at most ${figure(MOST_VARIANTS)} variants.`);
    for (const variant of variants) ofVariant(variant, stage, limits, finds);
  }
  return finds.all;
}

/** The pipeline that the draft says, as the import would take it; refused in a sentence where it is none yet. */
export function pipelineOf(draft: Draft, limits: Limits, troubles: Troubles, id?: string): Result<Pipeline> {
  if (troubles.size > 0) return refused([...troubles.values()][0]!);
  const read = pipelineFrom(jsonOf(draft, id), '', limits);
  return read.ok ? read : refused(read.message.replace(/^: /, ''));
}

/** How many faults what has that key has, in all of its boxes. */
export function troublesWithin(troubles: Troubles, keys: readonly number[]): number {
  return [...troubles.keys()].filter((place) => keys.some((key) => place.startsWith(`${String(key)}.`)))
    .length;
}
