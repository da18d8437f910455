/** `profile`: what a batch takes, for a pipeline of one's own. */
import { basename } from 'node:path';
import { readInput } from './inputs.ts';
import { filesOf, measure, MEASURE_OPTIONS, SHARED_OPTIONS } from './measure.ts';
import { Notes } from './notes.ts';
import { list, number, parseOptions, ranged, required, text, UsageError, type Options } from './options.ts';
import { silent, type Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import { unstoppable, type Stop } from './stop.ts';
import type { AssumedFigure } from '../model/pipeline.ts';
import { shortened } from '../model/text.ts';
import {
  assemble,
  fitted,
  type Asked,
  type AssembledVariant,
  type StillAsked,
} from '../profiles/assemble.ts';
import { DEFAULT_QUANTILE } from '../profiles/measure/plan.ts';
import { ASSUMED_ACCURACY } from '../profiles/measure/variant.ts';
import { TOOLS, type LoadTest } from '../profiles/point.ts';
import { readLoadTestFile } from '../profiles/read.ts';
import { unitNamed } from '../profiles/seconds.ts';
import { testedVariant } from '../profiles/testedVariant.ts';
import { UNITS } from '../workload/intake/units.ts';

/** Of what a file cannot know: one answer for all files, or one a file in their order. */
const ANSWERS = ['batch', 'replicas', 'cores', 'variant', 'stage', 'accuracy'] as const;
type Answer = (typeof ANSWERS)[number];

const OF_LOAD_TESTS = ['from', 'quantile', 'unit', ...ANSWERS] as const;

/**
 * `profile --from a.csv,b.json`: variants out of load tests, with the residual of each point and what was left out;
 * `profile a.onnx b.onnx`: out of models that are measured here.
 */
export async function profile(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const names = [...OF_LOAD_TESTS, ...MEASURE_OPTIONS];
  const { files, rest } = filesOf(args, names);
  const options = parseOptions(rest, names);
  const foreign = files.length > 0 ? OF_LOAD_TESTS : MEASURE_OPTIONS;
  for (const name of foreign)
    if (text(options, name) !== undefined && !SHARED_OPTIONS.includes(name))
      throw new UsageError(
        files.length > 0
          ? `--${name} is for load tests, and ${shortened(files[0]!, 80)} is named to be measured; a file of a load test is named by --from.`
          : `--${name} is for models that are measured; name their ONNX files before the options.`,
      );
  if (files.length > 0) return measure(files, options, notes, stop, progress);
  required(options, 'from');
  return fromLoadTests(options, notes);
}

async function fromLoadTests(options: Options, notes: Notes): Promise<object> {
  const quantile = number(options, 'quantile', DEFAULT_QUANTILE, RANGES.measuredQuantile);
  const paths = list(options, 'from');
  if (paths.length === 0)
    throw new UsageError('--from names no file; give the files of load tests, separated by commas.');
  const tests = await Promise.all(paths.map((path) => loadTest(path, options)));
  for (const [i, { notes: said }] of tests.entries()) notes.add(basename(paths[i]!), said);
  const given = answersOf(options, paths);
  const { answers, assumed } = withAssumed(tests, given, notes);
  const { stages, asked, problems } = assemble(tests, answers);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(problem);
  const [open] = asked;
  if (open) throw new UsageError(missing(open));
  return {
    quantile,
    files: tests.map(({ tool, points }, i) => ({ file: paths[i], tool: TOOLS[tool], points: points.length })),
    stages: stages.map(({ name, variants }) => ({
      name,
      variants: variants.map((one) => told(one, quantile, assumed, notes)),
    })),
  };
}

async function loadTest(path: string, options: Options): Promise<LoadTest> {
  const bytes = await readInput(path, 'The load test', 'loadTest');
  if (!bytes)
    throw new UsageError(
      `There is no file "${shortened(path, 200)}"; --from takes files of load tests, separated by commas.`,
    );
  const unit = text(options, 'unit');
  const known = unit === undefined ? undefined : unitNamed(unit);
  if (unit !== undefined && known === undefined)
    throw new UsageError(`--unit must be one of ${UNITS.join(', ')}, not "${shortened(unit, 80)}".`);
  const read = readLoadTestFile(bytes, basename(path), known === undefined ? {} : { unit: known });
  if (!read.ok) throw new UsageError(read.message);
  return read.value;
}

/** What was answered for each file. */
function answersOf(options: Options, paths: readonly string[]): readonly Asked[] {
  const lists = new Map<Answer, readonly string[]>();
  for (const name of ANSWERS) {
    const values = list(options, name);
    if (text(options, name) !== undefined && values.length !== 1 && values.length !== paths.length)
      throw new UsageError(
        `--${name} takes one value for all files, or one for each of the ${String(paths.length)} of --from, separated by commas; ${String(values.length)} were given.`,
      );
    lists.set(name, values);
  }
  return paths.map((_, i) =>
    Object.fromEntries(
      ANSWERS.flatMap((name) => {
        const values = lists.get(name)!;
        const value = values.length === 1 ? values[0] : values[i];
        if (value === undefined) return [];
        return [
          [
            name,
            name === 'variant' || name === 'stage' ? value : ranged(`--${name}`, value, RANGES[OF[name]]),
          ],
        ];
      }),
    ),
  );
}

const OF = {
  batch: 'measuredBatch',
  replicas: 'replicas',
  cores: 'variantCores',
  accuracy: 'accuracy',
} as const;

/** Answers for what nobody answered and a file of a single service can do without; each is said. */
function withAssumed(
  tests: readonly LoadTest[],
  given: readonly Asked[],
  notes: Notes,
): { readonly answers: readonly Asked[]; readonly assumed: readonly AssumedFigure[] } {
  const assumed = new Set<AssumedFigure>();
  const answers = tests.map(({ points }, i) => {
    const own = given[i]!;
    const file = points[0]?.file ?? '';
    const lacks = (name: Answer): boolean =>
      own[name] === undefined && points.some((point) => name === 'accuracy' || point[name] === undefined);
    const more: Record<string, string | number> = {};
    const said: string[] = [];
    if (lacks('stage')) more['stage'] = 'stage';
    if (lacks('variant')) more['variant'] = file.replace(/\.[^.]*$/, '');
    if (lacks('replicas')) {
      more['replicas'] = 1;
      said.push('one replica (--replicas)');
    }
    if (lacks('cores')) {
      more['cores'] = 1;
      said.push('one core a replica (--cores)');
      assumed.add('cores');
    }
    if (lacks('accuracy')) {
      more['accuracy'] = ASSUMED_ACCURACY;
      said.push(`an accuracy of ${String(ASSUMED_ACCURACY)} (--accuracy)`);
      assumed.add('accuracy');
    }
    if (said.length > 0) notes.add(file, [`Nobody said it, so it is assumed: ${said.join(', ')}.`]);
    return { ...more, ...own };
  });
  return { answers, assumed: [...assumed] };
}

/** What is still asked of a file, as a refusal that says what to give. */
function missing({ file, of, asks, guess }: StillAsked): string {
  const like = guess === undefined ? '' : `; its name seems to say ${String(guess)}`;
  return `${file} does not say ${of === undefined ? '' : `of ${of} `}its ${asks}${like}: give it with --${asks}, one for all files or one for each, separated by commas.`;
}

/** A variant as pipelines hold it, and beside it how its figures came about. */
function told(
  variant: AssembledVariant,
  quantile: number,
  assumed: readonly AssumedFigure[],
  notes: Notes,
): object {
  const profiled = fitted(variant, quantile);
  if (!profiled.ok) throw new UsageError(profiled.message);
  const { batches, left } = profiled.value;
  notes.add(variant.name, profiled.value.notes);
  notes.add(
    variant.name,
    left.map(
      ({ why, point }) =>
        `${point.file}${point.line === undefined ? '' : `, line ${String(point.line)}`} is left out: ${why}.`,
    ),
  );
  const { name, accuracy = ASSUMED_ACCURACY, cores = 1 } = variant;
  return {
    variant: testedVariant({ name, accuracy, cores }, profiled.value, assumed),
    batches,
    left: left.map(({ point, why }) => ({
      file: point.file,
      ...(point.line === undefined ? {} : { line: point.line }),
      why,
    })),
  };
}
