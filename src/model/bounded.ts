/** The one way to read what comes from outside as a stream: up to a bound, and not one chunk further. */

/** The first block; each further one is as large as all before it, up to `LARGEST`. */
const SMALLEST = 16_384;
const LARGEST = 4_194_304;

/**
 * All bytes of `source`; undefined where there are more than `most`: the source is then closed at once (`return` of its
 * iterator, which cancels a stream and closes a file). What is kept while it arrives is never more than `most` bytes and
 * one chunk, in blocks of its own, so that a million chunks of one byte cost no more than a million bytes; the blocks are
 * joined once at the end. Rejects where the source does. A source that is slow or gives empty chunks for ever is its
 * reader's to stop (an AbortSignal): this counts bytes, not time.
 */
export async function readBounded(
  source: AsyncIterable<Uint8Array>,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const blocks: Uint8Array[] = [];
  let block = new Uint8Array(0);
  let filled = 0;
  let length = 0;
  for await (const chunk of source) {
    if (length + chunk.length > most) return undefined;
    for (let read = 0; read < chunk.length;) {
      if (filled === block.length) {
        block = new Uint8Array(Math.min(Math.max(SMALLEST, length), LARGEST, most - length));
        blocks.push(block);
        filled = 0;
      }
      const part = chunk.subarray(read, read + block.length - filled);
      block.set(part, filled);
      filled += part.length;
      read += part.length;
      length += part.length;
    }
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const one of blocks) {
    const part = one.subarray(0, length - at);
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * The chunks of a web stream (an answer's body, a file's stream), which not every browser can walk itself. Whoever stops
 * early cancels the stream.
 */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    // Not awaited: whoever stops must not wait for a source that does not listen. After an error there is nothing to cancel.
    if (!ended) reader.cancel().catch(() => undefined);
  }
}
