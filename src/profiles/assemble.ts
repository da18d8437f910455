/**
 * Several files become stages and variants. What a file cannot know is asked, as data: a panel and the command line ask the
 * same. What its name seems to say is offered as a guess and taken by nobody.
 */
import { fitProfile, whereOf, type FittedProfile } from './fit.ts';
import { batchIn, replicasIn, variantsIn, type NamedFile } from './nameGuess.ts';
import type { OperatingPoint, LoadTest } from './point.ts';
import { TOOLS } from './point.ts';
import { BOUNDS } from '../model/bounds.ts';
import { outsideRange } from '../model/range.ts';
import type { Result } from '../model/result.ts';
import { spoken } from '../model/text.ts';

/** What the visitor answers for a file; of a file with several variants, `of` may say more for each by its name. */
export interface Asked {
  readonly batch?: number;
  readonly replicas?: number;
  /** Of one replica. */
  readonly cores?: number;
  readonly variant?: string;
  readonly stage?: string;
  /** 0..1. */
  readonly accuracy?: number;
  readonly of?: Readonly<Record<string, Asked>>;
}

/** In the order in which they are asked. */
export const QUESTIONS = ['stage', 'variant', 'batch', 'replicas', 'cores', 'accuracy'] as const;
export type Question = (typeof QUESTIONS)[number];

const SAYS: Readonly<Record<Question, string>> = {
  stage: 'Which stage of the pipeline does it serve?',
  variant: 'Which model is it of?',
  batch: 'How many requests does each call hold (its batch)?',
  replicas: 'How many replicas served?',
  cores: 'How many cores has one replica?',
  accuracy: 'How accurate is the model, from 0 to 1?',
};

export interface StillAsked {
  /** Index into the tests. */
  readonly test: number;
  readonly file: string;
  /** Of which of its variants, where the file names them. */
  readonly of?: string;
  readonly asks: Question;
  /** A question. */
  readonly says: string;
  /** What the name of the file seems to say. */
  readonly guess?: string | number;
}

export interface AssembledVariant {
  readonly name: string;
  readonly points: readonly OperatingPoint[];
  readonly cores: number | undefined;
  readonly accuracy: number | undefined;
  /** Names of the files its points stand in, and the tools that wrote them. */
  readonly files: readonly string[];
  readonly source: string;
  readonly hardware: string | undefined;
  readonly date: string | undefined;
}

export interface AssembledStage {
  readonly name: string;
  readonly variants: readonly AssembledVariant[];
}

