/** Files that are no load and belong elsewhere, or nowhere: what they are is said before any cell is looked for. */
import type { IntakeFile } from './file.ts';
import { listIn, own } from './formats/json.ts';
import { quoted } from './text.ts';

const EXPECTED =
  'a load was expected: a CSV of times and requests per second, a Prometheus reply, a log of requests or another export of a monitor';
/** Words of a line of prose; a header of so many columns has separators. */
const FEWEST_WORDS = 4;

/** What the file is instead of a load, as a sentence; undefined for what may be one. */
export function misplaced(file: IntakeFile): string | undefined {
  const kind = manifestKind(file);
  if (kind !== undefined)
    return `${file.name}: it holds Kubernetes objects (${quoted(kind).slice(1, -1)}) and no load; ${EXPECTED}; autoscalers and pipelines are imported in their own places, on the command line as --from and --pipeline.`;
  if (isPipeline(file))
    return `${file.name}: it describes a pipeline and no load; ${EXPECTED}; a pipeline is imported as one, on the command line as --pipeline.`;
  if (isProse(file))
    return `${file.name}: it is a text of words, beginning ${quoted(file.head.find((line) => line.trim() !== ''))}, and no load; ${EXPECTED}.`;
  return undefined;
}

function manifestKind({ json, head }: IntakeFile): string | undefined {
  const first = listIn(json)?.[0] ?? json;
  if (typeof own(first, 'apiVersion') === 'string') {
    const kind = own(first, 'kind');
    if (typeof kind === 'string') return kind;
  }
  if (!head.some((line) => /^(?:- )?\s{0,2}["']?apiVersion["']?\s*:\s*\S/.test(line))) return undefined;
  const line = head.find((one) => /^(?:- )?\s{0,2}["']?kind["']?\s*:\s*\S/.test(one));
  return line === undefined ? undefined : line.replace(/^[^:]*:\s*/, '').trim();
}

function isPipeline({ json, head }: IntakeFile): boolean {
  if (json !== undefined) return listIn(own(json, 'stages')) !== undefined;
  return head.some((line) => /^stages\s*:\s*(?:$|\[)/.test(line));
}

/** Sentences: most lines have several words, and hardly one has a figure. */
function isProse({ json, firstJsonLine, head }: IntakeFile): boolean {
  if (json !== undefined || firstJsonLine !== undefined) return false;
  const lines = head.filter((line) => line.trim() !== '').slice(0, 60);
  const wordy = lines.filter(
    (line) =>
      !/\d|[;|\t=]/.test(line) &&
      line
        .trim()
        .split(/\s+/)
        .filter((word) => /\p{L}{2}/u.test(word)).length >= FEWEST_WORDS,
  );
  return (
    lines.length > 0 &&
    2 * wordy.length > lines.length &&
    !lines.slice(1).some((line) => /^\s*["']?[\d.]+\b/.test(line))
  );
}
