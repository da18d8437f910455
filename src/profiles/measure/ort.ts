/** onnxruntime-web as a runtime, in a browser's worker as in Node: WebAssembly in one thread, or the graphics card by WebGPU. */
import type * as Ort from 'onnxruntime-web';
import type { Answer, Device, Element, Feed, ModelSession, Run, Runtime, Values } from './session.ts';

/** What a dimension without a name is told as: -1 in 32 bits. */
const UNNAMED = 0xffff_ffff;

/** Errors reject; nothing is written into the console. */
const SILENT = { logSeverityLevel: 4 } as const;

/** Every operator on the graphics card, or none of the model: otherwise the runtime puts what the card lacks on the processor. */
const STRICT = { extra: { session: { disable_cpu_ep_fallback: '1' } } } as const;
const LACKS = /fallback to CPU EP has been explicitly disabled/i;

/**
 * `heapBytes` sees the memory of the runtime (heap.ts). On the graphics card it must be a build of the runtime that knows
 * WebGPU.
 */
export function ortRuntime(
  ort: typeof Ort,
  heapBytes: Runtime['heapBytes'],
  device: Device = 'processor',
): Runtime {
  ort.env.wasm.numThreads = 1;
  const create = (bytes: Uint8Array, more: Ort.InferenceSession.SessionOptions = {}) =>
    ort.InferenceSession.create(bytes, {
      executionProviders: [device === 'graphics' ? 'webgpu' : 'wasm'],
      ...SILENT,
      ...more,
    });
  // Some operators, those on shapes above all, may have to stay on the processor; settled once, before anything is timed.
  let partly = false;
  return {
    heapBytes,
    ready: async (bytes) => {
      if (device === 'processor') {
        // There is no call for it: it loads itself before it looks at a model, here one that is none.
        await create(new Uint8Array(0)).catch(() => undefined);
        return;
      }
      try {
        await (await create(bytes, STRICT)).release();
      } catch (error) {
        partly = LACKS.test(String(error));
      }
    },
    open: async (bytes) => {
      const session = await create(bytes, device === 'graphics' && !partly ? STRICT : {});
      return new OrtSession(ort, session, device === 'processor' ? undefined : partly ? 'partly' : 'whole');
    },
  };
}

class OrtSession implements ModelSession {
  readonly inputs: ModelSession['inputs'];
  readonly graphics: ModelSession['graphics'];
  readonly #ort: typeof Ort;
  readonly #session: Ort.InferenceSession;

  constructor(ort: typeof Ort, session: Ort.InferenceSession, graphics: ModelSession['graphics']) {
    this.graphics = graphics;
    this.#ort = ort;
    this.#session = session;
    this.inputs = session.inputMetadata.map((input) => ({
      name: input.name,
      type: input.isTensor ? input.type : 'something that is no tensor',
      dims: input.isTensor ? input.shape.map((dim) => (dim === UNNAMED ? '' : dim)) : [],
    }));
  }

  prepare(feeds: readonly Feed[]): Run {
    const tensors = this.#tensors(feeds);
    return async () => {
      const outputs = await this.#session.run(tensors, SILENT);
      for (const output of Object.values(outputs)) output.dispose();
    };
  }

  async answer(feeds: readonly Feed[]): Promise<readonly Answer[]> {
    const outputs = await this.#session.run(this.#tensors(feeds), SILENT);
    return Object.entries(outputs).map(([name, output]) => {
      const { type, dims } = output;
      // The runtime's own memory is given back; texts, which no class is, have no numbers.
      const values = type === 'string' ? new Uint8Array(0) : (output.data.slice() as Values);
      output.dispose();
      return { name, type, dims, values };
    });
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  #tensors(feeds: readonly Feed[]): Record<string, Ort.Tensor> {
    return Object.fromEntries(feeds.map((feed) => [feed.name, this.#tensor(feed)]));
  }

  #tensor({ type, values, dims }: Feed): Ort.Tensor {
    // The constructor's overloads want each type with its array, which a feed's maker has seen to.
    const { Tensor } = this.#ort;
    const make = Tensor as unknown as new (
      type: Element,
      data: unknown,
      dims: readonly number[],
    ) => Ort.Tensor;
    return new make(type, values, dims);
  }
}
