/** What the Pipelines view says of a draft. */
import { secondsWords } from './figures.ts';
import { coreWords, joined, plural } from '../../format.ts';
import { placeOf, type Troubles } from '../../state/pipelines/checks.ts';
import { figureOf, UNITS, type Draft, type DraftVariant } from '../../state/pipelines/texts.ts';
import { FIGURE_NAMES } from '../../../model/assumed.ts';
import { ASSUMABLE } from '../../../model/pipeline.ts';

/** A variant in a line: "0.457 · 1 core · 81 ms at batch 1"; what is not given yet is left out. */
export function variantWords({ accuracy, cores, batches }: DraftVariant): string {
  const [right, of, first] = [
    figureOf(accuracy, UNITS.accuracy),
    figureOf(cores, UNITS.cores),
    figureOf(batches.find(({ batch }) => figureOf(batch) === 1)?.seconds ?? '', UNITS.seconds),
  ];
  const said = [
    typeof right === 'number' ? `accuracy ${String(Number(right.toPrecision(3)))}` : '',
    typeof of === 'number' ? coreWords(of) : '',
    typeof first === 'number' ? secondsWords(first) : '',
  ].filter((one) => one !== '');
  return said.length === 0 ? 'no figures yet' : said.join(' · ');
}

/** "start-up assumed", "3 figures assumed"; '' where all were measured. */
export function assumedWords({ startup, provenance: { assumed } }: DraftVariant): string {
  const all = ASSUMABLE.filter(
    (figure) => assumed.includes(figure) || (figure === 'startupSeconds' && startup.trim() === ''),
  );
  if (all.length === 0) return '';
  return `${all.length < 3 ? joined(all.map((figure) => FIGURE_NAMES[figure])) : `${String(all.length)} figures`} assumed`;
}

/** "2 stages, 10 variants". */
export function sizeWords({ stages }: Draft): string {
  const variants = stages.reduce((sum, stage) => sum + stage.variants.length, 0);
  return `${plural(stages.length, 'stage')}, ${plural(variants, 'variant')}`;
}

/** Whether all that is wrong is that something is not given yet. */
export function onlyMissing(troubles: Troubles): boolean {
  return [...troubles.values()].every((sentence) => sentence === 'Not given yet.');
}

/** What stands at a box; an empty one shows by itself that it waits. */
export function wrongAt(troubles: Troubles, field: string, key?: number): string {
  const sentence = troubles.get(placeOf(field, key)) ?? '';
  return sentence === 'Not given yet.' ? '' : sentence;
}

const FIELDS: Readonly<Record<string, string>> = {
  sla: 'the latency objective',
  upTo: 'the batch up to which the points hold',
  startup: 'the start-up',
  metric: 'what the accuracy is',
  stages: 'the stages',
  variants: 'the variants',
  latency: 'the latencies',
  batch: 'a batch size',
  seconds: 'the seconds of a batch',
};

export interface Fault {
  /** "the accuracy of yolov5n". */
  readonly where: string;
  readonly sentence: string;
  /** The variant that has it, by its key. */
  readonly variant: number | undefined;
  /** Id of the box. */
  readonly box: string;
}

/** The first thing that is wrong, and where it stands; undefined where nothing is. */
export function firstFault({ stages }: Draft, troubles: Troubles): Fault | undefined {
  const [first] = troubles;
  if (!first) return undefined;
  const [place, sentence] = first;
  const [, key, field = place] = /^(\d+)\.(\w+)$/.exec(place) ?? [];
  const what = FIELDS[field] ?? `the ${field}`;
  if (key === undefined)
    return { where: `${what} of the pipeline`, sentence, variant: undefined, box: `pipeline-${field}` };
  for (const stage of stages) {
    if (String(stage.key) === key)
      return {
        where: `${what} of stage ${stage.name}`,
        sentence,
        variant: undefined,
        box: `stage-${key}-${field}`,
      };
    const of = ({ name }: DraftVariant): string => `${what} of ${name.trim() || 'a variant'} (${stage.name})`;
    for (const variant of stage.variants) {
      if (String(variant.key) === key)
        return { where: of(variant), sentence, variant: variant.key, box: `variant-${field}` };
      if (variant.batches.some((row) => String(row.key) === key))
        return { where: of(variant), sentence, variant: variant.key, box: `batch-${key}-${field}` };
    }
  }
  return undefined;
}

/** What the view found, its headline. */
export function headlineOf(draft: Draft, troubles: Troubles, refusal: string | undefined): string {
  const name = draft.name.trim() || 'The pipeline';
  if (troubles.size === 0 && refusal === undefined) return `${name}: ${sizeWords(draft)}, ready to run.`;
  if (troubles.size === 0) return `${name} cannot run yet.`;
  return onlyMissing(troubles)
    ? `${name} waits for ${plural(troubles.size, 'figure')}.`
    : `${name} has ${plural(troubles.size, 'thing')} to correct or fill in.`;
}

/** A sentence as it goes on behind a colon. */
export function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
