import type { Stage, StageConfig } from '../../model/pipeline.ts';
import { shownStage } from '../../model/presets/shownNames.ts';

const models: Readonly<Record<string, string>> = {
  yolov5: 'YOLOv5',
  resnet: 'ResNet',
  's2t-': 'S2T',
  'opus-mt': 'Opus-MT',
};

/** A measured stage in plain words; a stage of the visitor's own keeps its name. */
export function stageName(stage: Stage): string {
  return shownStage(stage.name);
}

/** Characters about twice as wide as a letter: emoji, East Asian, and ligatures of whole phrases. */
const WIDE =
  /[\p{Extended_Pictographic}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufdf0-\ufdff\uff00-\uff60]/u;
/** Characters that take no room of their own. */
const NARROW = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;

/** Latin letters and signs that are broader than most, and figures and capitals, which are so a little. */
const BROAD = /[@MWmw%&—…œæŒÆ]/;
const CAPITAL = /[\p{Lu}\p{Nd}_+=<>~#$?]/u;

/** Room that a text takes, in letters. */
function lettersOf(text: string): number {
  let letters = 0;
  for (const c of text) letters += NARROW.test(c) ? 0 : WIDE.test(c) ? 2 : 1;
  return letters;
}

/** As `lettersOf`, never less than what the text takes where it is set in bold: what is given room by it is not cut off. */
export function boldLettersOf(text: string): number {
  let letters = 0;
  for (const c of text)
    letters += NARROW.test(c) ? 0 : WIDE.test(c) ? 2.2 : BROAD.test(c) ? 1.65 : CAPITAL.test(c) ? 1.2 : 1.05;
  return letters;
}

/**
 * A name where there is room for so many letters: both ends stay, for what tells names apart may stand at either. `size`
 * says how many letters a text takes.
 */
export function cutName(name: string, letters: number, size = lettersOf): string {
  if (size(name) <= letters) return name;
  const all = Array.from(name);
  const head: string[] = [];
  const tail: string[] = [];
  for (let room = Math.max(2, letters - 1); all.length > 0;) {
    const c = (head.length <= tail.length ? all.shift() : all.pop())!;
    room -= size(c);
    if (room < 0) break;
    if (head.length <= tail.length) head.push(c);
    else tail.unshift(c);
  }
  return `${head.join('')}…${tail.join('')}`;
}

export interface VariantNames {
  /** What all variants of the stage share, written once; '' where they share nothing. */
  readonly family: string;
  /** The rest, one per variant: "n", "s", "m". */
  readonly labels: readonly string[];
}

/** Splits the variants' names into the family and what tells them apart. */
export function variantNames(stage: Stage): VariantNames {
  const names = stage.variants.map((variant) => variant.name);
  const first = names[0] ?? '';
  if (names.length < 2) return { family: '', labels: names };
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length++;
  // Never split a number or a word that merely begins alike ("xlm-roberta" and "xlm-r").
  while (
    length > 0 &&
    /[a-z]/i.test(first[length - 1]!) &&
    names.some((name) => /[a-z]/i.test(name[length] ?? '') && name.length - length > 1)
  )
    length--;
  while (length > 0 && /\d/.test(first[length - 1]!) && names.some((name) => /\d/.test(name[length] ?? '')))
    length--;
  if (length < 3) return { family: '', labels: names };
  const prefix = first.slice(0, length);
  return {
    family: models[prefix] ?? prefix.replace(/[-_. ]+$/, ''),
    labels: names.map((name) => name.slice(length).replace(/^[-_. ]+/, '') || 'base'),
  };
}

/** "YOLOv5 m". */
export function variantName({ family, labels }: VariantNames, variant: number): string {
  return [family, labels[variant] ?? ''].filter((part) => part !== '').join(' ');
}

/** "n × 2, by 4"; the batch is left out where requests go one by one. Of a stage with one variant, its name. The variant takes `letters` at most. */
export function settingWords(
  stage: Stage,
  { variant, replicas, batch }: StageConfig,
  letters = Infinity,
): string {
  return `${cutName(variantNames(stage).labels[variant] ?? '', letters)} ×\u2009${String(replicas)}${batch > 1 ? `, by ${String(batch)}` : ''}`;
}
