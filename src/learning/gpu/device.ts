/** A WebGPU device as a training uses it: buffers of words, kernels of one entry point, and a count of what crosses to it. */

/** Threads of a workgroup, where a kernel takes one row or lane each. */
export const THREADS = 64;

/** Bytes that WebGPU aligns parts of a uniform buffer to. */
const ALIGNED = 256;

export interface Counts {
  submissions: number;
  dispatches: number;
  /** Writes from the processor, and their bytes. */
  uploads: number;
  uploadedBytes: number;
  readbacks: number;
}

/** A part of a buffer, as a kernel is bound to it. */
export interface Part {
  readonly buffer: GPUBuffer;
  readonly offset?: number;
  readonly size?: number;
}

/** A kernel with what it works on. */
export interface Bound {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
}

/** Who times a device's kernels: it opens the passes in the place of the encoder. Kernels are told apart by their label. */
export interface Profiler {
  readonly pass: (encoder: GPUCommandEncoder) => GPUComputePassEncoder;
}

const profilers = new WeakMap<GPUDevice, Profiler>();

/** Has `profiler` time what trainings on `gpu` do from now on; undefined ends it. */
export function profile(gpu: GPUDevice, profiler: Profiler | undefined): void {
  if (profiler) profilers.set(gpu, profiler);
  else profilers.delete(gpu);
}

/** Kernels by device and text: trainings side by side, and the next one, have the same. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

export class Device {
  readonly gpu: GPUDevice;
  readonly counts: Counts = {
    submissions: 0,
    dispatches: 0,
    uploads: 0,
    uploadedBytes: 0,
    readbacks: 0,
  };
  readonly #buffers: GPUBuffer[] = [];

  constructor(gpu: GPUDevice) {
    this.gpu = gpu;
  }

  /** A storage buffer of so many words, all 0; or of `words` themselves. */
  storage(words: number | Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): GPUBuffer {
    return this.#make(words, GPUBufferUsage.STORAGE);
  }

  /** A uniform buffer of so many words. */
  uniform(words: number | Uint32Array<ArrayBuffer>): GPUBuffer {
    return this.#make(words, GPUBufferUsage.UNIFORM);
  }

  /** Parts of a uniform buffer that hold 0, 1, .. count - 1 as a word each: which step a dispatch is of, without an upload. */
  numbers(count: number): readonly Part[] {
    const words = new Uint32Array((count * ALIGNED) / 4);
    for (let i = 0; i < count; i++) words[(i * ALIGNED) / 4] = i;
    const buffer = this.uniform(words);
    return Array.from({ length: count }, (_, i) => ({ buffer, offset: i * ALIGNED, size: 4 }));
  }

  write(buffer: GPUBuffer, words: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, at = 0): void {
    this.counts.uploads++;
    this.counts.uploadedBytes += words.byteLength;
    this.gpu.queue.writeBuffer(buffer, 4 * at, words);
  }

  /** What the device finds wrong from now on, until the returned function is called: that rejects with the first of it. */
  watch(): () => Promise<void> {
    const kinds = ['validation', 'out-of-memory', 'internal'] as const;
    for (const kind of kinds) this.gpu.pushErrorScope(kind);
    return async () => {
      const found = await Promise.all(kinds.map(() => this.gpu.popErrorScope()));
      const error = found.find((one) => one !== null);
      if (error) throw new Error(`the graphics device refused: ${error.message.split('\n')[0]!}`);
    };
  }

  /** Compiles `code`, once a device, under a name for whoever times it; rejects with the compiler's words where it is wrong. */
  kernel(code: string, entryPoint = 'main', name = entryPoint): Promise<GPUComputePipeline> {
    let known = compiled.get(this.gpu);
    if (!known) compiled.set(this.gpu, (known = new Map<string, Promise<GPUComputePipeline>>()));
    const key = `${entryPoint} ${code}`;
    let pipeline = known.get(key);
    if (!pipeline) known.set(key, (pipeline = this.#compile(code, entryPoint, name)));
    return pipeline;
  }

  /** Binds `parts` to @group(0) @binding(0), (1), .. of a kernel. */
  bind(pipeline: GPUComputePipeline, parts: readonly (GPUBuffer | Part)[]): Bound {
    const entries = parts.map((part, binding) => ({
      binding,
      resource: 'buffer' in part ? part : { buffer: part },
    }));
    return {
      pipeline,
      group: this.gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }),
    };
  }

  /** A pass of dispatches; one a kernel where somebody times them (`profile`). */
  pass(encoder: GPUCommandEncoder): GPUComputePassEncoder {
    return profilers.get(this.gpu)?.pass(encoder) ?? encoder.beginComputePass();
  }

  dispatch(pass: GPUComputePassEncoder, { pipeline, group }: Bound, x: number, y = 1, z = 1): void {
    this.counts.dispatches++;
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(x, y, z);
  }

  /** One submission of one pass of dispatches. */
  run(dispatches: (pass: GPUComputePassEncoder) => void): void {
    const encoder = this.gpu.createCommandEncoder();
    const pass = this.pass(encoder);
    dispatches(pass);
    pass.end();
    this.submit(encoder);
  }

  submit(encoder: GPUCommandEncoder): void {
    this.counts.submissions++;
    this.gpu.queue.submit([encoder.finish()]);
  }

  /** The words of parts of buffers, one after another, after all that was submitted. One readback. */
  async read(
    parts: readonly { readonly buffer: GPUBuffer; readonly at?: number; readonly words: number }[],
  ): Promise<Float32Array<ArrayBuffer>> {
    const bytes = parts.reduce((sum, { words }) => sum + 4 * words, 0);
    const staging = this.gpu.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    try {
      const encoder = this.gpu.createCommandEncoder();
      let to = 0;
      for (const { buffer, at = 0, words } of parts) {
        encoder.copyBufferToBuffer(buffer, 4 * at, staging, to, 4 * words);
        to += 4 * words;
      }
      this.submit(encoder);
      this.counts.readbacks++;
      await staging.mapAsync(GPUMapMode.READ);
      return new Float32Array(staging.getMappedRange().slice(0));
    } finally {
      staging.destroy();
    }
  }

  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy();
    this.#buffers.length = 0;
  }

  async #compile(code: string, entryPoint: string, label: string): Promise<GPUComputePipeline> {
    // What is wrong is told below, not to the console.
    this.gpu.pushErrorScope('validation');
    const module = this.gpu.createShaderModule({ code });
    const [{ messages }] = await Promise.all([module.getCompilationInfo(), this.gpu.popErrorScope()]);
    const wrong = messages.filter(({ type }) => type === 'error');
    if (wrong.length > 0)
      throw new Error(
        wrong.map(({ lineNum, message }) => `WGSL, line ${String(lineNum)}: ${message}`).join('\n'),
      );
    return this.gpu.createComputePipelineAsync({ label, layout: 'auto', compute: { module, entryPoint } });
  }

  #make(words: number | Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, usage: number): GPUBuffer {
    const size = 4 * (typeof words === 'number' ? words : words.length);
    const buffer = this.gpu.createBuffer({
      size: Math.max(4, size),
      usage: usage | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    this.#buffers.push(buffer);
    if (typeof words !== 'number') this.write(buffer, words);
    return buffer;
  }
}
