/**
 * WebP as a container, after Google's specification (developers.google.com/speed/webp/docs/riff_container): takes the
 * picture out of still files, puts pictures together as an animation, and reads an animation back. Knows nothing of pixels.
 */

/** A still picture that replaces a part of the canvas, or with alpha is laid over it, and stays for `ms`. */
export interface AnimationFrame {
  /** Of the upper left corner, in pixels: even, the format has no others. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ms: number;
  /** Chunks of the picture: `VP8L`, or `VP8 ` with `ALPH` before it where it has transparent pixels. */
  readonly picture: Uint8Array;
}

export interface Animation {
  readonly width: number;
  readonly height: number;
  /** How often it plays; 0 for ever. */
  readonly loops: number;
  readonly frames: readonly AnimationFrame[];
}

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

/** Bits of VP8X. */
const ANIMATED = 0x02;
const ALPHA = 0x10;
/** Bytes of an ANMF before its picture. */
const FRAME_HEAD = 16;
/** 24 bits. */
const LARGEST = 0xffffff;
const PICTURE = ['ALPH', 'VP8 ', 'VP8L'];

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function number(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) {
    const byte = bytes[at + i];
    if (byte === undefined) throw new Error('The file ends within a number.');
    value = value * 256 + byte;
  }
  return value;
}

/** Little-endian. */
const written = (value: number, size: number): readonly number[] =>
  Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256);

function joined(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A chunk, filled up to an even length, which its own size does not count. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const letters = Array.from(name, (letter) => letter.charCodeAt(0));
  return joined([letters, written(data.length, 4), data, data.length % 2 === 1 ? [0] : []]);
}

function chunksOf(bytes: Uint8Array): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = number(bytes, at + 4, 4);
    const name = latin(bytes.subarray(at, at + 4));
    if (at + 8 + size > bytes.length) throw new Error(`The chunk ${name} goes beyond the end.`);
    chunks.push({ name, data: bytes.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/** The chunks of a file. Throws where it is no WebP, or not as long as it says. */
function chunksOfFile(file: Uint8Array): readonly Chunk[] {
  if (latin(file.subarray(0, 4)) !== 'RIFF' || latin(file.subarray(8, 12)) !== 'WEBP')
    throw new Error('This is no WebP file.');
  const said = number(file, 4, 4) + 8;
  if (said !== file.length)
    throw new Error(`The file says ${String(said)} bytes and has ${String(file.length)}.`);
  return chunksOf(file.subarray(12));
}

/** The picture of a still file, as an animation's frame holds it: without profile and other notes. */
export function pictureOf(file: Uint8Array): Uint8Array {
  const kept = chunksOfFile(file).filter(({ name }) => PICTURE.includes(name));
  if (!kept.some(({ name }) => name !== 'ALPH')) throw new Error('This WebP file holds no still picture.');
  return joined(kept.map(({ name, data }) => chunk(name, data)));
}

function checked(value: number, what: string, least: number): number {
  if (!Number.isInteger(value) || value < least || value > LARGEST)
    throw new RangeError(`${what} is ${String(value)}.`);
  return value;
}

function frameChunk(frame: AnimationFrame, width: number, height: number): Uint8Array {
  const { x, y, ms, picture } = frame;
  if (x % 2 !== 0 || y % 2 !== 0) throw new RangeError('A frame begins at an even pixel.');
  if (x + frame.width > width || y + frame.height > height)
    throw new RangeError('A frame goes beyond the canvas.');
  return chunk(
    'ANMF',
    joined([
      written(checked(x, 'The left edge', 0) / 2, 3),
      written(checked(y, 'The upper edge', 0) / 2, 3),
      written(checked(frame.width, 'The width', 1) - 1, 3),
      written(checked(frame.height, 'The height', 1) - 1, 3),
      written(checked(ms, 'The duration', 0), 3),
      // Laid over what stands, and left there.
      [0],
      picture,
    ]),
  );
}

/** The file of an animation. Throws RangeError for what the format cannot hold. */
export function writeAnimation({ width, height, loops, frames }: Animation): Uint8Array {
  const head = joined([
    [ANIMATED | ALPHA, 0, 0, 0],
    written(checked(width, 'The width', 1) - 1, 3),
    written(checked(height, 'The height', 1) - 1, 3),
  ]);
  // White behind it, where a viewer minds.
  const anim = joined([[255, 255, 255, 255], written(loops, 2)]);
  const body = joined([
    chunk('VP8X', head),
    chunk('ANIM', anim),
    ...frames.map((frame) => frameChunk(frame, width, height)),
  ]);
  return chunkOfFile(body);
}

function chunkOfFile(body: Uint8Array): Uint8Array {
  return chunk('RIFF', joined([Array.from('WEBP', (letter) => letter.charCodeAt(0)), body]));
}

/** Reads an animation back. Throws where the file is none, or does not hold what it says. */
export function readAnimation(file: Uint8Array): Animation {
  const chunks = chunksOfFile(file);
  const [head, anim] = ['VP8X', 'ANIM'].map((name) => chunks.find((one) => one.name === name)?.data);
  if (head === undefined || anim === undefined || ((head[0] ?? 0) & ANIMATED) === 0)
    throw new Error('This WebP file does not move.');
  return {
    width: number(head, 4, 3) + 1,
    height: number(head, 7, 3) + 1,
    loops: number(anim, 4, 2),
    frames: chunks
      .filter(({ name }) => name === 'ANMF')
      .map(({ data }) => ({
        x: number(data, 0, 3) * 2,
        y: number(data, 3, 3) * 2,
        width: number(data, 6, 3) + 1,
        height: number(data, 9, 3) + 1,
        ms: number(data, 12, 3),
        picture: data.subarray(FRAME_HEAD),
      })),
  };
}
