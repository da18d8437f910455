/** A lesson as it is played: what the lab is set to at a step, which option is right, and texts with their figures. */
import type { Facts } from './facts.ts';
import { figureWords, valueOf, type Figure } from './figures.ts';
import type { Lesson, Right, Scene, Step } from './lesson.ts';

/** One scene after another: what the later leaves out stays. */
export function after(one: Scene, other: Scene | undefined): Scene {
  if (!other) return one;
  return { ...one, ...other, set: { ...one.set, ...other.set }, asks: { ...one.asks, ...other.asks } };
}

/** What a step leaves behind: the outcome of a prediction, a goal met as “Show me” meets it. */
function leaves(step: Step): Scene | undefined {
  if (step.kind === 'predict' || step.kind === 'draw') return step.outcome;
  return step.kind === 'do' ? step.solution : undefined;
}

/** The lab at step `k` for whoever comes there at once: as if all before had been done. */
export function sceneAt(lesson: Lesson, k: number): Scene {
  let scene = lesson.scene;
  for (let i = 0; i < k; i++) scene = after(after(scene, lesson.steps[i]!.scene), leaves(lesson.steps[i]!));
  return after(scene, lesson.steps[k]?.scene);
}

/** What a step names of earlier steps: `step.figure`. */
function keptOf(step: Step): readonly string[] {
  const names: string[] = [];
  JSON.stringify(step, (_key, value: unknown) => {
    const figure = value as Figure | null | undefined;
    if (typeof figure === 'object' && figure?.of === 'kept') names.push(`${figure.step}.${figure.figure}`);
    return value;
  });
  return names;
}

/** The figures of a step that later steps name. */
export function keptLater(lesson: Lesson, step: Step): readonly string[] {
  const all = new Set(lesson.steps.flatMap(keptOf));
  return Object.keys(step.figures ?? {}).filter((name) => all.has(`${step.id}.${name}`));
}

/** The step at which whoever wants step `k` begins: an earlier one, where `k` names figures of it that are not there. */
export function beginningOf(lesson: Lesson, k: number, kept: Facts['kept']): number {
  const missing = keptOf(lesson.steps[k]!).filter((name) => !(name in kept));
  const at = missing.map((name) => lesson.steps.findIndex(({ id }) => name.startsWith(`${id}.`)));
  return at.length === 0 ? k : beginningOf(lesson, Math.min(...at), kept);
}

/** The right option; undefined while its figures are not known. */
export function rightOption(right: Right, facts: Facts): string | undefined {
  if (right.by === 'band') {
    const value = valueOf(right.figure, facts);
    if (value === undefined || Number.isNaN(value)) return undefined;
    return right.bands.find(({ below }) => below === undefined || value < below)?.option;
  }
  const sign = right.by === 'most' ? 1 : -1;
  let best: string | undefined;
  let bestValue = -Infinity;
  for (const [option, figure] of Object.entries(right.figures)) {
    const value = valueOf(figure, facts);
    if (value === undefined || Number.isNaN(value)) return undefined;
    if (sign * value > bestValue) [best, bestValue] = [option, sign * value];
  }
  return best;
}

/** All figures of a step now. */
export function figuresOf(
  figures: Readonly<Record<string, Figure>> | undefined,
  facts: Facts,
): Readonly<Record<string, number>> {
  const known = Object.entries(figures ?? {}).flatMap(([name, figure]) => {
    const value = valueOf(figure, facts);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}

/** A piece of a text: plain, a figure, or a word of the glossary. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'figure'; readonly name: string; readonly text: string }
  | { readonly kind: 'term'; readonly id: string; readonly text: string };

/** A text in pieces, its {figures} written with `values`. */
export function pieces(
  text: string,
  figures: Readonly<Record<string, Figure>> | undefined,
  values: Readonly<Record<string, number>>,
): readonly Piece[] {
  return text
    .split(/(\{\w+\}|\[\[[^\]]+\]\])/)
    .filter((piece) => piece !== '')
    .map((piece): Piece => {
      const name = /^\{(\w+)\}$/.exec(piece)?.[1];
      if (name !== undefined) {
        const figure = figures?.[name];
        if (!figure) throw new Error(`The text names {${name}}, and its step has no such figure`);
        return { kind: 'figure', name, text: figureWords(figure, values[name]) };
      }
      const [, id, words] = /^\[\[([\w-]+)(?:\|([^\]]+))?\]\]$/.exec(piece) ?? [];
      return id === undefined ? { kind: 'text', text: piece } : { kind: 'term', id, text: words ?? id };
    });
}
