/** YAML as clusters and people write it, both ways. What comes in is bounded: it may be anybody's file. */
import { Document, isCollection, isScalar, LineCounter, parseAllDocuments, Scalar, visit } from 'yaml';
import { Merger } from './merge.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Larger files are no manifest of a pipeline. */
const MOST_CHARACTERS = 2_000_000;
const MOST_DOCUMENTS = 500;
/** No manifest comes near; far deeper ones would exhaust the stack. */
const DEEPEST = 200;

/**
 * Documents one after the other, without aliases; text that YAML would read as something else is quoted. No `<` stands
 * in them as it is, so that no name becomes markup where a file is shown.
 */
export function writeYaml(objects: readonly object[]): string {
  return objects.map(written).join('---\n');
}

function written(object: object): string {
  const document = new Document(object, { aliasDuplicateObjects: false, version: '1.1' });
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && scalar.value.includes('<')) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  // Every one of them is inside double quotes now.
  return document.toString({ lineWidth: 0 }).replaceAll('<', '\\x3c');
}

/**
 * Every document of a file, as plain data, with `<<` merged as kubectl does. Refuses, in a sentence with its line, what is
 * not YAML, keys that stand twice or are no text, and references that would grow beyond bounds when followed.
 */
export function readYaml(text: string): Result<readonly unknown[]> {
  if (text.length > MOST_CHARACTERS)
    return refused(
      `The file has ${String(text.length)} characters; at most ${String(MOST_CHARACTERS)} are read.`,
    );
  if (depthOf(text) > DEEPEST) return refused(TOO_DEEP);
  const lines = new LineCounter();
  let documents: ReturnType<typeof parseAllDocuments>;
  try {
    // Its own search for repeated keys takes the square of their number.
    documents = parseAllDocuments(text, {
      version: '1.2',
      uniqueKeys: false,
      merge: false,
      lineCounter: lines,
      // An excerpt for every error takes the square of a long line; only the first error's line is shown.
      prettyErrors: false,
    });
  } catch (error) {
    if (error instanceof RangeError) return refused(TOO_DEEP);
    throw error;
  }
  if (!Array.isArray(documents)) return accepted([]);
  if (documents.length > MOST_DOCUMENTS)
    return refused(
      `The file holds ${String(documents.length)} documents; at most ${String(MOST_DOCUMENTS)} are read.`,
    );
  const found: unknown[] = [];
  const merger = new Merger();
  for (const document of documents) {
    const [error] = [
      ...document.errors,
      ...document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED'),
    ];
    if (error?.message.includes('call stack')) return refused(TOO_DEEP);
    if (error) {
      const line = error.pos[0] < 0 ? '' : ` in line ${String(lines.linePos(error.pos[0]).line)}`;
      const [what] = error.message.split('\n');
      return refused(`The YAML is wrong${line}: ${what ?? ''}.`);
    }
    const wrong = wrongKey(document, merger);
    if (wrong)
      return refused(`The YAML is wrong in line ${String(lines.linePos(wrong.at).line)}: ${wrong.what}.`);
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: 100 });
    } catch {
      return refused(TOO_OFTEN);
    }
    const merged = merger.merge(value);
    if (merged === 'too often') return refused(TOO_OFTEN);
    if (merged !== undefined)
      return refused(
        `The YAML is wrong in line ${String(lines.linePos(merged).line)}: what is merged with << must be a mapping, or a list of mappings.`,
      );
    found.push(value);
  }
  return accepted(found.filter((value) => value !== null));
}

const TOO_OFTEN = 'The YAML refers to parts of itself so often that it would grow beyond bounds.';
const TOO_DEEP = 'The YAML is nested too deeply to be a manifest.';

/** Bound of the nesting, without parsing: brackets that are open, and dashes and question marks before a value. */
function depthOf(text: string): number {
  let open = 0;
  let deepest = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) open++;
    else if (c === 0x5d || c === 0x7d) open = Math.max(0, open - 1);
    if (c === 0x2d || c === 0x3f) run++;
    else if (c !== 0x20) run = 0;
    // A rule of dashes in a comment is no nesting: only those with a space behind count.
    if (run > 0 && c !== 0x20 && text.charCodeAt(i + 1) !== 0x20) run = 0;
    deepest = Math.max(deepest, open, run);
  }
  return deepest;
}

/** Where a key is wrong, and why; `merger` learns of those that merge. Undefined where none is. */
function wrongKey(document: Document, merger: Merger): { at: number; what: string } | undefined {
  let found: { at: number; what: string } | undefined;
  visit(document, {
    Map(_, map) {
      const keys = new Set<unknown>();
      for (const { key } of map.items) {
        // What templates leave, `name: {{ x }}`, is one.
        if (isCollection(key)) {
          found = { at: key.range?.[0] ?? 0, what: 'a mapping or list stands where a key is expected' };
          return visit.BREAK;
        }
        if (!isScalar(key)) continue;
        const at = key.range?.[0] ?? 0;
        if (key.value === '<<' && key.type === Scalar.PLAIN) {
          key.value = merger.markAt(at);
          continue;
        }
        const name = String(key.value);
        if (keys.has(name)) {
          found = { at, what: 'Map keys must be unique' };
          return visit.BREAK;
        }
        keys.add(name);
      }
      return undefined;
    },
  });
  return found;
}
