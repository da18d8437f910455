/** Lines and the bytes that follow them, out of whatever pieces they come in. */

/** No line is longer, bytes; what is beyond is skipped up to the next line. */
export const LONGEST_LINE = 2 ** 23;
const NEWLINE = 0x0a;

/** A line was begun, or bytes were promised, and then nothing came any more. */
export class HalfRequest extends Error {}

export type IncomingLine =
  { readonly kind: 'line'; readonly text: string } | { readonly kind: 'too long' } | { readonly kind: 'end' };

export class Incoming {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end, blank ones left out. Throws `HalfRequest` where the source ends within one. */
  async line(): Promise<IncomingLine> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    let tooLong = false;
    for (;;) {
      const end = this.#held.indexOf(NEWLINE);
      const piece = this.#held.subarray(0, end < 0 ? undefined : end);
      length += piece.length;
      if (length > LONGEST_LINE) tooLong = true;
      // What is skipped anyway is not kept.
      if (tooLong) pieces.length = 0;
      else pieces.push(piece);
      if (end >= 0) {
        this.#held = this.#held.subarray(end + 1);
        if (tooLong) return { kind: 'too long' };
        const text = Buffer.concat(pieces).toString('utf8').trim();
        if (text !== '') return { kind: 'line', text };
        pieces.length = length = 0;
        continue;
      }
      if (await this.#more()) continue;
      if (length > 0) throw new HalfRequest('a line');
      return { kind: 'end' };
    }
  }

  /** The next `count` bytes, in memory of their own. Throws `HalfRequest` where the source ends before. */
  async bytes(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const taken = new Uint8Array(count);
    for (let at = 0; at < count;) {
      if (this.#held.length === 0 && !(await this.#more())) throw new HalfRequest('an array');
      const piece = this.#held.subarray(0, count - at);
      taken.set(piece, at);
      at += piece.length;
      this.#held = this.#held.subarray(piece.length);
    }
    return taken;
  }

  /** Puts the next piece in the place of what has been taken. */
  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    this.#held = next.done === true ? new Uint8Array(0) : next.value;
    return next.done !== true;
  }
}
