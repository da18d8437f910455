/** onnxruntime-web as a runtime, in a browser's worker as in Node: WebAssembly in one thread. */
import type * as Ort from 'onnxruntime-web';
import type { Element, Feed, ModelSession, Run, Runtime } from './session.ts';

/** What a dimension without a name is told as: -1 in 32 bits. */
const UNNAMED = 0xffff_ffff;

/** Errors reject; nothing is written into the console. */
const SILENT = { logSeverityLevel: 4 } as const;

/** `heapBytes` sees the memory of the runtime (heap.ts). */
export function ortRuntime(ort: typeof Ort, heapBytes: Runtime['heapBytes']): Runtime {
  ort.env.wasm.numThreads = 1;
  const create = (bytes: Uint8Array): Promise<Ort.InferenceSession> =>
    ort.InferenceSession.create(bytes, { executionProviders: ['wasm'], ...SILENT });
  return {
    heapBytes,
    // There is no call for it: it loads itself before it looks at a model, here one that is none.
    ready: () =>
      create(new Uint8Array(0)).then(
        () => undefined,
        () => undefined,
      ),
    open: async (bytes) => new OrtSession(ort, await create(bytes)),
  };
}

class OrtSession implements ModelSession {
  readonly inputs: ModelSession['inputs'];
  readonly #ort: typeof Ort;
  readonly #session: Ort.InferenceSession;

  constructor(ort: typeof Ort, session: Ort.InferenceSession) {
    this.#ort = ort;
    this.#session = session;
    this.inputs = session.inputMetadata.map((input) => ({
      name: input.name,
      type: input.isTensor ? input.type : 'something that is no tensor',
      dims: input.isTensor ? input.shape.map((dim) => (dim === UNNAMED ? '' : dim)) : [],
    }));
  }

  prepare(feeds: readonly Feed[]): Run {
    const tensors = Object.fromEntries(feeds.map((feed) => [feed.name, this.#tensor(feed)]));
    return async () => {
      const outputs = await this.#session.run(tensors, SILENT);
      for (const output of Object.values(outputs)) output.dispose();
    };
  }

  release(): Promise<void> {
    return this.#session.release();
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
