/** What load tests cannot know, as rows of boxes: what is guessed stands there until somebody says otherwise. */
import { figureOf, UNITS } from './texts.ts';
import { BOUNDS } from '../../../model/bounds.ts';
import { textComplaint } from '../../../model/text.ts';
import { figure, holds, rangeWords } from '../../../model/range.ts';
import {
  assemble,
  QUESTIONS,
  type Asked,
  type Question,
  type StillAsked,
} from '../../../profiles/assemble.ts';
import { stageIn, withoutStage } from '../../../profiles/nameGuess.ts';
import type { LoadTest } from '../../../profiles/point.ts';

/** One box. */
export interface Cell {
  readonly asks: Question;
  /** Key of what is typed. */
  readonly key: string;
  readonly says: string;
  readonly text: string;
  /** Nobody has said so: it is what the file's name seems to say, or usual. */
  readonly guessed: boolean;
  /** A sentence; '' where nothing is wrong. */
  readonly wrong: string;
}

/** What is asked about a file, or about one of the variants that it names. */
export interface Row {
  readonly key: string;
  readonly test: number;
  readonly file: string;
  readonly of: string | undefined;
  readonly cells: readonly Cell[];
}

/** What somebody typed, by the key of the box. */
export type Typed = Readonly<Record<string, string>>;

/**
 * Where a file's name says nothing: requests one by one, a single replica on one core, and half of all answers right, which
 * the variant then says nobody measured.
 */
const USUAL: Readonly<Record<Question, string>> = {
  ...{ stage: 'first', variant: 'model', batch: '1', replicas: '1', cores: '1', accuracy: '0.5' },
};

const NUMBERS = {
  batch: { range: BOUNDS.measuredBatch, units: UNITS.none },
  replicas: { range: BOUNDS.replicas, units: UNITS.none },
  cores: { range: BOUNDS.variantCores, units: UNITS.cores },
  accuracy: { range: BOUNDS.accuracy, units: UNITS.accuracy },
} as const;

const isNumber = (asks: Question): asks is keyof typeof NUMBERS => asks in NUMBERS;

/** What somebody says of a variant in one row holds for its other rows. */
const SHARED: readonly Question[] = ['stage', 'cores', 'accuracy'];
/** What somebody says of a file holds for the others of the same name but for load, batch and replicas, unless theirs says it. */
const OF_NAME: readonly Question[] = ['variant', 'batch', 'replicas'];

/** All that the tests themselves leave open, whatever is answered: it looks at each of their points. */
export function askedOf(tests: readonly LoadTest[]): readonly StillAsked[] {
  return assemble(
    tests,
    tests.map(() => ({})),
  ).asked;
}

/**
 * What is `asked` as boxes; `ids[i]` is of test `i` as long as the file is here, and `stages` are those of the pipeline that
 * the tests may belong to.
 */
export function rowsOf(
  asked: readonly StillAsked[],
  ids: readonly number[],
  typed: Typed,
  stages: readonly string[],
): readonly Row[] {
  const open = new Map<string, StillAsked[]>();
  for (const one of asked) {
    const key = `${String(ids[one.test]!)} ${one.of ?? ''}`;
    const list = open.get(key);
    if (list) list.push(one);
    else open.set(key, [one]);
  }
  /** What a file's name says of its variant, where the file itself says nothing. */
  const names = new Map(
    [...open].map(([key, list]) => {
      const named = list[0]!.of === undefined && list.find(({ asks }) => asks === 'variant');
      return [key, named ? guessOf(named, stages) : undefined];
    }),
  );
  const silent = (key: string, asks: Question): boolean =>
    open.get(key)!.some((one) => one.asks === asks && (asks === 'variant' || one.guess === undefined));
  /** Said of another file of that name. */
  const ofName = (key: string, asks: Question): string | undefined => {
    const name = names.get(key);
    if (name === undefined || !OF_NAME.includes(asks) || !silent(key, asks)) return undefined;
    const other = [...names].find(
      ([one, its]) => its === name && typed[`${one} ${asks}`] !== undefined && silent(one, asks),
    );
    return other && typed[`${other[0]} ${asks}`];
  };
  const variants = new Map(
    [...open].map(([key, list]) => [
      key,
      list[0]!.of ?? (typed[`${key} variant`] ?? ofName(key, 'variant'))?.trim() ?? names.get(key),
    ]),
  );
  const shared = (key: string, asks: Question): string | undefined => {
    const alike = ofName(key, asks);
    if (alike !== undefined) return alike;
    if (!SHARED.includes(asks)) return undefined;
    const other = [...variants].find(
      ([one, name]) => name === variants.get(key) && typed[`${one} ${asks}`] !== undefined,
    );
    return other && typed[`${other[0]} ${asks}`];
  };
  return [...open].map(([key, list]) => {
    const { test, file, of } = list[0]!;
    const cells = list.map((one): Cell => {
      const { asks, says } = one;
      const own = `${key} ${asks}`;
      const said = typed[own] ?? shared(key, asks);
      const text = said ?? guessOf(one, stages);
      return { asks, key: own, says, text, guessed: said === undefined, wrong: wrongIn(asks, text) };
    });
    return { key, test, file, of, cells };
  });
}

function guessOf({ asks, guess, of, file }: StillAsked, stages: readonly string[]): string {
  const stage = stageIn(file, stages);
  if (guess !== undefined) return asks === 'variant' ? withoutStage(String(guess), stage) : String(guess);
  if (asks === 'stage') return stage ?? stages[0] ?? USUAL.stage;
  return asks === 'variant' ? (of ?? USUAL.variant) : USUAL[asks];
}

function wrongIn(asks: Question, text: string): string {
  if (!isNumber(asks)) {
    const complaint = textComplaint(text.trim());
    return complaint === undefined ? '' : `It ${complaint}.`;
  }
  const { range, units } = NUMBERS[asks];
  const value = figureOf(text, units);
  if (value === undefined) return `It must be ${rangeWords(range)}.`;
  return holds(range, value)
    ? ''
    : `It must be ${rangeWords(range)}; it is ${typeof value === 'number' ? figure(value) : `“${value.slice(0, 40)}”`}.`;
}

/** The boxes as answers; a box that is wrong answers nothing. */
export function answersOf(tests: readonly LoadTest[], rows: readonly Row[]): readonly Asked[] {
  return tests.map((_, test) => {
    const own = rows.filter((row) => row.test === test);
    const whole = own.find(({ of }) => of === undefined);
    const named = own.flatMap((row) => (row.of === undefined ? [] : [[row.of, said(row)] as const]));
    return { ...(whole ? said(whole) : {}), ...(named.length > 0 ? { of: Object.fromEntries(named) } : {}) };
  });
}

function said({ cells }: Row): Asked {
  return Object.fromEntries(
    cells
      .filter(({ wrong }) => wrong === '')
      .map(({ asks, text }) => [asks, isNumber(asks) ? figureOf(text, NUMBERS[asks].units) : text.trim()]),
  );
}

/** What `rows` leave to a guess, of the variant of that stage and name. */
export function guessedOf(
  rows: readonly Row[],
  files: readonly string[],
  variant: string,
): readonly Question[] {
  const about = rows.filter(
    ({ file, of, cells }) =>
      files.includes(file) && (of ?? cells.find(({ asks }) => asks === 'variant')?.text.trim()) === variant,
  );
  return QUESTIONS.filter((asks) =>
    about.some(({ cells }) => cells.some((cell) => cell.asks === asks && cell.guessed)),
  );
}
