/** A strict reading of XML 1.0 documents without a document type, as the lab's pictures are. */

/** Production 2 of XML 1.0. */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#\d+);/g;
const TAG = /^<(?:\/([a-z]+)|([a-z]+)((?:\s+[a-zA-Z-]+="[^"<]*")*)\s*(\/?))>/;

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

function read(text: string): string {
  const bare = text.replace(REFERENCE, '');
  if (bare.includes('&')) throw new Error(`a bare ampersand in ${JSON.stringify(text)}`);
  const plain = text.replace(
    REFERENCE,
    (found) => ENTITIES[found] ?? String.fromCodePoint(Number(found.slice(2, -1))),
  );
  if (!CHARACTERS.test(plain)) throw new Error(`a character that XML lacks in ${JSON.stringify(text)}`);
  return plain;
}

/** The texts between the tags of a document. Throws where it is not well-formed. */
export function xmlTexts(document: string): readonly string[] {
  if (!CHARACTERS.test(document)) throw new Error('a character that XML lacks');
  const open: string[] = [];
  const texts: string[] = [];
  let roots = 0;
  for (let at = 0; at < document.length;) {
    if (document[at] !== '<') {
      const end = document.indexOf('<', at);
      const text = document.slice(at, end < 0 ? undefined : end);
      if (open.length === 0) throw new Error('text outside the root');
      if (text.includes(']]>')) throw new Error('the end of a section stands in a text');
      texts.push(read(text));
      at += text.length;
      continue;
    }
    const tag = TAG.exec(document.slice(at));
    if (!tag) throw new Error(`no tag at ${JSON.stringify(document.slice(at, at + 60))}`);
    const [whole, closes, opens, attributes = '', empty] = tag;
    const names = [...attributes.matchAll(/([a-zA-Z-]+)="([^"]*)"/g)].map(([, name, value]) => {
      read(value!);
      return name;
    });
    if (new Set(names).size !== names.length) throw new Error('an attribute stands twice');
    if (closes !== undefined && open.pop() !== closes) throw new Error(`</${closes}> closes nothing`);
    if (opens !== undefined) {
      if (open.length === 0) roots++;
      if (empty === '') open.push(opens);
    }
    at += whole.length;
  }
  if (open.length > 0 || roots !== 1) throw new Error('not one root that is closed');
  return texts;
}
