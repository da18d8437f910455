/**
 * Arrays of NumPy as `numpy.save` writes them (NEP 1, versions 1 to 3): a magic word, a header that says type, order and
 * shape as a Python dictionary, and the bare numbers. Whatever a file says of itself is held against its bytes.
 */
import type { Element, Values } from '../measure/session.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { quoted } from '../../workload/intake/text.ts';

export interface NumpyArray {
  readonly type: Element;
  readonly dims: readonly number[];
  /** Row-major, whatever the file's order was; float16 as bits, bool as 0 and 1. */
  readonly values: Values;
}

/** Begins every file: "\x93NUMPY". */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;
/** Before the header's length stand the magic word and the version. */
const LENGTH_AT = 8;
/** Axes that an array may have; NumPy's own bound is 64. */
const MOST_AXES = 16;

interface Kind {
  readonly type: Element;
  readonly bytes: number;
  readonly of: (buffer: ArrayBuffer) => Values;
}

/** By NumPy's letter and size, without the byte order. */
const KINDS: Readonly<Record<string, Kind>> = {
  f2: { type: 'float16', bytes: 2, of: (b) => new Uint16Array(b) },
  f4: { type: 'float32', bytes: 4, of: (b) => new Float32Array(b) },
  f8: { type: 'float64', bytes: 8, of: (b) => new Float64Array(b) },
  i1: { type: 'int8', bytes: 1, of: (b) => new Int8Array(b) },
  i2: { type: 'int16', bytes: 2, of: (b) => new Int16Array(b) },
  i4: { type: 'int32', bytes: 4, of: (b) => new Int32Array(b) },
  i8: { type: 'int64', bytes: 8, of: (b) => new BigInt64Array(b) },
  u1: { type: 'uint8', bytes: 1, of: (b) => new Uint8Array(b) },
  u2: { type: 'uint16', bytes: 2, of: (b) => new Uint16Array(b) },
  u4: { type: 'uint32', bytes: 4, of: (b) => new Uint32Array(b) },
  u8: { type: 'uint64', bytes: 8, of: (b) => new BigUint64Array(b) },
  b1: { type: 'bool', bytes: 1, of: (b) => new Uint8Array(b) },
};

export const isNumpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/** `name` begins every refusal: "x.npy", "x in set.npz". */
export function readNumpy(bytes: Uint8Array, name: string): Result<NumpyArray> {
  if (bytes.length === 0) return refused(`${name}: it is empty.`);
  if (!isNumpy(bytes))
    return refused(`${name}: it is no array of NumPy; expected what numpy.save or numpy.savez writes.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cut = refused<NumpyArray>(`${name}: it is cut off within its header; copy or save it again.`);
  if (bytes.length < LENGTH_AT + 4) return cut;
  const version = bytes[6]!;
  if (version < 1 || version > 3)
    return refused(
      `${name}: it is written in version ${String(version)} of NumPy’s format, and 1 to 3 are read.`,
    );
  const wide = version > 1;
  const from = LENGTH_AT + (wide ? 4 : 2);
  const start = from + (wide ? view.getUint32(LENGTH_AT, true) : view.getUint16(LENGTH_AT, true));
  if (start > bytes.length) return cut;
  const header = headerOf(new TextDecoder().decode(bytes.subarray(from, start)), name);
  if (!header.ok) return header;
  const { kind, swapped, columns, dims } = header.value;
  const count = dims.reduce((product, size) => product * size, 1);
  const there = bytes.length - start;
  if (there !== count * kind.bytes)
    return refused(
      `${name}: its shape (${dims.join(', ')}) of ${kind.type} takes ${figure(count * kind.bytes)} bytes, and ${figure(there)} are there; copy or save it again.`,
    );
  const own = bytes.slice(start);
  if (swapped) swap(own, kind.bytes);
  const values = kind.of(own.buffer);
  return accepted({ type: kind.type, dims, values: columns ? rowMajor(values, dims) : values });
}

interface Header {
  readonly kind: Kind;
  /** Whether its bytes stand in the other order than this machine's: all that run a browser have the small end first. */
  readonly swapped: boolean;
  /** Column-major: the first axis runs fastest. */
  readonly columns: boolean;
  readonly dims: readonly number[];
}

function headerOf(text: string, name: string): Result<Header> {
  const descr = /'descr':\s*('([^']*)'|\[)/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  if (!descr || order === undefined || shape === undefined)
    return refused(
      `${name}: its header does not say type, order and shape, ${quoted(text)}; save it again with numpy.save.`,
    );
  const [, , type] = descr;
  const [, end = '', letters = ''] = /^([<>|=]?)(.*)$/.exec(type ?? '') ?? [];
  const kind = Object.hasOwn(KINDS, letters) ? KINDS[letters] : undefined;
  if (!kind) return refused(`${name}: it holds ${strange(type)}, and plain numbers are read.`);
  const sizes = shape.split(',').map((size) => size.replace('L', '').trim());
  const dims = sizes.filter((size) => size !== '').map(Number);
  if (dims.length > MOST_AXES || !dims.every(Number.isSafeInteger))
    return refused(`${name}: its shape (${shape.slice(0, 80)}) is none that is read here.`);
  return accepted({ kind, swapped: end === '>', columns: order === 'True' && dims.length > 1, dims });
}

/** What a type that is not read is to its user. */
function strange(type: string | undefined): string {
  if (type === undefined) return 'records of several fields';
  if (type.includes('O')) return 'objects of Python (dtype object), which no other program should unpickle';
  if (/^[<>|=]?[US]/.test(type)) return 'texts';
  if (/^[<>|=]?c/.test(type)) return 'complex numbers';
  return `elements of the type ${quoted(type)}`;
}

function swap(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** The same numbers with the last axis running fastest. */
function rowMajor(values: Values, dims: readonly number[]): Values {
  const made = values.slice();
  const strides: number[] = [];
  for (let axis = 0, stride = 1; axis < dims.length; stride *= dims[axis]!, axis++) strides.push(stride);
  const at = dims.map(() => 0);
  let from = 0;
  for (let to = 0; to < values.length; to++) {
    made[to] = values[from]!;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++at[axis]! < dims[axis]!) break;
      from -= strides[axis]! * dims[axis]!;
      at[axis] = 0;
    }
  }
  return made;
}
