/** The kernel's functions and its memory. */
import { SIMD_WASM, simdKernel, type SimdKernel } from './kernel/simdKernel.ts';
import { webAssemblyComplaint } from '../../../model/webAssembly.ts';

const PAGE = 65_536;
/** Places begin at cache lines; the first is left free. */
const LINE = 64;

let compiled: WebAssembly.Module | undefined;

function compile(): WebAssembly.Module {
  const complaint = webAssemblyComplaint();
  if (complaint !== undefined) throw new Error(complaint);
  const bytes = Uint8Array.from(atob(SIMD_WASM), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) throw new Error('no WebAssembly with 128-bit vectors');
  return new WebAssembly.Module(bytes);
}

/** One instance of the kernel, and memory handed out from its beginning on, never given back. */
export class Arena {
  readonly kernel: SimdKernel;
  #top = LINE * 16;
  #f32: Float32Array<ArrayBuffer>;
  #i32: Int32Array<ArrayBuffer>;
  #u8: Uint8Array<ArrayBuffer>;

  /** Throws where this device has no WebAssembly with 128-bit vectors. */
  constructor() {
    this.kernel = simdKernel(new WebAssembly.Instance((compiled ??= compile())));
    const { buffer } = this.kernel.memory;
    this.#f32 = new Float32Array(buffer);
    this.#i32 = new Int32Array(buffer);
    this.#u8 = new Uint8Array(buffer);
  }

  /** A place of `bytes` zeros. Views taken before are dead afterwards. */
  reserve(bytes: number): number {
    const at = this.#top;
    this.#top += Math.ceil(bytes / LINE) * LINE;
    const { memory } = this.kernel;
    const missing = Math.ceil((this.#top - memory.buffer.byteLength) / PAGE);
    if (missing > 0) {
      memory.grow(missing);
      this.#f32 = new Float32Array(memory.buffer);
      this.#i32 = new Int32Array(memory.buffer);
      this.#u8 = new Uint8Array(memory.buffer);
    }
    return at;
  }

  /** The numbers at a place. */
  floats(at: number, count: number): Float32Array<ArrayBuffer> {
    return this.#f32.subarray(at / 4, at / 4 + count);
  }

  ints(at: number, count: number): Int32Array<ArrayBuffer> {
    return this.#i32.subarray(at / 4, at / 4 + count);
  }

  bytes(at: number, count: number): Uint8Array<ArrayBuffer> {
    return this.#u8.subarray(at, at + count);
  }
}

/** The next multiple of 4 or 8. */
export const upTo4 = (n: number): number => (n + 3) & ~3;
export const upTo8 = (n: number): number => (n + 7) & ~7;