export interface Assembly {
  /** Of what is known so far: points whose stage, variant or batch is still asked stand nowhere. */
  readonly stages: readonly AssembledStage[];
  /** By file, in the order of `QUESTIONS`. */
  readonly asked: readonly StillAsked[];
  /** Answers that cannot be, and answers of two files that contradict one another: sentences. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

const RANGES = {
  batch: BOUNDS.measuredBatch,
  replicas: BOUNDS.replicas,
  cores: BOUNDS.variantCores,
  accuracy: BOUNDS.accuracy,
} as const;

/** Points of several files grouped to stages and variants, with what is still to be asked. `answers[i]` is of `tests[i]`. */
export function assemble(tests: readonly LoadTest[], answers: readonly Asked[]): Assembly {
  const asked: StillAsked[] = [];
  const problems = new Set<string>();
  const stages = new Map<string, Map<string, Gathered>>();
  const variants = variantsIn(namedFiles(tests));
  for (const [test, load] of tests.entries()) {
    const file = load.points[0]?.file ?? `file ${String(test + 1)}`;
    const open = new Map<string, StillAsked>();
    for (const point of load.points) {
      const own = answered(point, answers[test] ?? {});
      for (const problem of problemsOf(file, own)) problems.add(problem);
      for (const asks of QUESTIONS)
        if (own[asks] === undefined) {
          const of = point.variant;
          const key = `${of ?? ''} ${asks}`;
          // One question for all points of a variant.
          if (open.has(key)) continue;
          const guess = guessOf(asks, file, point, variants);
          open.set(key, {
            ...{ test, file, asks, says: SAYS[asks] },
            ...(of === undefined ? {} : { of }),
            ...(guess === undefined ? {} : { guess }),
          });
        }
      gather(stages, point, own, load, problems);
    }
    asked.push(
      ...[...open.values()].sort(
        (a, b) =>
          (a.of ?? '').localeCompare(b.of ?? '') || QUESTIONS.indexOf(a.asks) - QUESTIONS.indexOf(b.asks),
      ),
    );
  }
  return {
    stages: [...stages].map(([name, variants]) => ({
      name,
      variants: [...variants].map(([variant, gathered]) => variantOf(variant, gathered)),
    })),
    asked,
    // The names of files stand in them.
    problems: [...problems].map(spoken),
    notes: [...new Set(tests.flatMap(({ notes }) => notes))],
  };
}

/** The profile of an assembled variant at a quantile; every one of its points says its replicas. */
export function fitted(variant: AssembledVariant, quantile: number): Result<FittedProfile> {
  const { points, source, hardware, date } = variant;
  return fitProfile(points, {
    ...{ quantile, replicas: 1, source },
    ...(hardware === undefined ? {} : { hardware }),
    ...(date === undefined ? {} : { date }),
  });
}

/** What the file says of a point, and where it does not, the answers. */
function answered(point: OperatingPoint, given: Asked): Asked {
  const named = point.variant;
  const own = named !== undefined && given.of && Object.hasOwn(given.of, named) ? given.of[named]! : {};
  const all: Record<string, unknown> = {};
  for (const asks of QUESTIONS) {
    const said = asks === 'accuracy' ? undefined : point[asks];
    // A model's name in a file may be told apart by a better one.
    const value =
      asks === 'variant' ? (own.variant ?? given.variant ?? said) : (said ?? own[asks] ?? given[asks]);
    if (value !== undefined && value !== '') all[asks] = value;
  }
  return all;
}

function problemsOf(file: string, own: Asked): readonly string[] {
  return (Object.keys(RANGES) as (keyof typeof RANGES)[]).flatMap((asks) => {
    const value = own[asks];
    const problem = value === undefined ? undefined : outsideRange(`${file}: ${asks}`, RANGES[asks], value);
    return problem === undefined ? [] : [problem];
  });
}

interface Gathered {
  readonly points: OperatingPoint[];
  readonly tests: Set<LoadTest>;
  cores?: number;
  accuracy?: number;
}

function gather(
  stages: Map<string, Map<string, Gathered>>,
  point: OperatingPoint,
  own: Asked,
  test: LoadTest,
  problems: Set<string>,
): void {
  const { stage, variant, batch, replicas } = own;
  if (stage === undefined || variant === undefined || batch === undefined || replicas === undefined) return;
  const variants = stages.get(stage) ?? new Map<string, Gathered>();
  stages.set(stage, variants);
  const gathered = variants.get(variant) ?? { points: [], tests: new Set() };
  variants.set(variant, gathered);
  gathered.points.push({ ...point, ...{ stage, variant, batch, replicas } });
  gathered.tests.add(test);
  for (const asks of ['cores', 'accuracy'] as const) {
    const value = own[asks];
    if (value === undefined) continue;
    const before = gathered[asks];
    if (before === undefined) gathered[asks] = value;
    else if (before !== value) {
      problems.add(
        `${whereOf(point)} says that ${variant} has ${asks === 'cores' ? `${String(value)} cores a replica` : `an accuracy of ${String(value)}`}, and another file says ${String(before)}: a variant has one figure.`,
      );
    }
  }
}

function variantOf(name: string, { points, tests, cores, accuracy }: Gathered): AssembledVariant {
  const files = [...new Set(points.map(({ file }) => file))];
  const tools = [...new Set([...tests].map(({ tool }) => TOOLS[tool]))];
  const hardware = [...new Set([...tests].flatMap((test) => test.hardware ?? []))];
  const dates = [...tests].flatMap(({ date }) => date ?? []).sort();
  return {
    ...{ name, points, cores, accuracy, files },
    source: `${tools.join(' and ')}, ${String(files.length)} ${files.length === 1 ? 'file' : 'files'}`,
    hardware: hardware.length === 0 ? undefined : hardware.join('; '),
    date: dates.at(-1),
  };
}

/** "yolov5s_b4.json" seems to be batch 4 of yolov5s; `variants` are the names by file. */
function guessOf(
  asks: Question,
  file: string,
  point: OperatingPoint,
  variants: ReadonlyMap<string, string>,
): string | number | undefined {
  if (asks === 'batch') return batchIn(file);
  if (asks === 'replicas') return replicasIn(file);
  if (asks === 'stage') return point.stage;
  return asks === 'variant' ? variants.get(file) : undefined;
}

/** Of each file, what it says itself of its load. */
const namedFiles = (tests: readonly LoadTest[]): readonly NamedFile[] =>
  tests.flatMap(({ points: [first, ...more] }) =>
    first
      ? [
          {
            file: first.file,
            // A file with several loads has no number of its own.
            loads:
              more.length > 0
                ? []
                : [first.concurrency, first.offered, first.throughput].filter((load) => load !== undefined),
          },
        ]
      : [],
  );
