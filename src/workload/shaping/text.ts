/**
 * A load as text: `fluctuating~x1.5~burst:600,40,30,300,600`. The base, then each step behind a `~`; loads within loads
 * stand in parentheses: `fluctuating~plus:(bursty~x0.5)`.
 */
import { flatComplaint, rounded, stepComplaint } from './check.ts';
import { FLAT, LONGEST_LOAD, STEP } from './shaped.ts';
import { composeKinds, DEEPEST, isCompose, MOST_STEPS, numberKinds, stepKinds } from './steps.ts';
import type { ComposeKind, Load, NumberKind, Step } from './steps.ts';
import { nearest } from '../../model/near.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { shortened } from '../../model/text.ts';

/** Last number of a noise unless another is said. */
const FIRST_DRAW = 0;

export function loadText({ base, steps }: Load): string {
  return [base, ...steps.map(stepText)].join(STEP);
}

/** One step, without the mark before it. */
export function stepText(step: Step): string {
  if (isCompose(step)) return `${step.kind}:(${loadText(step.load)})`;
  const { kind, values } = step;
  if (kind === 'x') return `x${String(values[0])}`;
  const said = kind === 'noise' && values[1] === FIRST_DRAW ? values.slice(0, 1) : values;
  return `${kind}:${said.join()}`;
}

/** The load that a text says, its numbers to the thousandth; refused in a sentence. Whether its base is there is not asked. */
export function parseLoad(text: string): Result<Load> {
  const plain = text.trim();
  if (plain.length > LONGEST_LOAD)
    return refused(
      `A load's text has at most ${figure(LONGEST_LOAD)} characters; ${figure(plain.length)} were given.`,
    );
  const load = parsed(plain, 0);
  if (!load.ok) return load;
  const steps = stepsIn(load.value);
  return steps > MOST_STEPS
    ? refused(`A load takes at most ${figure(MOST_STEPS)} steps; ${figure(steps)} were given.`)
    : load;
}

/** With those of loads within it. */
export function stepsIn({ steps }: Load): number {
  return steps.reduce((sum, step) => sum + 1 + (isCompose(step) ? stepsIn(step.load) : 0), 0);
}

function parsed(text: string, depth: number): Result<Load> {
  const [base = '', ...parts] = partsOf(text);
  if (base.trim() === '')
    return refused(`A load begins with its base, as in “fluctuating~x1.5”; ${quoted(text)} has none.`);
  const flat = flatBase(base.trim());
  if (!flat.ok) return flat;
  const steps: Step[] = [];
  for (const part of parts) {
    const step = parsedStep(part.trim(), depth);
    if (!step.ok) return step;
    steps.push(step.value);
  }
  return accepted({ base: flat.value, steps });
}

/** Split at each `~` that stands in no parentheses. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    // In a file's name before the first step parentheses say nothing.
    if (c === '(' && parts.length > 0) depth++;
    else if (c === ')' && depth > 0) depth--;
    else if (c === STEP && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function flatBase(base: string): Result<string> {
  if (!base.startsWith(FLAT)) return accepted(base);
  const values = numbersOf(base.slice(FLAT.length));
  const complaint = flatComplaint(values);
  return complaint === undefined ? accepted(FLAT + values.join()) : refused(complaint);
}

function parsedStep(text: string, depth: number): Result<Step> {
  const scale = /^x(.*)$/.exec(text)?.[1];
  const [, name = '', body = ''] =
    scale === undefined ? (/^([^:]*):?(.*)$/s.exec(text) ?? []) : [text, 'x', scale];
  if (Object.hasOwn(composeKinds, name)) return composed(name as ComposeKind, body, depth);
  if (!Object.hasOwn(numberKinds, name)) return refused(noStep(name, text));
  const kind = name as NumberKind;
  const strange = noNumber(body);
  if (strange !== undefined)
    return refused(`${numberKinds[kind].name} takes numbers like 600 or 1.5; ${quoted(strange)} is none.`);
  const values = numbersOf(body);
  // A load times 0 is another than was meant.
  if (kind === 'x' && values[0] === 0 && Number(body) !== 0)
    return refused(`Scale takes a number to the thousandth; ${quoted(body)} would be 0.`);
  const all = kind === 'noise' && values.length === 1 ? [...values, FIRST_DRAW] : values;
  const complaint = stepComplaint(kind, all);
  return complaint === undefined ? accepted({ kind, values: all }) : refused(complaint);
}

function composed(kind: ComposeKind, body: string, depth: number): Result<Step> {
  const within = /^\((.*)\)$/s.exec(body.trim())?.[1];
  if (within === undefined)
    return refused(`${composeKinds[kind].name} takes a load in parentheses, as in “${kind}:(bursty)”.`);
  if (depth + 1 > DEEPEST)
    return refused(`Loads stand within loads at most ${figure(DEEPEST)} deep; this one goes deeper.`);
  const load = parsed(within.trim(), depth + 1);
  return load.ok ? accepted({ kind, load: load.value }) : load;
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/;

/** The first that is no number; undefined where all are. */
function noNumber(body: string): string | undefined {
  return body.trim() === '' ? undefined : body.split(',').find((part) => !NUMBER.test(part));
}

/** To the thousandth; NaN for what is no number. */
function numbersOf(body: string): readonly number[] {
  if (body.trim() === '') return [];
  return body.split(',').map((part) => (NUMBER.test(part) ? rounded(Number(part)) : NaN));
}

function noStep(name: string, text: string): string {
  const known = Object.keys(stepKinds);
  const [meant] = nearest(name, known);
  const like = meant === undefined ? `there are ${known.join(', ')}.` : `did you mean “${meant}”?`;
  return `There is no step ${quoted(text)} of a load; ${like}`;
}

function quoted(text: string): string {
  return `“${shortened(text, 40)}${text.length > 40 ? '…' : ''}”`;
}
