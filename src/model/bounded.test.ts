import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf, readBounded } from './bounded.ts';

/** Chunks one after the other, and how many were taken and whether it was closed. */
function source(chunks: Iterable<Uint8Array>): {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly seen: { taken: number; closed: boolean };
} {
  const seen = { taken: 0, closed: false };
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of chunks) {
        seen.taken++;
        yield chunk;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { bytes: bytes(), seen };
}

function* endless(size: number): Generator<Uint8Array> {
  for (;;) yield new Uint8Array(size).fill(7);
}

describe('readBounded', () => {
  it('gives all bytes in order where they fit, and nothing where one is too many', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 12 }),
        fc.integer({ min: -1, max: 1 }),
        async (chunks, more) => {
          const whole = Buffer.concat(chunks);
          const { bytes, seen } = source(chunks);
          const read = await readBounded(bytes, Math.max(0, whole.length + more));
          expect(seen.closed).toBe(true);
          if (more < 0 && whole.length > 0) expect(read).toBeUndefined();
          else expect(Buffer.compare(Buffer.from(read!), whole)).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['large chunks', 1_000_000, 3],
    ['chunks of a page', 4096, 490],
    ['one chunk that is larger than the bound', 3_000_000, 1],
  ])('stops an endless source at once: %s', async (_, size, most) => {
    const { bytes, seen } = source(endless(size));
    expect(await readBounded(bytes, 2_000_000)).toBeUndefined();
    expect(seen.taken).toBeLessThanOrEqual(most);
    expect(seen.closed).toBe(true);
  });

  it('keeps a million chunks of one byte in about a million bytes', async () => {
    let buffers = 0;
    async function* drops(): AsyncGenerator<Uint8Array> {
      const drop = new Uint8Array([1]);
      for (let k = 0; k < 1_000_000; k++) yield drop;
      buffers = process.memoryUsage().arrayBuffers;
    }
    const before = process.memoryUsage().arrayBuffers;
    expect((await readBounded(drops(), 1_000_000))?.length).toBe(1_000_000);
    expect(buffers - before).toBeLessThan(4_000_000);
  });

  it('is as broken as its source', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(3);
      throw new Error('the line was cut');
    }
    await expect(readBounded(broken(), 10)).rejects.toThrow('the line was cut');
  });
});

describe('chunksOf', () => {
  const stream = (seen: { cancelled: boolean }, chunks: number): ReadableStream<Uint8Array> =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (chunks-- <= 0) controller.close();
        else controller.enqueue(new Uint8Array(1000));
      },
      cancel() {
        seen.cancelled = true;
      },
    });

  it('reads a stream to its end', async () => {
    const seen = { cancelled: false };
    expect((await readBounded(chunksOf(stream(seen, 3)), 3000))?.length).toBe(3000);
    expect(seen.cancelled).toBe(false);
  });

  it('cancels one that goes on', async () => {
    const seen = { cancelled: false };
    expect(await readBounded(chunksOf(stream(seen, Infinity)), 2999)).toBeUndefined();
    expect(seen.cancelled).toBe(true);
  });
});
