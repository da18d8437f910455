/** Files of NumPy for tests, written by the format's own description (NEP 1). */
import { zipSync } from 'fflate';

/** What workers and the command line unpack an .npz by; the room that reads sets stands before it. */
export { unpack } from '../storage/unpack.ts';

export interface NumpyFile {
  /** As NumPy writes it: "<f4", "|u1", "|O". */
  readonly descr: string;
  readonly shape: readonly number[];
  /** The bare numbers in the order and with the bytes that the header says. */
  readonly data: ArrayBufferView;
  readonly fortran?: boolean;
  readonly version?: 1 | 2 | 3;
}

/** An .npy; its numbers begin at a multiple of 64 bytes. */
export function numpyOf({
  descr,
  shape,
  data,
  fortran = false,
  version = 1,
}: NumpyFile): Uint8Array<ArrayBuffer> {
  const dims = shape.length === 1 ? `${String(shape[0])},` : shape.join(', ');
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${dims}), }`;
  const before = version === 1 ? 10 : 12;
  const length = Math.ceil((before + header.length + 1) / 64) * 64 - before;
  const file = new Uint8Array(before + length + data.byteLength);
  file.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  const view = new DataView(file.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  file.set(new TextEncoder().encode(`${header.padEnd(length - 1)}\n`), before);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), before + length);
  return file;
}

/** An .npz: the arrays by name, packed (numpy.savez_compressed) or as they are (numpy.savez). */
export function npzOf(arrays: Readonly<Record<string, NumpyFile>>, packed = false): Uint8Array<ArrayBuffer> {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, numpyOf(array)] as const);
  return zipSync(Object.fromEntries(files), { level: packed ? 6 : 0 });
}
