/**
 * Time by kernel, from timestamps that the device itself writes. Each run of one kernel's dispatches gets a pass of its own,
 * since timestamps are taken where passes begin and end: what a pass costs is in them, and kernels do not overlap.
 */
import { profile, type Profiler } from './device.ts';

/** Queries that a set holds at the most (WebGPU). */
const MOST = 4096;
const BYTES = 8;

export interface KernelTime {
  readonly ms: number;
  readonly dispatches: number;
}

interface Timed {
  readonly kernel: string;
  dispatches: number;
}

/** A query set that was written, and where its timestamps come to lie. */
interface Written {
  readonly set: GPUQuerySet;
  readonly resolved: GPUBuffer;
  readonly staging: GPUBuffer;
  readonly passes: readonly Timed[];
}

/** What `Device.dispatch` and its callers ask of a pass. */
type Pass = Pick<GPUComputePassEncoder, 'setPipeline' | 'setBindGroup' | 'dispatchWorkgroups' | 'end'>;

/** Times kernels by label from its making to `end`; the device needs the feature `timestamp-query`. */
export class KernelTimes implements Profiler {
  readonly #gpu: GPUDevice;
  readonly #most: number;
  readonly #written: Written[] = [];

  /** `most`: queries of a set. */
  constructor(gpu: GPUDevice, most = MOST) {
    this.#gpu = gpu;
    this.#most = most;
    profile(gpu, this);
  }

  pass(encoder: GPUCommandEncoder): GPUComputePassEncoder {
    let set: GPUQuerySet | undefined;
    let passes: Timed[] = [];
    let open: GPUComputePassEncoder | undefined;
    const close = (): void => {
      open?.end();
      open = undefined;
    };
    const flush = (): undefined => {
      close();
      if (set) this.#resolve(encoder, set, passes);
      set = undefined;
      passes = [];
    };
    const begin = (kernel: string): GPUComputePassEncoder => {
      if (open && passes.at(-1)?.kernel === kernel) return open;
      close();
      if (2 * passes.length === this.#most) flush();
      set ??= this.#gpu.createQuerySet({ type: 'timestamp', count: this.#most });
      const at = 2 * passes.length;
      passes.push({ kernel, dispatches: 0 });
      return encoder.beginComputePass({
        timestampWrites: {
          querySet: set,
          beginningOfPassWriteIndex: at,
          endOfPassWriteIndex: at + 1,
        },
      });
    };
    const pass: Pass = {
      setPipeline: (pipeline) => {
        open = begin(pipeline.label);
        open.setPipeline(pipeline);
      },
      setBindGroup: (index: number, group: GPUBindGroup | null | undefined) =>
        open?.setBindGroup(index, group),
      dispatchWorkgroups: (x, y, z) => {
        open?.dispatchWorkgroups(x, y, z);
        passes.at(-1)!.dispatches++;
      },
      end: flush,
    };
    return pass as GPUComputePassEncoder;
  }

  /** Ends the timing. Milliseconds and dispatches by kernel, the longest first, of all that was submitted. */
  async end(): Promise<ReadonlyMap<string, KernelTime>> {
    profile(this.#gpu, undefined);
    const sums = new Map<string, { ms: number; dispatches: number }>();
    for (const { set, resolved, staging, passes } of this.#written.splice(0)) {
      await staging.mapAsync(GPUMapMode.READ);
      const stamps = new BigUint64Array(staging.getMappedRange().slice(0));
      passes.forEach(({ kernel, dispatches }, i) => {
        const sum = sums.get(kernel) ?? { ms: 0, dispatches: 0 };
        // Devices may set their clocks anew: then the pass is not counted as negative time.
        const nanoseconds = Math.max(0, Number(stamps[2 * i + 1]! - stamps[2 * i]!));
        sums.set(kernel, { ms: sum.ms + nanoseconds / 1e6, dispatches: sum.dispatches + dispatches });
      });
      set.destroy();
      resolved.destroy();
      staging.destroy();
    }
    return new Map([...sums].sort(([, a], [, b]) => b.ms - a.ms));
  }

  #resolve(encoder: GPUCommandEncoder, set: GPUQuerySet, passes: readonly Timed[]): void {
    const size = 2 * passes.length * BYTES;
    const resolved = this.#gpu.createBuffer({
      size,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    const staging = this.#gpu.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    encoder.resolveQuerySet(set, 0, 2 * passes.length, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
    this.#written.push({ set, resolved, staging, passes });
  }
}
