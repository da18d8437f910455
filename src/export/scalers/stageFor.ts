/** Which stage an autoscaler drives, by the names there are for it. */
import type { FoundScaler } from './found.ts';
import { keptStageOf } from './kept.ts';
import { dnsLabelOf, LONGEST_STAGE } from '../cluster/names.ts';
import { shown } from '../intake/unreadable.ts';
import { presetStage } from '../../model/presets/ipaNames.ts';
import { shownStage } from '../../model/presets/shownNames.ts';

export interface Driven {
  /** 0-based. */
  readonly n: number;
  /** The name of the target, where it is not the stage's own: then the stage was taken by likeness. */
  readonly likeness?: string;
  /** Only after parts of the target's name were dropped: whoever names the stage itself goes before. */
  readonly loose: boolean;
}

/** As Kubernetes writes names, so that case and spaces do not matter. */
const label = (name: string): string => dnsLabelOf(name, 'stage', LONGEST_STAGE);

/** The stage's own name, IPA's for the presets', or the one that the page shows. */
const CALLED: readonly ((name: string, target: string) => boolean)[] = [
  (name, target) => label(name) === label(target),
  (name, target) => label(presetStage(name)) === label(presetStage(target)),
  (name, target) => label(shownStage(name)) === label(target),
];

/** What platforms append: parts of a service, revisions, and hashes in Kubernetes' alphabet without vowels or in hexadecimal. */
const ENDS =
  /-(?:predictor|transformer|default|deployment|\d+|[bcdfghjklmnpqrstvwxz2456789]{8,10}|(?=[a-f]*\d)[0-9a-f]{6,10})$/i;
const MOST_ENDS = 6;

/** What is left of a name when such ends are dropped one by one. */
function shortened(name: string): readonly string[] {
  const found: string[] = [];
  let rest = name;
  for (let i = 0; i < MOST_ENDS && ENDS.test(rest); i++) {
    rest = rest.replace(ENDS, '');
    found.push(rest);
  }
  return found;
}

/** By the scaler's own annotation or by the name of its target; undefined where it names none of the stages. */
export function stageFor(scaler: FoundScaler, names: readonly string[]): Driven | undefined {
  const marked = keptStageOf(scaler);
  if (marked && (names.length === 0 || marked.of === names.length)) return { n: marked.n, loose: false };
  const ends = scaler.targets.flatMap(shortened);
  for (const [targets, loose] of [
    [scaler.targets, false],
    [ends, true],
  ] as const)
    for (const called of CALLED)
      for (const target of targets) {
        const n = names.findIndex((name) => called(name, target));
        if (n < 0) continue;
        const alike = loose || called === CALLED[2];
        return { n, loose, ...(alike ? { likeness: scaler.targets[0]! } : {}) };
      }
  return undefined;
}

/** '"crop" (shown as Detect)'. */
export function stageInWords(name: string): string {
  const other = shownStage(name);
  return `${shown(name)}${other === name ? '' : ` (shown as ${other})`}`;
}

/** 'its stages are "crop" (shown as Detect), "b" and others'. */
export function stagesInWords(names: readonly string[]): string {
  const said = names.slice(0, 8).map(stageInWords).join(', ');
  return `its ${names.length === 1 ? 'only stage is' : 'stages are'} ${said}${names.length > 8 ? ' and others' : ''}`;
}
