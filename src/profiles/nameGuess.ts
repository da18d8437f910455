/** What the name of a load test's file seems to say: its variant, batch, replicas and stage. Guesses, which nobody has to take. */

const BATCH = /(?:^|[_\-. ])(?:b|bs|batch)[_\-= ]?(\d{1,4})(?=[_\-. ]|$)/i;
const REPLICAS =
  /(?:^|[_\-. ])(?:r|replicas?|x)[_\-= ]?(\d{1,2})(?=[_\-. ]|$)|(?:^|[_\-. ])(\d{1,2})[_\-= ]?(?:replicas?|x)(?=[_\-. ]|$)/i;
/** How much was asked of it and for how long, which run it was and when: "_5rps", "-10qps", "_c8", "_30s", "_run2". */
const LOADS = [
  /(?:^|[_\-. @])\d{1,7}(?:\.\d{1,3})?[_\- ]?(?:rps|qps|tps|reqs?|rate|hz|vus?|users?|clients?|conc|concurrency|threads?|connections?)(?=[_\-. ]|$)/gi,
  /(?:^|[_\-. @])(?:rps|qps|tps|reqs?|rate|load|c|vus?|users?|clients?|conc|concurrency|threads?|connections?)[_\-= ]?\d{1,7}(?:\.\d{1,3})?(?=[_\-. ]|$)/gi,
  /(?:^|[_\-. ])20\d\d[_\-.]?\d\d[_\-.]?\d\d(?:[t_\-. ]\d{4,6}z?)?(?=[_\-. ]|$)/gi,
  /(?:^|[_\-. ])(?:run|try|trial|rep|repeat)[_\-= ]?\d{1,3}(?=[_\-. ]|$)/gi,
  /(?:^|[_\-. ])\d{1,4}(?:s|secs?|mins?)(?=[_\-. ]|$)/gi,
  / \(\d{1,3}\)$/g,
];
const NOT_A_NAME =
  /(?:^|[_\-. ])(?:k6|vegeta|hey|wrk2?|fortio|locust|perf|analyzer|summary|results?|report|stats|test|load)(?=[_\-. ]|$)/gi;
const EDGES = /^[_\-. @]+|[_\-. @]+$/g;
const ENDING = /\.(?:json|csv|tsv|txt|jsonl|log|ndjson)(?:\.gz)?$/i;

/** A file, and what it says itself of its load, as far as it does: requests or calls a second, calls under way. */
export interface NamedFile {
  readonly file: string;
  readonly loads: readonly number[];
}

/** The longest name that is looked at: no name of a file is longer. */
const LONGEST = 300;
const bare = (file: string): string =>
  file
    .replace(/^.*[/\\]/, '')
    .slice(0, LONGEST)
    .replace(ENDING, '');

export function batchIn(file: string): number | undefined {
  const found = BATCH.exec(bare(file));
  return found ? Number(found[1]) : undefined;
}

export function replicasIn(file: string): number | undefined {
  const found = REPLICAS.exec(bare(file));
  return found ? Number(found[1] ?? found[2]) : undefined;
}

function nameIn(file: string): string {
  let name = bare(file).replace(BATCH, '').replace(REPLICAS, '');
  for (const load of LOADS) name = name.replace(load, '');
  return name.replace(NOT_A_NAME, '').replace(EDGES, '');
}

/** A figure is the load that its file says where they differ by no more than this share. */
const ALIKE = 0.15;
const NUMBERED = /^(.*[^_\-. ])[_\-. ]+(\d{1,7}(?:\.\d{1,3})?)$/;

/**
 * Names of the variants, by file: "yolov5s_b4_20rps.json" seems to be of yolov5s. A bare number at the end is a load, or
 * counts runs, where several files are called so and it is the load that the file says itself, or the numbers are 1, 2, 3 …;
 * else it belongs to the model, as that of resnet-50 does.
 */
export function variantsIn(files: readonly NamedFile[]): ReadonlyMap<string, string> {
  const names = new Map(files.map(({ file }) => [file, nameIn(file)]));
  const families = new Map<string, NamedFile[]>();
  const numberOf = ({ file }: NamedFile): number => Number(NUMBERED.exec(names.get(file)!)![2]);
  for (const one of files) {
    const stem = NUMBERED.exec(names.get(one.file)!)?.[1];
    if (stem === undefined) continue;
    const family = families.get(stem) ?? [];
    families.set(stem, family);
    if (!family.some(({ file }) => file === one.file)) family.push(one);
  }
  for (const [stem, family] of families) {
    const numbers = [...new Set(family.map(numberOf))].sort((a, b) => a - b);
    const runs = numbers.length > 1 && numbers.every((number, i) => number === i + 1);
    const said = family.every((one) =>
      one.loads.some((load) => Math.abs(load - numberOf(one)) <= ALIKE * numberOf(one)),
    );
    if (family.length > 1 && (runs || said)) for (const { file } of family) names.set(file, stem);
  }
  return new Map([...names].filter(([, name]) => name !== ''));
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Letters from which on a shortened word says something: "det" is detect, "clf" classify. */
const SHORTEST = 3;

/** How well a word of a file's name is a stage's name: 3 the same, 2 its beginning, 1 its letters in their order; 0 not at all. */
function likeness(word: string, stage: string): number {
  if (word === stage) return 3;
  if (word.length < SHORTEST || stage.length < SHORTEST) return 0;
  if (stage.startsWith(word) || word.startsWith(stage)) return 2;
  if (word[0] !== stage[0]) return 0;
  let at = 0;
  for (const letter of stage) if (letter === word[at]) at++;
  return at === word.length ? 1 : 0;
}

/** Which of the stages a file's name names; undefined where it names none, or several alike. */
export function stageIn(file: string, stages: readonly string[]): string | undefined {
  const words = wordsOf(bare(file));
  const rated = stages.map((stage) => ({
    stage,
    like: Math.max(0, ...words.map((word) => likeness(word, letters(stage)))),
  }));
  const best = Math.max(0, ...rated.map(({ like }) => like));
  const found = rated.filter(({ like }) => like === best);
  return best > 0 && found.length === 1 ? found[0]!.stage : undefined;
}

/** A variant's name without that of its stage, where something is left: "classify-resnet18" is resnet18. */
export function withoutStage(variant: string, stage: string | undefined): string {
  if (stage === undefined) return variant;
  const left = variant
    .split(/([_\-. ]+)/)
    .filter((part) => letters(part) !== letters(stage))
    .join('')
    .replace(EDGES, '');
  return left === '' ? variant : left;
}
