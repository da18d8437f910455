/** YAML as clusters and people write it, both ways. What comes in is bounded: it may be anybody's file. */
import { parseAllDocuments, stringify } from 'yaml';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Larger files are no manifest of a pipeline. */
const MOST_CHARACTERS = 2_000_000;
const MOST_DOCUMENTS = 500;

/** Documents one after the other, without aliases; text that YAML would read as something else is quoted. */
export function writeYaml(objects: readonly object[]): string {
  return objects
    .map((object) => stringify(object, { aliasDuplicateObjects: false, lineWidth: 0, version: '1.1' }))
    .join('---\n');
}

/**
 * Every document of a file, as plain data. Refuses, in a sentence with its line, what is not YAML, keys that stand twice,
 * and references that would grow beyond bounds when followed.
 */
export function readYaml(text: string): Result<readonly unknown[]> {
  if (text.length > MOST_CHARACTERS)
    return refused(
      `The file has ${String(text.length)} characters; at most ${String(MOST_CHARACTERS)} are read.`,
    );
  const documents = parseAllDocuments(text, { version: '1.2', uniqueKeys: true, merge: false });
  if (!Array.isArray(documents)) return accepted([]);
  if (documents.length > MOST_DOCUMENTS)
    return refused(
      `The file holds ${String(documents.length)} documents; at most ${String(MOST_DOCUMENTS)} are read.`,
    );
  const found: unknown[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error) {
      const line = error.linePos?.[0].line;
      const [what] = error.message.split(/ at line |\n/);
      return refused(
        `The YAML is wrong${line === undefined ? '' : ` in line ${String(line)}`}: ${what ?? ''}.`,
      );
    }
    try {
      found.push(document.toJS({ maxAliasCount: 100 }));
    } catch {
      return refused('The YAML refers to parts of itself so often that it would grow beyond bounds.');
    }
  }
  return accepted(found.filter((value) => value !== null));
}
