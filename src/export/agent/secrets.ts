/**
 * What leaves the agent as text: without its token, whatever wrote it there, without control characters, and no longer than
 * a line of a log should be.
 */

const HIDDEN = '[token]';
/** Tokens that are remembered: an answer may still name one that was just renewed. */
const REMEMBERED = 3;
/** So many letters and digits in a row that the token has too are a piece of it. */
const PIECE = 8;
/** Characters of one text that leaves. */
const LONGEST = 1000;
/** Escapes inside escapes that are seen through. */
const LAYERS = 3;

/** A character as it was meant, and where it stood: from `from` to before `to`. */
interface Unit {
  readonly char: string;
  readonly from: number;
  readonly to: number;
}

/** %2B, \u002b, \u{2b}, \x2b, &#x2b; and &#43; */
const ESCAPE =
  /%([0-9a-f]{2})|\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}|\\x([0-9a-f]{2})|&#x([0-9a-f]{1,6});?|&#(\d{1,7});?/gi;

function unescaped(units: readonly Unit[]): readonly Unit[] {
  const text = units.map(({ char }) => char).join('');
  const found: Unit[] = [];
  let at = 0;
  for (const match of text.matchAll(ESCAPE)) {
    found.push(...units.slice(at, match.index));
    at = match.index + match[0].length;
    const hex = match.slice(1, 6).find(Boolean);
    const code = hex === undefined ? Number(match[6]) : Number.parseInt(hex, 16);
    // One UTF-16 unit for one: what is beyond ASCII is no part of a token.
    const char = code < 0x80 ? String.fromCharCode(code) : '?';
    found.push({ char, from: units[match.index]!.from, to: units[at - 1]!.to });
  }
  return [...found, ...units.slice(at)];
}

/** Letters and digits alone, in lower case: neither spaces nor hyphens nor quotes between the pieces hide a token. */
function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Whatever a token may look like in a text, each as `bare` leaves it. */
function formsOf(token: string): readonly string[] {
  const hex = Array.from(token, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  // Base64 depends on how many bytes come before: those of its letters that depend on the neighbours are left out.
  const base64 = [0, 1, 2].map((before) => {
    const text = btoa('\0'.repeat(before) + token).replace(/=+$/, '');
    return text.slice([0, 2, 3][before], (before + token.length) % 3 === 0 ? text.length : -1);
  });
  const reversed = Array.from(token).reverse().join('');
  const others = [reversed, hex, ...base64].map(bare).filter((form) => form.length >= PIECE);
  return [bare(token), ...others].filter((form) => form !== '');
}

/** The tokens that must not leave, and the one door for text. */
export class Secrets {
  readonly #tokens: string[] = [];
  /** Pieces by their length: shorter than `PIECE` only where the whole token is. */
  #pieces = new Map<number, Set<string>>();

  /** From now on `token` leaves in no form. */
  add(token: string): void {
    if (token === '' || this.#tokens.includes(token)) return;
    this.#tokens.push(token);
    if (this.#tokens.length > REMEMBERED) this.#tokens.shift();
    this.#pieces = new Map();
    for (const form of this.#tokens.flatMap(formsOf)) {
      const length = Math.min(PIECE, form.length);
      const set = this.#pieces.get(length) ?? new Set();
      for (let i = 0; i + length <= form.length; i++) set.add(form.slice(i, i + length));
      this.#pieces.set(length, set);
    }
  }

  /** `text` with every piece of a token replaced. */
  hide(text: string): string {
    if (this.#tokens.length === 0) return text;
    let units: readonly Unit[] = Array.from({ length: text.length }, (_, i) => ({
      char: text[i]!,
      from: i,
      to: i + 1,
    }));
    const marked = new Array<boolean>(text.length).fill(false);
    for (let layer = 0; layer <= LAYERS; layer++) {
      this.#mark(units, marked);
      const next = unescaped(units);
      if (next.length === units.length) break;
      units = next;
    }
    let out = '';
    for (let i = 0; i < text.length; i++)
      if (!marked[i]) out += text[i]!;
      else if (i === 0 || !marked[i - 1]) out += HIDDEN;
    // A token of signs alone has no letters that could be found.
    for (const token of this.#tokens) if (bare(token) === '') out = out.replaceAll(token, HIDDEN);
    return out;
  }

  /** A text as it leaves: hidden, on one line, cut where it is too long. */
  text(text: string, most = LONGEST): string {
    // Far more than is shown: what the cut leaves of a token at its end is not shown either.
    const line = this.hide(text.slice(0, 4 * LONGEST)).replaceAll(CONTROL, ' ');
    return line.length > most ? `${line.slice(0, most - 1)}…` : line;
  }

  /** A record as it leaves: one line of JSON. */
  line(record: unknown): string {
    return JSON.stringify(record, (_, value: unknown) =>
      typeof value === 'string' ? this.text(value) : value,
    );
  }

  #mark(units: readonly Unit[], marked: boolean[]): void {
    const kept = units.filter(({ char }) => /[a-z0-9]/i.test(char));
    const text = kept.map(({ char }) => char.toLowerCase()).join('');
    for (const [length, pieces] of this.#pieces)
      for (let i = 0; i + length <= text.length; i++)
        if (pieces.has(text.slice(i, i + length))) marked.fill(true, kept[i]!.from, kept[i + length - 1]!.to);
  }
}

/** What moves a terminal's cursor, breaks a line, or turns the direction of writing. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
