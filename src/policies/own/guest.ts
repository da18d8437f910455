/**
 * A visitor's code where it runs: its text evaluated, an episode begun, its answer taken down to plain numbers. The same in the
 * page's sandbox and on the command line; nothing here shuts anything away (`guestHarden.ts` does).
 */
import type { Opening, OwnObservation, OwnTables } from './contract.ts';
import { bodyOf, ModuleFault, type TextPlace } from './moduleText.ts';
import { Random } from '../../model/random.ts';

/** What a module's default export is, as far as it is looked at. */
export interface Program {
  readonly name: string;
  readonly decide: (
    observation: OwnObservation,
    tables: OwnTables,
    memory: object,
    random: () => number,
  ) => unknown;
}

/** A name of the text in what is thrown. */
const FILE = 'policy.js';
const LONGEST_PROGRAM_NAME = 80;
const LONGEST_MESSAGE = 200;

/** Indirect, so that the text sees the global scope alone; taken before anything is shut away. */
const evaluateText = globalThis.eval;

/**
 * The program of a module's text, evaluated anew: what it keeps in variables is gone with it. Throws `ModuleFault` where the
 * text is no such module, and what the text itself throws.
 */
export function evaluate(source: string): Program {
  // One line before the text: `placeIn` counts it away.
  const make = evaluateText(
    `(function(){"use strict";\n${bodyOf(source)}\n})\n//# sourceURL=${FILE}`,
  ) as () => unknown;
  const made = make();
  if (typeof made !== 'object' || made === null)
    throw new ModuleFault('its default export is not an object { name, decide }');
  const { name, decide } = made as { readonly name?: unknown; readonly decide?: unknown };
  if (typeof decide !== 'function') throw new ModuleFault('its default export has no function decide');
  if (typeof name !== 'string' || name.trim() === '')
    throw new ModuleFault('its default export has no name that is a text');
  return {
    name: name.slice(0, LONGEST_PROGRAM_NAME),
    decide: (...told) => (decide as (this: unknown, ...all: typeof told) => unknown).apply(made, told),
  };
}

/** One episode of a program. */
export interface GuestRun {
  readonly name: string;
  /** Throws what the program throws. */
  decide(observation: OwnObservation): unknown;
}

/** As `evaluate`, which it begins with. */
export function begin(source: string, { tables, seed }: Opening): GuestRun {
  const { name, decide } = evaluate(source);
  const stream = Random.stream(seed, 'own policy');
  const memory = {};
  const random = (): number => stream.uniform();
  return { name, decide: (observation) => decide(observation, tables, memory, random) };
}

/** What was thrown, in a clause, and where in the visitor's text. */
export interface Fault {
  readonly what: string;
  readonly place: TextPlace | undefined;
}

/** Whatever was thrown: reading it may run code of the visitor's, and throw again. */
export function faultOf(thrown: unknown): Fault {
  try {
    if (thrown instanceof ModuleFault) return { what: thrown.message, place: thrown.place };
    if (!(thrown instanceof Error))
      return { what: `it threw ${String(thrown)}`.slice(0, LONGEST_MESSAGE), place: undefined };
    const { name, message, stack } = thrown as { name: unknown; message: unknown; stack?: unknown };
    return { what: `${String(name)}: ${String(message)}`.slice(0, LONGEST_MESSAGE), place: placeIn(stack) };
  } catch {
    return { what: 'it threw something that cannot be told', place: undefined };
  }
}

/** The first place of a stack that is in the visitor's text: V8 and SpiderMonkey write it alike. */
function placeIn(stack: unknown): TextPlace | undefined {
  const [, line, column] = /\bpolicy\.js:(\d+):(\d+)/.exec(String(stack)) ?? [];
  return line === undefined ? undefined : { line: Number(line) - 1, column: Number(column) };
}

/** A value of an order, or what it is instead of a number. */
type PlainValue = number | keyof typeof ODD;

/** What an answer may be made of instead of numbers, and what stands for it on the lab's side. */
const ODD = {
  undefined,
  null: null,
  text: '',
  // A promise itself would be awaited on its way, and what is left is nothing.
  promise: { [Symbol.toStringTag]: 'Promise' },
  array: [],
  object: {},
  function: () => undefined,
  boolean: false,
  symbol: Symbol('of a policy'),
  bigint: 0n,
} as const;

/** What crosses of an answer, however large it is: of each stage three values, or what it was; else how many stages there were, or what it was. */
export type PlainAnswer =
  | { readonly kind: 'order'; readonly stages: readonly (readonly PlainValue[] | PlainValue)[] }
  | { readonly kind: 'length'; readonly stages: number }
  | { readonly kind: 'value'; readonly value: PlainValue };

/** Takes an answer down. Reading it may run more of the visitor's code (getters, proxies): throws what that throws. */
export function plainAnswer(answer: unknown, stages: number): PlainAnswer {
  if (!Array.isArray(answer)) return { kind: 'value', value: plain(answer) };
  const list: readonly unknown[] = answer;
  // Of a proxy it may be anything.
  const length = plain(list.length);
  if (length !== stages) return { kind: 'length', stages: typeof length === 'number' ? length : 0 };
  const taken: (readonly PlainValue[] | PlainValue)[] = [];
  for (let n = 0; n < stages; n++) {
    const one = list[n];
    if (typeof one !== 'object' || one === null) {
      taken.push(plain(one));
      continue;
    }
    const { variant, replicas, batch } = one as Readonly<Record<string, unknown>>;
    taken.push([plain(variant), plain(replicas), plain(batch)]);
  }
  return { kind: 'order', stages: taken };
}

/** As much of the answer as `readOrder` (order.ts) asks about. */
export function answerOf(taken: PlainAnswer): unknown {
  switch (taken.kind) {
    case 'value':
      return valueOf(taken.value);
    case 'length':
      // An array's own length, whatever a program says it is.
      return Array.from({ length: Math.min(LONGEST_LIST, taken.stages) });
    case 'order':
      return taken.stages.map((stage) => {
        if (typeof stage !== 'object') return valueOf(stage);
        const [variant, replicas, batch] = stage.map(valueOf);
        return { variant, replicas, batch };
      });
  }
}

/** More than any pipeline has stages; a longer answer is told as one of so many. */
const LONGEST_LIST = 1000;

function valueOf(value: PlainValue): unknown {
  return typeof value === 'number' ? value : ODD[value];
}

function plain(value: unknown): PlainValue {
  if (typeof value === 'number') return value;
  if (value === null) return 'null';
  if (typeof value === 'object')
    return Array.isArray(value) ? 'array' : value instanceof Promise ? 'promise' : 'object';
  return typeof value === 'string' ? 'text' : (typeof value as keyof typeof ODD);
}
