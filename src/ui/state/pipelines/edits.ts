/** What a visitor does to a draft, each a pure function of the draft before it. */
import { enteredByHand } from './byHand.ts';
import {
  blankStage,
  blankVariant,
  Keys,
  stageTexts,
  variantTexts,
  type Draft,
  type DraftBatch,
  type DraftStage,
  type DraftVariant,
  type ProvenanceField,
} from './texts.ts';
import { freeName } from '../intake/intakeNames.ts';
import type { AssumedFigure, Stage, Variant } from '../../../model/pipeline.ts';

/** Boxes of a variant. */
export type VariantField = 'name' | 'accuracy' | 'cores' | 'startup' | 'memory';

/** Stages, variants and batches are named by their keys; places count from 0. */
export type Edit =
  | { readonly do: 'set'; readonly field: 'name' | 'sla' | 'source'; readonly text: string }
  | {
      readonly do: 'setStage';
      readonly stage: number;
      readonly field: 'name' | 'metric';
      readonly text: string;
    }
  | {
      readonly do: 'setVariant';
      readonly variant: number;
      readonly field: VariantField;
      readonly text: string;
    }
  | {
      readonly do: 'setBatch';
      readonly variant: number;
      readonly row: number;
      readonly field: 'batch' | 'seconds';
      readonly text: string;
    }
  | { readonly do: 'setUpTo'; readonly variant: number; readonly text: string }
  | {
      readonly do: 'setProvenance';
      readonly variant: number;
      readonly field: ProvenanceField;
      readonly text: string;
    }
  | { readonly do: 'assume'; readonly variant: number; readonly figure: AssumedFigure; readonly on: boolean }
  | { readonly do: 'addBatch'; readonly variant: number }
  | { readonly do: 'removeBatch'; readonly variant: number; readonly row: number }
  | { readonly do: 'addStage'; readonly stage?: Stage }
  | { readonly do: 'duplicateStage' | 'removeStage'; readonly stage: number }
  | { readonly do: 'moveStage'; readonly stage: number; readonly to: number }
  | { readonly do: 'addVariant'; readonly stage: number; readonly variant?: Variant }
  | { readonly do: 'duplicateVariant' | 'removeVariant'; readonly variant: number }
  | { readonly do: 'moveVariant'; readonly variant: number; readonly to: number };

/** Which figure a box of a variant holds. */
const FIGURE_OF: Readonly<Record<Exclude<VariantField, 'name'>, AssumedFigure>> = {
  accuracy: 'accuracy',
  cores: 'cores',
  startup: 'startupSeconds',
  memory: 'memoryMb',
};

/** The draft after `edit`; the same draft where it names nothing that is there. */
export function edited(draft: Draft, edit: Edit): Draft {
  const keys = new Keys(draft.next);
  const stages = inStages(draft, edit, keys);
  const set = edit.do === 'set' && draft[edit.field] !== edit.text ? { [edit.field]: edit.text } : {};
  if (stages === draft.stages && Object.keys(set).length === 0) return draft;
  return { ...draft, ...set, stages, next: keys.next };
}

function inStages({ stages }: Draft, edit: Edit, keys: Keys): readonly DraftStage[] {
  const named = (name: string): string =>
    freeName(
      name,
      stages.map((stage) => stage.name),
    );
  switch (edit.do) {
    case 'set':
      return stages;
    case 'addStage':
      return [
        ...stages,
        edit.stage
          ? stageTexts({ ...edit.stage, name: named(edit.stage.name) }, keys)
          : blankStage(named('stage'), keys),
      ];
    case 'setStage':
      return changed(stages, edit.stage, (stage) => withText(stage, edit.field, edit.text));
    case 'duplicateStage':
      return beside(stages, edit.stage, (stage) => copiedStage({ ...stage, name: named(stage.name) }, keys));
    case 'removeStage':
      return without(stages, edit.stage);
    case 'moveStage':
      return moved(stages, edit.stage, edit.to);
    case 'addVariant':
      return changed(stages, edit.stage, (stage) => {
        const taken = stage.variants.map(({ name }) => name);
        const made = edit.variant
          ? variantTexts({ ...edit.variant, name: freeName(edit.variant.name, taken) }, keys)
          : blankVariant(freeName('variant', taken), keys);
        return { ...stage, variants: [...stage.variants, made] };
      });
    default:
      return ofVariant(stages, edit.variant, (variants) => inVariants(variants, edit, keys));
  }
}

type OfVariant = Extract<Edit, { readonly variant: number }>;

