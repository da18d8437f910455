/** YAML and Markdown in colours: pieces of a line, in order, that join to the line itself. */
export interface Piece {
  readonly kind: 'plain' | 'key' | 'text' | 'number' | 'comment';
  readonly text: string;
}

const KEY = /^(\s*(?:- )*)((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"'][^:#]*?)):(?=\s|$)/;
const SCALAR = /^(?:-?\d+(?:\.\d+)?|true|false|null)$/;

/** One line of YAML as this lab writes it: blocks, one key a line, strings on one line. */
export function yamlPieces(line: string): readonly Piece[] {
  if (/^\s*#|^---$/.test(line)) return [{ kind: 'comment', text: line }];
  const key = KEY.exec(line);
  const pieces: Piece[] = [];
  let rest = line;
  if (key) {
    const [whole, before = '', name = ''] = key;
    if (before !== '') pieces.push({ kind: 'plain', text: before });
    pieces.push({ kind: 'key', text: name }, { kind: 'plain', text: ':' });
    rest = line.slice(whole.length);
  }
  const [, space = '', value = ''] = /^((?:\s|- )*)(.*)$/s.exec(rest) ?? [];
  if (space !== '') pieces.push({ kind: 'plain', text: space });
  if (value !== '') pieces.push({ kind: SCALAR.test(value) ? 'number' : 'text', text: value });
  return pieces;
}

export function markdownPieces(line: string): readonly Piece[] {
  return line === '' ? [] : [{ kind: line.startsWith('#') ? 'key' : 'plain', text: line }];
}
