/** A text as a link carries it: compressed, in letters that no address changes. */
import { chunksOf, readBounded } from '../../../model/bounded.ts';

/** What everything on the way of an address takes, as RFC 9110 (4.1) asks of it; most take more. */
export const LONGEST_CARRIED = 8000;
/** The largest pipeline there is has a quarter of it. */
const MOST_BYTES = 2 ** 22;

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  way: TransformStream,
): Promise<Uint8Array | undefined> {
  const stream = new Blob([bytes]).stream().pipeThrough(way as TransformStream<Uint8Array, Uint8Array>);
  return readBounded(chunksOf(stream), MOST_BYTES);
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The text, packed; longer than `LONGEST_CARRIED` where it is too much for a link. */
export async function packed(text: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
  return base64Of(bytes ?? new Uint8Array(LONGEST_CARRIED));
}

/** What `packed` packed; throws where that is damaged or too much. */
export async function unpackedText(text: string): Promise<string> {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = await through(
    Uint8Array.from(letters, (c) => c.charCodeAt(0)),
    new DecompressionStream('deflate-raw'),
  );
  if (!bytes) throw new Error('too much');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