function inVariants(variants: readonly DraftVariant[], edit: OfVariant, keys: Keys): readonly DraftVariant[] {
  switch (edit.do) {
    case 'duplicateVariant':
      return beside(variants, edit.variant, (variant) => ({
        ...copiedVariant(variant, keys),
        name: freeName(
          variant.name,
          variants.map(({ name }) => name),
        ),
      }));
    case 'removeVariant':
      return without(variants, edit.variant);
    case 'moveVariant':
      return moved(variants, edit.variant, edit.to);
    default:
      return changed(variants, edit.variant, (variant) => inVariant(variant, edit, keys));
  }
}

function inVariant(variant: DraftVariant, edit: OfVariant, keys: Keys): DraftVariant {
  switch (edit.do) {
    case 'setVariant': {
      const next = withText(variant, edit.field, edit.text);
      if (next === variant || edit.field === 'name') return next;
      return { ...next, provenance: enteredByHand(variant.provenance, FIGURE_OF[edit.field]) };
    }
    case 'setBatch': {
      const batches = changed(variant.batches, edit.row, (row) => {
        const next = withText(row, edit.field, edit.text);
        if (next === row) return row;
        const { spread: _, ...plain } = next;
        return plain;
      });
      return withBatches(variant, batches);
    }
    case 'addBatch': {
      const last = Number(variant.batches.at(-1)?.batch ?? 0);
      const batch = last >= 1 ? String(2 * last) : variant.batches.length === 0 ? '1' : '';
      return withBatches(variant, [...variant.batches, { key: keys.take(), batch, seconds: '' }]);
    }
    case 'removeBatch':
      return withBatches(variant, without(variant.batches, edit.row));
    case 'setUpTo':
      return withText(variant, 'upTo', edit.text);
    case 'setProvenance': {
      const provenance = withText(variant.provenance, edit.field, edit.text);
      return provenance === variant.provenance ? variant : { ...variant, provenance };
    }
    case 'assume': {
      const { assumed } = variant.provenance;
      if (assumed.includes(edit.figure) === edit.on) return variant;
      const next = edit.on ? [...assumed, edit.figure] : assumed.filter((one) => one !== edit.figure);
      return { ...variant, provenance: { ...variant.provenance, assumed: next } };
    }
    default:
      return variant;
  }
}

/** Other points have another line, and are the visitor's. */
function withBatches(variant: DraftVariant, batches: readonly DraftBatch[]): DraftVariant {
  if (batches === variant.batches) return variant;
  const upTo = batches.some(({ batch }) => batch === variant.upTo) ? variant.upTo : '';
  return {
    ...variant,
    ...{ batches, upTo, line: undefined },
    provenance: enteredByHand(variant.provenance, 'latency'),
  };
}

function copiedVariant(variant: DraftVariant, keys: Keys): DraftVariant {
  const batches = variant.batches.map((row) => ({ ...row, key: keys.take() }));
  return { ...variant, key: keys.take(), batches };
}

function copiedStage(stage: DraftStage, keys: Keys): DraftStage {
  const variants = stage.variants.map((variant) => copiedVariant(variant, keys));
  return { ...stage, key: keys.take(), variants };
}

interface Keyed {
  readonly key: number;
}

function withText<T, K extends keyof T>(thing: T, field: K, text: T[K]): T {
  return thing[field] === text ? thing : { ...thing, [field]: text };
}

/** The list with one of it replaced; the same list where that stays as it is. */
function changed<T extends Keyed>(list: readonly T[], key: number, change: (one: T) => T): readonly T[] {
  const at = list.findIndex((one) => one.key === key);
  const one = list[at];
  const next = one && change(one);
  return !next || next === one ? list : list.with(at, next);
}

/** `variants` of the stage that has that one are changed. */
function ofVariant(
  stages: readonly DraftStage[],
  variant: number,
  change: (variants: readonly DraftVariant[]) => readonly DraftVariant[],
): readonly DraftStage[] {
  const stage = stages.find(({ variants }) => variants.some(({ key }) => key === variant));
  if (!stage) return stages;
  return changed(stages, stage.key, (one) => {
    const variants = change(one.variants);
    return variants === one.variants ? one : { ...one, variants };
  });
}

function beside<T extends Keyed>(list: readonly T[], key: number, copy: (one: T) => T): readonly T[] {
  const at = list.findIndex((one) => one.key === key);
  return at < 0 ? list : list.toSpliced(at + 1, 0, copy(list[at]!));
}

function without<T extends Keyed>(list: readonly T[], key: number): readonly T[] {
  const left = list.filter((one) => one.key !== key);
  return left.length === list.length ? list : left;
}

/** To a place of the list, the nearest that there is. */
function moved<T extends Keyed>(list: readonly T[], key: number, to: number): readonly T[] {
  const at = list.findIndex((one) => one.key === key);
  const place = Math.min(list.length - 1, Math.max(0, to));
  if (at < 0 || at === place) return list;
  return list.toSpliced(at, 1).toSpliced(place, 0, list[at]!);
}
