/** A load test's file: recognised by what stands in it, read, and refused in one sentence where it cannot have been measured. */
import { pointsFault } from './checks.ts';
import type { ReadAsked } from './formats/format.ts';
import { formats } from './formats/index.ts';
import { TOOLS, type LoadTest, type OperatingPoint } from './point.ts';
import { accepted, refused, type Result } from '../model/result.ts';
import { figure } from '../model/range.ts';
import { fileOfText, textIn, type IntakeFile } from '../workload/intake/file.ts';
import { listIn, own } from '../workload/intake/formats/json.ts';
import { quoted } from '../workload/intake/text.ts';

/** Longer files are logs of single requests, whose tools sum them up in a page. */
const MOST_CHARACTERS = 64 * 2 ** 20;
const MOST_LINES = 1_000_000;
const NEWLINE = 10;

const EXPECTED = `a load test’s file was expected, of ${Object.values(TOOLS).join(', ')} with its unit in the header`;

/** Reads the bytes of a file, UTF-8 or UTF-16 with a byte order mark. */
export function readLoadTestFile(bytes: Uint8Array, fileName: string, asked?: ReadAsked): Result<LoadTest> {
  if (bytes.length > MOST_CHARACTERS) return refused(tooLarge(fileName, bytes.length));
  const text = textIn(bytes, fileName, EXPECTED);
  return text.ok ? readLoadTest(text.value, fileName, asked) : text;
}

/** Sniffs and reads one file. A refusal is one sentence with file and line. */
export function readLoadTest(text: string, fileName: string, asked: ReadAsked = {}): Result<LoadTest> {
  if (text.length > MOST_CHARACTERS) return refused(tooLarge(fileName, text.length));
  const lines = linesIn(text);
  if (lines > MOST_LINES)
    return refused(
      `${fileName}: it has ${figure(lines)} lines; the lab takes at most ${figure(MOST_LINES)}, so let its tool sum it up, or cut it.`,
    );
  if (text.trim() === '') return refused(`${fileName}: it is empty; ${EXPECTED}.`);
  const file = fileOfText(text, fileName);
  if (!file.ok) return file;
  const elsewhere = elsewhereFor(file.value);
  if (elsewhere !== undefined) return refused(`${fileName}: ${elsewhere}.`);
  const format = formats.find((one) => one.recognises(file.value));
  if (!format) return refused(`${fileName}: this JSON is of no load test that the lab knows; ${EXPECTED}.`);
  const read = format.read(file.value, asked);
  if (!read.ok) return read;
  const { points: found, notes, ...about } = read.value;
  const fault = pointsFault(fileName, found);
  if (fault !== undefined) return refused(fault);
  const points = found.map(({ point }) => point);
  return accepted({
    tool: format.tool,
    points,
    notes: [...notes, ...failed(points), ...unknown(points)],
    ...about,
  });
}

const tooLarge = (fileName: string, size: number): string =>
  `${fileName}: it has ${figure(Math.round(size / 2 ** 20))} MB; the lab takes at most ${figure(MOST_CHARACTERS / 2 ** 20)} MB of a load test, so let its tool sum it up.`;

function linesIn(text: string): number {
  let lines = 1;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === NEWLINE) lines++;
  return lines;
}

/** What the file is instead of a load test, and where it belongs; undefined for what may be one. */
function elsewhereFor({ json, head }: IntakeFile): string | undefined {
  const type = own(own(json, 'data'), 'resultType');
  const exposition = head.some((line) => /^# (?:HELP|TYPE) [a-zA-Z_:][\w:]* /.test(line));
  if (typeof type === 'string' || exposition)
    return `it is what Prometheus ${exposition ? 'scrapes' : 'answers'}, and this is a load for the header’s import; ${EXPECTED}`;
  if (listIn(own(json, 'stages')))
    return 'it describes a pipeline; pipelines are imported as such, and a profile is made from a load test';
  const kind = own(json, 'kind');
  if (typeof own(json, 'apiVersion') === 'string' && typeof kind === 'string')
    return `it holds Kubernetes objects (${quoted(kind).slice(1, -1)}) and no load test; ${EXPECTED}`;
  return undefined;
}

/** The share of requests that failed, where some did. */
function failed(points: readonly OperatingPoint[]): readonly string[] {
  const most = Math.max(0, ...points.map(({ errors = 0 }) => errors));
  if (most === 0) return [];
  const percent = figure(Number((100 * most).toPrecision(2)));
  return [
    points.length === 1
      ? `${percent} % of its requests failed.`
      : `Up to ${percent} % of the requests of a point failed.`,
  ];
}

const ASKED = [
  ['stage', 'stage'],
  ['variant', 'variant'],
  ['batch', 'batch size'],
  ['replicas', 'number of replicas'],
  ['cores', 'cores of a replica'],
] as const;

/** What the file cannot know, so that it is asked for. */
function unknown(points: readonly OperatingPoint[]): readonly string[] {
  const lacking = ASKED.filter(([key]) => points.some((point) => point[key] === undefined)).map(
    ([, word]) => word,
  );
  if (lacking.length === 0) return [];
  const last = lacking.at(-1)!;
  return [
    `The file does not say ${lacking.length > 1 ? `${lacking.slice(0, -1).join(', ')} and ${last}` : last}.`,
  ];
}
