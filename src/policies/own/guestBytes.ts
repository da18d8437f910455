/**
 * Counts the arrays of bytes that a visitor's code keeps, the one part of its memory that can be counted from within a scope:
 * objects, lists and texts cannot. Called before the scope is shut.
 */
import { BYTE_ARRAYS, type Scope } from './guestHarden.ts';

/** Bytes of arrays that an episode may keep; on the command line, where none is counted apart, a program. */
export const MOST_BYTES = 256 * 2 ** 20;

/** What one episode keeps. */
export interface Purse {
  bytes: number;
}

/** A buffer; one that may grow counts as grown. */
interface Bytes {
  readonly byteLength: number;
  readonly maxByteLength?: number;
}

/** Make bytes without a constructor that could be asked. */
const UNCOUNTED = ['toSorted', 'toReversed', 'with', 'resize', 'transfer', 'transferToFixedLength'];

/**
 * From now on whatever makes such an array in `scope` counts for the purse that was opened last, until it is collected, and
 * throws where that has more than `most` bytes. Returns what opens a purse.
 */
export function countBytes(scope: Scope, most: number): (purse: Purse) => void {
  let open: Purse = { bytes: 0 };
  const collected = new FinalizationRegistry(({ purse, bytes }: { purse: Purse; bytes: number }) => {
    purse.bytes -= bytes;
  });
  const count = (buffer: Bytes): void => {
    const bytes = buffer.maxByteLength ?? buffer.byteLength;
    open.bytes += bytes;
    collected.register(buffer, { purse: open, bytes });
    if (open.bytes > most)
      throw new RangeError(`it keeps more than the ${String(most / 2 ** 20)} MB of bytes that it may`);
  };
  const names = scope as unknown as Record<string, (new (...asked: unknown[]) => object) | undefined>;
  const counted = (
    name: string,
    bufferOf: (made: object, asked: readonly unknown[]) => Bytes | undefined,
  ): void => {
    const native = names[name];
    // Not every browser has 16 bits.
    if (!native) return;
    const asking = new Proxy(native, {
      construct(target, asked: unknown[], made: new () => object) {
        const one = Reflect.construct<unknown[], object>(target, asked, made);
        const buffer = bufferOf(one, asked);
        if (buffer) count(buffer);
        return one;
      },
    });
    names[name] = asking;
    (native.prototype as { constructor: unknown }).constructor = asking;
    for (const key of UNCOUNTED) {
      Reflect.deleteProperty(native.prototype as object, key);
      Reflect.deleteProperty(Reflect.getPrototypeOf(native.prototype as object)!, key);
    }
  };
  const { ArrayBuffer: plain } = scope;
  counted('ArrayBuffer', (made) => made as Bytes);
  // Upon a buffer that is there already nothing is made.
  for (const name of BYTE_ARRAYS)
    counted(name, (made, [first]) => (first instanceof plain ? undefined : (made as Uint8Array).buffer));
  return (purse) => {
    open = purse;
  };
}
